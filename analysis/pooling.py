"""Reporting units: small employers are pooled with others, never left out and never shown alone."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

Person = TypeVar("Person", bound=Hashable)

SEPARATOR = " + "


class Place(NamedTuple):
    """Where someone works."""

    employer: str
    region: str


class Level(StrEnum):
    """From the finest to the coarsest unit."""

    EMPLOYER = "employer"
    OTHERS = "others"
    ENGLAND = "england"


class Unit(NamedTuple):
    """The only place that a stored answer knows: an employer, or the others in some regions."""

    level: Level
    names: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Give the text under which it is stored; `Unit.parse` reads it."""
        return f"{self.level}:{SEPARATOR.join(self.names)}"

    @classmethod
    def parse(cls, key: str) -> "Unit":
        level, _, names = key.partition(":")
        if level == Level.EMPLOYER:
            return cls(Level.EMPLOYER, (names,))
        return cls(Level(level), tuple(names.split(SEPARATOR)) if names else ())

    def covers(self, other: "Unit") -> bool:
        """Whether this is a pool that has all the regions which the other one pooled."""
        are_pools = self.level is Level.OTHERS and other.level is not Level.EMPLOYER
        return are_pools and {*other.names} <= {*self.names}


ENGLAND = Unit(Level.ENGLAND)


class Part(NamedTuple):
    """The people of one cohort in a unit; without a cohort, all people of the unit."""

    unit: Unit
    cohort: str = ""


@dataclass(frozen=True)
class History:
    """This year so far: the coarsest unit of each employer, and whose cohorts were not told."""

    coarsest: Mapping[str, Unit] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()


@dataclass
class Pool:
    """The regions that share one pool, and the employers in them: in the pool, or on their own."""

    regions: set[str]
    pooled: Counter[Place] = field(default_factory=Counter)
    alone: Counter[Place] = field(default_factory=Counter)

    def join(self, other: "Pool") -> None:
        self.regions |= other.regions
        self.pooled += other.pooled
        self.alone += other.alone

    def is_too_small(self, floor: int) -> bool:
        return self.pooled.total() > 0 and self.pooled.total() + self.alone.total() < floor

    def fill(self, floor: int) -> None:
        """Let the smallest employers join until the pool may be shown."""
        while 0 < self.pooled.total() < floor:
            smallest = min(self.alone, key=lambda place: (self.alone[place], place))
            self.pooled[smallest] = self.alone.pop(smallest)


def assign_units(
    respondents: Mapping[Person, Place],
    floor: int,
    neighbours: Mapping[str, str],
    history: Mapping[str, Unit],
) -> dict[Person, Unit]:
    """Give everyone the finest unit that has at least so many people as the floor.

    `neighbours` has every region, in the order in which small ones are looked at. `history` has
    the coarsest unit of each employer this year: nothing becomes finer than that. With fewer people
    than the floor in all, everyone's unit is England, and nothing may be shown.
    """
    if len(respondents) < floor:
        return dict.fromkeys(respondents, ENGLAND)
    places = {person: _known(place, neighbours) for person, place in respondents.items()}
    pools = _pools(Counter(places.values()), floor, neighbours, history)
    while small := [pool for pool in pools if pool.is_too_small(floor)]:
        _join_neighbour(small[0], pools, neighbours)
    units: dict[Place, Unit] = {}
    for pool in pools:
        pool.fill(floor)
        others = Unit(Level.OTHERS, tuple(one for one in neighbours if one in pool.regions))
        units |= dict.fromkeys(pool.pooled, others)
        units |= {place: Unit(Level.EMPLOYER, (place.employer,)) for place in pool.alone}
    return {person: units[place] for person, place in places.items()}


def split_units(
    respondents: Mapping[Person, Place],
    cohorts: Mapping[Person, str],
    units: Mapping[Person, Unit],
    floor: int,
    history: History,
) -> dict[Person, Part]:
    """Give everyone their unit, with their cohort where every cohort of it reaches the floor.

    A unit is split whole or not at all: whoever has no cohort keeps it whole. Once the cohorts of
    an employer or a pool were not told in a year, they are not told in the rest of it.
    """
    sizes = Counter((units[person], cohorts[person]) for person in units)
    whole = {unit for (unit, cohort), size in sizes.items() if size < floor or not cohort}
    whole |= {units[who] for who, place in respondents.items() if place.employer in history.mixed}
    mixed = {history.coarsest[employer] for employer in history.mixed}
    whole |= {unit for unit in {*units.values()} if any(map(unit.covers, mixed))}
    return {
        person: Part(unit, "" if unit in whole else cohorts[person])
        for person, unit in units.items()
    }


