"""The outbox: what is to be sent is written in the transaction of its cause, and sent after it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CursorResult,
    Delete,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.outbox import Message, MessageState
from models.person import Person

if TYPE_CHECKING:
    # A unit of work ends by writing the outbox: at run time we must not want it back.
    from services.work import Work

FINISHED = (
    MessageState.SENT,
    MessageState.UNREACHABLE,
    MessageState.DROPPED,
    MessageState.UNCERTAIN,
)

# Messages to a person are kept no longer than anybody asks about them; what stands in a channel
# may be changed for longer.
KEPT_FOR_PERSONS = timedelta(days=30)
KEPT_FOR_CHANNELS = timedelta(days=400)


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended: sent with its place, again at a moment, or not at all and why."""

    message: Message
    state: MessageState
    reason: str | None = None
    channel: str | None = None
    ts: str | None = None
    again_at: datetime | None = None
    is_counted: bool = True


@dataclass(frozen=True)
class Unreached:
    """Somebody whom Slack did not let us write to, and why."""

    person: Person
    reason: str


async def cancel(work: "Work", *dedupe: str) -> int:
    """Take back what is still queued under these keys, as if never written; how many."""
    return await _take_back(work, delete(Message).where(col(Message.dedupe).in_(dedupe)))


async def cancel_starting(work: "Work", prefix: str) -> int:
    """Take back what is still queued under keys that start so; how many."""
    starting = col(Message.dedupe).startswith(prefix, autoescape=True)
    return await _take_back(work, delete(Message).where(starting))


async def cancel_wave(work: "Work", wave_id: UUID) -> int:
    """Take back what is still queued about a wave; how many."""
    return await _take_back(work, delete(Message).where(col(Message.wave_id) == wave_id))


async def settle(work: "Work", outcomes: Sequence[Outcome]) -> None:
    """Record how attempts ended, many at once; what will never be sent is noted with its count."""
    if not outcomes:
        return
    await work.session.execute(_record(), [_columns(outcome) for outcome in outcomes])
    _note(work, outcomes)


async def unreachable(work: "Work") -> list[Unreached]:
    """Who could not be reached last time, with the reason, by name."""
    later = aliased(Message)
    reached_since = exists().where(
        col(later.person_id) == col(Message.person_id),
        col(later.state) == MessageState.SENT,
        col(later.not_before) >= col(Message.not_before),
    )
    query = (
        select(Person, col(Message.reason))
        .join(Message, col(Message.person_id) == col(Person.id))
        .where(col(Message.state) == MessageState.UNREACHABLE, ~reached_since)
        .order_by(col(Person.name), col(Person.id), col(Message.not_before))
    )
    latest = {person.id: (person, reason) for person, reason in await work.session.execute(query)}
    return [Unreached(person, reason or "") for person, reason in latest.values()]


async def depth(work: "Work") -> Mapping[MessageState, int]:
    """How many messages are in each state."""
    query = select(col(Message.state), func.count()).group_by(col(Message.state))
    counted = {row[0]: row[1] for row in await work.session.execute(query)}
    return {state: counted.get(state, 0) for state in MessageState}


async def purge(work: "Work") -> int:
    """Forget what was finished long ago; how many."""
    about_persons = col(Message.person_id).is_not(None)
    old = or_(
        and_(about_persons, col(Message.not_before) < work.now - KEPT_FOR_PERSONS),
        and_(~about_persons, col(Message.not_before) < work.now - KEPT_FOR_CHANNELS),
    )
    return await _delete(work, delete(Message).where(col(Message.state).in_(FINISHED), old))


async def _take_back(work: "Work", which: Delete) -> int:
    return await _delete(work, which.where(col(Message.state) == MessageState.QUEUED))


async def _delete(work: "Work", which: Delete) -> int:
    gone = await work.session.execute(which.execution_options(synchronize_session=False))
    assert isinstance(gone, CursorResult)  # noqa: S101 - a DELETE gives no other result
    return gone.rowcount


@cache
def _record() -> Update:
    # Plain columns, because a session would take the list for changes by primary key.
    columns = Message.__table__.c  # type: ignore[attr-defined]
    is_ours = and_(columns.state == MessageState.SENDING, columns.claimed_by == bindparam("holder"))
    return (
        update(Message.__table__)  # type: ignore[attr-defined]
        .where(columns.id == bindparam("message_id"), columns.state != MessageState.SENT)
        # Whoever took over knows better, unless we know that it was sent.
        .where(or_(bindparam("is_sent", type_=Boolean), is_ours))
        .values(
            state=bindparam("new_state"),
            reason=bindparam("new_reason"),
            sent_channel=bindparam("new_channel"),
            sent_ts=bindparam("new_ts"),
            not_before=bindparam("again_at"),
            attempts=bindparam("new_attempts"),
            claimed_by=None,
        )
    )


def _columns(outcome: Outcome) -> dict[str, Any]:
    message = outcome.message
    return {
        "message_id": message.id,
        "holder": message.claimed_by,
        "is_sent": outcome.state is MessageState.SENT,
        "new_state": outcome.state,
        "new_reason": outcome.reason,
        "new_channel": outcome.channel,
        "new_ts": outcome.ts,
        "again_at": outcome.again_at or message.not_before,
        "new_attempts": message.attempts + outcome.is_counted,
    }


def _note(work: "Work", outcomes: Sequence[Outcome]) -> None:
    """Note what will not be sent: how many and why, never whose."""
    unsent = Counter(
        (outcome.state.value, outcome.reason or "")
        for outcome in outcomes
        if outcome.state in FINISHED and outcome.state is not MessageState.SENT
    )
    for (state, reason), count in unsent.items():
        work.record(f"messages.{state}", "outbox", reason=reason, count=count)
