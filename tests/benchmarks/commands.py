"""The slash command through the whole app, and what comes from nobody, beside ack-only apps."""

import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tests.benchmarks import letters, programs
from tests.benchmarks.houses import Bench, deliver, open_wave, populate
from tests.benchmarks.programs import Program
from tests.benchmarks.rounds import MICROSECONDS, MILLISECONDS, Make, Side, in_turn

PEOPLE = 300
MANY, ONE = 32, 1
COUNTS = {MANY: 800, ONE: 200}

# The first asks nothing of the database; the second reads it.
KINDS = {
    "help": ("/pulse help (no database)", b"changes your answers"),
    "status": ("/pulse status (reads the database)", b"You have not answered yet"),
}

WITHIN_FIVE = "<= 5x"


@dataclass
class Field:
    """The bot and what it is compared with, all of them ready."""

    team: str
    bot: Program
    prompt: Program
    bare: Program
    unread: Program

    def typed(self, text: str) -> Make:
        people = itertools.cycle(letters.user_id(number) for number in range(PEOPLE))
        return lambda count: letters.commands(self.team, itertools.islice(people, count), text)


async def measure(bench: Bench) -> None:
    """Commands at 32 connections and at one; unsigned requests."""
    async with _field(bench) as field:
        for text, (name, expects) in KINDS.items():
            await _command(bench, field, text, expects, name)
        await _bare(bench, field)
        for is_large in (False, True):
            await _unsigned(bench, field, is_large=is_large)


@asynccontextmanager
async def _field(bench: Bench) -> AsyncIterator[Field]:
    url = bench.fresh("sqlite")
    async with bench.house(url) as house:
        await populate(house, PEOPLE)
        await open_wave(house)
        await deliver(house)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        api_url = await enter(programs.workspace(PEOPLE))
        bot = await enter(programs.the_bot(bench.env(url, api_url)))
        others = [await enter(programs.baseline(k, api_url)) for k in ("prompt", "bare", "unread")]
        await bot.is_quiet()
        yield Field(await programs.team_of(api_url), bot, *others)


async def _command(bench: Bench, field: Field, text: str, expects: bytes, name: str) -> None:
    make = field.typed(text)
    ours, theirs = Side(field.bot, make, expects), Side(field.prompt, make)
    for side in (ours, theirs):
        await side.run(MANY, COUNTS[ONE])
    bench.board.title(f"{name} beside an ack-only Bolt app with process_before_response")
    for connections, count in COUNTS.items():
        pair = await in_turn(ours, theirs, connections, (count, count))
        goal = ">= 0.85x" if connections == MANY else None
        pair.show(bench.board, f"{text}, {connections} connections", goal)
    pair = await in_turn(ours, Side(field.bare, make), ONE, (COUNTS[ONE], COUNTS[ONE]))
    p50 = pair.both(lambda run: run.percentile(0.5) * MILLISECONDS)
    bench.board.add(
        f"{text}: p50 beside bare aiohttp, 1 connection", p50[0], "ms", p50[1], WITHIN_FIVE
    )


async def _bare(bench: Bench, field: Field) -> None:
    bench.board.title("Bare aiohttp, the same command read and not looked at")
    side = Side(field.bare, field.typed("help"))
    for connections, count in COUNTS.items():
        run = await side.run(connections, 4 * count)
        name = f"bare aiohttp, {connections} connections"
        bench.board.add(f"{name}: throughput", run.rate, "req/s")
        bench.board.add(f"{name}: p50", run.percentile(0.5) * MILLISECONDS, "ms")
        bench.board.add(f"{name}: p99", run.percentile(0.99) * MILLISECONDS, "ms")
        bench.board.add(f"{name}: CPU per request", run.cpu_each * MICROSECONDS, "us")


async def _unsigned(bench: Bench, field: Field, *, is_large: bool) -> None:
    def make(count: int) -> list[bytes]:
        return letters.unsigned(field.team, count, is_large=is_large)

    size = "8 KB" if is_large else "a command"
    bench.board.title(f"Unsigned, {size}, beside a bare answer that reads nothing")
    ours, theirs = Side(field.bot, make, b" 401 "), Side(field.unread, make)
    pair = await in_turn(ours, theirs, MANY, (3 * COUNTS[MANY], 3 * COUNTS[MANY]))
    cpu = pair.both(lambda run: run.cpu_each * MICROSECONDS)
    bench.board.add(f"unsigned ({size}): CPU per request", cpu[0], "us", cpu[1], "<= 1.5x")
