"""Response rates: shown where nothing that is shown tells that all or none of a group answered.

Whoever looks knows how many were asked. What figures are shown with tells how many answered at
least, a rate tells it from both sides, and what is told of a whole and of some of its parts is told
of the others.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import ceil

from analysis.disclosure.cells import Range
from analysis.measures import people_to_reckon_with
from analysis.planning import Plan
from analysis.protection import Rounded, response_rate
from analysis.wholes import Counts
from models.reporting import ENGLAND

Rates = dict[str, Rounded | None]
HALF_A_STEP = 5


def rates(plan: Plan) -> Rates:
    """Give the response of each unit by its key, as it may be shown; cohorts have none."""
    counts = plan.counts
    shown: Rates = {
        key: response_rate(answered, max(answered, counts.asked_of.get(key, 0)))
        for key, answered in counts.answered_of.items()
    }
    while telling := _telling(counts, told(plan, shown), shown):
        shown |= dict.fromkeys(telling)
    return shown


def told(plan: Plan, shown: Rates) -> set[str]:
    """Give the keys of the units of which these rates tell that all or none answered."""
    asked = plan.counts.asked_of
    # There is no smaller unit than the floor.
    least: defaultdict[str, int] = defaultdict(lambda: plan.floor)
    for place in plan.places:
        if place not in plan.hidden:
            told_by_figure = people_to_reckon_with(plan.size(place), plan.floor)
            least[place.unit] = max(least[place.unit], told_by_figure or 0)
    ranges = {key: _range(least[key], people, shown.get(key)) for key, people in asked.items()}
    if ENGLAND in ranges:
        _learn(plan.counts, ENGLAND, ranges)
        _teach(plan.counts, ENGLAND, ranges)
    return {key for key, one in ranges.items() if one.most <= 0 or one.least >= asked[key]}


def _telling(counts: Counts, found: set[str], shown: Rates) -> set[str]:
    """Give the rates to withhold: those beside and in what is told, at last all but England's."""
    near = {counts.nodes[key].wider for key in found} | found
    near |= {one.key for key in near for one in counts.parts.get(key, [])}
    units = {key for key, rate in shown.items() if rate is not None and key != ENGLAND}
    return (near & units or units) if found else set()


def _range(least: int, asked: int, rate: Rounded | None) -> Range:
    """Give how many answered, by what figures tell at least and by the rate."""
    if rate is None:
        return Range(least, asked)
    low = 0 if rate.end == "or_less" else ceil((rate.value - HALF_A_STEP) * asked / 100)
    high = asked if rate.end == "or_more" else ceil((rate.value + HALF_A_STEP) * asked / 100) - 1
    return Range(max(least, low), min(asked, high))


def _learn(counts: Counts, key: str, ranges: dict[str, Range]) -> None:
    """Work out what the parts tell of the whole."""
    parts = _parts(counts, key, ranges)
    for part in parts:
        _learn(counts, part, ranges)
    if parts:
        together = _together(counts, key, parts, ranges)
        found = ranges[key]
        ranges[key] = Range(max(found.least, together.least), min(found.most, together.most))


def _teach(counts: Counts, key: str, ranges: dict[str, Range]) -> None:
    """Work out what the whole tells of its parts."""
    whole, parts = ranges[key], _parts(counts, key, ranges)
    together = _together(counts, key, parts, ranges)
    for part in parts:
        found = ranges[part]
        least = max(found.least, whole.least - (together.most - found.most))
        ranges[part] = Range(least, min(found.most, whole.most - (together.least - found.least)))
        _teach(counts, part, ranges)


def _parts(counts: Counts, key: str, ranges: Mapping[str, Range]) -> list[str]:
    parts = [part.key for part in counts.parts.get(key, [])]
    return parts if ranges.keys() >= {*parts} else []


def _together(counts: Counts, key: str, parts: Sequence[str], ranges: Mapping[str, Range]) -> Range:
    """Give how many answered in all parts, and whoever is in none of them."""
    rest = counts.asked_of[key] - sum(counts.asked_of[one] for one in parts)
    least = sum(ranges[one].least for one in parts)
    return Range(least, max(0, rest) + sum(ranges[one].most for one in parts))
