"""Which items go together with the anchor of their criterion; never which causes what."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

from analysis.intervals import Interval, normal_quantile
from analysis.protection import told_people

FEWEST_PEOPLE = 100
ANYTHING = Interval(-1.0, 1.0)
# The largest value whose inverse hyperbolic tangent is still a number.
NEAR_ONE = 1 - 1e-12


@dataclass(frozen=True)
class Association:
    """The rank association of two items, -1 to 1, with its 95 % interval, over `people`."""

    strength: float
    interval: Interval
    people: int


def association(pairs: Sequence[tuple[int, int]], asked: int) -> Association | None:
    """Give Spearman's rank association of the scores that each person gave to two items.

    Equal scores share the mean of their ranks. None for fewer than a hundred people who scored
    both, as it may be told where so many were asked. Where everyone gave the same score nothing
    goes together with it, nor against it: 0, and anything is possible.
    The interval is by Fisher's transformation with the variance of Bonett and Wright (2000).
    """
    if told_people(len(pairs), asked) < FEWEST_PEOPLE:
        return None
    strength = _correlation(
        ranks([one for one, _ in pairs]),
        ranks([two for _, two in pairs]),
    )
    if strength is None:
        return Association(0.0, ANYTHING, len(pairs))
    return Association(strength, _interval(strength, len(pairs)), len(pairs))


def ranks(scores: Sequence[int]) -> list[float]:
    """Give the place of each score, from 1 on; equal scores share the mean of their places."""
    places: dict[int, float] = {}
    before = 0
    for score in sorted(set(scores)):
        count = scores.count(score)
        places[score] = before + (count + 1) / 2
        before += count
    return [places[score] for score in scores]


def _correlation(one: Sequence[float], two: Sequence[float]) -> float | None:
    middle = (len(one) + 1) / 2
    product = sum((a - middle) * (b - middle) for a, b in zip(one, two, strict=True))
    spread = sum((a - middle) ** 2 for a in one) * sum((b - middle) ** 2 for b in two)
    return max(-1.0, min(1.0, product / sqrt(spread))) if spread else None


def _interval(strength: float, people: int) -> Interval:
    centre = atanh(max(-NEAR_ONE, min(NEAR_ONE, strength)))
    reach = normal_quantile() * sqrt((1 + strength**2 / 2) / (people - 3))
    least, most = tanh(centre - reach), tanh(centre + reach)
    return Interval(min(least, strength), max(most, strength))
