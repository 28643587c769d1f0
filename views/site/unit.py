"""One unit: its criteria over time, every question, and its parts; made to be printed, too."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.published import Published, ReleaseInfo, Row, UnitInfo
from views import figure_words
from views.site import frame, lines
from views.site.frame import Crumb, Frame
from views.site.lines import Lines

Points = Sequence[tuple[ReleaseInfo, Published]]


@dataclass(frozen=True)
class Unit:
    """What the page is made of; `parts` are the finer units in it that the reader may see."""

    unit: UnitInfo
    codes: Sequence[str]
    rows: Sequence[Row]
    trends: Sequence[tuple[str, Points]]
    parts: Sequence[UnitInfo]


def page(around: Frame, rows: Lines, shown: Unit) -> str:
    """The page of one unit."""
    name, key = shown.unit.name, shown.unit.key
    criteria = rows.of_items([row for row in shown.rows if row.item.is_criterion])
    title = f"The four criteria, {name}: share who agree or strongly agree"
    wider = rows.units.get(shown.unit.wider) if shown.unit.wider != key else None
    return frame.page(
        "unit",
        around,
        name,
        [Crumb("Overview", rows.to.overview()), Crumb("Places", rows.to.units())],
        shown=shown,
        wider=wider,
        chart=lines.chart("criteria-chart", title, criteria),
        criteria=criteria,
        parts_of=[
            (
                figure_words.criterion(code),
                f"questions-{code}",
                rows.of_items([row for row in shown.rows if row.item.criterion == code]),
            )
            for code in shown.codes
        ],
        trends=[
            rows.trend(f"trend-{code}", f"{figure_words.criterion(code)}, {name}", points)
            for code, points in shown.trends
        ],
    )
