"""The first page: the four criteria, how they went over time, and how many answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis.published import Published, ReleaseInfo, Row, UnitInfo
from views.figure_words import criterion
from views.site import frame, lines
from views.site.frame import Frame
from views.site.lines import Line, Lines

Points = Sequence[tuple[ReleaseInfo, Published]]


@dataclass(frozen=True)
class Overview:
    """What the page is made of; `places` are England and the reader's own unit."""

    places: Sequence[tuple[UnitInfo, Sequence[Row]]]
    trends_of: UnitInfo
    trends: Sequence[tuple[str, Points]]
    waves: Sequence[ReleaseInfo]
    clearest: Sequence[Row]


@dataclass(frozen=True)
class Place:
    """A unit with its four criteria."""

    key: str
    unit: UnitInfo
    heading: str
    lines: Sequence[Line]
    chart: Markup


def page(around: Frame, rows: Lines, shown: Overview) -> str:
    """The overview of one release."""
    return frame.page(
        "overview",
        around,
        "How the programme is doing",
        places=[_place(rows, unit, found, n) for n, (unit, found) in enumerate(shown.places)],
        clearest=shown.clearest,
        trends_of=shown.trends_of,
        trends=[
            rows.trend(f"trend-{code}", f"{criterion(code)}, {shown.trends_of.name}", points)
            for code, points in shown.trends
        ],
        response=rows.response(shown.waves),
    )


def _place(rows: Lines, unit: UnitInfo, found: Sequence[Row], number: int) -> Place:
    key = f"place-{number}"
    made = rows.of_items(found)
    heading = unit.name if number == 0 else f"Where you are: {unit.name}"
    title = f"The four criteria, {unit.name}: share who agree or strongly agree"
    return Place(key, unit, heading, made, lines.chart(f"{key}-chart", title, made))
