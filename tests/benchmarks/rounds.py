"""Rounds in turn: what is measured and what it is compared with take turns on one core."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.board import Board
from tests.benchmarks.load import Run, closed
from tests.benchmarks.programs import Program

ROUNDS = 7

MILLISECONDS = 1e3
MICROSECONDS = 1e6

Make = Callable[[int], Sequence[bytes]]


@dataclass(frozen=True)
class Side:
    """One of the programs that take turns, the requests it gets, and the answer that is right."""

    program: Program
    make: Make
    expects: bytes = b" 200 "

    async def run(self, connections: int, count: int) -> Run:
        requests = self.make(count)
        return await closed(
            self.program.port, requests, connections, self.expects, self.program.cpu
        )


@dataclass(frozen=True)
class Pair:
    """The rounds of both sides; of each figure the median counts."""

    ours: Sequence[Run]
    theirs: Sequence[Run]

    def both(self, read: Callable[[Run], float]) -> tuple[float, float]:
        return median(read(run) for run in self.ours), median(read(run) for run in self.theirs)

    def show(self, board: Board, name: str, goal: str | None = None) -> None:
        """Throughput, the middle and the slow answers, and CPU, each beside its baseline."""
        rate = self.both(lambda run: run.rate)
        board.add(f"{name}: throughput", rate[0], "req/s", rate[1], goal)
        for label, share in (("p50", 0.5), ("p99", 0.99)):
            times = self.both(lambda run, share=share: run.percentile(share) * MILLISECONDS)  # type: ignore[misc]
            board.add(f"{name}: {label}", times[0], "ms", times[1])
        cpu = self.both(lambda run: run.cpu_each * MICROSECONDS)
        board.add(f"{name}: CPU per request", cpu[0], "us", cpu[1])


async def in_turn(ours: Side, theirs: Side, connections: int, counts: tuple[int, int]) -> Pair:
    """Take turns, so that a machine that slows down slows both."""
    runs: tuple[list[Run], list[Run]] = ([], [])
    for _ in range(ROUNDS):
        for side, count, kept in zip((ours, theirs), counts, runs, strict=True):
            kept.append(await side.run(connections, count))
    return Pair(*runs)
