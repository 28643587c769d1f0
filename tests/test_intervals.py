"""Intervals hold their estimate, say more with more people, and agree with statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

from analysis.intervals import Interval, wilson

GROUPS = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(GROUPS)
def test_wilson_is_as_statsmodels_has_it(group: tuple[int, int]) -> None:
    least, most = proportion_confint(*group, method="wilson")

    assert wilson(*group).least == pytest.approx(least, abs=1e-9)
    assert wilson(*group).most == pytest.approx(most, abs=1e-9)


@given(GROUPS, st.none() | st.integers(0, 500))
def test_an_interval_holds_its_share(group: tuple[int, int], silent: int | None) -> None:
    interval = wilson(*group, None if silent is None else group[1] + silent)

    assert group[0] / group[1] in interval
    assert 0 <= interval.least <= interval.most <= 1


@given(GROUPS, st.integers(2, 9))
def test_more_people_with_the_same_share_say_more(group: tuple[int, int], times: int) -> None:
    assert wilson(group[0] * times, group[1] * times).width < wilson(*group).width


@given(GROUPS)
def test_favourable_and_unfavourable_mirror_each_other(group: tuple[int, int]) -> None:
    one, other = wilson(*group), wilson(group[1] - group[0], group[1])

    assert one.least == pytest.approx(1 - other.most, abs=1e-12)


@given(GROUPS.filter(lambda group: group[0] < group[1]))
def test_more_favourable_people_move_both_ends_up(group: tuple[int, int]) -> None:
    lower, higher = wilson(*group), wilson(group[0] + 1, group[1])

    assert higher.least > lower.least
    assert higher.most >= lower.most


@given(GROUPS, st.integers(1, 500))
def test_a_finite_population_narrows_the_interval(group: tuple[int, int], silent: int) -> None:
    finite = wilson(*group, group[1] + silent)

    assert finite.width <= wilson(*group).width + 1e-12


@given(GROUPS)
def test_when_everyone_answered_the_share_is_certain(group: tuple[int, int]) -> None:
    assert wilson(*group, group[1]) == Interval(group[0] / group[1], group[0] / group[1])


def test_a_finite_population_solves_the_corrected_score_equation() -> None:
    interval = wilson(30, 50, 80)

    for end in (interval.least, interval.most):
        variance = end * (1 - end) / 50 * (80 - 50) / (80 - 1)
        assert (0.6 - end) ** 2 / variance == pytest.approx(1.959963984540054**2, rel=1e-9)


@pytest.mark.parametrize("wrong", [(0, 0, None), (-1, 5, None), (6, 5, None), (1, 5, 4)])
def test_impossible_counts_are_refused(wrong: tuple[int, int, int | None]) -> None:
    with pytest.raises(ValueError, match=r"."):
        wilson(*wrong)
