"""Exact counts: what was chosen, what does not apply and what was skipped stay distinct."""

from collections import Counter

import pytest

from analysis.summary import Tally, tally


def test_scores_may_come_as_numbers_or_as_text() -> None:
    assert tally({1: 2, 5: 3}) == tally({"1": 2, "5": 3}) == Tally((2, 0, 0, 0, 3))


def test_does_not_apply_and_skipped_stay_out_of_shares_and_means() -> None:
    counted = tally(Counter({"2": 1, "4": 2, "5": 1, "not_yet": 7, "skipped": 9}))

    assert (counted.people, counted.favourable, counted.total) == (4, 3, 15)
    assert (counted.not_yet, counted.skipped) == (7, 9)


def test_tallies_of_parts_add_up() -> None:
    assert tally({1: 1, "skipped": 2}) + tally({1: 1, 4: 1, "not_yet": 1}) == Tally(
        (2, 0, 0, 1, 0), not_yet=1, skipped=2
    )


@pytest.mark.parametrize("choice", [0, 6, "skip it", ""])
def test_another_choice_is_refused(choice: int | str) -> None:
    with pytest.raises(ValueError, match="no answer on this scale"):
        tally({choice: 1})
