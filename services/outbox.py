"""The outbox: what is to be sent is written in the transaction of its cause, and sent after it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.columns import Moment
from models.outbox import REMINDER, Message, MessageState, Posting, Rank
from models.person import Person
from services import rows

if TYPE_CHECKING:
    # A unit of work ends by writing the outbox: at run time we must not want it back.
    from services.work import Letter, Work

NEVER_SENT = (MessageState.UNREACHABLE, MessageState.DROPPED, MessageState.UNCERTAIN)
FINISHED = (MessageState.SENT, *NEVER_SENT)
UNSENT = (MessageState.QUEUED, MessageState.HELD)

# Messages to a person are kept no longer than anybody asks about them; what stands in a channel
# may be changed for longer.
KEPT_FOR_PERSONS = timedelta(days=30)
KEPT_FOR_CHANNELS = timedelta(days=400)

# A statement cannot have any number of parameters.
KEYS_AT_ONCE = 1000


@dataclass(frozen=True)
class Unreached:
    """Somebody whom Slack did not let us write to, and why."""

    person: Person
    reason: str


async def cancel(work: "Work", *dedupe: str) -> int:
    """Take back what is still queued under these keys, as if never written; how many."""
    return await _take_back(work, col(Message.dedupe).in_(dedupe))


async def cancel_wave(work: "Work", wave_id: UUID) -> int:
    """Take back what is still queued about a wave; how many."""
    return await _take_back(work, col(Message.wave_id) == wave_id)


async def revise(work: "Work", dedupe: str, letter: "Letter") -> bool:
    """Let the letter say this from now on, wherever it is; False when there is no such letter.

    What has not gone goes so; what stands in Slack is updated there, by whatever is last to be
    said when the postman comes; what was deleted there is posted anew.
    """
    return await revise_many(work, {dedupe: letter}) == 1


async def revise_seen(work: "Work", dedupe: str, letter: "Letter") -> bool:
    """The same for what its reader has seen already: it holds up nothing that nobody has seen."""
    return await revise_many(work, {dedupe: letter}, is_seen=True) == 1


async def revise_many(
    work: "Work", letters: Mapping[str, "Letter"], *, is_seen: bool = False
) -> int:
    """Let each letter say this from now on, as `revise` does; how many there were."""
    fresh = set()
    for row in work.letters:
        if (letter := letters.get(row["dedupe"])) is not None:
            row.update(payload=letter.payload, fallback=letter.fallback)
            fresh.add(row["dedupe"])
    work.is_post_stirred = True
    asked = {key: letter for key, letter in letters.items() if key not in fresh}
    if len(asked) > 1:
        await _lock(work, asked)
    count = len(fresh)
    # What is the same for many is sent to the database once.
    alike: dict[int, list[str]] = {}
    for key, letter in asked.items():
        alike.setdefault(id(letter), []).append(key)
    for keys in alike.values():
        letter = asked[keys[0]]
        says = {"now": work.now, "says": letter.payload, "or_plainer": letter.fallback}
        for some in _chunks(keys):
            count += await _run(work, _revision(is_seen=is_seen), {"keys": some, **says})
    return count


async def hold(work: "Work", batch_id: UUID) -> int:
    """Keep back what has not gone of a batch until it is released; how many.

    What is on its way counts as gone, unless the attempt fails.
    """
    await _lock_batch(work, batch_id)
    count = await _turn(work, batch_id, MessageState.QUEUED, MessageState.HELD)
    await _let_return(work, batch_id, MessageState.HELD)
    return count


async def release(work: "Work", batch_id: UUID) -> int:
    """Let go on what was held of a batch; how many."""
    work.is_post_stirred = True
    await _lock_batch(work, batch_id)
    count = await _turn(work, batch_id, MessageState.HELD, MessageState.QUEUED)
    await _let_return(work, batch_id, MessageState.QUEUED)
    return count


async def take_back_batch(work: "Work", batch_id: UUID) -> int:
    """Take back what has not gone of a batch, as if never written; how many."""
    await _lock_batch(work, batch_id)
    count = await _take_back(work, col(Message.batch_id) == batch_id)
    await _let_return(work, batch_id, MessageState.DROPPED)
    return count


async def progress(work: "Work", batch_id: UUID) -> Mapping[MessageState, int]:
    """How many letters of a batch are in each state; what has arrived is sent, even if revised."""
    has_arrived = col(Message.sent_ts).is_not(None)
    words = Message.__table__.c.state.type  # type: ignore[attr-defined]
    state = case((has_arrived, literal(MessageState.SENT, words)), else_=col(Message.state))
    query = select(state, func.count()).where(col(Message.batch_id) == batch_id).group_by(state)
    return await _counted(work, query)


async def unreachable(work: "Work") -> list[Unreached]:
    """Who could not be reached last time, with the reason, by name.

    Reminders do not count, neither way: only those who have not answered are sent one.
    """
    later = aliased(Message)
    reached_since = exists().where(
        col(later.person_id) == col(Message.person_id),
        col(later.state) == MessageState.SENT,
        # With a reason it has arrived before, and could not be corrected.
        col(later.reason).is_(None),
        col(later.not_before) >= col(Message.not_before),
        ~col(later.dedupe).startswith(REMINDER),
    )
    failed = (
        col(Message.state) == MessageState.UNREACHABLE,
        ~col(Message.dedupe).startswith(REMINDER),
    )
    query = (
        select(Person, col(Message.reason))
        .join(Message, col(Message.person_id) == col(Person.id))
        .where(*failed, ~reached_since)
        .order_by(col(Person.name), col(Person.id), col(Message.not_before))
    )
    latest = {person.id: (person, reason) for person, reason in await work.session.execute(query)}
    return [Unreached(person, reason or "") for person, reason in latest.values()]


async def depth(work: "Work") -> Mapping[MessageState, int]:
    """How many messages are in each state."""
    query = select(col(Message.state), func.count()).group_by(col(Message.state))
    return await _counted(work, query)


async def purge(work: "Work") -> int:
    """Forget what was finished long ago; how many."""
    about_persons = col(Message.person_id).is_not(None)
    old = or_(
        and_(about_persons, col(Message.not_before) < work.now - KEPT_FOR_PERSONS),
        and_(~about_persons, col(Message.not_before) < work.now - KEPT_FOR_CHANNELS),
    )
    return await _run(work, delete(Message).where(col(Message.state).in_(FINISHED), old))


async def _take_back(work: "Work", which: ColumnElement[bool]) -> int:
    return await _run(work, delete(Message).where(which, *_has_not_gone(*UNSENT)))


async def _lock(work: "Work", keys: Iterable[str]) -> None:
    """Wait for each letter in this order, so that nobody who changes many waits in a circle."""
    for some in _chunks(sorted(keys)):
        query = select(col(Message.id)).where(col(Message.dedupe).in_(some))
        await work.session.execute(query.order_by(col(Message.dedupe)).with_for_update())


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), KEYS_AT_ONCE):
        yield keys[start : start + KEYS_AT_ONCE]


async def _lock_batch(work: "Work", batch_id: UUID) -> None:
    """Wait until nobody else changes letters of the batch, and let nobody until we are done."""
    batch = select(col(Message.id)).where(col(Message.batch_id) == batch_id)
    await work.session.execute(batch.order_by(col(Message.dedupe)).with_for_update())


async def _turn(work: "Work", batch_id: UUID, before: MessageState, after: MessageState) -> int:
    which = col(Message.batch_id) == batch_id, *_has_not_gone(before)
    return await _run(work, update(Message).where(*which).values(state=after))


async def _let_return(work: "Work", batch_id: UUID, state: MessageState) -> None:
    """Say what becomes of those on their way whose attempt fails."""
    away = col(Message.batch_id) == batch_id, col(Message.state) == MessageState.SENDING
    await _run(work, update(Message).where(*away).values(returns_as=state))


def _has_not_gone(*states: MessageState) -> tuple[ColumnElement[bool], ...]:
    # What waits to be updated has gone before.
    return col(Message.state).in_(states), col(Message.posting) == Posting.POST


async def _counted(work: "Work", query: Select[MessageState, int]) -> Mapping[MessageState, int]:
    counted = {row[0]: row[1] for row in await work.session.execute(query)}
    return {state: counted.get(state, 0) for state in MessageState}


async def _run(
    work: "Work", statement: Delete | Update, asked: dict[str, Any] | None = None
) -> int:
    unsynchronised = statement.execution_options(synchronize_session=False)
    return await rows.change(work.session, unsynchronised, asked)


@cache
def _revision(*, is_seen: bool) -> Update:
    # Plain columns, because a session would take the list for changes by primary key.
    columns = Message.__table__.c  # type: ignore[attr-defined]
    has_gone = columns.state == MessageState.SENT
    # What is to be seen after all, such as a correction, goes with what went to many.
    counts, rank = (has_gone, Rank.SEEN) if is_seen else (columns.rank == Rank.SEEN, Rank.BULK)
    return (
        update(Message.__table__)  # type: ignore[attr-defined]
        .where(columns.dedupe.in_(bindparam("keys", expanding=True)))
        .values(
            payload=bindparam("says"),
            fallback=bindparam("or_plainer"),
            edition=columns.edition + 1,
            state=_if(has_gone, columns.state, MessageState.QUEUED),
            posting=_if(has_gone, columns.posting, Posting.UPDATE),
            not_before=case((has_gone, bindparam("now", type_=Moment)), else_=columns.not_before),
            attempts=case((has_gone, 0), else_=columns.attempts),
            rank=case((counts, int(rank)), else_=columns.rank),
        )
    )


def _if(condition: ColumnElement[bool], column: Any, word: StrEnum) -> ColumnElement[Any]:
    return case((condition, literal(word, column.type)), else_=column)
