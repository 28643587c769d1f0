"""`python -m tests.benchmarks.gate`: how long the gate takes for a year of tables."""

import resource
import time
from random import Random

from analysis.disclosure import linear
from analysis.disclosure.cells import Cell, Figure, plain
from analysis.disclosure.gate import examine, leavers
from analysis.protection import protect
from analysis.summary import Tally
from tests.communities import answers, released, waves

EMPLOYERS, PEOPLE, ITEMS, WAVES, UNITS, FLOOR = 200, 2900, 30, 12, 200, 8
Tallies = dict[tuple[str, str, str], Tally]


def main() -> None:
    """Measure a pooled year, one of 200 units with questions left out, and overlapping tables."""
    pooled()
    skipped()
    overlapping()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory {memory:.0f} MiB")


def pooled() -> None:
    random = Random(1)
    sealed = list(waves(random, EMPLOYERS, PEOPLE, WAVES, FLOOR))
    figures = [
        figure for item in range(ITEMS) for figure in released(random, sealed, f"{item:02}", FLOOR)
    ]
    _measure("pooled year", figures)


def skipped() -> None:
    """Each question is left out by some, so that units fall below the floor in some items."""
    random = Random(1)
    figures: list[Figure] = []
    tallies: Tallies = {}
    sizes = [random.randint(FLOOR, 30) for _ in range(UNITS)]
    for item in range(ITEMS):
        for wave in range(WAVES):
            cells = [_answering(random, f"w{wave}", place, n) for place, n in enumerate(sizes)]
            figures += _tables(random, f"{item:02}", cells, tallies)
    _measure("200 units, questions left out", figures)
    started = time.perf_counter()
    found = leavers(tallies, FLOOR)
    print(f"leavers: {len(tallies)} figures, {len(found)} findings, {_since(started):.1f} s")


def overlapping() -> None:
    """Units crossed with two cohorts, margins shown and inner cells not: linear programming."""
    random = Random(1)
    cells = [
        [Cell("w0", f"{unit} {one}", random.randint(8, 20)) for one in "ab"] for unit in range(20)
    ]
    groups = [*cells, [pair[0] for pair in cells], [pair[1] for pair in cells]]
    figures = []
    for place, group in enumerate(groups):
        shown = protect(answers(random, sum(cell.people for cell in group)), FLOOR)
        figures.append(Figure("margins", str(place), "00", plain(*group), shown))
    started = time.perf_counter()
    found = examine(figures, FLOOR, linear.solve)
    print(f"20 units by 2 cohorts, one item: {len(found)} findings, {_since(started):.1f} s")


def _answering(random: Random, moment: str, place: int, people: int) -> Cell:
    return Cell(moment, f"{place:03}", max(1, sum(random.random() < 0.95 for _ in range(people))))


def _tables(random: Random, item: str, cells: list[Cell], tallies: Tallies) -> list[Figure]:
    """Give units, nine regions and England."""
    groups = {cell.name: [cell] for cell in cells}
    groups |= {f"region {one}": cells[one::9] for one in range(9)} | {"England": cells}
    figures = []
    for name, group in groups.items():
        tally = answers(random, sum(cell.people for cell in group))
        table = f"{group[0].moment} {name if len(group) > 1 else 'units'}"
        tallies[table, name, item] = tally
        figures.append(Figure(table, name, item, plain(*group), protect(tally, FLOOR)))
    return figures


def _measure(name: str, figures: list[Figure]) -> None:
    started = time.perf_counter()
    findings = examine(figures, FLOOR)
    seconds = _since(started)
    print(f"{name}: {len(figures)} figures, {len(findings)} findings, {seconds:.1f} s; goal 60 s")


def _since(started: float) -> float:
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
