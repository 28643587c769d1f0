"""Rows of tables and the charts beside them, made of released figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis.protection import Band
from analysis.published import HIDDEN, Published, ReleaseInfo, Row, UnitInfo
from models.reporting import Period
from views import charts, figure_words
from views.charts import Mark
from views.site.addresses import Addresses

AGREE = "Agree or strongly agree"

# A rate is shown where ten people or more were asked, and says nothing of how many more.
ANYBODY = Band(10, None)


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is called, where more is told of it, and its figure."""

    name: str
    figure: Published
    address: str = ""
    # Where to look instead when the figure is hidden.
    wider: UnitInfo | None = None
    wider_address: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class Trend:
    """A chart from wave to wave, with the rows of its table."""

    key: str
    title: str
    chart: Markup
    lines: Sequence[Line]
    measure: str = AGREE
    has_intervals: bool = True


Units = Mapping[str, UnitInfo]


@dataclass(frozen=True)
class Lines:
    """Makes rows for one reader: with links that go on from where they are."""

    to: Addresses
    # The units that this reader may see, by key.
    units: Units

    def of_items(self, rows: Iterable[Row]) -> list[Line]:
        """A row for each item of one unit; a criterion leads to its page."""
        found = list(rows)
        has_questions = any(not row.item.is_criterion for row in found)
        return [
            self._line(
                row,
                item_name(row),
                self.to.criterion(row.item.id, row.unit.key) if row.item.is_criterion else "",
                is_main=has_questions and row.item.is_criterion,
            )
            for row in found
        ]

    def of_units(self, rows: Iterable[Row], main: str = "") -> list[Line]:
        """A row for each unit of one item; a unit leads to its page."""
        return [
            self._line(row, row.unit.name, self.to.unit(row.unit.key), is_main=row.unit.key == main)
            for row in rows
        ]

    def of_cells(self, rows: Iterable[Row]) -> list[Line]:
        """Figures of one unit beside each other, in a row that leads to it already."""
        return [self._line(row, f"{row.unit.name}, {item_name(row)}", "") for row in rows]

    def trend(self, key: str, title: str, points: Sequence[tuple[ReleaseInfo, Published]]) -> Trend:
        """What one figure was from release to release."""
        return Trend(key, title, _trend_chart(key, title, points), self._of_periods(points))

    def response(self, releases: Sequence[ReleaseInfo]) -> Trend:
        """How many of those asked answered, from release to release, the earliest first."""
        points = [(one, _as_figure(one)) for one in releases]
        title = "Response in England"
        chart = _trend_chart("responses", title, points)
        lines = self._of_periods(points)
        return Trend("responses", title, chart, lines, "Answered", has_intervals=False)

    def _of_periods(self, points: Sequence[tuple[ReleaseInfo, Published]]) -> list[Line]:
        return [Line(one.title, figure, self.to.overview(one.number)) for one, figure in points]

    def _line(self, row: Row, name: str, address: str, *, is_main: bool = False) -> Line:
        if not row.figure.is_hidden or row.unit.wider == row.unit.key:
            return Line(name, row.figure, address, is_main=is_main)
        wider = self.units.get(row.unit.wider)
        elsewhere = self.to.unit(wider.key) if wider else ""
        return Line(name, row.figure, address, wider, elsewhere, is_main)


def item_name(row: Row) -> str:
    """A criterion by its short name, a question in its own words."""
    if row.item.is_criterion:
        return figure_words.criterion(row.item.id)
    return row.item.text


def chart(key: str, title: str, lines: Sequence[Line]) -> Markup:
    """The figures of these rows beside each other."""
    return charts.intervals(key, title, [Mark(line.name, line.figure) for line in lines])


def _trend_chart(key: str, title: str, points: Sequence[tuple[ReleaseInfo, Published]]) -> Markup:
    marks: list[Mark] = []
    year = 0
    for one, figure in points:
        # The year stands where it begins to hold.
        below = "" if one.starts_on.year == year else str(one.starts_on.year)
        year = one.starts_on.year
        marks.append(Mark(_short(one), figure, below))
    return charts.trend(key, title, marks)


def _short(release: ReleaseInfo) -> str:
    if release.period is Period.QUARTER:
        return release.subject[-2:]
    return f"{release.starts_on:%b}" if release.period is Period.WAVE else release.subject


def _as_figure(release: ReleaseInfo) -> Published:
    """A response rate as a chart takes it: a share without an interval."""
    if release.rate is None:
        return HIDDEN
    return Published(people=ANYBODY, favourable=release.rate)
