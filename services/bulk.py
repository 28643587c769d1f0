"""Many rows at once: one short statement, run with many sets of values."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables import Table

AT_ONCE = 2000

Progress = Callable[[int], None]


def unseen(_count: int) -> None:
    """Progress that nobody watches."""


async def insert_all(
    session: AsyncSession,
    table: type[Table],
    new: Sequence[dict[str, Any]],
    progress: Progress = unseen,
) -> None:
    """Insert all rows, with the defaults of the table; each names the same columns."""
    defaults = {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if not field.is_required()
    }
    statement = insert(_table(table))
    for start in range(0, len(new), AT_ONCE):
        chunk = [{**defaults, **row} for row in new[start : start + AT_ONCE]]
        await _run(session, statement, chunk)
        progress(len(chunk))


async def update_all(
    session: AsyncSession,
    table: type[Table],
    changed: Sequence[dict[str, Any]],
    progress: Progress = unseen,
) -> None:
    """Update each row by its primary key to the other values it comes with."""
    if not changed:
        return
    columns = _table(table).columns
    keys = [column for column in columns if column.primary_key]
    values = [column for column in columns if column.name in changed[0] and column not in keys]
    # A parameter must not have the name of a column that is set.
    statement = (
        update(_table(table))
        .where(*(column == bindparam(f"old_{column.name}", type_=column.type) for column in keys))
        .values(
            {column.name: bindparam(f"new_{column.name}", type_=column.type) for column in values}
        )
    )
    names = {column.name: f"old_{column.name}" for column in keys}
    names |= {column.name: f"new_{column.name}" for column in values}
    for start in range(0, len(changed), AT_ONCE):
        chunk = changed[start : start + AT_ONCE]
        await _run(session, statement, [{names[k]: v for k, v in row.items()} for row in chunk])
        progress(len(chunk))


async def _run(session: AsyncSession, statement: Any, values: list[dict[str, Any]]) -> None:
    connection = await session.connection()
    await connection.execute(statement, values)


def _table(table: type[Table]) -> Any:
    return Table.metadata.tables[str(table.__tablename__)]
