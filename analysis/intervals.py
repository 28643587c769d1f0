"""How sure a share is: the interval in which the share of everyone meant may lie."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """From the least to the most; shares between 0 and 1, differences between -1 and 1."""

    least: float
    most: float

    def __post_init__(self) -> None:
        if not self.least <= self.most:
            raise ValueError("An interval begins before it ends.")

    @property
    def width(self) -> float:
        return self.most - self.least

    def __contains__(self, value: float) -> bool:
        return self.least <= value <= self.most


def wilson(favourable: int, people: int, population: int | None = None) -> Interval:
    """Give the 95 % score interval of a share (Wilson 1927), each end between 0 and 1.

    `population` is how many there are in all, when those who were asked are everyone meant: the
    interval is then about these people, and is a point when all of them answered (O'Neill 2021,
    arXiv:2109.12464: as if people * (population - 1) / (population - people) had answered).
    Without people, with more favourable ones than people, or with a smaller population, ValueError.
    """
    _check(favourable, people, population)
    share = favourable / people
    if population == people:
        return Interval(share, share)
    size = people if population is None else people * (population - 1) / (population - people)
    return score_interval(share, size)


def score_interval(share: float, size: float) -> Interval:
    """Give Wilson's interval of a share among so many people; the size need not be whole."""
    squared = normal_quantile() ** 2
    centre = (share + squared / (2 * size)) / (1 + squared / size)
    spread = sqrt(squared * (share * (1 - share) + squared / (4 * size)) / size)
    reach = spread / (1 + squared / size)
    # Rounding errors of floats must not push the share itself out of its interval.
    return Interval(max(0.0, min(centre - reach, share)), min(1.0, max(centre + reach, share)))


def normal_quantile() -> float:
    """Give how many standard deviations to each side hold 95 % of a normal distribution."""
    return NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def _check(favourable: int, people: int, population: int | None) -> None:
    if people < 1:
        raise ValueError("Nobody answered: there is no share.")
    if not 0 <= favourable <= people:
        raise ValueError("Between none and all of the people are favourable.")
    if population is not None and population < people:
        raise ValueError("Those who answered are among the population.")
