"""Inserting what may be there already: the constraint decides, on both databases."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables import Table


async def insert_new(
    session: AsyncSession, table: type[Table], new: Sequence[dict[str, Any]]
) -> int:
    """Insert the rows whose unique keys are free, leave the others; how many were inserted."""
    if not new:
        return 0
    # One statement run for many rows; one with all rows in it takes ten times as long.
    statement = _insert(table, session.get_bind().dialect.name)
    result = await session.execute(statement, _complete(table, new))
    assert isinstance(result, CursorResult)  # noqa: S101 - an INSERT gives no other result
    return result.rowcount


@cache
def _insert(table: type[Table], dialect: str) -> Insert:
    # Plain columns, because a session would sort out objects first.
    columns = table.__table__  # type: ignore[attr-defined]
    insert = sqlite.insert(columns) if dialect == "sqlite" else postgresql.insert(columns)
    return insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def _complete(table: type[Table], new: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A statement that runs for many rows asks for the same columns in each."""
    defaults = {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if not field.is_required()
    }
    return [{**defaults, **row} for row in new]
