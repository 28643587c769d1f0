"""A tiny Slack for the postman: takes letters, spoils answers on demand, in time that flies."""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Protocol

from aiohttp import ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.pace import Pace, Time
from bot.postman import Postman
from models.outbox import Message, Posting
from services import outbox
from services.work import SYSTEM, Database, Delivery, House
from tests.doubles import START, FrozenClock
from views.letters import Letter

# A machine that is busy with other tests is slow; waiting ends as soon as it is so.
DEADLINE = 60.0
MINUTE = 60.0

# Room for whatever there is.
ROOMY = {Posting.POST: 100, Posting.UPDATE: 100}


class StampedTime(Time, Protocol):
    """Time that also knows the date."""

    def timestamp(self) -> float: ...


class FlyingTime:
    """Jumps to the next moment somebody waits for, as soon as nobody uses the database."""

    def __init__(self, clock: FrozenClock) -> None:
        self._clock = clock
        self._now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = itertools.count()
        self.sessions = 0
        # How many of the next commits reach the database while their answer is lost.
        self.lost_commits = 0
        self.stands_still = False

    def monotonic(self) -> float:
        return self._now

    def timestamp(self) -> float:
        return START.timestamp() + self._now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._number), awake))
        await awake

    async def fly(self) -> None:
        while True:
            for _ in range(15):
                await asyncio.sleep(0)
            if self.sessions or self.stands_still or not self._sleepers:
                await asyncio.sleep(0.0005)
                continue
            self._now, _, awake = heapq.heappop(self._sleepers)
            self._clock.move_to(START + timedelta(seconds=self._now))
            if not awake.done():
                awake.set_result(None)


