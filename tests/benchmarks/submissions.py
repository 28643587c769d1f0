"""The pulse submission, committed before it is acknowledged, beside Bolt that only acknowledges."""

import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import func, select

from models.ballot import Ballot
from models.survey import Wave
from services.work import SYSTEM
from tests.benchmarks import letters, programs
from tests.benchmarks.houses import NAMES, Bench, deliver, open_wave, populate
from tests.benchmarks.load import WrongAnswer
from tests.benchmarks.programs import Program
from tests.benchmarks.rounds import MILLISECONDS, ROUNDS, Side, in_turn

MANY, ONE = 32, 1
OURS, THEIRS = {MANY: 400, ONE: 80}, {MANY: 400, ONE: 40}
WARMING = 200
EVERYBODY = WARMING + ROUNDS * sum(OURS.values()) + ROUNDS * OURS[ONE]


@dataclass
class Field:
    """The bot on one database and what it is compared with; every ballot comes from another."""

    team: str
    url: str
    wave: Wave
    bot: Program
    bolt: Program
    bare: Program
    sent: int = 0

    def filled(self, count: int) -> list[bytes]:
        """From people who have not answered yet."""
        numbers = range(self.sent, self.sent + count)
        self.sent += count
        return letters.submissions(self.team, map(letters.user_id, numbers), self.wave)

    def repeated(self, count: int) -> list[bytes]:
        """From anybody, for those who keep nothing."""
        return letters.submissions(
            self.team, itertools.repeat(letters.user_id(0), count), self.wave
        )


async def measure(bench: Bench) -> None:
    """At 32 connections and at one, on both databases."""
    for kind in bench.kinds:
        bench.board.title(f"8 KB pulse submission on {NAMES[kind]} beside ack-only default Bolt")
        async with _field(bench, kind) as field:
            await _submission(bench, field, NAMES[kind])
        await _must_be_kept(bench, field)


async def _submission(bench: Bench, field: Field, name: str) -> None:
    ours = Side(field.bot, field.filled, b'"Saved"')
    bolt, bare = Side(field.bolt, field.repeated), Side(field.bare, field.repeated)
    for side in (ours, bolt, bare):
        await side.run(MANY, WARMING)
    for connections in (MANY, ONE):
        counts = (OURS[connections], THEIRS[connections])
        pair = await in_turn(ours, bolt, connections, counts)
        goal = ">= 1.0x" if connections == MANY else None
        pair.show(bench.board, f"{name}, {connections} connections", goal)
    pair = await in_turn(ours, bare, ONE, (OURS[ONE], OURS[ONE]))
    p50 = pair.both(lambda run: run.percentile(0.5) * MILLISECONDS)
    title = f"{name}: p50 beside bare aiohttp, 1 connection"
    bench.board.add(title, p50[0], "ms", p50[1], "<= 5x")


@asynccontextmanager
async def _field(bench: Bench, kind: str) -> AsyncIterator[Field]:
    url = bench.fresh(kind)
    async with bench.house(url) as house:
        await populate(house, EVERYBODY)
        wave = await open_wave(house)
        await deliver(house)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        api_url = await enter(programs.workspace(EVERYBODY))
        bot = await enter(programs.the_bot(bench.env(url, api_url)))
        bolt = await enter(programs.baseline("bolt", api_url))
        bare = await enter(programs.baseline("bare", api_url))
        await bot.is_quiet()
        yield Field(await programs.team_of(api_url), url, wave, bot, bolt, bare)


async def _must_be_kept(bench: Bench, field: Field) -> None:
    """Every answer that was acknowledged is there after the bot has gone."""
    async with bench.house(field.url) as house, house.look(SYSTEM) as work:
        kept = (await work.session.execute(select(func.count()).select_from(Ballot))).scalar_one()
    if kept != field.sent:
        raise WrongAnswer(f"{field.sent} were acknowledged, {kept} are kept")
