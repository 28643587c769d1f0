"""What the dispatch asks the outbox in every round, put together once."""

from functools import cache

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Update,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.columns import Moment
from models.outbox import Message, MessageState, Rank
from models.person import Person


# Putting a statement together costs more than running it.
@cache
def waiting() -> Select[bool]:
    """Whether anything is due, or was left behind."""
    due = exists().where(
        col(Message.state) == MessageState.QUEUED,
        col(Message.rank).in_(list(Rank)),
        col(Message.not_before) <= bindparam("now", type_=Moment),
        ~_waits_for_thread(),
    )
    left = exists().where(
        col(Message.state) == MessageState.SENDING,
        col(Message.claimed_by).is_distinct_from(bindparam("who", type_=String)),
    )
    return select(or_(due, left))


@cache
def oldest() -> Select[Message, Person]:
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
            ~_waits_for_thread(),
        )
        .order_by(col(Message.not_before), col(Message.id))
        .limit(bindparam("most", type_=Integer))
        .with_for_update(of=Message, skip_locked=True)
    )


def _waits_for_thread() -> ColumnElement[bool]:
    """Whether it stands beneath a letter that is still to go."""
    parent = aliased(Message)
    to_go = (MessageState.QUEUED, MessageState.HELD, MessageState.SENDING)
    return and_(
        col(Message.thread_of).is_not(None),
        exists().where(
            col(parent.dedupe) == col(Message.thread_of),
            col(parent.sent_ts).is_(None),
            col(parent.state).in_(to_go),
        ),
    )


@cache
def parents() -> Select[str, str | None, str | None]:
    """Where letters stand in Slack, by their keys."""
    columns = col(Message.dedupe), col(Message.sent_channel), col(Message.sent_ts)
    return select(*columns).where(col(Message.dedupe).in_(bindparam("keys", expanding=True)))


@cache
def marking() -> Update:
    """Mark letters as being sent, in the edition that they have now."""
    # The first attempt is the one that counts when we look for its trace.
    since = func.coalesce(col(Message.claimed_at), bindparam("now", type_=Moment))
    # The rows are ours since they were read; asking for their state once more would make SQLite
    # read the whole queue.
    return (
        update(Message)
        .where(col(Message.id).in_(bindparam("ids", expanding=True)))
        .values(
            state=MessageState.SENDING,
            claimed_by=bindparam("who"),
            claimed_at=since,
            sent_edition=col(Message.edition),
            # Whoever holds or takes back the batch from now on says so anew.
            returns_as=MessageState.QUEUED,
        )
        .execution_options(synchronize_session=False)
    )
