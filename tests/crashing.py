"""Kills a real bot again and again, at random and at the worst moments, and counts what arrived."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from subprocess import PIPE
from typing import Protocol
from zoneinfo import ZoneInfo

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import func, select
from sqlmodel import col

from bot.clock import SystemClock
from bot.database import connect
from bot.pace import Pace, RealTime
from bot.postman import Postman
from models.agenda import Appointment
from models.calendar import Calendar, WorkingHours
from models.outbox import MessageState
from models.policy import Policy
from scheduler.heartbeat import Heartbeat, Timetable
from services import agenda, outbox
from services.work import SYSTEM, Delivery, House, Work
from tests.doubles import KeyRing
from tests.postoffice import PostOffice, until
from views.letters import Letter

HASTE = Pace(
    per_minute=9_000,
    updates_per_minute=9_000,
    lookups_per_minute=30_000,
    patience=0.15,
    settling=0.03,
    poll=0.05,
    lease=timedelta(seconds=0.3),
)
LONGEST_LIFE = 0.8
LONGEST_WAIT_FOR_THE_WORST = 2.0
INVITE = "invite"
REVISE = "revise"

INVITATION = "Please answer"
REVISION = "Please answer by Friday"
REPLY = "It takes three minutes"

# One in so many is revised soon after it was written; one in so many has a reply beneath it.
REVISED = 10
THREADED = 15
REVISED_AFTER = 0.2

# More than the quickest machine sends in one life: no kill finds a bot with nothing to do.
ALWAYS_LEFT = 200


@dataclass(frozen=True)
class Drill:
    """How often the bot is killed, how much it has to do meanwhile, and by which dice."""

    url: str
    kills: int = 40
    letters: int = 600
    seed: int = 1
    deadline: float = 120.0


@dataclass(frozen=True)
class Wreckage:
    """How many letters were to arrive, how many did how often, what they say, and their states."""

    letters: int
    copies: Counter[int]
    states: dict[str, int]
    texts: Counter[str]
    sent_under_fire: int


class Closable(Protocol):
    """Something that is closed at the end."""

    async def close(self) -> None: ...


class WallTime(RealTime):
    """Real seconds with their date."""

    def timestamp(self) -> float:
        return SystemClock().now().timestamp()


async def rehearse(drill: Drill) -> Wreckage:
    """Let the bot do everything that is due while it is killed as often as the drill says."""
    dice = random.Random(drill.seed)
    house, database = make_house(drill.url)
    letters = await _plan(house, 0, drill.letters)
    office = PostOffice(WallTime(), per_minute=1_000_000, latency=0.01)
    async with _served(office) as address, _zygote(drill.url, address) as zygote:
        for _ in range(drill.kills):
            if letters - office.posted < ALWAYS_LEFT:
                letters = await _plan(house, letters, ALWAYS_LEFT)
            pid = await zygote.bear()
            await _wait_for_fate(office, dice)
            os.kill(pid, signal.SIGKILL)
        sent_under_fire = office.posted
        await zygote.bear()
        await until(lambda: _is_finished(house, letters), drill.deadline)
    async with house.look(SYSTEM) as work:
        depth = await outbox.depth(work)
    await database.close()
    posted = [message for box in office.boxes.values() for message in box]
    ids = Counter(message["metadata"]["event_payload"]["id"] for message in posted)
    states = {state.value: count for state, count in depth.items() if count}
    texts = Counter(message["text"] for message in posted)
    return Wreckage(_with_replies(letters), Counter(ids.values()), states, texts, sent_under_fire)


def _with_replies(invited: int) -> int:
    return invited + _every(THREADED, invited)


def _every(step: int, invited: int) -> int:
    return len(range(0, invited, step))


def expected(letters: int) -> dict[str, int]:
    """What so many letters say in the end, revisions and replies included."""
    invited = next(count for count in range(letters + 1) if _with_replies(count) == letters)
    revised = _every(REVISED, invited)
    return {
        INVITATION: invited - revised,
        REVISION: revised,
        REPLY: letters - invited,
    }


def make_house(url: str) -> tuple[House, Closable]:
    """A house like the bot's, with chance of its own in every life."""
    database = connect(url)
    calendar = Calendar(ZoneInfo("Europe/London"), WorkingHours.parse("always"))
    house = House(database, SystemClock(), random.Random(), KeyRing(), Policy(), calendar)
    return house, database


