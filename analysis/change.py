"""What changed between two waves, and what only seems to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, fsum, sqrt

from analysis.intervals import Interval, normal_quantile, wilson
from analysis.summary import Tally


class Verdict(StrEnum):
    """What may be said of a change; the interval always stands beside it."""

    ROSE = "rose"
    FELL = "fell"
    NO_CLEAR_CHANGE = "no_clear_change"


@dataclass(frozen=True)
class Change:
    """A difference of shares (later minus earlier, -1 to 1), its interval, and its probability.

    `p` is how often chance alone makes so large a difference; `comparisons` weighs it with others.
    """

    difference: float
    interval: Interval
    p: float

    @property
    def verdict(self) -> Verdict:
        return verdict(self.interval)


@dataclass(frozen=True)
class Trend:
    """The slope of the favourable share per wave, its interval and probability, over `waves`."""

    slope: float
    interval: Interval
    p: float
    waves: int

    @property
    def verdict(self) -> Verdict:
        return verdict(self.interval)


def verdict(interval: Interval) -> Verdict:
    """Say what an interval of a difference allows: a direction only if all of it lies there."""
    if interval.least > 0:
        return Verdict.ROSE
    if interval.most < 0:
        return Verdict.FELL
    return Verdict.NO_CLEAR_CHANGE


def change(earlier: Tally, later: Tally) -> Change:
    """Compare the favourable shares of two waves or periods (Newcombe 1998, method 10).

    The two are taken as independent even when the same people answered twice, because nobody may
    know who did: people who keep their opinion make the true interval narrower, so we say "rose"
    or "fell" too seldom rather than too often. Without people in one of them, ValueError.
    """
    one, two = wilson(*_pair(earlier)), wilson(*_pair(later))
    before, after = _share(earlier), _share(later)
    difference = after - before
    # A share can lie at the end of its own interval, where floats leave a tiny difference.
    least = difference - sqrt((after - two.least) ** 2 + (one.most - before) ** 2)
    most = difference + sqrt((two.most - after) ** 2 + (before - one.least) ** 2)
    interval = Interval(max(-1.0, least), min(1.0, most))
    return Change(difference, interval, _chance_of_difference(earlier, later))


def trend(waves: Sequence[tuple[float, Tally]]) -> Trend:
    """Give the slope of the favourable share over waves at these times (in waves, from any zero).

    Least squares weighted by people, with the variance of shares that do not change (the score
    test of Cochran 1954 and Armitage 1955). Fewer than three waves with people, or all at one time,
    ValueError: two waves are a change, not a trend.
    """
    told = [(when, one) for when, one in waves if one.people]
    if len({when for when, _ in told}) < 3:  # noqa: PLR2004 - two points always lie on a line
        raise ValueError("A trend needs three waves.")
    people = sum(one.people for _, one in told)
    overall = sum(one.favourable for _, one in told) / people
    middle = fsum(when * one.people for when, one in told) / people
    spread = fsum(one.people * (when - middle) ** 2 for when, one in told)
    slope = fsum((when - middle) * one.favourable for when, one in told) / spread
    error = sqrt(overall * (1 - overall) / spread)
    reach = normal_quantile() * error
    p = _two_sided(slope / error) if error else 1.0
    return Trend(slope, Interval(slope - reach, slope + reach), p, len(told))


def _pair(tally: Tally) -> tuple[int, int]:
    return tally.favourable, tally.people


def _share(tally: Tally) -> float:
    return tally.favourable / tally.people


def _chance_of_difference(earlier: Tally, later: Tally) -> float:
    """Give the probability of the score test for two shares, with their pooled variance."""
    people = earlier.people + later.people
    pooled = (earlier.favourable + later.favourable) / people
    variance = pooled * (1 - pooled) * (1 / earlier.people + 1 / later.people)
    # When all or none are favourable in both, nothing differs.
    return _two_sided((_share(later) - _share(earlier)) / sqrt(variance)) if variance else 1.0


def _two_sided(deviations: float) -> float:
    return erfc(abs(deviations) / sqrt(2))
