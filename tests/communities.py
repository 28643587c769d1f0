"""Made-up communities: employers with a long tail, people who join, leave and move."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from analysis.disclosure.cells import Cell, Figure, plain
from analysis.pooling import History, Least, Level, Part, Place, Unit, Whom
from analysis.protection import protect
from analysis.summary import Tally
from analysis.wholes import Counts, Leaf
from models import regions
from services import units

REGIONS = list(regions.load().neighbours)
NEIGHBOURS = regions.load().neighbours

COHORTS = ("2025", "2026")
ANSWERING = 0.75
SCORING = 0.9


@dataclass(frozen=True)
class Sealed:
    """A wave after sealing: who answered in each part of a unit, and what, item by item.

    `members` is what nobody knows any more outside of tests: the people of each part. A person
    keeps their number in all waves. `tallies` has each item's answers; those who left it out or to
    whom it does not apply yet are in the part and not among the tally's people. `asked` has
    everybody who was invited, by employer and cohort, and `answered` how many of them answered.
    """

    moment: str
    members: Mapping[Part, frozenset[int]]
    homes: Mapping[Unit, tuple[str, ...]]
    asked: Mapping[Whom, int]
    answered: Mapping[Whom, int]
    asked_of: Mapping[Part, int]
    tallies: Mapping[str, Mapping[Part, Tally]] = field(default_factory=dict)

    @property
    def parts(self) -> dict[Part, int]:
        """How many people each part of a unit has."""
        return {part: len(people) for part, people in self.members.items()}

    @cached_property
    def sizes(self) -> dict[Unit, int]:
        """How many people each unit has."""
        sizes: Counter[Unit] = Counter()
        for part, people in self.members.items():
            sizes[part.unit] += len(people)
        return dict(sizes)

    def scored(self, item: str) -> dict[Part, int]:
        """How many people of each part gave the item a score."""
        return {part: tally.people for part, tally in self.tallies[item].items()}


@dataclass
class Community:
    """Who works where, and since which year; people leave, join and move from month to month."""

    random: Random
    places: list[Place]
    weights: list[float]
    people: dict[int, Place] = field(default_factory=dict)
    cohorts: dict[int, str] = field(default_factory=dict)

    def whom(self, who: int) -> Whom:
        return Whom(self.people[who], self.cohorts[who])

    @classmethod
    def found(cls, random: Random, employers: int, people: int) -> "Community":
        places = [Place(f"E{one}", random.choice(REGIONS)) for one in range(employers)]
        found = cls(random, places, [random.paretovariate(0.9) for _ in places])
        found.join(people)
        return found

    def join(self, count: int) -> None:
        """Let newcomers join, the more at an employer the larger it is."""
        chosen = self.random.choices(self.places, weights=self.weights, k=count)
        for who, place in enumerate(chosen, start=len(self.cohorts)):
            self.people[who] = place
            self.cohorts[who] = self._cohort(place)

    def pass_a_month(self) -> None:
        """Let one in fifty leave, as many join, and one in fifty move: many of them far away."""
        some = len(self.people) // 50
        for who in self.random.sample(sorted(self.people), k=some):
            del self.people[who]
        self.join(some)
        for who in self.random.sample(sorted(self.people), k=some):
            self.people[who] = self.random.choice(self.places)

    def _cohort(self, place: Place) -> str:
        """Give most a cohort; some employers take people on in one year only."""
        if self.random.random() < 0.003:
            return ""
        is_single = self.places.index(place) % 5 == 0
        return COHORTS[0] if is_single else self.random.choice(COHORTS)


def waves(
    random: Random,
    employers: int,
    people: int,
    count: int,
    floor: int,
    items: Sequence[str] = (),
    share: float = ANSWERING,
    scoring: float = SCORING,
) -> Iterator[Sealed]:
    """Let a year pass: each month some leave, join, move or keep silent, some leave items out."""
    community = Community.found(random, employers, people)
    history = History()
    for wave in range(count):
        asked = Counter(map(community.whom, community.people))
        answering = {w: community.whom(w) for w in community.people if random.random() < share}
        whoms = list(answering.values())
        history = units.before(history, asked, floor)
        placed = units.split(whoms, asked, Least.of(floor), history)
        history = units.after(history, asked, whoms, placed)
        parts = dict(zip(answering, placed, strict=True))
        tallies = {
            item: {
                part: some_answers(random, size, scoring)
                for part, size in Counter(parts.values()).items()
            }
            for item in items
        }
        yield _sealed(f"w{wave:02}", community, parts, tallies)
        community.pass_a_month()


def released(random: Random, sealed: list[Sealed], item: str, floor: int) -> list[Figure]:
    """Make the tables of an item: units, regions, England for each wave, and England's year."""
    figures, everyone = [], []
    for wave in sealed:
        cells = {unit: Cell(wave.moment, unit.key, n) for unit, n in wave.sizes.items()}
        tallies = {unit: answers(random, n) for unit, n in wave.sizes.items()}
        groups = _regions(wave) | {"England": list(cells)}
        for name, inside in groups.items():
            table = f"{wave.moment} {'England' if name == 'England' else 'regions'}"
            chosen = [cells[unit] for unit in inside]
            total = sum((tallies[unit] for unit in inside), Tally((0,) * 5))
            figures.append(Figure(table, name, item, plain(*chosen), protect(total, floor)))
        for unit, cell in cells.items():
            shown = protect(tallies[unit], floor)
            figures.append(Figure(f"{wave.moment} units", unit.key, item, plain(cell), shown))
        everyone += [(cells[unit], tallies[unit]) for unit in cells]
    year = sum((tally for _, tally in everyone), Tally((0,) * 5))
    form = plain(*(cell for cell, _ in everyone))
    return [*figures, Figure("year", "England", item, form, protect(year, floor))]