async def live(url: str, address: str) -> None:
    """One life of the bot: do what is due, send what that writes, until it is killed."""
    house, _ = make_house(url)
    async with ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-drill", base_url=address, session=session, retry_handlers=[]
        )
        postman = Postman(house, client, HASTE)
        heartbeat = Heartbeat(house, Timetable({INVITE: _invite, REVISE: _revise}))
        await postman.start()
        parent = os.getppid()
        while os.getppid() == parent:
            if await heartbeat.do_due():
                postman.nudge()
            await asyncio.sleep(0.02)


async def _invite(work: Work, appointment: Appointment) -> None:
    # A key that is new every time: nothing but the tick keeps this from happening twice.
    key = f"{appointment.subject}:{work.new_id()}"
    once = Delivery(is_harmless_twice=False)
    work.post(appointment.subject, Letter(INVITATION), key, once)
    number = int(appointment.subject[1:])
    if number % REVISED == 0:
        at = work.now + timedelta(seconds=REVISED_AFTER)
        await agenda.schedule(work, REVISE, key, at)
    if number % THREADED == 0:
        beneath = Delivery(is_harmless_twice=False, thread_of=key)
        work.post(appointment.subject, Letter(REPLY), f"reply:{key}", beneath)


async def _revise(work: Work, appointment: Appointment) -> None:
    await outbox.revise(work, appointment.subject, Letter(REVISION))


async def _plan(house: House, planned: int, more: int) -> int:
    """Note who else is to be invited; how many there are now in all."""
    async with house.begin(SYSTEM) as work:
        for number in range(planned, planned + more):
            await agenda.schedule(work, INVITE, f"U{number:06d}", work.now)
    return planned + more


async def _is_finished(house: House, letters: int) -> bool:
    async with house.look(SYSTEM) as work:
        depth = await outbox.depth(work)
        undone = select(func.count()).where(col(Appointment.done_at).is_(None))
        is_done = not (await work.session.execute(undone)).scalar_one()
        return is_done and depth[MessageState.SENT] == _with_replies(letters)


async def _wait_for_fate(office: PostOffice, dice: random.Random) -> None:
    """Wait for a random moment, or for the worst: just before or just after a letter is taken."""
    moment = dice.choice(["any", "before chat.postMessage", "after chat.postMessage"])
    life = dice.uniform(0, LONGEST_LIFE)
    struck = asyncio.Event()
    ahead = dice.randint(1, 10)

    def strike(at: str) -> None:
        nonlocal ahead
        ahead -= at == moment
        if ahead == 0:
            struck.set()

    office.at_the_counter = strike
    with suppress(TimeoutError):
        async with asyncio.timeout(life if moment == "any" else LONGEST_WAIT_FOR_THE_WORST):
            await struck.wait()
    office.at_the_counter = lambda _moment: None


@asynccontextmanager
async def _served(office: PostOffice) -> AsyncIterator[str]:
    """The post office behind HTTP, where a process of its own can reach it."""

    async def answer(request: web.Request) -> web.Response:
        asked = await request.json() if request.can_read_body else dict(request.query)
        try:
            given = await office.api_call(request.match_info["method"], json=asked)
        except SlackApiError as refusal:
            response = refusal.response
            return web.json_response(
                response.data, status=response.status_code, headers=response.headers
            )
        return web.json_response(given)

    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("/api/"))
    finally:
        await server.close()


class Zygote:
    """A process that has imported everything and brings forth a bot in a moment."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def bear(self) -> int:
        """Start a bot; its process id."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(b"\n")
        return int(await self._process.stdout.readline())


@asynccontextmanager
async def _zygote(url: str, address: str) -> AsyncIterator[Zygote]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crashing", url, address, stdin=PIPE, stdout=PIPE
    )
    try:
        yield Zygote(process)
    finally:
        # Its children notice that it is gone.
        process.kill()
        await process.wait()


def _bring_forth(url: str, address: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            asyncio.run(live(url, address))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _bring_forth(*sys.argv[1:])
