"""Association is said from a hundred people on, and agrees with scipy."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr  # type: ignore[import-untyped]

from analysis.association import ANYTHING, association, ranks
from analysis.published import Strength, in_a_word

SCORES = st.integers(1, 5)
# Far more were asked than answered.
MANY = 1000


def scored(seed: int, people: int = 150) -> list[tuple[int, int]]:
    random = Random(seed)
    first = [random.randint(1, 5) for _ in range(people)]
    return [(one, min(5, max(1, one + random.randint(-2, 2)))) for one in first]


@given(st.integers())
def test_the_strength_is_as_scipy_has_it(seed: int) -> None:
    found = association(scored(seed), MANY)
    expected = spearmanr(*zip(*scored(seed), strict=True)).statistic

    assert found is not None
    assert found.strength == pytest.approx(expected, abs=1e-9)
    assert found.strength in found.interval


@given(st.lists(SCORES, min_size=1))
def test_equal_scores_share_their_ranks(scores: list[int]) -> None:
    assert ranks(scores) == list(rankdata(scores))


def test_fewer_than_a_hundred_people_show_no_association() -> None:
    assert association(scored(1, 99), MANY) is None
    assert association(scored(1, 100), MANY) is not None
    assert in_a_word(association(scored(1, 99), MANY)) is Strength.TOO_FEW


def test_of_a_hundred_who_were_asked_none_is_told_to_show_that_all_answered() -> None:
    assert association(scored(1, 100), 100) is None
    assert association(scored(1, 100), 101) is not None


def test_nothing_goes_together_with_a_constant() -> None:
    found = association([(3, score % 5 + 1) for score in range(100)], MANY)

    assert found is not None
    assert (found.strength, found.interval) == (0, ANYTHING)
    # A word of its own would tell that all gave the same score.
    assert in_a_word(found) is Strength.NOT_CLEAR


def test_an_item_goes_together_with_itself() -> None:
    found = association([(one, one) for one, _ in scored(1)], MANY)

    assert found is not None
    assert found.strength == 1
