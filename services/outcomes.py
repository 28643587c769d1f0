"""How attempts to send ended, and what that makes of the letters in the outbox."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Update,
    and_,
    bindparam,
    case,
    literal,
    or_,
    update,
)

from models.outbox import REMINDER, Message, MessageState, Posting
from services.outbox import NEVER_SENT
from services.work import Work


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended: sent with its place, again at a moment, or not at all and why.

    With `is_anew` what stood there is gone, and the letter is to be posted once more.
    """

    message: Message
    state: MessageState
    reason: str | None = None
    channel: str | None = None
    ts: str | None = None
    again_at: datetime | None = None
    is_counted: bool = True
    is_anew: bool = False


async def settle(work: Work, outcomes: Sequence[Outcome]) -> None:
    """Record how attempts ended, many at once; what will never be sent is noted with its count."""
    if not outcomes:
        return
    # Whoever changes many letters does it in this order, so that nobody waits in a circle.
    in_order = sorted(outcomes, key=lambda outcome: outcome.message.dedupe)
    await work.session.execute(_record(), [_columns(outcome) for outcome in in_order])
    _note(work, outcomes)


@cache
def _record() -> Update:
    # Plain columns, because a session would take the list for changes by primary key.
    columns = Message.__table__.c  # type: ignore[attr-defined]
    is_ours = and_(columns.state == MessageState.SENDING, columns.claimed_by == bindparam("holder"))
    is_sent = bindparam("is_sent", type_=Boolean)
    # It was revised while it was on its way: what stands there is of an older edition.
    is_outdated = and_(is_sent, columns.edition > bindparam("tried_edition", type_=Integer))
    is_anew = bindparam("is_anew", type_=Boolean)
    return (
        update(Message.__table__)  # type: ignore[attr-defined]
        .where(columns.id == bindparam("message_id"), columns.state != MessageState.SENT)
        # Whoever took over knows better, unless we know that it was sent.
        .where(or_(is_sent, is_ours))
        .values(
            state=_state(columns, is_outdated),
            reason=bindparam("new_reason"),
            posting=bindparam("new_posting"),
            sent_channel=bindparam("new_channel"),
            sent_ts=bindparam("new_ts"),
            sent_edition=bindparam("tried_edition", type_=Integer),
            not_before=bindparam("again_at"),
            attempts=case((is_outdated, 0), else_=bindparam("new_attempts", type_=Integer)),
            copies=columns.copies + bindparam("new_copies", type_=Integer),
            # What is posted anew is looked for among what has come since.
            claimed_at=case((is_anew, None), else_=columns.claimed_at),
            claimed_by=None,
        )
    )


def _state(columns: Any, is_outdated: ColumnElement[bool]) -> ColumnElement[MessageState]:
    words = columns.state.type
    is_back = bindparam("is_back", type_=Boolean)
    return case(
        (is_outdated, literal(MessageState.QUEUED, words)),
        # Its batch may have been held or taken back while it was away.
        (is_back, columns.returns_as),
        else_=bindparam("new_state", type_=words),
    )


def _columns(outcome: Outcome) -> dict[str, Any]:
    message, is_sent = outcome.message, outcome.state is MessageState.SENT
    stands = is_sent or (message.posting is Posting.UPDATE and not outcome.is_anew)
    return {
        "message_id": message.id,
        "holder": message.claimed_by,
        "is_sent": is_sent,
        "is_anew": outcome.is_anew,
        "is_back": outcome.state is MessageState.QUEUED and not stands,
        "tried_edition": message.sent_edition,
        "new_state": outcome.state,
        "new_reason": outcome.reason,
        "new_posting": Posting.UPDATE if stands else Posting.POST,
        "new_channel": (outcome.channel or message.sent_channel) if stands else None,
        "new_ts": (outcome.ts or message.sent_ts) if stands else None,
        "new_copies": int(is_sent and message.posting is Posting.POST),
        "again_at": outcome.again_at or message.not_before,
        "new_attempts": message.attempts + outcome.is_counted,
    }


def _note(work: Work, outcomes: Sequence[Outcome]) -> None:
    """Note what will not be sent or corrected: how many and why, never whose.

    Of reminders nothing: only those who have not answered are sent one.
    """
    ends = Counter(
        (_end(outcome), outcome.reason or "")
        for outcome in outcomes
        if _end(outcome) is not None and not outcome.message.dedupe.startswith(REMINDER)
    )
    for (end, reason), count in ends.items():
        work.record(f"messages.{end}", "outbox", reason=reason, count=count)


def _end(outcome: Outcome) -> str | None:
    if outcome.state is MessageState.SENT:
        return "uncorrected" if outcome.reason else None
    return outcome.state.value if outcome.state in NEVER_SENT else None
