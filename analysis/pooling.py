"""Reporting units: small employers are pooled with others, never left out and never shown alone."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
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


def cohort_key(unit: str, cohort: str) -> str:
    """Give the key of a cohort in the unit with that key: short, and never another one's."""
    return f"cohort:{sha256(repr((unit, cohort)).encode()).hexdigest()[:32]}"


class Part(NamedTuple):
    """The people of one cohort in a unit; without a cohort, all people of the unit."""

    unit: Unit
    cohort: str = ""

    @property
    def key(self) -> str:
        return cohort_key(self.unit.key, self.cohort) if self.cohort else self.unit.key


class Whom(NamedTuple):
    """Of whom it is known how many were asked."""

    place: Place
    cohort: str = ""


Asked = Mapping[Whom, int]


@dataclass(frozen=True)
class History:
    """This year so far: the coarsest unit of each employer, and whose cohorts were not told."""

    coarsest: Mapping[str, Unit] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()


class Least(NamedTuple):
    """As few people as a pool may have: of those who answered, and of those who were asked."""

    answered: int
    asked: int

    @classmethod
    def of(cls, floor: int, times: int = 2) -> "Least":
        """Give them for a floor: so many times as many are asked as must answer, and more.

        Were they fewer, whoever knows how many could work out from the pool's being there that
        nearly all of them answered, and from what else is told, who did.
        """
        return cls(floor, max(times * floor, floor + 1))


@dataclass
class Pool:
    """The regions that share one pool, and the employers in them: in the pool, or on their own.

    Employers where nobody answered are in the pool as well, or a pool that is missing would tell
    that none of its people answered.
    """

    regions: set[str]
    asked: Mapping[Place, int]
    pooled: Counter[Place] = field(default_factory=Counter)
    alone: Counter[Place] = field(default_factory=Counter)

    def join(self, other: "Pool") -> None:
        self.regions |= other.regions
        self.pooled.update(other.pooled)
        self.alone.update(other.alone)

    def is_too_small(self, least: Least) -> bool:
        return bool(self.pooled) and not self._is_enough([*self.pooled, *self.alone], least)

    def fill(self, least: Least) -> None:
        """Let the smallest employers join until the pool may be shown.

        Smallest by how many were asked: how many answered nobody may tell by who is in the pool.
        """
        while self.pooled and not self._is_enough([*self.pooled], least):
            smallest = min(self.alone, key=lambda place: (self.asked.get(place, 0), place))
            self.pooled[smallest] = self.alone.pop(smallest)

    def _is_enough(self, places: Sequence[Place], least: Least) -> bool:
        answered = sum(self.pooled[one] + self.alone[one] for one in places)
        asked = sum(self.asked.get(one, 0) for one in places)
        return answered >= least.answered and asked >= least.asked


def assign_units(
    respondents: Mapping[Person, Place],
    asked: Asked,
    least: Least,
    neighbours: Mapping[str, str],
    history: Mapping[str, Unit],
) -> dict[Person, Unit]:
    """Give everyone the finest unit in which at least so many people answered.

    And in a pool at least so many were asked, or all that were asked at all. `neighbours` has every
    region, in the order in which small ones are looked at. `history` has the coarsest unit of each
    employer this year: nothing becomes finer than that. With fewer people in all, or no more asked
    than must answer, everyone's unit is England, and nothing may be shown.
    """
    places = {person: known(place, neighbours) for person, place in respondents.items()}
    sizes, invited = Counter(places.values()), _by_place(asked, neighbours)
    if len(respondents) < least.answered or invited.total() <= least.answered:
        return dict.fromkeys(respondents, ENGLAND)
    pools = _pools(sizes, invited, least.answered, neighbours, history)
    if invited.total() < least.asked:
        least = Least(least.answered, invited.total())
        _join({place.region for place in invited}, pools)
    while small := [pool for pool in pools if pool.is_too_small(least)]:
        _join_neighbour(small[0], pools, neighbours)
    units: dict[Place, Unit] = {}
    for pool in pools:
        pool.fill(least)
        others = Unit(Level.OTHERS, tuple(one for one in neighbours if one in pool.regions))
        units |= dict.fromkeys(pool.pooled, others)
        units |= {place: Unit(Level.EMPLOYER, (place.employer,)) for place in pool.alone}
    return {person: units[place] for person, place in places.items()}


