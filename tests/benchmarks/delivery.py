"""Delivery of thousands: at Slack's limit in time that flies, and what it costs as time passes."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.pace import Pace
from tests.benchmarks import letters, programs
from tests.benchmarks.houses import Bench, open_wave, populate
from tests.benchmarks.load import steady
from tests.benchmarks.programs import Program
from tests.benchmarks.rounds import MILLISECONDS
from tests.doubles import FrozenClock
from tests.postoffice import MINUTE, Office

PEOPLE = 5000
LIMIT = 300
USUAL_PACE = 240
WATCHED_SECONDS = 20.0

# Somebody asks so often meanwhile, which is far more than five thousand people do.
EVERY = 0.02
ASKED = 750
LONGEST = 150.0
POLL = 0.2


async def at_the_limit(bench: Bench) -> None:
    """Everything is sent at the pace of the limit, and nothing is refused."""
    bench.board.title(
        f"Delivery of {PEOPLE:,} at Slack's limit of {LIMIT} a minute, in flying time"
    )
    clock = FrozenClock()
    async with bench.house(bench.fresh("sqlite"), clock) as house:
        await populate(house, PEOPLE)
        await open_wave(house)
        async with Office.opened(house, clock) as office:
            office.slack.per_minute = LIMIT
            async with office.delivering(Pace(per_minute=LIMIT)):
                await _all_sent(office)
            arrivals = [at for at, _ in office.slack.arrivals]
            refused = office.slack.refused
    elapsed, shortest = arrivals[-1] - arrivals[0], PEOPLE / LIMIT * MINUTE
    bench.board.add("delivery: elapsed beside N / limit", elapsed, "s", shortest, "<= 1.05x")
    bench.board.add("delivery: refused by Slack", refused, "", goal="<= 0")
    bench.board.add("delivery: doubled or missing", abs(len(arrivals) - PEOPLE), "", goal="<= 0")


async def beside_requests(bench: Bench) -> None:
    """What the postman takes of a core, and what people wait while thousands of letters go."""
    bench.board.title(f"While {PEOPLE:,} letters go out at {USUAL_PACE} a minute")
    async with _delivering(bench) as (bot, team):
        before = bot.cpu()
        await asyncio.sleep(WATCHED_SECONDS)
        share = (bot.cpu() - before) / WATCHED_SECONDS * 100
        bench.board.add("postman: share of a core (whole process)", share, "%", goal="<= 1 %")
        await _acks(bench, bot, team)


async def _acks(bench: Bench, bot: Program, team: str) -> None:
    people = itertools.cycle(map(letters.user_id, range(PEOPLE)))
    requests = letters.commands(team, itertools.islice(people, ASKED), "status")
    run = await steady(bot.port, requests, EVERY)
    name = f"acks meanwhile, {1 / EVERY:.0f} a second"
    bench.board.add(f"{name}: p50", run.percentile(0.5) * MILLISECONDS, "ms")
    bench.board.add(f"{name}: p99", run.percentile(0.99) * MILLISECONDS, "ms", goal="<= 250 ms")


@asynccontextmanager
async def _delivering(bench: Bench) -> AsyncIterator[tuple[Program, str]]:
    """A bot with thousands of letters to deliver, which has settled down to it."""
    url = bench.fresh("sqlite")
    async with bench.house(url) as house:
        await populate(house, PEOPLE)
        await open_wave(house)
    async with AsyncExitStack() as stack:
        api_url = await stack.enter_async_context(programs.workspace(PEOPLE))
        env = bench.env(url, api_url, SEND_PER_MINUTE=str(USUAL_PACE))
        bot = await stack.enter_async_context(programs.the_bot(env))
        team = await programs.team_of(api_url)
        await bot.is_quiet()
        yield bot, team


async def _all_sent(office: Office) -> None:
    async with asyncio.timeout(LONGEST):
        # Flying time hurries on between any two looks.
        while office.slack.posted < PEOPLE:  # noqa: ASYNC110 - the post office calls nobody
            await asyncio.sleep(POLL)
