"""Inserting what may be there already: the constraint decides, on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables import Table

# SQLite takes 32,766 values in one statement, PostgreSQL 65,535.
VALUES_PER_STATEMENT = 30_000


async def insert_new(
    session: AsyncSession, table: type[Table], new: Sequence[dict[str, Any]]
) -> int:
    """Insert the rows whose unique keys are free, leave the others; how many were inserted."""
    if not new:
        return 0
    at_once = max(1, VALUES_PER_STATEMENT // max(1, len(table.model_fields)))
    count = 0
    for start in range(0, len(new), at_once):
        chunk = new[start : start + at_once]
        statement = _insert(session, table).values(_complete(table, chunk))
        result = await session.execute(statement.execution_options(preserve_rowcount=True))
        assert isinstance(result, CursorResult)  # noqa: S101 - an INSERT gives no other result
        count += result.rowcount
    return count


def _insert(session: AsyncSession, table: type[Table]) -> Insert:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def _complete(table: type[Table], new: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A statement of many rows asks for the same columns in each, defaults included."""
    defaults = {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if not field.is_required()
    }
    return [{**defaults, **row} for row in new]