def beforehand(
    history: History, asked: Asked, floor: int, neighbours: Mapping[str, str]
) -> History:
    """Give the history in which employers with no more people asked than the floor are pooled.

    A unit of their own would tell their employer that every one of them answered.
    """
    coarsest = dict(history.coarsest)
    for place, people in _by_place(asked, neighbours).items():
        if people <= floor:
            pool = Unit(Level.OTHERS, (place.region,))
            before = coarsest.get(place.employer, pool)
            coarsest[place.employer] = max(before, pool, key=_coarseness)
    return History(coarsest, history.mixed)


def remember(
    history: History, asked: Asked, parts: Mapping[Whom, Part], neighbours: Mapping[str, str]
) -> History:
    """Give the history after these units: the coarsest of each employer, and untold cohorts.

    An employer where nobody answered is remembered with the pool of its region, as one where few
    did: if it were forgotten, its coming back on its own would tell that nobody had. Of a wave that
    too few answered nothing is ever told, and nothing is remembered.
    """
    units = {one.place: part.unit for one, part in parts.items()}
    if {*units.values()} <= {ENGLAND}:
        return history
    coarsest = dict(history.coarsest)
    whole = {part.unit for part in parts.values() if not part.cohort}
    mixed = set(history.mixed)
    for place, unit in homes(asked, units, neighbours).items():
        before = coarsest.get(place.employer, unit)
        coarsest[place.employer] = max(before, unit, key=_coarseness)
        if unit in whole:
            mixed.add(place.employer)
    return History(coarsest, frozenset(mixed))


def homes(
    asked: Asked, units: Mapping[Place, Unit], neighbours: Mapping[str, str]
) -> dict[Place, Unit]:
    """Give the unit of every place that was asked: its people's, or the pool of its region."""
    found = {known(place, neighbours): unit for place, unit in units.items()}
    pools = {
        region: unit
        for unit in found.values()
        if unit.level is Level.OTHERS
        for region in unit.names
    }
    places = {known(one.place, neighbours) for one in asked}
    return found | {place: pools.get(place.region, ENGLAND) for place in places - found.keys()}


def known(place: Place, neighbours: Mapping[str, str]) -> Place:
    """Give a place on the map: whoever's region we do not know counts with the first one."""
    return place if place.region in neighbours else Place(place.employer, next(iter(neighbours)))


def _coarseness(unit: Unit) -> tuple[int, int]:
    return list(Level).index(unit.level), len(unit.names)


def _by_place(asked: Asked, neighbours: Mapping[str, str]) -> Counter[Place]:
    counts: Counter[Place] = Counter()
    for (place, _), people in asked.items():
        counts[known(place, neighbours)] += people
    return counts


def _pools(
    sizes: Counter[Place],
    asked: Counter[Place],
    floor: int,
    neighbours: Mapping[str, str],
    history: Mapping[str, Unit],
) -> list[Pool]:
    pools = {region: Pool({region}, asked) for region in neighbours}
    for place in {*sizes, *asked}:
        size = sizes[place]
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
    _join(with_neighbour(small.regions, neighbours), pools)


def with_neighbour(near: set[str], neighbours: Mapping[str, str]) -> set[str]:
    """Give these regions and the first of their neighbours that is none of them."""
    others = {neighbours[region] for region in near if region in neighbours} - near
    first = next((region for region in neighbours if region in others), None)
    # Regions whose neighbours are all among them have only England left.
    return near | ({first} if first else set(neighbours))


def _join(regions: set[str], pools: list[Pool]) -> None:
    first, *others = [pool for pool in pools if pool.regions & regions]
    for other in others:
        first.join(other)
        pools.remove(other)
