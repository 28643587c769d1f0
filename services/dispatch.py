"""The dispatch: what goes out next, one into each channel, and what must not go any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import (
    ColumnElement,
    Update,
    and_,
    case,
    literal,
    select,
    update,
)
from sqlmodel import col

from models.outbox import REMINDER, Message, MessageState, Posting, Rank
from models.person import Person
from services import due, rows
from services.work import LONDON, Work

# Each pass either finds what it looked for or puts something out of the way.
MOST_PASSES = 4


class Hindrance(StrEnum):
    """Why a message that is due does not go."""

    NONE = ""
    LATE = "too_late"
    GONE = "not_on_roster"
    ASLEEP = "not_in_hours"
    NO_THREAD = "no_thread"


@dataclass(frozen=True)
class Bid:
    """Who asks, for how many of each kind, and into which channels nothing may go just now."""

    holder: str
    room: Mapping[Posting, int]
    busy: frozenset[str] = frozenset()


async def is_waiting(work: Work, holder: str) -> bool:
    """Whether anything is due, or was left behind by another postman."""
    asked = {"now": work.now, "who": holder}
    return bool((await work.session.execute(due.waiting(), asked)).scalar_one())


async def claim(work: Work, bid: Bid) -> list[Message]:
    """Mark as being sent what is due and may go; the caller holds the postman's lease."""
    chosen: list[Message] = []
    room, busy = dict(bid.room), set(bid.busy)
    for rank in Rank:
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
    return [(row[0], row[1]) for row in await work.session.execute(due.oldest(), asked)]


async def _fit(work: Work, found: Sequence[tuple[Message, Person | None]]) -> list[Message]:
    """Those that may go now; the others are put off or dropped before they are asked for again."""
    await _find_threads(work, [message for message, _ in found if message.thread_of])
    piles: dict[Hindrance, list[tuple[Message, Person | None]]] = {}
    for message, person in found:
        piles.setdefault(_hindrance(work, message, person), []).append((message, person))
    if Hindrance.LATE in piles:
        is_late = col(Message.not_after) <= work.now, col(Message.posting) == Posting.POST
        await _drop(work, Hindrance.LATE, and_(*is_late))
    for why in (Hindrance.GONE, Hindrance.NO_THREAD):
        ids = [message.id for message, _ in piles.get(why, [])]
        if ids:
            await _drop(work, why, col(Message.id).in_(ids))
    for zone in {person.zone for _, person in piles.get(Hindrance.ASLEEP, []) if person}:
        await _put_off(work, zone)
    return [message for message, _ in piles.get(Hindrance.NONE, [])]


async def _find_threads(work: Work, replies: Sequence[Message]) -> None:
    """Note in each where the letter stands beneath which it goes, if it stands anywhere."""
    if not replies:
        return
    asked = {"keys": [reply.thread_of for reply in replies]}
    found = {row[0]: row[1:] for row in await work.session.execute(due.parents(), asked)}
    for reply in replies:
        channel, ts = found.get(reply.thread_of or "", (None, None))
        reply.thread_ts = ts
        if channel and ts:
            reply.channel = channel
    await work.session.flush()


def _hindrance(work: Work, message: Message, person: Person | None) -> Hindrance:
    is_post = message.posting is Posting.POST
    # What stands there already is corrected at any time.
    if is_post and message.not_after is not None and message.not_after <= work.now:
        return Hindrance.LATE
    if is_post and message.thread_of and not message.thread_ts:
        return Hindrance.NO_THREAD
    if person is None:
        return Hindrance.NONE
    if not person.is_here(work.today):
        return Hindrance.GONE
    # What goes to thousands can wait for the morning; an answer to a request cannot.
    can_wait = is_post and message.rank == Rank.BULK
    if can_wait and not work.calendar.is_working_moment(work.now, _zone(person.zone)):
        return Hindrance.ASLEEP
    return Hindrance.NONE


async def _drop(work: Work, why: Hindrance, which: ColumnElement[bool]) -> None:
    """Drop what is due and hindered, and note how many; what has arrived stays sent.

    Reminders are not noted: there are as many of them as people who have not answered.
    """
    words = Message.__table__.c.state.type  # type: ignore[attr-defined]
    sent, dropped = (literal(end, words) for end in (MessageState.SENT, MessageState.DROPPED))
    state = case((col(Message.posting) == Posting.UPDATE, sent), else_=dropped)
    is_reminder = col(Message.dedupe).startswith(REMINDER)
    for is_told, some in ((False, is_reminder), (True, ~is_reminder)):
        hindered = update(Message).where(_free(work, which, some))
        count = await _run(work, hindered.values(state=state, reason=why.value))
        if count and is_told:
            work.record("messages.dropped", "outbox", reason=why.value, count=count)


async def _put_off(work: Work, zone: str) -> None:
    """Keep back what is due in a zone where the working day is over."""
    morning = work.calendar.next_working_moment(work.now, _zone(zone))
    there = select(col(Person.id)).where(col(Person.zone) == zone)
    can_wait = col(Message.rank) == Rank.BULK, col(Message.posting) == Posting.POST
    waiting = _free(work, *can_wait, col(Message.person_id).in_(there))
    await _run(work, update(Message).where(waiting).values(not_before=morning))


async def _mark(work: Work, holder: str, messages: Sequence[Message]) -> None:
    if not messages:
        return
    asked = {"ids": [message.id for message in messages], "who": holder, "now": work.now}
    await work.session.execute(due.marking(), asked)
    _hand_out(work, holder, messages)
    for message in messages:
        # It goes as it was read; what is revised from now on is another edition.
        message.sent_edition = message.edition


def _hand_out(work: Work, holder: str, messages: Sequence[Message]) -> None:
    """Let the messages outlive the session, with what the postman needs to know of the claim."""
    for message in messages:
        work.session.expunge(message)
        message.claimed_by = holder
        message.claimed_at = message.claimed_at or work.now


def _free(work: Work, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """What is due and nobody else changes just now: waiting could be waiting in a circle."""
    is_due = col(Message.state) == MessageState.QUEUED, col(Message.not_before) <= work.now
    ids = select(col(Message.id)).where(*is_due, *which)
    return col(Message.id).in_(ids.with_for_update(skip_locked=True))


async def _run(work: Work, statement: Update) -> int:
    unsynchronised = statement.execution_options(synchronize_session=False)
    return await rows.change(work.session, unsynchronised)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        # A profile may name a zone that this machine has never heard of.
        return LONDON
