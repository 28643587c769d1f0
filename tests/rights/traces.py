"""What is in the database, so that it can be seen that nothing has changed."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlmodel import col

from models.audit import AuditEntry
from models.registry import METADATA
from services.work import SYSTEM, House

# Trying leaves a note and a receipt; these are looked at for themselves.
TRACES = {"audit_entry", "receipt"}


async def everything(house: House) -> Mapping[str, Sequence[str]]:
    """Every row of every table but those in which trying leaves a trace."""
    async with house.look(SYSTEM) as work:
        return {
            table.name: sorted(
                repr(tuple(row)) for row in await work.session.execute(select(table))
            )
            for table in METADATA.sorted_tables
            if table.name not in TRACES
        }


async def notes(house: House) -> list[AuditEntry]:
    """The audit trail."""
    async with house.look(SYSTEM) as work:
        found = await work.session.scalars(select(AuditEntry).order_by(col(AuditEntry.number)))
        return list(found)
