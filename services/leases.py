"""Leases: of all processes one holds a name, until it lets go or its time runs out."""

from datetime import timedelta
from enum import Enum, auto
from functools import cache

from sqlalchemy import ColumnElement, Update, bindparam, delete, or_, update
from sqlmodel import col

from models.outbox import Lease
from services import rows
from services.work import Work


class Hold(Enum):
    """Who holds a lease now: we still do, we do from now on, or somebody else does."""

    KEPT = auto()
    TAKEN = auto()
    ELSEWHERE = auto()


async def take(work: Work, name: str, holder: str, length: timedelta) -> Hold:
    """Renew the lease, or take it if it is free."""
    wish = {"lease": name, "who": holder, "new_until": work.now + length}
    if await rows.change(work.session, _mine(), wish):
        return Hold.KEPT
    limits = {"now": work.now, "absurd": work.now + 2 * length}
    if await rows.change(work.session, _free(), wish | limits):
        return Hold.TAKEN
    first = {"name": name, "holder": holder, "until": work.now + length}
    is_first = await rows.insert_new(work.session, Lease, [first]) == 1
    return Hold.TAKEN if is_first else Hold.ELSEWHERE


async def release(work: Work, name: str, holder: str) -> None:
    """Let go, so that the next one need not wait."""
    mine = delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder)
    await work.session.execute(mine.execution_options(synchronize_session=False))


# Taken once a second: putting a statement together costs more than running it.
@cache
def _mine() -> Update:
    return _extension(col(Lease.holder) == bindparam("who"))


@cache
def _free() -> Update:
    is_over = col(Lease.until) <= bindparam("now")
    # Nobody is given that long: the clock was moved back since.
    is_absurd = col(Lease.until) > bindparam("absurd")
    return _extension(or_(is_over, is_absurd))


def _extension(condition: ColumnElement[bool]) -> Update:
    return (
        update(Lease)
        .where(col(Lease.name) == bindparam("lease"), condition)
        .values(holder=bindparam("who"), until=bindparam("new_until"))
        .execution_options(synchronize_session=False)
    )
