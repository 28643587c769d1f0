"""The dispatch: what goes out next, one into each channel, and what must not go any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    Select,
    String,
    Update,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlmodel import col

from models.columns import Moment
from models.outbox import Message, MessageState, Posting, Rank
from models.person import Person
from services.work import LONDON, Work

# Each pass either finds what it looked for or puts something out of the way.
MOST_PASSES = 4


class Hindrance(StrEnum):
    """Why a message that is due does not go."""

    NONE = ""
    LATE = "too_late"
    GONE = "not_on_roster"
    ASLEEP = "not_in_hours"


@dataclass(frozen=True)
class Bid:
    """Who asks, for how many of each kind, and into which channels nothing may go just now."""

    holder: str
    room: Mapping[Posting, int]
    busy: frozenset[str] = frozenset()


async def is_waiting(work: Work, holder: str) -> bool:
    """Whether anything is due, or was left behind by another postman."""
    asked = {"now": work.now, "who": holder}
    return bool((await work.session.execute(_waiting(), asked)).scalar_one())


async def claim(work: Work, bid: Bid) -> list[Message]:
    """Mark as being sent what is due and may go; the caller holds the postman's lease."""
    chosen: list[Message] = []
    room, busy = dict(bid.room), set(bid.busy)
    for rank in Rank:
        if rank is Rank.BULK:
            room = {Posting.POST: room.get(Posting.POST, 0)}
        for _ in range(MOST_PASSES):
            most = sum(room.values())
            found = await _due(work, rank, room, busy) if most else []
            for message in await _fit(work, found):
                if room[message.posting] and message.channel not in busy:
                    room[message.posting] -= 1
                    busy.add(message.channel)
                    chosen.append(message)
            if len(found) < most or not most:
                break
    await _mark(work, bid.holder, chosen)
    return chosen


async def stranded(work: Work) -> Sequence[Message]:
    """What is marked as being sent; unless the caller is sending it, its outcome is unknown."""
    left = select(Message).where(col(Message.state) == MessageState.SENDING)
    return (await work.session.scalars(left)).all()


async def adopt(work: Work, holder: str, messages: Sequence[Message]) -> None:
    """Take over what was left behind, to find out what became of it."""
    if not messages:
        return
    ours = col(Message.id).in_([message.id for message in messages])
    taken = update(Message).where(ours, col(Message.state) == MessageState.SENDING)
    await _run(work, taken.values(claimed_by=holder))
    _hand_out(work, holder, messages)


async def _due(
    work: Work, rank: Rank, room: Mapping[Posting, int], busy: set[str]
) -> list[tuple[Message, Person | None]]:
    asked = {
        "now": work.now,
        "rank": int(rank),
        "kinds": [kind for kind, places in room.items() if places],
        "busy": list(busy),
        "most": sum(room.values()),
    }
    return [(row[0], row[1]) for row in await work.session.execute(_oldest(), asked)]


async def _fit(work: Work, found: Sequence[tuple[Message, Person | None]]) -> list[Message]:
    """Those that may go now; the others are put off or dropped before they are asked for again."""
    piles: dict[Hindrance, list[tuple[Message, Person | None]]] = {}
    for message, person in found:
        piles.setdefault(_hindrance(work, message, person), []).append((message, person))
    if Hindrance.LATE in piles:
        await _drop(work, Hindrance.LATE, col(Message.not_after) <= work.now)
    if gone := piles.get(Hindrance.GONE):
        ids = [message.id for message, _ in gone]
        await _drop(work, Hindrance.GONE, col(Message.id).in_(ids))
    for zone in {person.zone for _, person in piles.get(Hindrance.ASLEEP, []) if person}:
        await _put_off(work, zone)
    return [message for message, _ in piles.get(Hindrance.NONE, [])]


