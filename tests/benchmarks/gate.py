"""How long the gate takes for a year of tables: 200 employers, 30 items, 12 waves."""

import resource
import time
from random import Random

from analysis import examination
from analysis.planning import plan
from tests.benchmarks.houses import Bench
from tests.communities import counts_of, waves

EMPLOYERS, PEOPLE, ITEMS, WAVES, FLOOR = 200, 2900, 30, 12, 8
KIB = 1024


async def measure(bench: Bench) -> None:
    """A year as communities are, and one in which every employer has figures of its own."""
    bench.board.title(f"The gate: {EMPLOYERS} employers, {ITEMS} items, {WAVES} waves")
    for name, people in (("the long tail", PEOPLE), ("no employer too small", 5 * PEOPLE)):
        figures, hidden, seconds = _examined(people)
        bench.board.add(f"the gate, {name}: {figures:,} figures", seconds, "s", goal="<= 60 s")
        bench.board.add(f"the gate, {name}: hidden", 100 * hidden / figures, "%")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    bench.board.add("the gate: most memory so far", memory, "MiB")


def _examined(people: int) -> tuple[int, int, float]:
    """How many figures there are and how many are hidden, and how long that took."""
    items = [f"{one:02}" for one in range(ITEMS)]
    figures = hidden = 0
    seconds = 0.0
    for sealed in waves(Random(1), EMPLOYERS, people, WAVES, FLOOR, items):
        counts = counts_of(sealed)
        started = time.perf_counter()
        chosen = plan(counts, FLOOR)
        findings = examination.examine(chosen)
        seconds += time.perf_counter() - started
        assert findings == []
        places = list(chosen.places)
        figures += len(places)
        hidden += sum(place in chosen.hidden for place in places)
    return figures, hidden, seconds
