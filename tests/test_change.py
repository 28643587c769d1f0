"""A change is said only when its interval says so, and agrees with statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import (  # type: ignore[import-untyped]
    confint_proportions_2indep,
    proportions_ztest,
)

from analysis.change import Verdict, change, trend, verdict
from analysis.intervals import Interval
from analysis.summary import Tally


def answers(favourable: int, people: int) -> Tally:
    return Tally((0, people - favourable, 0, favourable, 0))


GROUPS = st.integers(1, 2000).flatmap(
    lambda n: st.integers(0, n).map(lambda favourable: answers(favourable, n))
)


@given(GROUPS, GROUPS)
def test_newcombe_is_as_statsmodels_has_it(earlier: Tally, later: Tally) -> None:
    least, most = confint_proportions_2indep(
        later.favourable, later.people, earlier.favourable, earlier.people, method="newcomb"
    )
    interval = change(earlier, later).interval

    assert interval.least == pytest.approx(least, abs=1e-9)
    assert interval.most == pytest.approx(most, abs=1e-9)


@given(GROUPS, GROUPS)
def test_a_difference_lies_in_its_interval_and_reverses(earlier: Tally, later: Tally) -> None:
    there, back = change(earlier, later), change(later, earlier)

    assert there.difference in there.interval
    assert there.interval.least == pytest.approx(-back.interval.most, abs=1e-12)


@given(GROUPS)
def test_the_same_answers_are_no_change(tally: Tally) -> None:
    same = change(tally, tally)

    assert same.verdict is Verdict.NO_CLEAR_CHANGE
    assert same.p == pytest.approx(1)


def test_the_chance_is_that_of_the_score_test() -> None:
    _, p = proportions_ztest([70, 48], [100, 90])

    assert change(answers(48, 90), answers(70, 100)).p == pytest.approx(p, abs=1e-9)


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (0.01, 0.2, Verdict.ROSE),
        (-0.2, -0.01, Verdict.FELL),
        (-0.1, 0.1, Verdict.NO_CLEAR_CHANGE),
        (0.0, 0.1, Verdict.NO_CLEAR_CHANGE),
    ],
)
def test_a_direction_is_said_only_if_all_of_the_interval_lies_there(
    least: float, most: float, said: Verdict
) -> None:
    assert verdict(Interval(least, most)) is said


def test_five_people_cannot_show_what_five_hundred_can() -> None:
    assert change(answers(2, 5), answers(4, 5)).verdict is Verdict.NO_CLEAR_CHANGE
    assert change(answers(200, 500), answers(400, 500)).verdict is Verdict.ROSE


def test_a_steady_rise_is_a_trend() -> None:
    rising = trend([(wave, answers(40 + 4 * wave, 100)) for wave in range(8)])

    assert rising.slope == pytest.approx(0.04)
    assert rising.verdict is Verdict.ROSE
    assert rising.waves == 8


def test_two_times_are_a_change_and_no_trend() -> None:
    with pytest.raises(ValueError, match="three waves"):
        trend([(0.0, answers(4, 9)), (1.0, answers(3, 5)), (1.0, answers(3, 5))])


@given(st.lists(GROUPS, min_size=3, max_size=12))
def test_a_trend_backwards_is_its_opposite(waves: list[Tally]) -> None:
    there = trend([(float(place), one) for place, one in enumerate(waves)])
    back = trend([(float(-place), one) for place, one in enumerate(waves)])

    assert there.slope == pytest.approx(-back.slope, abs=1e-12)
    assert there.slope in there.interval