def _hindrance(work: Work, message: Message, person: Person | None) -> Hindrance:
    if message.not_after is not None and message.not_after <= work.now:
        return Hindrance.LATE
    if person is None:
        return Hindrance.NONE
    if not person.is_here(work.today):
        return Hindrance.GONE
    # What is about a wave can wait for the morning; an answer to a request cannot.
    if message.wave_id and not work.calendar.is_working_moment(work.now, _zone(person.zone)):
        return Hindrance.ASLEEP
    return Hindrance.NONE


async def _drop(work: Work, why: Hindrance, which: ColumnElement[bool]) -> None:
    """Drop what is due and hindered, and note how many."""
    dropped = update(Message).where(which, *_queued_and_due(work))
    count = await _run(work, dropped.values(state=MessageState.DROPPED, reason=why.value))
    work.record("messages.dropped", "outbox", reason=why.value, count=count)


async def _put_off(work: Work, zone: str) -> None:
    """Keep back what is due in a zone where the working day is over."""
    morning = work.calendar.next_working_moment(work.now, _zone(zone))
    there = select(col(Person.id)).where(col(Person.zone) == zone)
    waiting = update(Message).where(
        *_queued_and_due(work),
        col(Message.wave_id).is_not(None),
        col(Message.person_id).in_(there),
    )
    await _run(work, waiting.values(not_before=morning))


async def _mark(work: Work, holder: str, messages: Sequence[Message]) -> None:
    if not messages:
        return
    asked = {"ids": [message.id for message in messages], "who": holder, "now": work.now}
    await work.session.execute(_marking(), asked)
    _hand_out(work, holder, messages)


def _hand_out(work: Work, holder: str, messages: Sequence[Message]) -> None:
    """Let the messages outlive the session, with what the postman needs to know of the claim."""
    for message in messages:
        work.session.expunge(message)
        message.claimed_by = holder
        message.claimed_at = message.claimed_at or work.now


def _queued_and_due(work: Work) -> tuple[ColumnElement[bool], ...]:
    return col(Message.state) == MessageState.QUEUED, col(Message.not_before) <= work.now


async def _run(work: Work, statement: Update) -> int:
    result = await work.session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)  # noqa: S101 - an UPDATE gives no other result
    return result.rowcount


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        # A profile may name a zone that this machine has never heard of.
        return LONDON


# These run with every round: putting a statement together costs more than running it.
@cache
def _waiting() -> Select[bool]:
    due = exists().where(
        col(Message.state) == MessageState.QUEUED,
        col(Message.rank).in_(list(Rank)),
        col(Message.not_before) <= bindparam("now", type_=Moment),
    )
    left = exists().where(
        col(Message.state) == MessageState.SENDING,
        col(Message.claimed_by).is_distinct_from(bindparam("who", type_=String)),
    )
    return select(or_(due, left))


@cache
def _oldest() -> Select[Message, Person]:
    """The oldest that are due, in no order of people: the ids beneath are random."""
    return (
        select(Message, Person)
        .outerjoin(Person, col(Person.id) == col(Message.person_id))
        .where(
            col(Message.state) == MessageState.QUEUED,
            col(Message.rank) == bindparam("rank"),
            col(Message.not_before) <= bindparam("now"),
            col(Message.posting).in_(bindparam("kinds", expanding=True)),
            col(Message.channel).not_in(bindparam("busy", expanding=True)),
        )
        .order_by(col(Message.not_before), col(Message.id))
        .limit(bindparam("most", type_=Integer))
        .with_for_update(of=Message, skip_locked=True)
    )


@cache
def _marking() -> Update:
    # The first attempt is the one that counts when we look for its trace.
    since = func.coalesce(col(Message.claimed_at), bindparam("now", type_=Moment))
    # The rows are ours since they were read; asking for their state once more would make SQLite
    # read the whole queue.
    return (
        update(Message)
        .where(col(Message.id).in_(bindparam("ids", expanding=True)))
        .values(state=MessageState.SENDING, claimed_by=bindparam("who"), claimed_at=since)
        .execution_options(synchronize_session=False)
    )
