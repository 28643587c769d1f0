"""Deletes what tells who answered a wave, once nothing more can be done with it."""

from uuid import UUID

from sqlalchemy import Delete, Update, delete, select, update
from sqlmodel import col

from models.ballot import Ballot
from models.outbox import Message
from models.survey import Invitation
from services.work import Work

# Outside a transaction, after one that deleted what must not stay in the files either.
SCRUBBING = "house.scrub"


async def forget(work: Work, wave_id: UUID) -> None:
    """Delete the ballots, the editions, and the letters that only some people got."""
    await _execute(work, delete(Ballot).where(col(Ballot.wave_id) == wave_id))
    # Every row is touched alike: those of people who answered must not differ from the others.
    await _execute(
        work, update(Invitation).where(col(Invitation.wave_id) == wave_id).values(edition=0)
    )
    # An invitation went to everybody; a reminder only to those without a ballot.
    personal = delete(Message).where(
        col(Message.wave_id) == wave_id,
        col(Message.person_id).is_not(None),
        ~col(Message.dedupe).startswith("invite:"),
    )
    await _execute(work, personal)


async def remembers(work: Work, wave_id: UUID) -> bool:
    """Whether a ballot of this wave is still there."""
    ballot = select(col(Ballot.wave_id)).where(col(Ballot.wave_id) == wave_id).limit(1)
    return (await work.session.execute(ballot)).first() is not None


async def _execute(work: Work, statement: Delete | Update) -> None:
    # Thousands of rows go, and requests that come meanwhile need not wait for them.
    options = {"synchronize_session": False, "touches_many": True}
    await work.session.execute(statement.execution_options(**options))
