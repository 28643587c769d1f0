"""One criterion: its questions in a unit, over time, where it is how, and what goes together."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.published import Pair, Published, ReleaseInfo, Row, UnitInfo
from views import figure_words
from views.site import frame, lines
from views.site.frame import Crumb, Frame
from views.site.lines import Lines


@dataclass(frozen=True)
class Criterion:
    """What the page is made of; `around` are the keys of the units that the chart shows."""

    code: str
    codes: Sequence[str]
    unit: UnitInfo
    units: Sequence[UnitInfo]
    rows: Sequence[Row]
    trend: Sequence[tuple[ReleaseInfo, Published]]
    around: Sequence[str]
    everywhere: Sequence[Row]
    pairs: Sequence[Pair]


def page(around: Frame, rows: Lines, shown: Criterion) -> str:
    """The page of one criterion."""
    title, place = figure_words.criterion(shown.code), shown.unit.name
    items = rows.of_items(shown.rows)
    near = [row for row in shown.everywhere if row.unit.key in shown.around]
    beside = rows.of_units(near, shown.unit.key)
    return frame.page(
        "criterion",
        around,
        title,
        [Crumb("Overview", rows.to.overview())],
        shown=shown,
        in_full=figure_words.CRITERIA_IN_FULL[shown.code],
        items=items,
        items_chart=lines.chart("items-chart", f"{title}, {place}, by question", items),
        trend=rows.trend("criterion-trend", f"{title}, {place}", shown.trend),
        beside_chart=lines.chart("beside-chart", f"{title}, England and its regions", beside),
        everywhere=rows.of_units(shown.everywhere, shown.unit.key),
    )
