"""What the figures of a year say: criteria, questions, regions, changes, and what goes together."""

from collections.abc import Iterator, Sequence

from analysis.change import Verdict
from analysis.published import Published, ReleaseInfo, Row, clearest
from models.questionnaire import CRITERIA
from models.reporting import Level, Period
from views import charts, figure_words
from views.charts import Mark
from views.report.facts import Facts
from views.report.parts import Bullets, Chart, Grid, Heading, Paragraph, Part, Pictures

LEGEND = f"In the charts: {charts.LEGEND[0].lower()}{charts.LEGEND[1:]}"
COLUMNS = ("People", "Agree or strongly agree", "95% interval")
MEAN, SILENT, CHANGE = "Mean, 1 to 5", "If those who did not answer differed", "Change"
BETWEEN = "In points, between"
NOT_NEEDED = "Not needed"
NO_YEAR = (
    "The year has not been released as a whole. Until then the figures of this report, but for "
    "those month by month, are those of its newest release: {}."
)
MOST_CLEAR = 3
FIRST_MONTH = 1


def overview(facts: Facts) -> Iterator[Part]:
    """The four criteria in England, and what is clearest."""
    rows = [row for row in facts.england if row.item.is_criterion]
    if not rows:
        return
    if facts.whole.period is not Period.YEAR:
        yield Paragraph(NO_YEAR.format(facts.whole.title))
    marks = [Mark(figure_words.criterion(row.item.id), row.figure) for row in rows]
    yield Pictures([Chart("summary-criteria", "The four criteria in England", marks)])
    yield _grid("The four criteria in England", "Criterion", rows)
    questions = [row for row in facts.england if not row.item.is_criterion]
    if clear := clearest(questions, MOST_CLEAR):
        yield Paragraph("What the answers of the year say most clearly:")
        yield Bullets([sentence(row) for row in clear])
    if moved := list(_moves(facts)):
        yield Paragraph("Months in which a criterion clearly rose or fell:")
        yield Bullets(moved)


def criteria(facts: Facts) -> Iterator[Part]:
    """Each criterion: month by month, by region, and its questions."""
    shown = [code for code in CRITERIA if facts.england_in(code)]
    for code in shown:
        rows = facts.england_in(code)
        name = f"{code} {figure_words.CRITERIA_IN_FULL[code]}"
        # The first stands under the heading of the chapter.
        yield Heading(f"criterion-{code}", name, 2, begins_page=code != shown[0])
        yield Pictures(list(_charts(facts, code)))
        yield _by_region(facts, code)
        if points := facts.figures.trends.get(code, ()):
            yield _by_month(code, points)
        yield _grid(f"{code}: the questions, in England", "Question", rows)


def associations(facts: Facts) -> list[Part]:
    """How questions go together with the anchor of their criterion."""
    if not facts.figures.pairs:
        return []
    rows = [
        (pair.item.text, pair.anchor.text, figure_words.STRENGTHS[pair.strength])
        for pair in facts.figures.pairs
    ]
    caption = f"Associations in England, {facts.figures.pairs_of}"
    return [Grid(caption, ("Question", "Goes together with", "How far"), rows)]


def equality(facts: Facts) -> Iterator[Part]:
    """The questions that speak to fairness, values and rights."""
    rows = [row for row in facts.england if row.item.id in facts.equality_items]
    if rows:
        yield _grid("Fairness, values and rights, in England", "Question", rows)


def priorities(facts: Facts) -> list[Part]:
    """For each criterion the questions to which the smallest share agreed, all that are equal."""
    rows = [
        (
            figure_words.criterion(row.item.criterion),
            row.item.text,
            figure_words.share(row.figure),
            figure_words.interval(row.figure),
        )
        for code in CRITERIA
        for row in _lowest([row for row in facts.england_in(code) if row.figure.interval])
    ]
    head = ("Criterion", "Question", *COLUMNS[1:3])
    return [Grid("Where the smallest share agrees, in England", head, rows)] if rows else []


def _lowest(rows: Sequence[Row]) -> list[Row]:
    """The rows with the smallest share; equal shares are equally low, whatever the interval."""
    if not rows:
        return []
    least = figure_words.share(min(rows, key=lambda row: _middle(row.figure)).figure)
    return [row for row in rows if figure_words.share(row.figure) == least]


