"""The bot killed at random while it delivers: nobody is missed, nobody is written to twice."""

from dataclasses import dataclass

from tests.benchmarks.houses import NAMES, Bench
from tests.crashing import Drill, rehearse

LETTERS_PER_KILL = 14


@dataclass(frozen=True)
class Crashes:
    """So many kills on each database; a thousand take a quarter of an hour."""

    kills: int

    async def measure(self, bench: Bench) -> None:
        bench.board.title(f"Killed {self.kills:,} times at random while delivering")
        letters = self.kills * LETTERS_PER_KILL
        for kind in bench.kinds:
            drill = Drill(bench.fresh(kind), self.kills, letters, seed=2, deadline=300.0)
            wreckage = await rehearse(drill)
            doubled = sum(n for copies, n in wreckage.copies.items() if copies > 1)
            missed = wreckage.letters - sum(wreckage.copies.values())
            name = f"{self.kills} kills, {NAMES[kind]}"
            bench.board.add(f"{name}: invitations missed", missed, "", goal="<= 0")
            bench.board.add(f"{name}: invitations doubled", doubled, "", goal="<= 0")
