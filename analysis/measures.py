"""What a page says of a figure: only from what may be shown, so it tells nothing more.

Exact intervals and changes (`intervals`, `change`) stay in this house. Those here are made of shown
shares and of a rounded number of people, and hold what every group that is shown so would have.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, erfc, sqrt
from typing import Protocol

from analysis.change import Verdict, verdict
from analysis.intervals import Interval, score_interval
from analysis.protection import FIVES, ONES, TENS, Band, Rounded

# Response rates are shown to the nearest ten.
RATE_STEP = 10
HUNDRED = 100


class ScoreBand(StrEnum):
    """The score from 0 to 100 in the three bands of the sector."""

    LOW = "0_to_50"
    MIDDLE = "51_to_74"
    HIGH = "75_to_100"


class Shown(Protocol):
    """Anything that shows a share: a protected figure, or one that was published."""

    @property
    def favourable(self) -> Band | Rounded | None: ...


class ShownMean(Protocol):
    """Anything that shows a mean, or that there is none."""

    @property
    def mean(self) -> Rounded | None: ...


@dataclass(frozen=True)
class ShownChange:
    """What may be said of two shown figures: the verdict and the interval, never one alone."""

    verdict: Verdict
    interval: Interval


def score_band(shown: ShownMean) -> ScoreBand | None:
    """Give the band of the score, 25 for each point of the mean above 1; None without a mean.

    A mean that is shown as 3 or less has 50 or less, one shown as 4 or more has 75 or more.
    """
    if shown.mean is None:
        return None
    if shown.mean.end == "or_less":
        return ScoreBand.LOW
    return ScoreBand.HIGH if shown.mean.end == "or_more" else ScoreBand.MIDDLE


def people_to_reckon_with(people: int, floor: int) -> int | None:
    """Give the rounded number of people that intervals are made with: never more than there are.

    The floor, twenty, fifty, and from a hundred on hundreds; None below the floor. Who knows how
    many were asked could work out from finer ones that everybody in a small group answered.
    """
    if people < floor:
        return None
    steps = (floor, TENS, FIVES, people // HUNDRED * HUNDRED)
    return max(step for step in steps if step <= people)


def possible_shares(favourable: Band | Rounded, reckoned: int) -> Interval:
    """Give the least and the most that a shown share may be, 0 to 1."""
    if isinstance(favourable, Band):
        at_most = 100 if favourable.at_most is None else favourable.at_most + 1
        return Interval((favourable.at_least or 0) / 100, at_most / 100)
    return _reaching(favourable, 10 if reckoned < FIVES else 5 if reckoned < ONES else 1)


def shown_interval(shown: Shown, reckoned: int) -> Interval | None:
    """Give the interval of a shown share, wide enough for all shares that are shown so.

    In whole percent, rounded outwards. It has no finite-population correction, which would tell
    how many did not answer. None for a hidden figure.
    """
    if shown.favourable is None:
        return None
    share = possible_shares(shown.favourable, reckoned)
    least = score_interval(share.least, reckoned).least
    most = score_interval(share.most, reckoned).most
    return _outwards(least, most)


def shown_change(earlier: tuple[Shown, int], later: tuple[Shown, int]) -> ShownChange | None:
    """Compare two shown figures, each with its reckoned people; None if one is hidden.

    As `change` does (Newcombe 1998, method 10; independent), at the least and the most that the
    two may differ by: rounding never makes a change.
    """
    if earlier[0].favourable is None or later[0].favourable is None:
        return None
    before, after = (
        possible_shares(earlier[0].favourable, earlier[1]),
        possible_shares(*_parts(later)),
    )
    least = _reach(before.most, after.least, earlier[1], later[1]).least
    most = _reach(before.least, after.most, earlier[1], later[1]).most
    interval = _outwards(least, most)
    return ShownChange(verdict(interval), interval)


def shown_chance(earlier: tuple[Shown, int], later: tuple[Shown, int]) -> float:
    """Give how often chance alone makes two shown shares differ so, at the least they may differ.

    The score test for two shares with their pooled variance; 1 when they may be the same, or when
    one is hidden. `comparisons.adjusted` weighs it with others.
    """
    if earlier[0].favourable is None or later[0].favourable is None:
        return 1.0
    before, after = possible_shares(*_parts(earlier)), possible_shares(*_parts(later))
    one, two = (
        (before.most, after.least) if before.most < after.least else (before.least, after.most)
    )
    if before.least <= after.most and after.least <= before.most:
        return 1.0
    people = earlier[1] + later[1]
    pooled = (one * earlier[1] + two * later[1]) / people
    variance = pooled * (1 - pooled) * (1 / earlier[1] + 1 / later[1])
    return erfc(abs(two - one) / sqrt(2 * variance)) if variance else 1.0


def shown_bounds(shown: Shown, reckoned: int, rate: Rounded) -> Interval | None:
    """Give the share among all who were asked if none or all of the silent were favourable.

    As `nonresponse.worst_case` does (Manski 1989), from the shown share and the shown response
    rate, at the widest that they allow: in whole percent, rounded outwards. None for a hidden one.
    """
    if shown.favourable is None:
        return None
    share, answered = possible_shares(shown.favourable, reckoned), _rate(rate)
    return _outwards(share.least * answered.least, 1 - answered.least * (1 - share.most))


def _parts(pair: tuple[Shown, int]) -> tuple[Band | Rounded, int]:
    shown, reckoned = pair
    if shown.favourable is None:
        raise ValueError("A hidden figure has no share.")
    return shown.favourable, reckoned


def _rate(rate: Rounded) -> Interval:
    """Give the least and the most that a shown response rate may be, 0 to 1."""
    return _reaching(rate, RATE_STEP)


def _reaching(percent: Rounded, step: int) -> Interval:
    """Give the least and the most, 0 to 1, that is rounded to this percent in such steps."""
    least = 0.0 if percent.end == "or_less" else percent.value - step / 2
    most = 100.0 if percent.end == "or_more" else percent.value + step / 2
    return Interval(least / 100, most / 100)


def _reach(before: float, after: float, people_before: int, people_after: int) -> Interval:
    one, two = score_interval(before, people_before), score_interval(after, people_after)
    difference = after - before
    return Interval(
        difference - sqrt((after - two.least) ** 2 + (one.most - before) ** 2),
        difference + sqrt((two.most - after) ** 2 + (before - one.least) ** 2),
    )


def _outwards(least: float, most: float) -> Interval:
    # A hair of tolerance, so that float noise at a whole percent makes no step.
    return Interval(
        max(-100, -ceil(-100 * least - 1e-9)) / 100, min(100, ceil(100 * most - 1e-9)) / 100
    )
