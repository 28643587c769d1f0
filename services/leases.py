"""Leases: of all processes one holds a name, until it lets go or its time runs out."""

from datetime import timedelta

from sqlalchemy import CursorResult, delete, or_, update
from sqlmodel import col

from models.outbox import Lease
from services import rows
from services.work import Work


async def take(work: Work, name: str, holder: str, length: timedelta) -> bool:
    """Take or renew the lease; False while somebody else holds it."""
    until = work.now + length
    free = or_(
        col(Lease.holder) == holder,
        col(Lease.until) <= work.now,
        # Nobody is given that long: the clock was moved back since.
        col(Lease.until) > work.now + 2 * length,
    )
    renewal = update(Lease).where(col(Lease.name) == name, free).values(holder=holder, until=until)
    renewed = await work.session.execute(renewal.execution_options(synchronize_session=False))
    assert isinstance(renewed, CursorResult)  # noqa: S101 - an UPDATE gives no other result
    if renewed.rowcount:
        return True
    first = {"name": name, "holder": holder, "until": until}
    return await rows.insert_new(work.session, Lease, [first]) == 1


async def release(work: Work, name: str, holder: str) -> None:
    """Let go, so that the next one need not wait."""
    mine = delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder)
    await work.session.execute(mine.execution_options(synchronize_session=False))
