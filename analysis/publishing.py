"""Makes what a release says: of a wave from what may be shown, of a period from what was shown."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from analysis import comparisons, protection
from analysis.change import Verdict
from analysis.measures import (
    people_to_reckon_with,
    possible_shares,
    score_band,
    shown_bounds,
    shown_chance,
    shown_change,
    shown_interval,
)
from analysis.planning import Place, Plan
from analysis.protection import Band, Rounded
from analysis.published import HIDDEN, Published
from models.reporting import ENGLAND

# With a shown response of at most so many percent, silence could change what is said of England.
BOUNDS_UP_TO = 80

Figures = Mapping[Place, Published]


def of_wave(plan: Plan, rate: Rounded | None) -> dict[Place, Published]:
    """Give every figure of a wave, hidden ones too; `rate` is the response in England."""
    return {place: _of_place(plan, place, rate) for place in plan.places}


def of_period(waves: Sequence[Figures]) -> dict[Place, Published]:
    """Give the figures of a quarter or a year from those that its waves were released with.

    Nothing new is told by them, whatever they are compared with. The share is the mean of the
    shown shares, each weighted by the people it was reckoned with, and rounded by the people of
    the fullest wave: people count, not answers. A unit has a figure only if every wave that asked
    the item showed one.
    """
    asked = {place.item: 0 for wave in waves for place in wave if place.unit == ENGLAND}
    points: defaultdict[Place, list[Published]] = defaultdict(list)
    for wave in waves:
        for item in {place.item for place in wave}:
            asked[item] += 1
        for place, figure in wave.items():
            points[place].append(figure)
    return {
        place: _together(shown)
        if len(shown) == asked[place.item] and not any(one.is_hidden for one in shown)
        else HIDDEN
        for place, shown in points.items()
    }


def with_changes(figures: Figures, earlier: Figures) -> dict[Place, Published]:
    """Set each figure beside the one before, all items of a unit together.

    A direction is said only if the interval of the difference leaves no other (Newcombe 1998) and
    it also holds among all the changes of the unit (Benjamini and Hochberg 1995).
    """
    by_unit = groupby(sorted(figures), key=lambda place: place.unit)
    return {
        place: figure
        for _, places in by_unit
        for place, figure in _compared(list(places), figures, earlier)
    }


def _compared(
    places: Sequence[Place], figures: Figures, earlier: Figures
) -> Iterator[tuple[Place, Published]]:
    pairs = {
        place: (_pair(earlier[place]), _pair(figures[place]))
        for place in places
        if place in earlier and not earlier[place].is_hidden and not figures[place].is_hidden
    }
    chances = comparisons.adjusted({place: shown_chance(*pair) for place, pair in pairs.items()})
    for place in places:
        change = shown_change(*pairs[place]) if place in pairs else None
        if change and chances[place] > comparisons.FALSE_DISCOVERIES:
            change = replace(change, verdict=Verdict.NO_CLEAR_CHANGE)
        yield place, replace(figures[place], change=change)


def _of_place(plan: Plan, place: Place, rate: Rounded | None) -> Published:
    shown = plan.shown(place)
    reckoned = people_to_reckon_with(plan.size(place), plan.floor)
    if shown.is_hidden or reckoned is None:
        return HIDDEN
    figure = _figure(shown.people, shown.favourable, shown.mean, reckoned)
    if place.unit == ENGLAND and rate is not None and rate.value <= BOUNDS_UP_TO:
        return replace(figure, bounds=shown_bounds(shown, reckoned, rate))
    return figure


@cache
def _figure(
    people: Band | None, favourable: Band | Rounded | None, mean: Rounded | None, reckoned: int
) -> Published:
    # Many groups of a wave are shown alike.
    bare = Published(people=people, favourable=favourable, mean=mean, reckoned=reckoned)
    return replace(bare, score=score_band(bare), interval=shown_interval(bare, reckoned))


def _together(shown: Sequence[Published]) -> Published:
    fullest = max(shown, key=lambda one: one.reckoned or 0)
    size = (fullest.people.at_least if fullest.people else None) or 0
    weights = [one.reckoned or 0 for one in shown]
    hundredfold = sum(w * _middle(one) for w, one in zip(weights, shown, strict=True))
    favourable = protection.share(hundredfold, 4 * sum(weights), size)
    return _figure(fullest.people, favourable, _mean(shown, weights, size), fullest.reckoned or 0)


def _middle(one: Published) -> int:
    """Give four times the middle of a shown share in percent, which is a whole number."""
    assert one.favourable is not None  # noqa: S101 - hidden ones never come here
    possible = possible_shares(one.favourable, one.reckoned or 0)
    return round(200 * possible.least) + round(200 * possible.most)


def _mean(shown: Sequence[Published], weights: Sequence[int], size: int) -> Rounded | None:
    """Give the mean of shown means; none where one of them was open-ended or not shown."""
    means = [one.mean for one in shown]
    if len(set(means)) == 1:
        return means[0]
    if any(one is None or one.end != "about" for one in means):
        return None
    tenfold = sum(w * round(10 * one.value) for w, one in zip(weights, means, strict=True) if one)
    return protection.mean(tenfold, sum(weights), size)


def _pair(figure: Published) -> tuple[Published, int]:
    return figure, figure.reckoned or 0