class WatchedDatabase:
    """Lets time stand still while a session is open."""

    def __init__(self, database: Database, time: FlyingTime) -> None:
        self._database = database
        self._time = time

    def change(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self._committing()

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self._watched(self._database.read())

    def results(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self._database.results()

    async def scrub(self) -> None:
        await self._database.scrub()

    @asynccontextmanager
    async def _committing(self) -> AsyncIterator[AsyncSession]:
        async with self._watched(self._database.change()) as session:
            yield session
        if self._time.lost_commits:
            self._time.lost_commits -= 1
            raise OperationalError("COMMIT", None, ConnectionError())

    @asynccontextmanager
    async def _watched(
        self, opening: AbstractAsyncContextManager[AsyncSession]
    ) -> AsyncIterator[AsyncSession]:
        self._time.sessions += 1
        try:
            async with opening as session:
                yield session
        finally:
            self._time.sessions -= 1


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call, before or after its effect."""

    error: str = ""
    status: int = 200
    retry_after: int | None = None
    is_lost: bool = False
    hangs: bool = False
    is_after: bool = False


class PostOffice:
    """Stands where the Web API client stands."""

    def __init__(self, time: StampedTime, per_minute: int = 1000, latency: float = 0.3) -> None:
        self._time = time
        self.per_minute = per_minute
        self.latency = latency
        self._number = itertools.count(1)
        self.boxes: dict[str, list[dict[str, Any]]] = {}
        self.arrivals: list[tuple[float, str]] = []
        self.calls: list[str] = []
        self.refused = 0
        self.faults: dict[str, deque[Fault]] = {}
        # Called before and after each letter is taken, to strike at exactly that moment.
        self.at_the_counter: Callable[[str], None] = lambda _moment: None

    def spoil(self, method: str, *faults: Fault) -> None:
        self.faults.setdefault(method, deque()).extend(faults)

    @property
    def posted(self) -> int:
        return sum(len(box) for box in self.boxes.values())

    async def api_call(
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        params: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        assert http_verb in ("GET", "POST")
        self.calls.append(api_method)
        await self._time.sleep(self.latency / 2)
        fault = self._next_fault(api_method)
        if fault and not fault.is_after:
            await self._strike(fault)
        self.at_the_counter(f"before {api_method}")
        answer = self._methods[api_method](json or params or {})
        self.at_the_counter(f"after {api_method}")
        if fault and fault.is_after:
            await self._strike(fault)
        await self._time.sleep(self.latency / 2)
        return answer

    @property
    def _methods(self) -> dict[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        return {
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "conversations.open": self._open,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
        }

    def _post(self, asked: dict[str, Any]) -> dict[str, Any]:
        now = self._time.monotonic()
        if len([at for at, _ in self.arrivals if at > now - MINUTE]) >= self.per_minute:
            self.refused += 1
            raise refusal("ratelimited", 429, {"Retry-After": "5"})
        self.arrivals.append((now, asked["channel"]))
        place = place_of(asked["channel"])
        ts = f"{self._time.timestamp():.2f}{next(self._number):04d}"
        self.boxes.setdefault(place, []).insert(0, {**asked, "ts": ts})
        return {"ok": True, "channel": place, "ts": ts}

    def _update(self, asked: dict[str, Any]) -> dict[str, Any]:
        for message in self.boxes.get(asked["channel"], []):
            if message["ts"] == asked["ts"]:
                message.update(asked)
                return {"ok": True, "channel": asked["channel"], "ts": asked["ts"]}
        raise refusal("message_not_found")

    def _open(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channel": {"id": place_of(asked["users"])}}

    def _history(self, asked: dict[str, Any]) -> dict[str, Any]:
        oldest = float(asked["oldest"])
        box = self.boxes.get(asked["channel"], [])
        seen = [each for each in box if float(each["ts"]) >= oldest and "thread_ts" not in each]
        return {"ok": True, "messages": seen}

    def _replies(self, asked: dict[str, Any]) -> dict[str, Any]:
        box = self.boxes.get(asked["channel"], [])
        return {"ok": True, "messages": [e for e in box if e.get("thread_ts") == asked["ts"]]}

    def delete(self, channel: str) -> None:
        """Somebody deletes everything there."""
        self.boxes[channel].clear()

    def texts(self, channel: str) -> list[str]:
        """What stands there, oldest first."""
        return [message["text"] for message in reversed(self.boxes.get(channel, []))]

    def _next_fault(self, method: str) -> Fault | None:
        waiting = self.faults.get(method)
        return waiting.popleft() if waiting else None

    async def _strike(self, fault: Fault) -> None:
        if fault.hangs:
            await asyncio.Event().wait()
        if fault.is_lost:
            raise ServerDisconnectedError
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        raise refusal(fault.error, fault.status, headers)


def place_of(channel: str) -> str:
    """A direct message goes to a person and lies in a conversation."""
    return "D" + channel[1:] if channel.startswith("U") else channel


def refusal(error: str, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:
    """What the client raises when Slack declines."""
    data = {"ok": False, "error": error} if error else {}
    response = SimpleNamespace(status_code=status, data=data, headers=headers or {})
    return SlackApiError(error, response)  # type: ignore[no-untyped-call]


@dataclass
class Office:
    """A house whose letters go to a post office, in time that flies."""

    house: House
    time: FlyingTime
    slack: PostOffice

    @classmethod
    @asynccontextmanager
    async def opened(cls, house: House, clock: FrozenClock) -> AsyncIterator["Office"]:
        time = FlyingTime(clock)
        watched = replace(house, database=WatchedDatabase(house.database, time))
        flying = asyncio.create_task(time.fly())
        try:
            yield cls(watched, time, PostOffice(time))
        finally:
            flying.cancel()

    def postman(self, pace: Pace | None = None) -> Postman:
        return Postman(self.house, self.slack, pace, self.time)

    @asynccontextmanager
    async def delivering(self, pace: Pace | None = None) -> AsyncIterator[Postman]:
        postman = self.postman(pace)
        await postman.start()
        try:
            yield postman
        finally:
            await postman.stop()

    async def states(self) -> dict[str, int]:
        """How many letters are in each state, without the empty ones."""
        async with self.house.look(SYSTEM) as work:
            depth = await outbox.depth(work)
        return {state.value: count for state, count in depth.items() if count}

    async def reaches(self, **wanted: int) -> None:
        """Wait until exactly so many letters are in each state."""

        async def is_so() -> bool:
            return await self.states() == wanted

        await until(is_so)

    async def letters(self) -> Sequence[Message]:
        async with self.house.look(SYSTEM) as work:
            return (
                await work.session.scalars(select(Message).order_by(col(Message.channel)))
            ).all()

    async def post(self, key: str, channel: str, text: str, **delivery: Any) -> None:
        """Queue one letter under a key."""
        async with self.house.begin(SYSTEM) as work:
            work.post(channel, Letter(text), key, Delivery(**delivery))

    async def revise(self, key: str, text: str) -> bool:
        async with self.house.begin(SYSTEM) as work:
            return await outbox.revise(work, key, Letter(text))

    async def write(self, *channels: str, text: str = "Hello", **delivery: Any) -> None:
        """Queue a letter into each channel."""
        async with self.house.begin(SYSTEM) as work:
            for channel in channels:
                key = f"{channel}:{work.chance.random()}"
                work.post(channel, Letter(text), key, Delivery(**delivery))


async def until(is_so: Callable[[], bool | Awaitable[bool]], deadline: float = DEADLINE) -> None:
    """Wait on a condition, with a deadline."""
    async with asyncio.timeout(deadline):
        while True:
            so = is_so()
            if so is True or (isinstance(so, Awaitable) and await so):
                return
            await asyncio.sleep(0.01)
