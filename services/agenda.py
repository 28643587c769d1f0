"""The agenda: what is to happen later is a row, and happens once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import Delete, bindparam, delete, select
from sqlmodel import col

from models.agenda import Appointment
from services import rows
from services.work import Work

KEPT = timedelta(days=30)


async def schedule(work: Work, what: str, subject: str, at: datetime) -> bool:
    """Note what is to be done, for what and when; False when exactly that was noted before."""
    new = {"id": work.new_id(), "what": what, "subject": subject, "at": at}
    return await rows.insert_new(work.session, Appointment, [new]) == 1


async def cancel(work: Work, what: str, subject: str) -> None:
    """Forget what has not been done yet."""
    await work.session.execute(_forgetting(), {"what": what, "subject": subject})


@cache
def _forgetting() -> Delete:
    waiting = delete(Appointment).where(
        col(Appointment.what) == bindparam("what"),
        col(Appointment.subject) == bindparam("subject"),
        col(Appointment.done_at).is_(None),
    )
    return waiting.execution_options(synchronize_session=False)


async def due(
    work: Work, limit: int = 100, without: Collection[UUID] = ()
) -> Sequence[Appointment]:
    """What should have been done by now, the oldest first, without those that must wait."""
    waiting = (
        select(Appointment)
        .where(col(Appointment.done_at).is_(None), col(Appointment.at) <= work.now)
        .where(col(Appointment.id).not_in(without))
        .order_by(col(Appointment.at), col(Appointment.id))
        .limit(limit)
    )
    return (await work.session.scalars(waiting)).all()


async def next_at(work: Work, what: str | None = None) -> datetime | None:
    """When the next thing (of this kind) is to be done; None when nothing is planned."""
    waiting = (
        select(col(Appointment.at))
        .where(col(Appointment.done_at).is_(None))
        .order_by(col(Appointment.at))
        .limit(1)
    )
    if what is not None:
        waiting = waiting.where(col(Appointment.what) == what)
    return (await work.session.scalars(waiting)).one_or_none()


async def is_waiting(work: Work, appointment_id: UUID) -> bool:
    """Whether it is still to be done."""
    appointment = await work.session.get(Appointment, appointment_id, populate_existing=True)
    return appointment is not None and appointment.done_at is None


async def claim(work: Work, appointment_id: UUID) -> Appointment | None:
    """Tick off, in the transaction of the job itself; None when another has it or had it."""
    waiting = (
        select(Appointment)
        .where(col(Appointment.id) == appointment_id, col(Appointment.done_at).is_(None))
        .with_for_update(skip_locked=True)
    )
    appointment = (await work.session.scalars(waiting)).one_or_none()
    if appointment is not None:
        appointment.done_at = work.now
        # A job that plans anew forgets what is not done: this one must count as done by then.
        await work.session.flush()
    return appointment


async def purge(work: Work) -> None:
    """Forget what was done long ago."""
    old = delete(Appointment).where(col(Appointment.done_at) < work.now - KEPT)
    await work.session.execute(old.execution_options(synchronize_session=False))