def range_of_response(facts: Facts) -> str:
    """How many answered in a month, in a sentence; empty where no month tells."""
    rates = sorted({one.rate.value: one.rate for one in facts.waves if one.rate}.items())
    if not rates:
        return ""
    least, most = (figure_words.rate(rate) for _, rate in (rates[0], rates[-1]))
    how_many = least if least == most else f"Between {least} and {most}"
    return f"{how_many[0].upper()}{how_many[1:]} of those asked answered in a month."


def sentence(row: Row) -> str:
    """A question with its share, its interval, and its change where there is one."""
    figure = row.figure
    change = figure_words.change(figure.change)
    since = f" {change}, against the release before." if change else ""
    return (
        f"“{row.item.text}” {figure_words.share(figure)} agree or strongly agree "
        f"(95% interval {figure_words.interval(figure)}).{since}"
    )


def _charts(facts: Facts, code: str) -> Iterator[Chart]:
    points = facts.figures.trends.get(code, ())
    if points:
        title = f"{code} in England, month by month"
        yield Chart(f"trend-{code}", title, _months(points), is_trend=True)
    rows = facts.everywhere(code)
    marks = [Mark(row.unit.name, row.figure) for row in rows]
    yield Chart(f"regions-{code}", f"{code} in England and its regions", marks)


def _months(points: Sequence[tuple[ReleaseInfo, Published]]) -> list[Mark]:
    """Each month by its name; the year stands under the first one and under January."""
    marks = []
    for place, (release, figure) in enumerate(points):
        day = release.starts_on
        below = str(day.year) if place == 0 or day.month == FIRST_MONTH else ""
        marks.append(Mark(f"{day:%b}", figure, below))
    return marks


def _by_month(code: str, points: Sequence[tuple[ReleaseInfo, Published]]) -> Grid:
    """The same as the chart, with what those who were silent could have made of each month."""
    has_bounds = any(figure.bounds for _, figure in points)
    rows = [
        (
            _month(release),
            figure_words.share(figure),
            figure_words.interval(figure),
            *[_silent(figure)] * has_bounds,
            *figure_words.change_in_two(figure.change),
        )
        for release, figure in points
    ]
    head = ("Month", *COLUMNS[1:3], *[SILENT] * has_bounds, CHANGE, BETWEEN)
    return Grid(f"{code}: England, month by month", head, rows)


def _moves(facts: Facts) -> Iterator[str]:
    """What rose or fell clearly, month by month."""
    for code, points in facts.figures.trends.items():
        for release, figure in points:
            if figure.change and figure.change.verdict is not Verdict.NO_CLEAR_CHANGE:
                moved = figure_words.change(figure.change)
                name = figure_words.criterion(code)
                yield f"{name}, {_month(release)}: {moved[0].lower()}{moved[1:]}."


def _month(release: ReleaseInfo) -> str:
    return f"{release.starts_on:%B %Y}"


def _by_region(facts: Facts, code: str) -> Grid:
    rows = [
        (
            row.unit.name,
            figure_words.people(row.figure),
            figure_words.share(row.figure),
            figure_words.interval(row.figure),
        )
        for row in facts.everywhere(code)
        if row.unit.level in (Level.ENGLAND, Level.REGION)
    ]
    return Grid(f"{code}: England and its regions", ("Place", *COLUMNS), rows)


def _grid(caption: str, first: str, rows: Sequence[Row]) -> Grid:
    """Figures of England; means, silence and changes have a column only where there are some."""
    has_means = any(row.figure.mean for row in rows)
    has_bounds = any(row.figure.bounds for row in rows)
    has_changes = any(row.figure.change for row in rows)
    more = [MEAN] * has_means + [SILENT] * has_bounds + [CHANGE] * has_changes
    return Grid(
        caption,
        (first, *COLUMNS, *more),
        [
            (
                _name(row),
                figure_words.people(row.figure),
                figure_words.share(row.figure),
                figure_words.interval(row.figure),
                *[figure_words.mean(row.figure)] * has_means,
                *[_silent(row.figure)] * has_bounds,
                *[figure_words.change(row.figure.change) or figure_words.NOT_COMPARED]
                * has_changes,
            )
            for row in rows
        ],
    )


def _silent(figure: Published) -> str:
    """What those who did not answer could make of a figure; in words where there is no such."""
    nothing = figure_words.HIDDEN if figure.is_hidden else NOT_NEEDED
    return figure_words.bounds(figure) or nothing


def _name(row: Row) -> str:
    return figure_words.criterion(row.item.id) if row.item.is_criterion else row.item.text


def _middle(figure: Published) -> float:
    ends = figure.interval
    return 0 if ends is None else ends.least + ends.most
