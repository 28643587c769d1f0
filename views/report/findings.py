"""What the figures of a year say: criteria, questions, regions, changes, and what goes together."""

from collections.abc import Iterator, Sequence

from analysis.published import Published, ReleaseInfo, Row, clearest
from models.questionnaire import CRITERIA
from models.reporting import Level
from views import charts, figure_words
from views.charts import Mark
from views.report.facts import Facts
from views.report.parts import Bullets, Chart, Grid, Heading, Part, Pictures

LEGEND = f"In the charts: {charts.LEGEND[0].lower()}{charts.LEGEND[1:]}"
MOST_CLEAR = 3
FIRST_MONTH = 1


def overview(facts: Facts) -> Iterator[Part]:
    """The four criteria in England, and what is clearest."""
    rows = [row for row in facts.england if row.item.is_criterion]
    if not rows:
        return
    marks = [Mark(figure_words.criterion(row.item.id), row.figure) for row in rows]
    yield Pictures([Chart("summary-criteria", "The four criteria in England", marks)])
    yield _grid("The four criteria in England", "Criterion", rows)
    questions = [row for row in facts.england if not row.item.is_criterion]
    if clear := clearest(questions, MOST_CLEAR):
        yield Bullets([sentence(row) for row in clear])


def criteria(facts: Facts) -> Iterator[Part]:
    """Each criterion: month by month, by region, and its questions."""
    for code in CRITERIA:
        rows = facts.england_in(code)
        if not rows:
            continue
        yield Heading(f"criterion-{code}", f"{code} {figure_words.CRITERIA_IN_FULL[code]}", 2)
        yield Pictures(list(_charts(facts, code)))
        yield _grid(f"{code}: the questions, in England", "Question", rows)
        yield _by_region(facts, code)


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


def priorities(facts: Facts) -> Iterator[Part]:
    """For each criterion the question to which the smallest share agreed."""
    lowest = [
        min(shown, key=lambda row: (_middle(row.figure), row.item.id))
        for code in CRITERIA
        if (shown := [row for row in facts.england_in(code) if row.figure.interval])
    ]
    if lowest:
        yield Bullets([f"{row.item.criterion}: {sentence(row)}" for row in lowest])


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
    return Grid(f"{code}: England and its regions", ("Place", *COLUMNS[:3]), rows)


COLUMNS = ("People", "Agree or strongly agree", "95% interval", "Mean, 1 to 5")
SILENT, CHANGE = "If those who did not answer differed", "Change"


def _grid(caption: str, first: str, rows: Sequence[Row]) -> Grid:
    """Figures of England; silence and changes have a column only where there are some."""
    has_bounds = any(row.figure.bounds for row in rows)
    has_changes = any(row.figure.change for row in rows)
    more = [SILENT] * has_bounds + [CHANGE] * has_changes
    return Grid(
        caption,
        (first, *COLUMNS, *more),
        [
            (
                _name(row),
                figure_words.people(row.figure),
                figure_words.share(row.figure),
                figure_words.interval(row.figure),
                figure_words.mean(row.figure),
                *[figure_words.bounds(row.figure)] * has_bounds,
                *[figure_words.change(row.figure.change)] * has_changes,
            )
            for row in rows
        ],
    )


def _name(row: Row) -> str:
    return figure_words.criterion(row.item.id) if row.item.is_criterion else row.item.text


def _middle(figure: Published) -> float:
    ends = figure.interval
    return 0 if ends is None else ends.least + ends.most
