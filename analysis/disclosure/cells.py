"""What a released figure says: a sum over the smallest groups that tables tell apart."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import NamedTuple, Protocol

from analysis.protection import FIVES, ONES, Band, Rounded


class Cell(NamedTuple):
    """People whom no table tells apart, at one moment (a wave); each is counted in it once."""

    moment: str
    name: str
    people: int


Form = Mapping[Cell, Fraction]


class Shown(Protocol):
    """What the gate looks at of a figure."""

    @property
    def people(self) -> Band | None: ...
    @property
    def favourable(self) -> Band | Rounded | None: ...
    @property
    def is_hidden(self) -> bool: ...


@dataclass(frozen=True)
class Figure:
    """One figure of one table, for one item: what it sums, and how it is shown.

    `form` has the weight of each cell's favourable answers (1 in a plain count). `wider` names the
    unit that could be shown instead. A hidden figure is what others must not give away.
    """

    table: str
    unit: str
    item: str
    form: Form = field(hash=False)
    shown: Shown
    wider: str = "England"

    @property
    def people(self) -> int:
        return sum(cell.people for cell in self.form)

    @property
    def surely(self) -> int:
        """How many different people there are at least: those of its fullest moment."""
        moments: Counter[str] = Counter()
        for cell in self.form:
            moments[cell.moment] += cell.people
        return max(moments.values(), default=0)


class Range(NamedTuple):
    """How many people it may be, both ends included."""

    least: float
    most: float

    @property
    def width(self) -> float:
        return self.most - self.least


def plain(*cells: Cell) -> Form:
    """Give the form that counts everyone in these cells once."""
    return dict.fromkeys(cells, Fraction(1))


def counts(shown: Shown, people: int) -> Range:
    """Give how many of so many people can be favourable, for whoever sees the figure.

    The number of people counts as known, because an employer knows it.
    """
    favourable = shown.favourable
    if favourable is None:
        return Range(0, people)
    if isinstance(favourable, Band):
        at_most = favourable.at_most
        above = None if at_most is None else Fraction(at_most + 1)
        return _between(Fraction(favourable.at_least or 0), above, people)
    half = Fraction(_step(shown.people), 2)
    below = Fraction(0) if favourable.end == "or_less" else Fraction(favourable.value) - half
    above = None if favourable.end == "or_more" else Fraction(favourable.value) + half
    return _between(below, above, people)


def sums(shown: Rounded, band: Band | None, people: int) -> Range:
    """Give the sums of scores that lead to a shown mean, before a mean at its limit is moved."""
    half = Fraction(1 if _least(band) < ONES else Fraction(1, 2), 10)
    value = Fraction(round(shown.value * 10), 10)
    least = people if shown.end == "or_less" else ceil((value - half) * people)
    most = 5 * people if shown.end == "or_more" else ceil((value + half) * people) - 1
    return Range(least, most)


def _step(band: Band | None) -> int:
    """Give the step in percent to which the share of people is rounded who are shown as so many."""
    least = _least(band)
    return 10 if least < FIVES else 5 if least < ONES else 1


def _least(band: Band | None) -> int:
    return (band.at_least if band else None) or 0


def _between(percent: Fraction, below: Fraction | None, people: int) -> Range:
    least = ceil(percent * people / 100)
    return Range(least, people if below is None else ceil(below * people / 100) - 1)
