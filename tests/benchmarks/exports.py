"""What an export of 600,000 cells costs in each form, beside a command that gives out little."""

import asyncio

from tests.benchmarks.houses import NAMES, Bench
from tests.benchmarks.spent import spent
from tests.report import years
from views.result_columns import FIGURE
from views.result_files import Kind

CELLS = 600_000
# England, nine regions and these; twelve months and the year; questions and criteria.
RELEASES, WIDER, ITEMS = 13, 10, len(years.PULSE.items) + len(years.CRITERIA)
EMPLOYERS = CELLS // (RELEASES * ITEMS * len(FIGURE)) - WIDER + 1


async def measure(bench: Bench) -> None:
    """Everything that was released in a year, as the operator gets it."""
    bench.board.title(f"An export of {CELLS:,} cells")
    for kind in bench.kinds:
        url = bench.fresh(kind)
        async with bench.house(url) as house:
            await years.publish(house, EMPLOYERS)
        env = bench.env(url, "https://slack.com/api/")
        little = await asyncio.to_thread(spent, ("waves", "list"), env)
        for form in Kind:
            out = str(bench.folder / f"{kind}.{form}")
            words = ("figures", "export", "--period", years.YEAR, "--format", form, "-o", out)
            used = await asyncio.to_thread(spent, words, env)
            name = f"export as {form}, {NAMES[kind]}"
            bench.board.add(f"{name}, beside a command alone", used.seconds, "s", little.seconds)
            bench.board.add(f"{name}: memory", used.memory, "MiB", little.memory)
