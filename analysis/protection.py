"""Small groups stay hidden: whatever leaves this house passes through `protect`."""

from dataclasses import InitVar, dataclass
from functools import cache
from typing import Literal

from analysis.summary import Tally
from models.policy import LOWEST_FLOOR

# From so many people on we show more: first tens, then fives and a mean, then ones.
TENS, FIVES, ONES = 20, 50, 1000
LOW_SHARE, HIGH_SHARE = 40, 70
FEWEST_INVITED = 10

# Whoever has this may make a figure, and nobody else has it.
_SEAL = object()

End = Literal["about", "or_less", "or_more"]


@dataclass(frozen=True)
class Band:
    """A range of whole numbers, both ends included; None leaves an end open."""

    at_least: int | None
    at_most: int | None


@dataclass(frozen=True)
class Rounded:
    """A number as it is shown, and whether it stands for itself or for all beyond it."""

    value: float
    end: End = "about"


@dataclass(frozen=True)
class Protected:
    """What may be known about a group: nothing, or as much as its size allows.

    `people` is a band, `favourable` a band of percent in small groups and a rounded percent in
    larger ones, `mean` a rounded mean in groups of fifty or more.
    """

    people: Band | None
    favourable: Band | Rounded | None
    mean: Rounded | None
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Only protect makes a protected figure.")

    @property
    def is_hidden(self) -> bool:
        return self.people is None


def protect(tally: Tally, floor: int, asked: int | None = None) -> Protected:
    """Give what may be shown of these answers; the same answers always give the same figure.

    Where it is known how many were asked, it never tells that all of them answered.
    """
    if floor < LOWEST_FLOOR:
        raise ValueError(f"A floor is never below {LOWEST_FLOOR}.")
    size = told_people(tally.people, asked)
    if size < floor:
        return Protected(None, None, None, _SEAL)
    favourable = share(100 * tally.favourable, tally.people, size)
    return Protected(_people(size, floor), favourable, _mean(tally, size), _SEAL)


def told_people(answered: int, asked: int | None) -> int:
    """Give as many as may be told to have answered: all who were asked look as if one had not."""
    return answered if asked is None else min(answered, asked - 1)


def response_rate(answered: int, invited: int) -> Rounded | None:
    """Give the share of the invited who answered, in tens of percent, its ends open.

    Whoever knows how many were invited never knows by it that none or all of them answered.
    """
    if not 0 <= answered <= invited:
        raise ValueError("Between none and all of the invited can have answered.")
    if invited < FEWEST_INVITED:
        return None
    return _with_open_ends(_nearest(100 * answered, invited, 10), 10, 90)


def rounded_count(count: int) -> int | None:
    """Give a number of people in tens; None when there are fewer than ten."""
    return None if count < FEWEST_INVITED else _nearest(count, 1, 10)


@cache
def _people(people: int, floor: int) -> Band:
    sizes = [TENS, FIVES, ONES]
    at_least = max([floor, *(size for size in sizes if size <= people)])
    return Band(at_least, min((size - 1 for size in sizes if size > people), default=None))


def share(hundredfold: int, people: int, size: int) -> Band | Rounded:
    """Give a share in percent (`hundredfold` / `people`) as so large a group may show it."""
    if size < TENS:
        return _share_band(hundredfold, people)
    step = 10 if size < FIVES else 5 if size < ONES else 1
    return _with_open_ends(_nearest(hundredfold, people, step), step, 100 - step)


def mean(tenfold: int, people: int, size: int) -> Rounded | None:
    """Give a mean (`tenfold` / 10 / `people`) as so large a group may show it: open at 3 and 4.

    When a mean is seen to cross a line as someone leaves, their score was beyond that line. Between
    3 and 4 this says no more than whether they agreed; above 4 it would tell a 5, below 3 a 3.
    """
    if size < FIVES:
        return None
    tenths = _nearest(tenfold, people, 2 if size < ONES else 1)
    shown = _with_open_ends(tenths, 30, 40)
    return Rounded(shown.value / 10, shown.end)


def _share_band(hundredfold: int, people: int) -> Band:
    if hundredfold < LOW_SHARE * people:
        return Band(None, LOW_SHARE - 1)
    if hundredfold < HIGH_SHARE * people:
        return Band(LOW_SHARE, HIGH_SHARE - 1)
    return Band(HIGH_SHARE, None)


def _mean(tally: Tally, size: int) -> Rounded | None:
    people, favourable = tally.people, tally.favourable
    # The share of favourable answers limits the mean. A group at that limit has only one possible
    # set of answers, so it is moved by one point, which is at most a fiftieth of the mean.
    least, most = people + 3 * favourable, 3 * people + 2 * favourable
    total = min(max(tally.total, least + 1), most - 1)
    return mean(10 * total, people, size)


def _with_open_ends(value: int, lowest: int, highest: int) -> Rounded:
    if value <= lowest:
        return Rounded(lowest, "or_less")
    if value >= highest:
        return Rounded(highest, "or_more")
    return Rounded(value)


def _nearest(dividend: int, divisor: int, step: int) -> int:
    """Divide and round to the nearest step, halves upwards, without the error of floats."""
    return (2 * dividend + step * divisor) // (2 * step * divisor) * step
