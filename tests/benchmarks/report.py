"""What the annual report costs: a year of twelve months, 200 units and 2,900 people."""

import asyncio

from tests.benchmarks.houses import NAMES, Bench
from tests.benchmarks.spent import spent
from tests.report import years

# With England and its nine regions 200 units.
EMPLOYERS = 190


async def measure(bench: Bench) -> None:
    """All four files by the command, with the start of the process."""
    bench.board.title("The annual report: page, Word file, PDF and annex")
    for kind in bench.kinds:
        url = bench.fresh(kind)
        async with bench.house(url) as house:
            await years.publish(house, EMPLOYERS)
        words = ("report", "--year", years.YEAR, "-o", str(bench.folder / kind))
        used = await asyncio.to_thread(spent, words, bench.env(url, "https://slack.com/api/"))
        bench.board.add(f"report, {NAMES[kind]}", used.seconds, "s", goal="<= 60 s")
        bench.board.add(f"report, {NAMES[kind]}: CPU", used.cpu, "s")
        bench.board.add(f"report, {NAMES[kind]}: memory", used.memory, "MiB", goal="<= 300 MiB")
