"""What the report says of its figures is true, whatever they are, and nothing is left unsaid."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from analysis.change import Verdict
from analysis.intervals import Interval
from analysis.measures import ShownChange
from analysis.protection import Band, Rounded
from analysis.published import HIDDEN, ItemInfo, Published, ReleaseInfo, Row, UnitInfo
from models.reporting import ENGLAND, Level, Period
from views.report import chapters, words
from views.report.facts import Example, Facts, Figures, Theme
from views.report.parts import Bullets, Grid, Heading, Paragraph, Part, Pictures

AT = datetime(2027, 4, 10, 9, tzinfo=UTC)
CRITERION = ItemInfo("C1", "C1", "Delivered")
QUESTIONS = [ItemInfo(f"0{n}", "C1", f"Question {n}.") for n in (1, 2, 3)]
WHOLE, LONDON = UnitInfo(ENGLAND, "England", Level.ENGLAND), UnitInfo("r", "London", Level.REGION)
FELL = ShownChange(Verdict.FELL, Interval(-0.33, -0.07))

Kind = TypeVar("Kind", bound=Part)


def test_the_table_of_months_says_what_those_who_were_silent_could_make_of_each() -> None:
    grid = table(report_of(), "month by month", 1)

    assert grid.head[-3:] == (
        "If those who did not answer differed",
        "Change",
        "In points, between",
    )
    assert [row[0] for row in grid.rows] == ["April 2026", "May 2026"]
    assert grid.rows[1][-3:] == ("37% to 76%", "Fell", "33 down and 7 down")


def test_the_summary_tells_of_each_month_in_which_a_criterion_fell() -> None:
    lines = [line for bullets in found(report_of(), Bullets) for line in bullets.lines]

    assert "C1 Programme delivery, May 2026: fell (by 7 to 33 points)." in lines


def test_the_summary_says_how_many_answered_in_the_weakest_and_the_strongest_month() -> None:
    said = " ".join(part.text for part in found(report_of(), Paragraph))

    assert "Between 60% and 80% of those asked answered in a month." in said


def test_questions_with_equally_low_shares_are_all_named() -> None:
    grid = table(report_of(), "smallest share")

    assert [row[1] for row in grid.rows] == ["Question 1.", "Question 2."]


def test_no_cell_is_empty_where_most_answered_or_nothing_can_be_compared() -> None:
    year = a_year()
    [(month, figure), second] = year.figures.trends["C1"]
    trends = {"C1": [(month, replace(figure, bounds=None)), second]}
    parts = written(replace(year, figures=replace(year.figures, trends=trends)))

    assert table(parts, "month by month", 1).rows[0][-3:] == ("Not needed", *["Not compared"] * 2)
    assert [row for grid in found(parts, Grid) for row in grid.rows if "" in row] == []


def test_what_is_hidden_says_so_in_each_cell() -> None:
    grid = table(report_of(), "C1: England and its regions")

    assert grid.rows[1] == ("London", "Hidden", "Hidden", "Hidden")


def test_means_have_a_column_only_where_there_is_one() -> None:
    without, with_one = (table(report_of(), name) for name in ("four criteria", "the questions"))

    assert "Mean, 1 to 5" not in without.head
    assert "Mean, 1 to 5" in with_one.head


def test_each_chart_has_a_table_and_both_have_numbers() -> None:
    parts = report_of()

    charts = [chart.title for pictures in found(parts, Pictures) for chart in pictures.charts]
    grids = [grid.caption for grid in found(parts, Grid)]
    assert [title.split(". ")[0] for title in charts] == ["Chart 1", "Chart 2", "Chart 3"]
    assert [title.split(". ")[0] for title in grids] == [
        f"Table {place}" for place in range(1, len(grids) + 1)
    ]


def test_every_column_of_a_table_has_room_for_what_stands_in_it() -> None:
    for grid in found(report_of(), Grid):
        assert len(grid.shares) == len(grid.head)
        assert 94 <= sum(grid.shares) <= 100
        assert min(grid.shares) >= 5


def test_only_what_opens_much_begins_a_page() -> None:
    begins = [part.key for part in found(report_of(), Heading) if part.begins_page]

    assert begins == ["findings", "priorities"]


def test_examples_are_counted_named_and_told_with_their_use() -> None:
    parts = report_of(Example("A rota for reflection", ("C1",), says_who_gains=True))

    said = " ".join(part.text for part in found(parts, Paragraph))
    assert "1 example of good practice was published." in said
    assert "4 uses of examples were noted." in said
    assert "1 published example says who gains most." in said
    assert table(parts, "Examples by criterion").rows[0] == ("C1 Programme delivery", "1", "4")


def test_before_the_year_is_released_the_summary_says_whose_figures_they_are() -> None:
    without = replace(a_year(), whole=wave(2, 5, 60))

    said = " ".join(part.text for part in found(written(without), Paragraph))
    assert "are those of its newest release: Month 5." in said


def test_no_more_is_quoted_than_can_be_read() -> None:
    theme = Theme("Words", "Workload", share(20))
    quotes = [f"“{number}” (England)" for number in range(200)]
    year = a_year()

    parts = written(replace(year, figures=replace(year.figures, themes=[theme], quotes=quotes)))
    told = [line for bullets in found(parts, Bullets) for line in bullets.lines]
    assert [line for line in told if "(England)" in line] == quotes[:12]


def test_the_annex_has_words_as_well_and_ends_with_the_year() -> None:
    year = a_year()
    words_of_may = replace(wave(4, 5, 60), period=Period.WORDS)

    annexed = replace(year, releases=[*year.releases, words_of_may]).annexed
    assert [one.number for one in annexed] == [1, 2, 4, 3]


def report_of(*examples: Example) -> Sequence[Part]:
    return written(replace(a_year(), examples=examples))


def written(facts: Facts) -> Sequence[Part]:
    return chapters.report(facts, words.load()).parts


def a_year() -> Facts:
    months = [wave(1, 4, 80), wave(2, 5, 60)]
    low, high = share(55, mean=3.6), share(65, mean=3.8)
    rows = [Row(3, WHOLE, CRITERION, share(60)), Row(3, LONDON, CRITERION, HIDDEN)]
    rows += [Row(3, WHOLE, *one) for one in zip(QUESTIONS, (low, low, high), strict=True)]
    told = [(months[0], share(70)), (months[1], share(50, FELL))]
    whole = ReleaseInfo(
        3, Period.YEAR, "2026-27", "The year", date(2026, 4, 1), date(2027, 3, 31), AT,
        "pulse", 1, 8, "b" * 64,
    )  # fmt: skip
    return Facts(
        year="2026-27",
        starts_on=whole.starts_on,
        ends_on=whole.ends_on,
        until=AT,
        releases=[*months, whole],
        whole=whole,
        figures=Figures({Level.ENGLAND: 1, Level.REGION: 1}, rows, {"C1": told}),
        uses=[("C1",)] * 3 + [("C1", "C2")],
    )


def wave(number: int, month: int, rate: int) -> ReleaseInfo:
    days = date(2026, month, 1), date(2026, month, 8)
    about = f"w{number}", f"Month {month}", *days, AT, "pulse", 1, 8, "a" * 64
    return ReleaseInfo(number, Period.WAVE, *about, Rounded(rate, "about"))


def share(percent: int, change: ShownChange | None = None, mean: float | None = None) -> Published:
    return Published(
        Band(50, 999),
        Rounded(percent, "about"),
        None if mean is None else Rounded(mean, "about"),
        reckoned=200,
        interval=Interval(percent / 100 - 0.1, percent / 100 + 0.1),
        bounds=None if mean else Interval(0.37, 0.76),
        change=change,
    )


def found(parts: Sequence[Part], kind: type[Kind]) -> list[Kind]:
    return [part for part in parts if isinstance(part, kind)]


def table(parts: Sequence[Part], caption: str, place: int = 0) -> Grid:
    return [grid for grid in found(parts, Grid) if caption in grid.caption][place]