def beforehand(
    history: History, asked: Mapping[Place, int], floor: int, neighbours: Mapping[str, str]
) -> History:
    """Give the history in which employers with no more people asked than the floor are pooled.

    A unit of their own would tell their employer that every one of them answered.
    """
    coarsest = dict(history.coarsest)
    for place, people in asked.items():
        if people <= floor:
            pool = Unit(Level.OTHERS, (_known(place, neighbours).region,))
            before = coarsest.get(place.employer, pool)
            coarsest[place.employer] = max(before, pool, key=_coarseness)
    return History(coarsest, history.mixed)


def remember(
    history: History, respondents: Mapping[Person, Place], parts: Mapping[Person, Part]
) -> History:
    """Give the history as it is after these units: the coarsest one of each employer."""
    coarsest = dict(history.coarsest)
    for person, place in respondents.items():
        unit = parts[person].unit
        before = coarsest.get(place.employer, unit)
        coarsest[place.employer] = max(before, unit, key=_coarseness)
    mixed = {place.employer for who, place in respondents.items() if not parts[who].cohort}
    return History(coarsest, history.mixed | mixed)


def count_asked(
    asked: Mapping[Place, int], units: Mapping[Place, Unit], neighbours: Mapping[str, str]
) -> dict[Unit, int]:
    """Give how many people were asked in each unit of the respondents; England has all of them.

    An employer where nobody answered counts in the pool of its region, or in the nearest one.
    """
    placed = {_known(place, neighbours): unit for place, unit in units.items()}
    pools = {
        region: unit
        for unit in placed.values()
        if unit.level is Level.OTHERS
        for region in unit.names
    }
    counts = Counter({ENGLAND: sum(asked.values())})
    for place, people in asked.items():
        known = _known(place, neighbours)
        unit = placed.get(known) or _nearest(known.region, pools, neighbours)
        if unit != ENGLAND:
            counts[unit] += people
    return dict(counts)


def _coarseness(unit: Unit) -> tuple[int, int]:
    return list(Level).index(unit.level), len(unit.names)


def _known(place: Place, neighbours: Mapping[str, str]) -> Place:
    """Give a place on the map: whoever's region we do not know counts with the first one."""
    return place if place.region in neighbours else Place(place.employer, next(iter(neighbours)))


def _pools(
    sizes: Counter[Place], floor: int, neighbours: Mapping[str, str], history: Mapping[str, Unit]
) -> list[Pool]:
    pools = {region: Pool({region}) for region in neighbours}
    for place, size in sizes.items():
        before = history.get(place.employer)
        was_alone = before is None or before.level is Level.EMPLOYER
        pool = pools[place.region]
        # People without an employer are no employer, however many they are.
        is_alone = size >= floor and was_alone and place.employer != ""
        (pool.alone if is_alone else pool.pooled)[place] = size
    joined = list(pools.values())
    for unit in sorted(set(history.values())):
        _join_as_before(unit, joined, neighbours)
    return joined


def _join_as_before(unit: Unit, pools: list[Pool], neighbours: Mapping[str, str]) -> None:
    """Keep together the regions that shared a unit this year."""
    if unit.level is not Level.EMPLOYER:
        _join(set(unit.names or neighbours), pools)


def _join_neighbour(small: Pool, pools: list[Pool], neighbours: Mapping[str, str]) -> None:
    _join(_with_neighbour(small.regions, neighbours), pools)


def _with_neighbour(near: set[str], neighbours: Mapping[str, str]) -> set[str]:
    """Give these regions and the first of their neighbours that is none of them."""
    others = {neighbours[region] for region in near} - near
    first = next((region for region in neighbours if region in others), None)
    # Regions whose neighbours are all among them have only England left.
    return near | ({first} if first else set(neighbours))


def _nearest(region: str, pools: Mapping[str, Unit], neighbours: Mapping[str, str]) -> Unit:
    """Give the pool that the people of a region would join if they had none."""
    if not pools:
        return ENGLAND
    reached = {region}
    while reached.isdisjoint(pools):
        reached = _with_neighbour(reached, neighbours)
    return next(pools[one] for one in neighbours if one in reached and one in pools)


def _join(regions: set[str], pools: list[Pool]) -> None:
    first, *others = [pool for pool in pools if pool.regions & regions]
    for other in others:
        first.join(other)
        pools.remove(other)
