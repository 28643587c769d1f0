"""The audit trail: append only, each entry tied to the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.audit import FIRST_LINK, AuditEntry

# Any constant: whoever appends to the chain in PostgreSQL waits for the one before.
CHAIN_LOCK = 7_201_944

PAGE = 1000


@dataclass(frozen=True)
class Note:
    """Something that happened, before it has its number and its link."""

    what: str
    subject: str
    details: dict[str, Any]


async def write(session: AsyncSession, at: datetime, actor: str, notes: Sequence[Note]) -> None:
    """Append the notes to the chain, in the transaction of what they are about."""
    if not notes:
        return
    number, link = await _end_of_chain(session)
    for note in notes:
        number += 1
        entry = AuditEntry(
            number=number,
            at=at,
            actor=actor,
            what=note.what,
            subject=note.subject,
            details=note.details,
            link="",
        )
        link = entry.link = entry.link_after(link)
        session.add(entry)


async def first_broken(session: AsyncSession) -> int | None:
    """The number of the first entry that was changed or is missing; None when all hold."""
    number, link = 0, FIRST_LINK
    while entries := await _after(session, number):
        for entry in entries:
            number += 1
            link = entry.link_after(link)
            if entry.number != number or entry.link != link:
                return number
    return None


async def _after(session: AsyncSession, number: int) -> Sequence[AuditEntry]:
    page = (
        select(AuditEntry)
        .where(col(AuditEntry.number) > number)
        .order_by(col(AuditEntry.number))
        .limit(PAGE)
    )
    return (await session.scalars(page)).all()


async def _end_of_chain(session: AsyncSession) -> tuple[int, str]:
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("select pg_advisory_xact_lock(:chain)"), {"chain": CHAIN_LOCK})
    last = (await session.execute(_last())).one_or_none()
    return (last[0], last[1]) if last else (0, FIRST_LINK)


@cache
def _last() -> Select[int, str]:
    columns = col(AuditEntry.number), col(AuditEntry.link)
    return select(*columns).order_by(col(AuditEntry.number).desc()).limit(1)
