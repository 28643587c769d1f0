"""A person's place in a wave, and the statements that run with every answer to it."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Delete,
    Insert,
    Select,
    Update,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from models.outbox import REMINDER, MessageState
from models.person import is_here
from models.refusals import NotInvited, NotOnRoster, WaveClosed
from models.survey import WaveState
from models.tables import Table
from services import rows
from services.work import Work


class Place(NamedTuple):
    """One person's place in one open wave, as it is now."""

    person_id: UUID
    wave_id: UUID
    closes_at: datetime
    edition: int
    box: bytes | None
    questionnaire: str
    items: Sequence[str]
    # Whether a reminder waits to be sent to them; most often none does.
    has_reminder: bool

    @property
    def key(self) -> dict[str, UUID]:
        """What names the row of this person in this wave."""
        return {"of_wave": self.wave_id, "of_person": self.person_id}


async def find(work: Work, wave_id: UUID, *, to_change: bool = False) -> Place:
    """Where the actor stands; NotInvited, WaveClosed or NotOnRoster when they may not answer."""
    asked = {"actor": work.actor.slack_id, "of_wave": wave_id}
    row = (await work.session.execute(_standing(is_shared=to_change), asked)).first()
    if row is None:
        raise NotInvited
    standing, left_on, state, closed_at, *rest = row
    place = Place(*rest)
    if state is not WaveState.OPEN or work.now >= place.closes_at:
        # By hand it may have closed before its time.
        raise WaveClosed(closed_at or place.closes_at)
    if not is_here(standing, left_on, work.today):
        raise NotOnRoster
    return place


async def count(work: Work, place: Place) -> bool:
    """Count one more write, if nobody wrote since we looked: the row is ours until the commit."""
    asked = {**place.key, "seen": place.edition, "edition": place.edition + 1}
    return await rows.change(work.session, _counted(), asked) == 1


async def put(work: Work, place: Place, box: bytes) -> None:
    """Put the box into its place, which has been counted as ours."""
    if place.box is None:
        new = {"wave_id": place.wave_id, "person_id": place.person_id, "box": box}
        await work.session.execute(_put_in(), new)
    else:
        await work.session.execute(_replaced(), {**place.key, "box": box})


async def clear(work: Work, place: Place) -> None:
    """Take the box out of its place."""
    await work.session.execute(_taken_out(), place.key)


# These run with every answer: putting a statement together costs more than running it, and
# plain columns less than objects.
@cache
def _standing(*, is_shared: bool) -> Select[*tuple[Any, ...]]:
    person, wave, invitation, ballot = map(_table, ("person", "wave", "invitation", "ballot"))
    own = (ballot.c.wave_id == wave.c.id) & (ballot.c.person_id == person.c.id)
    message = _table("message")
    waiting = exists().where(
        message.c.person_id == person.c.id,
        message.c.state == MessageState.QUEUED,
        message.c.dedupe.startswith(REMINDER),
    )
    query = (
        select(person.c.standing, person.c.left_on, wave.c.state, wave.c.closing_since)
        .add_columns(person.c.id, wave.c.id, wave.c.closes_at, invitation.c.edition)
        .add_columns(ballot.c.box, wave.c.questionnaire, wave.c["items"], waiting)
        .select_from(person)
        .join(invitation, invitation.c.person_id == person.c.id)
        .join(wave, wave.c.id == invitation.c.wave_id)
        .outerjoin(ballot, own)
        .where(person.c.slack_id == bindparam("actor"), wave.c.id == bindparam("of_wave"))
    )
    # Closing must wait for us, or a saved ballot would miss the sealing; others need not.
    return query.with_for_update(read=True, of=wave) if is_shared else query


@cache
def _counted() -> Update:
    invitation = _table("invitation")
    return (
        update(invitation)
        .where(invitation.c.wave_id == bindparam("of_wave"))
        .where(invitation.c.person_id == bindparam("of_person"))
        .where(invitation.c.edition == bindparam("seen"))
        .values(edition=bindparam("edition"))
    )


@cache
def _put_in() -> Insert:
    return insert(_table("ballot"))


@cache
def _replaced() -> Update:
    ballot = _table("ballot")
    return (
        update(ballot)
        .where(ballot.c.wave_id == bindparam("of_wave"))
        .where(ballot.c.person_id == bindparam("of_person"))
        .values(box=bindparam("box"))
    )


@cache
def _taken_out() -> Delete:
    ballot = _table("ballot")
    return (
        delete(ballot)
        .where(ballot.c.wave_id == bindparam("of_wave"))
        .where(ballot.c.person_id == bindparam("of_person"))
    )


def _table(name: str) -> Any:
    return Table.metadata.tables[name]
