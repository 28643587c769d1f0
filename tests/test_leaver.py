"""The leaver test: two figures, before and after someone left, never tell their one score.

All groups are described by how many people they have, how many of them were favourable and the sum
of their scores: a figure depends on nothing else, and every sum between the least and the most that
the first two allow is possible. So all groups and all leavers of every size can be tried.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.protection import Band, Rounded, protect
from analysis.summary import Tally

Ints = npt.NDArray[np.int64]

FLOOR = 5
LARGEST = 1500
SCORES = range(1, 6)
# Scores by (share before, share after, line before, line after), for two sizes of groups.
Seen = dict[tuple[int, int], npt.NDArray[np.bool_]]


class Line(NamedTuple):
    """The sums that lead to one shown mean: its tenths above 2.9 (0 if none), lowest, highest."""

    mean: int
    least: int
    most: int


def size_class(people: int) -> int:
    return sum(people >= size for size in (20, 50, 1000))


def shares(people: int) -> Ints:
    """Give the shown percent for every number of favourable people; bands by their lower end."""
    favourable = np.arange(people + 1)
    if people < 20:
        return np.where(
            100 * favourable < 40 * people, 0, np.where(100 * favourable < 70 * people, 40, 70)
        )
    step = [10, 10, 5, 1][size_class(people)]
    nearest = (200 * favourable + step * people) // (2 * step * people) * step
    return np.clip(nearest, step, 100 - step)


def lines(people: int) -> Iterator[Line]:
    if people < 50:
        yield Line(0, people, 5 * people)
        return
    step = 2 if people < 1000 else 1
    least = people
    for tenths in range(30, 41, step):
        # The next line starts where twenty sums reach it and half a step: (tenths + step / 2).
        following = -(-people * (2 * tenths + step) // 20)
        most = 5 * people if tenths == 40 else following - 1
        yield Line(tenths - 29, least, most)
        least = following


def sums_on(line: Line, least: Ints, most: Ints) -> tuple[Ints, Ints]:
    """Give the sums shown on this line when the outermost sums are moved by one."""
    low = np.where(least + 1 >= line.least, least, line.least)
    high = np.where(most - 1 <= line.most, most, line.most)
    empty = (least + 1 > line.most) | (most - 1 < line.least)
    return np.where(empty, 1, low), np.where(empty, 0, high)


def note_leavers(people: int, score: int, seen: Seen) -> None:
    """Note what is seen before and after when anyone with this score leaves such a group."""
    table = seen[size_class(people), size_class(people - 1)]
    favours = int(score >= 4)
    before = np.arange(favours, people + favours)
    after = before - favours
    old, new = people + 3 * before, people - 1 + 3 * after
    old_most, new_most = 3 * people + 2 * before, 3 * (people - 1) + 2 * after
    shown, shown_after = shares(people)[before], shares(people - 1)[after]
    for line in lines(people):
        for line_after in lines(people - 1):
            if line.least > line_after.most + score or line.most < line_after.least + score:
                continue
            low, high = sums_on(line, old, old_most)
            low_after, high_after = sums_on(line_after, new, new_most)
            possible = (low_after <= high_after) & (
                np.maximum(low, low_after + score) <= np.minimum(high, high_after + score)
            )
            possible &= low <= high
            table[score - 1, shown[possible], shown_after[possible], line.mean, line_after.mean] = (
                True
            )


def test_no_leaver_is_told_at_any_size() -> None:
    seen: Seen = defaultdict(lambda: np.zeros((5, 100, 100, 12, 12), dtype=np.bool_))
    for people in range(FLOOR + 1, LARGEST + 1):
        for score in SCORES:
            note_leavers(people, score, seen)

    assert sorted(seen) == [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3)]
    for classes, table in seen.items():
        scores_possible = table.sum(axis=0)
        assert scores_possible.max() > 1, classes
        assert not (scores_possible == 1).any(), classes


@pytest.mark.parametrize("people", [FLOOR, *range(6, 60), 999, 1000, 1001, LARGEST])
def test_the_leaver_test_knows_every_share(people: int) -> None:
    for favourable, share in enumerate(shares(people)):
        figure = protect(Tally((0, people - favourable, 0, favourable, 0)), FLOOR).favourable

        if isinstance(figure, Band):
            assert (figure.at_least or 0) == share
        else:
            assert figure is not None
            assert figure.value == share


@given(st.tuples(*[st.integers(0, 300)] * 5).filter(lambda counts: sum(counts) >= FLOOR))
def test_the_leaver_test_knows_every_mean(counts: tuple[int, int, int, int, int]) -> None:
    tally = Tally(counts)
    least = np.array([tally.people + 3 * tally.favourable])
    most = np.array([3 * tally.people + 2 * tally.favourable])
    on = []
    for line in lines(tally.people):
        low, high = sums_on(line, least, most)
        if low[0] <= tally.total <= high[0]:
            on.append(line.mean)

    mean = protect(tally, FLOOR).mean
    assert on == [round(mean.value * 10) - 29 if isinstance(mean, Rounded) else 0]