def answers(random: Random, people: int) -> Tally:
    """Give everybody a score."""
    one, two, three, four, five = _scores(random, people)
    return Tally((one, two, three, four, five))


def some_answers(random: Random, people: int, scoring: float) -> Tally:
    """Give most people a score; some leave the item out, and to some it does not apply yet."""
    scored = sum(random.random() < scoring for _ in range(people))
    not_yet = random.randint(0, people - scored)
    one, two, three, four, five = _scores(random, scored)
    return Tally((one, two, three, four, five), not_yet, people - scored - not_yet)


def _scores(random: Random, people: int) -> list[int]:
    chosen = Counter(random.choices(range(5), weights=(1, 2, 3, 5, 4), k=people))
    return [chosen[score] for score in range(5)]


def _sealed(
    moment: str,
    community: Community,
    parts: Mapping[int, Part],
    tallies: Mapping[str, Mapping[Part, Tally]],
) -> Sealed:
    members: defaultdict[Part, set[int]] = defaultdict(set)
    for who, part in parts.items():
        members[part].add(who)
    homes = {
        part.unit: part.unit.names
        if part.unit.level is Level.OTHERS
        else tuple(dict.fromkeys(community.people[who].region for who in sorted(people)))
        for part, people in members.items()
    }
    frozen = {part: frozenset(people) for part, people in members.items()}
    asked = Counter(map(community.whom, community.people))
    whoms = [community.whom(who) for who in parts]
    counted = units.asked_of(asked, whoms, [*parts.values()])
    return Sealed(moment, frozen, homes, asked, Counter(whoms), counted, tallies)


def _regions(wave: Sealed) -> dict[str, list[Unit]]:
    """Give the units of each region; regions that share a pool count as one."""
    pools = {
        region: unit for unit in wave.sizes if unit.level is Level.OTHERS for region in unit.names
    }
    found: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit, home in wave.homes.items():
        if unit.level is not Level.ENGLAND:
            pool = pools.get(home[0])
            found[pool.key if pool else home[0]].append(unit)
    return dict(found)


def counts_of(sealed: Sealed) -> Counts:
    """A made-up wave as a release counts it."""
    tallies = {
        (Leaf(part.unit.key, part.cohort), item): tally
        for item, parts in sealed.tallies.items()
        for part, tally in parts.items()
    }
    homes = {
        unit.names[0]: home[0]
        for unit, home in sealed.homes.items()
        if unit.level is Level.EMPLOYER
    }
    asked = {part.key: people for part, people in sealed.asked_of.items()}
    return Counts(sealed.moment, tallies, homes, asked)
