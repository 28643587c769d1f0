"""A unit of work: one transaction, who acts, what time it is, and what leaves when it is done."""

import random
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from models.calendar import Calendar
from models.outbox import Message, Rank, Receipt
from models.policy import Policy
from models.refusals import AlreadyDone, NotAllowed
from services import audit, rows
from services.names import NameBook

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime: ...


class Database(Protocol):
    """Opens sessions: to change (commits at the end, or nothing happened), to read, for results.

    One for results sees what was released and no other table.
    """

    def change(self) -> AbstractAsyncContextManager[AsyncSession]: ...
    def read(self) -> AbstractAsyncContextManager[AsyncSession]: ...
    def results(self) -> AbstractAsyncContextManager[AsyncSession]: ...
    async def scrub(self) -> None: ...


class Custody(Protocol):
    """Keeps the keys of the waves, outside the database, in two places."""

    def create(self, wave_id: UUID, key: bytes) -> None: ...
    def fetch(self, wave_id: UUID) -> bytes: ...
    def destroy(self, wave_id: UUID) -> None: ...
    def was_destroyed(self, wave_id: UUID) -> bool: ...
    def repair(self, wave_id: UUID) -> bool: ...
    def sweep(self, known_wave_ids: Collection[UUID]) -> list[UUID]: ...


class Letter(Protocol):
    """What views make: a complete text, the blocks, and blocks for older clients."""

    @property
    def payload(self) -> dict[str, Any]: ...
    @property
    def fallback(self) -> dict[str, Any] | None: ...


@dataclass(frozen=True)
class Actor:
    """On whose behalf something happens: an account, the timetable, or the operator's shell."""

    name: str
    slack_id: str | None = None


SYSTEM = Actor("system")
OPERATOR = Actor("operator")


def account(slack_id: str) -> Actor:
    """The actor behind a request from Slack."""
    return Actor(slack_id, slack_id)


@dataclass(frozen=True)
class Delivery:
    """When and for what a letter goes; outside these moments it waits or is dropped."""

    not_before: datetime | None = None
    not_after: datetime | None = None
    person_id: UUID | None = None
    wave_id: UUID | None = None
    is_harmless_twice: bool = True
    # Letters that are held, released and taken back together.
    batch_id: UUID | None = None
    # The key of the letter in whose thread this one stands.
    thread_of: str | None = None

    @property
    def rank(self) -> int:
        """Letters of a wave or a batch go to thousands; others need not wait behind them."""
        return int(Rank.BULK if self.wave_id or self.batch_id else Rank.SINGLE)


WHENEVER = Delivery()


@dataclass
class Work:
    """What a service needs to decide, and where it leaves what it decided."""

    session: AsyncSession
    now: datetime
    actor: Actor
    chance: random.Random
    custody: Custody
    policy: Policy
    calendar: Calendar
    names: NameBook
    results: Callable[[], AbstractAsyncContextManager[AsyncSession]]
    letters: list[dict[str, Any]] = field(default_factory=list)
    notes: list[audit.Note] = field(default_factory=list)
    # Letters that were written before have something new to say, or may go on.
    is_post_stirred: bool = False

    @property
    def today(self) -> date:
        """Today where the programme is."""
        return self.now.astimezone(LONDON).date()

    def new_id(self) -> UUID:
        """A random 128-bit id."""
        return UUID(bytes=self.chance.randbytes(16), version=4)

    def post(
        self, channel: str, letter: Letter, dedupe: str, delivery: Delivery = WHENEVER
    ) -> None:
        """Send after the commit; once, whatever happens, for one `dedupe` key."""
        self.letters.append(
            {
                "id": self.new_id(),
                "dedupe": dedupe,
                "channel": channel,
                "payload": letter.payload,
                "fallback": letter.fallback,
                "rank": delivery.rank,
                "person_id": delivery.person_id,
                "wave_id": delivery.wave_id,
                "batch_id": delivery.batch_id,
                "thread_of": delivery.thread_of,
                "is_harmless_twice": delivery.is_harmless_twice,
                "not_before": delivery.not_before or self.now,
                "not_after": delivery.not_after,
            }
        )

    def record(self, what: str, subject: object, **details: Any) -> None:
        """Note in the audit trail what happened to what; never an answer, never who answered."""
        self.notes.append(audit.Note(what, str(subject), details))


class Begin(Protocol):
    """Opens the one unit of work of a request that changes something."""

    def __call__(self) -> AbstractAsyncContextManager[Work]: ...


Look = Begin


@dataclass(frozen=True)
class House:
    """What all work shares; made once, at the composition root."""

    database: Database
    clock: Clock
    chance: random.Random
    custody: Custody
    policy: Policy
    calendar: Calendar
    on_posted: Callable[[], None] = lambda: None
    names: NameBook = field(default_factory=NameBook)

    @asynccontextmanager
    async def begin(self, actor: Actor, receipt: str | None = None) -> AsyncIterator[Work]:
        """One transaction that commits at the end; AlreadyDone when the receipt exists."""
        async with self._refusals_noted(actor), self.database.change() as session:
            work = self._work(session, actor)
            if receipt is not None:
                await _leave_receipt(work, receipt)
            yield work
            # A letter whose dedupe key is taken was queued before and stays as it is.
            await rows.insert_new(session, Message, work.letters)
            await audit.write(session, work.now, actor.name, work.notes)
        if work.letters or work.is_post_stirred:
            self.on_posted()

    @asynccontextmanager
    async def look(self, actor: Actor) -> AsyncIterator[Work]:
        """Read only; nothing is kept."""
        async with self._refusals_noted(actor), self.database.read() as session:
            yield self._work(session, actor)

    @asynccontextmanager
    async def _refusals_noted(self, actor: Actor) -> AsyncIterator[None]:
        """Whoever tries what they may not leaves a note, after all that it began is undone."""
        try:
            yield
        except NotAllowed as refusal:
            note = audit.Note("refused", ":".join(map(str, refusal.args))[:120], {})
            async with self.database.change() as session:
                await audit.write(session, self.clock.now(), actor.name, [note])
            raise

    def _work(self, session: AsyncSession, actor: Actor) -> Work:
        now = self.clock.now()
        shared = (self.chance, self.custody, self.policy, self.calendar, self.names)
        return Work(session, now, actor, *shared, self.database.results)


async def _leave_receipt(work: Work, key: str) -> None:
    written = await rows.insert_new(work.session, Receipt, [{"key": key, "at": work.now}])
    if not written:
        raise AlreadyDone
