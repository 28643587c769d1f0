"""Made-up communities: employers with a long tail, people who join, leave and move."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from analysis.disclosure.cells import Cell, Figure, plain
from analysis.pooling import Level, Place, Unit, assign_units, remember
from analysis.protection import protect
from analysis.summary import Tally
from models import regions

REGIONS = list(regions.load().neighbours)
NEIGHBOURS = regions.load().neighbours


@dataclass(frozen=True)
class Sealed:
    """A wave after sealing: how many people each unit has."""

    moment: str
    sizes: dict[Unit, int]


def waves(random: Random, employers: int, people: int, count: int, floor: int) -> Iterator[Sealed]:
    """Let a year pass: each month some leave, join, move or keep silent."""
    places = [Place(f"E{one}", random.choice(REGIONS)) for one in range(employers)]
    tail = [random.paretovariate(0.9) for _ in places]
    community = dict(enumerate(random.choices(places, weights=tail, k=people)))
    history: dict[str, Unit] = {}
    for wave in range(count):
        answering = {who: at for who, at in community.items() if random.random() < 0.75}
        units = assign_units(answering, floor, NEIGHBOURS, history)
        history = remember(history, answering, units)
        yield Sealed(f"w{wave:02}", dict(Counter(units.values())))
        for who in random.sample(sorted(community), k=people // 50):
            community[who] = random.choice(places)


def released(random: Random, sealed: list[Sealed], item: str, floor: int) -> list[Figure]:
    """Make the tables of an item: units, regions, England for each wave, and England's year."""
    figures, everyone = [], []
    for wave in sealed:
        cells = {unit: Cell(wave.moment, unit.key, n) for unit, n in wave.sizes.items()}
        tallies = {unit: answers(random, n) for unit, n in wave.sizes.items()}
        groups = _regions(wave) | {"England": list(cells)}
        for name, units in groups.items():
            table = f"{wave.moment} {'England' if name == 'England' else 'regions'}"
            chosen = [cells[unit] for unit in units]
            total = sum((tallies[unit] for unit in units), Tally((0,) * 5))
            figures.append(Figure(table, name, item, plain(*chosen), protect(total, floor)))
        for unit, cell in cells.items():
            shown = protect(tallies[unit], floor)
            figures.append(Figure(f"{wave.moment} units", unit.key, item, plain(cell), shown))
        everyone += [(cells[unit], tallies[unit]) for unit in cells]
    year = sum((tally for _, tally in everyone), Tally((0,) * 5))
    form = plain(*(cell for cell, _ in everyone))
    return [*figures, Figure("year", "England", item, form, protect(year, floor))]


def answers(random: Random, people: int) -> Tally:
    chosen = Counter(random.choices(range(5), weights=(1, 2, 3, 5, 4), k=people))
    one, two, three, four, five = (chosen[score] for score in range(5))
    return Tally((one, two, three, four, five))


def _regions(wave: Sealed) -> dict[str, list[Unit]]:
    """Give the units of each region; regions that share a pool count as one."""
    homes: dict[str, str] = {}
    for unit in wave.sizes:
        if unit.level is Level.OTHERS:
            homes |= dict.fromkeys(unit.names, unit.key)
    # Where an employer lies matters to nobody here, only that wholes are made of units.
    found: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in wave.sizes:
        if unit.level is not Level.ENGLAND:
            home = homes.get(REGIONS[sum(map(ord, unit.key)) % len(REGIONS)], "elsewhere")
            found[unit.key if unit.level is Level.OTHERS else home].append(unit)
    return dict(found)
