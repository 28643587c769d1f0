"""Of the smallest communities every world is tried: who of whom answered, in one or two waves.

Whatever was told, there must be a world that looks the same in which neither all nor none of a
group answered. In communities of ten or twenty people this does not always hold. What counts is how
often it fails when four in five answer, a group of people at a time.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import product
from math import comb, prod
from random import Random
from typing import NamedTuple

from analysis import publishing
from analysis.planning import plan
from analysis.pooling import History, Least, Part, Place, Whom
from analysis.protection import response_rate, told_people
from analysis.summary import Tally
from analysis.wholes import Counts, Leaf
from models import regions
from services import units

ITEM = "00"
PLACES = list(regions.load().neighbours)[:3]
ANSWERING = 0.8
TOO_FEW = "too few"

# How many answered of each group in a community, in the order of the groups.
World = tuple[int, ...]


class Seen(NamedTuple):
    """What everybody sees of a wave, and the history of the year after it."""

    told: Hashable
    history: History


class Year(NamedTuple):
    """What everybody sees of the waves of a year, in which worlds, and its history at the end."""

    told: tuple[Hashable, ...]
    worlds: tuple[World, ...]
    history: History

    @property
    def key(self) -> Hashable:
        return frozenset(self.history.coarsest.items()), self.history.mixed


class Community:
    """Employers with a cohort or two in up to three regions, and what is told in each world."""

    def __init__(self, random: Random, employers: int, largest: int, least: Least) -> None:
        self.asked: dict[Whom, int] = {}
        self.least = least
        for number in range(employers):
            place = Place(f"E{number}", random.choice(PLACES))
            for cohort in random.choice((["2025"], ["2025", "2026"])):
                self.asked[Whom(place, cohort)] = random.randint(1, largest)

    @property
    def worlds(self) -> list[World]:
        return list(product(*(range(people + 1) for people in self.asked.values())))

    @property
    def groups(self) -> list[tuple[int, ...]]:
        """Give the places in a world of every employer, region and cohort, and of all of them."""
        found: defaultdict[Hashable, list[int]] = defaultdict(list)
        for at, one in enumerate(self.asked):
            for name in (one, one.place, one.place.region, None):
                found[name].append(at)
        return sorted({tuple(places) for places in found.values()})

    def wave(self, before: History, world: World) -> Seen:
        """Seal a wave and release it: what numbers of people tell, not what these people said."""
        answered = sum(world)
        asked = sum(self.asked.values())
        if told_people(answered, asked) < self.least.answered:
            return Seen(TOO_FEW, before)
        before = units.before(before, self.asked, self.least.answered)
        people = [whom for whom, count in zip(self.asked, world, strict=True) for _ in range(count)]
        parts = units.split(people, self.asked, self.least, before)
        after = units.after(before, self.asked, people, parts)
        rate = response_rate(answered, asked)
        chosen = plan(self.counts(people, parts), self.least.answered)
        figures = publishing.of_wave(chosen, rate)
        told = frozenset((*place, one.people, one.reckoned) for place, one in figures.items())
        return Seen((told, rate), after)

    def counts(self, people: list[Whom], parts: list[Part]) -> Counts:
        sizes = Counter(Leaf(part.unit.key, part.cohort) for part in parts)
        tallies = {
            (leaf, ITEM): Tally((0, 0, size - size // 2, 0, size // 2))
            for leaf, size in sizes.items()
        }
        homes = {one.place.employer: one.place.region for one in self.asked}
        invited = units.asked_of(self.asked, people, parts)
        return Counts("w1", tallies, homes, {part.key: size for part, size in invited.items()})

    def chance(self, world: World) -> float:
        """Give how likely it is that so many of each group answer."""
        return prod(
            comb(people, count) * ANSWERING**count * (1 - ANSWERING) ** (people - count)
            for people, count in zip(self.asked.values(), world, strict=True)
        )

    def years(self, waves: int) -> Iterable[Year]:
        """Give every year of so many waves."""
        found = [Year((), (), History())]
        known: dict[Hashable, list[tuple[World, Seen]]] = {}
        for _ in range(waves):
            for year in found:
                if year.key not in known:
                    waved = [(world, self.wave(year.history, world)) for world in self.worlds]
                    known[year.key] = waved
            found = [
                Year((*year.told, seen.told), (*year.worlds, world), seen.history)
                for year in found
                for world, seen in known[year.key]
            ]
        return found

    def risk(self, waves: int) -> float:
        """Give of how many groups a year tells, on average, that all or none of them answered."""
        alike: defaultdict[Hashable, list[Year]] = defaultdict(list)
        for year in self.years(waves):
            alike[year.told].append(year)
        return sum(
            sum(prod(map(self.chance, one.worlds)) for one in years)
            for years in alike.values()
            for at in range(waves)
            for group in self.groups
            if self.is_told(group, {tuple(year.worlds[at][one] for one in group) for year in years})
        )

    def is_told(self, group: Sequence[int], worlds: Iterable[World]) -> bool:
        """Say whether all, or none, of a group answered in each of these worlds of it."""
        asked = sum([*self.asked.values()][one] for one in group)
        return {sum(world) for world in worlds} in ({0}, {asked})


def per_hundred(seeds: Iterable[int], waves: int, largest: int, least: Least, most: int) -> float:
    """Give the risk of a hundred waves, on average over communities with so few worlds."""
    communities = [Community(Random(seed), 2 + seed % 3, largest, least) for seed in seeds]
    few = [one for one in communities if len(one.worlds) <= most]
    assert len(few) >= 10
    return 100 * sum(one.risk(waves) for one in few) / waves / len(few)


def one_wave(least: Least) -> float:
    return per_hundred(range(160), 1, 12, least, 2000)


def test_a_wave_of_ten_to_forty_people_hardly_ever_tells_that_all_or_none_answered() -> None:
    assert 0 < one_wave(Least.of(8)) < 0.7


def test_two_waves_together_hardly_ever_tell_it() -> None:
    assert 0 < per_hundred(range(250), 2, 9, Least.of(5), 130) < 1.4


def test_pools_of_fewer_people_would_tell_it_more_often() -> None:
    assert one_wave(Least.of(8, times=1)) > 1.3
