"""What stands beside a shown figure says nothing that the figure does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.change import Verdict, change
from analysis.intervals import wilson
from analysis.measures import (
    ScoreBand,
    people_to_reckon_with,
    score_band,
    shown_change,
    shown_interval,
)
from analysis.protection import Protected, protect
from analysis.summary import Tally

FLOOR = 8


def answers(favourable: int, people: int) -> Tally:
    return Tally((0, people - favourable, 0, favourable, 0))


def shown(tally: Tally) -> tuple[Protected, int]:
    return protect(tally, FLOOR), people_to_reckon_with(tally.people, FLOOR) or 0


GROUPS = st.integers(FLOOR, 3000).flatmap(
    lambda n: st.integers(0, n).map(lambda favourable: answers(favourable, n))
)


@given(GROUPS)
def test_the_shown_interval_holds_the_true_one(tally: Tally) -> None:
    interval = shown_interval(*shown(tally))
    true = wilson(tally.favourable, tally.people)

    assert interval is not None
    assert interval.least <= true.least + 1e-9
    assert interval.most >= true.most - 1e-9


@given(GROUPS, GROUPS)
def test_a_shown_change_says_no_more_than_the_true_one(earlier: Tally, later: Tally) -> None:
    said, true = shown_change(shown(earlier), shown(later)), change(earlier, later)

    assert said is not None
    assert said.verdict in {true.verdict, Verdict.NO_CLEAR_CHANGE}
    assert said.interval.least <= true.interval.least + 1e-9


def test_figures_that_look_alike_have_intervals_that_are_alike() -> None:
    assert shown_interval(*shown(answers(26, 52))) == shown_interval(*shown(answers(27, 55)))


def test_a_hidden_figure_has_neither_interval_nor_change() -> None:
    hidden = protect(answers(2, 5), FLOOR)

    assert shown_interval(hidden, FLOOR) is None
    assert shown_change((hidden, FLOOR), shown(answers(5, 10))) is None


def test_a_large_change_of_large_groups_is_said() -> None:
    said = shown_change(shown(answers(300, 600)), shown(answers(420, 600)))

    assert said is not None
    assert said.verdict is Verdict.ROSE


@pytest.mark.parametrize(
    ("counts", "band"),
    [
        ((30, 20, 10, 0, 0), ScoreBand.LOW),
        ((0, 10, 30, 20, 0), ScoreBand.MIDDLE),
        ((0, 0, 0, 30, 30), ScoreBand.HIGH),
        ((0, 0, 0, 10, 10), None),
    ],
)
def test_the_score_has_three_bands_where_there_is_a_mean(
    counts: tuple[int, int, int, int, int], band: ScoreBand | None
) -> None:
    assert score_band(protect(Tally(counts), FLOOR)) is band


def test_people_to_reckon_with_are_never_more_than_there_are() -> None:
    assert [people_to_reckon_with(one, FLOOR) for one in (7, 8, 19, 20, 59, 199, 1299)] == [
        None,
        8,
        8,
        20,
        50,
        100,
        1200,
    ]
