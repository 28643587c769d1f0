"""`python -m tests.benchmarks [NAME…]` measures all of it, or the parts that are named."""

import argparse
import asyncio
import logging
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bot import logs
from tests.benchmarks import (
    announcing,
    commands,
    counting,
    crowds,
    delivery,
    exports,
    gate,
    pages,
    programs,
    report,
    reviewing,
    searching,
    starting,
    submissions,
)
from tests.benchmarks.board import Board
from tests.benchmarks.crashes import Crashes
from tests.benchmarks.houses import Bench, postgres

Part = Callable[[Bench], Coroutine[Any, Any, None]]

PARTS: dict[str, Part] = {
    "commands": commands.measure,
    "submissions": submissions.measure,
    "opening": crowds.opening,
    "sealing": crowds.sealing_many,
    "limit": delivery.at_the_limit,
    "delivery": delivery.beside_requests,
    "writers": crowds.writers,
    "growth": crowds.growth,
    "announcing": announcing.measure,
    "reviewing": reviewing.measure,
    "searching": searching.measure,
    "counting": counting.measure,
    "gate": gate.measure,
    "pages": pages.measure,
    "exports": exports.measure,
    "report": report.measure,
    "starting": starting.measure,
    "crashes": Crashes(50).measure,
}

# Run only when it is named.
LONG_PARTS: dict[str, Part] = {"thousand-crashes": Crashes(1000).measure}

RESULTS = Path("var/bench.json")


def main() -> None:
    """Measure, show, and write down."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PARTS, *LONG_PARTS, []], metavar="NAME")
    names = parser.parse_args().names or list(PARTS)
    logs.configure(as_json=False, level=logging.WARNING)
    board, started = Board(), time.monotonic()
    programs.pin(programs.LOAD_CORE)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, postgres() as server:
        bench = Bench(Path(folder), board, server)
        for name in names:
            asyncio.run((PARTS | LONG_PARTS)[name](bench))
            board.write(RESULTS)
    missed = [figure.name for figure in board.figures if figure.met is False]
    print(f"\n{len(board.figures)} figures in {time.monotonic() - started:.0f} s, in {RESULTS}.")
    print("Every goal is met." if not missed else "Missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
