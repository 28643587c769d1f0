"""`python -m tests.benchmarks.gate`: how long the gate takes for a year of tables."""

import resource
import time
from random import Random

from analysis.disclosure.gate import examine
from tests.communities import released, waves

EMPLOYERS, PEOPLE, ITEMS, WAVES, FLOOR = 200, 2900, 30, 12, 8


def main() -> None:
    """Make a year, let the gate look at all of it, and say what that cost."""
    random = Random(1)
    sealed = list(waves(random, EMPLOYERS, PEOPLE, WAVES, FLOOR))
    figures = [
        figure for item in range(ITEMS) for figure in released(random, sealed, f"{item:02}", FLOOR)
    ]
    units = sum(len(wave.sizes) for wave in sealed) / WAVES
    started = time.perf_counter()
    findings = examine(figures, FLOOR)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(figures)} figures, {units:.0f} units, {len(findings)} findings")
    print(f"gate {seconds:.1f} s, {memory:.0f} MiB; goal 60 s")


if __name__ == "__main__":
    main()
