"""Rows that others may insert or change meanwhile: the database decides who was first."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Delete, Insert, Update
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
    return await change(session, statement, _complete(table, new))


async def change(
    session: AsyncSession,
    statement: Delete | Insert | Update,
    asked: dict[str, Any] | list[dict[str, Any]] | None = None,
) -> int:
    """Run a statement that changes rows; how many it changed."""
    result = await session.execute(statement, asked)
    assert isinstance(result, CursorResult)  # noqa: S101 - a change gives no other result
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
