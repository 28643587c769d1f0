"""Many rows at once: few statements with many values each; every statement has its price."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables import Table

# So that progress can be seen, and the loop is never held up for long.
ROWS_AT_ONCE = 1000

Progress = Callable[[int], None]
# A column, and how a value of it is put into the words of the driver.
Cell = tuple[str, Callable[[Any], Any]]


def unseen(_count: int) -> None:
    """Progress that nobody watches."""


async def insert_all(
    session: AsyncSession,
    table: type[Table],
    new: Sequence[dict[str, Any]],
    progress: Progress = unseen,
    shared: Mapping[str, Any] | None = None,
) -> None:
    """Insert all rows, each with what they share, and the defaults of the table for the rest."""
    if not new:
        return
    connection = await session.connection()
    named = frozenset().union(*new)
    insert = _Insert(table, connection.dialect, named, shared or {})
    for start in range(0, len(new), ROWS_AT_ONCE):
        chunk = new[start : start + ROWS_AT_ONCE]
        values = insert.values(chunk)
        # A few rows on SQLite are written without waiting, which the shorter way would refuse.
        await connection.run_sync(Connection.exec_driver_sql, insert.statement, values)
        progress(len(chunk))


class _Insert:
    """An INSERT in the driver's own words, because a general one costs more than the database.

    SQLite takes the rows one after the other; PostgreSQL takes each column as one array. What is
    the same in all rows is put into the words of the database only once.
    """

    def __init__(
        self,
        table: type[Table],
        dialect: Dialect,
        named: Collection[str],
        shared: Mapping[str, Any],
    ) -> None:
        self._has_arrays = dialect.name == "postgresql"
        self._defaults = {
            name: field.get_default(call_default_factory=True)
            for name, field in table.model_fields.items()
            if not field.is_required()
        } | dict(shared)
        columns = list(_table(table).columns)
        self._own = _cells([one for one in columns if one.name in named], dialect)
        alike = [one for one in columns if one.name not in named]
        self._alike = [to(self._defaults[name]) for name, to in _cells(alike, dialect)]
        source = self._source([one for one in columns if one.name in named], alike, dialect)
        names = [dialect.identifier_preparer.quote(name) for name, _ in self._own]
        names += [dialect.identifier_preparer.quote(one.name) for one in alike]
        # Every part is a name of our own; whatever came from outside is a parameter.
        self.statement = f"INSERT INTO {table.__tablename__} ({', '.join(names)}) {source}"

    def values(self, rows: Sequence[dict[str, Any]]) -> Any:
        filled = ({**self._defaults, **row} for row in rows)
        found = [tuple(to(row[name]) for name, to in self._own) for row in filled]
        if self._has_arrays:
            return (*self._alike, *map(list, zip(*found, strict=True)))
        return [(*row, *self._alike) for row in found]

    def _source(self, own: Sequence[Any], alike: Sequence[Any], dialect: Dialect) -> str:
        if not self._has_arrays:
            return f"VALUES ({', '.join('?' for _ in [*own, *alike])})"
        arrays = ", ".join(f"%s::{one.type.compile(dialect)}[]" for one in own)
        once = [f"%s::{one.type.compile(dialect)}" for one in alike]
        return f"SELECT {', '.join(['each.*', *once])} FROM unnest({arrays}) AS each"  # noqa: S608


async def update_all(
    session: AsyncSession,
    table: type[Table],
    changed: Sequence[dict[str, Any]],
    progress: Progress = unseen,
) -> None:
    """Set each row to the values it comes with, found by its primary key; all name the same."""
    if not changed:
        return
    # A parameter must not have the name of a column that is set.
    named = {column.name: f"to_{column.name}" for column in _table(table).columns}
    connection = await session.connection()
    statement = _update(_table(table), named, changed[0])
    for start in range(0, len(changed), ROWS_AT_ONCE):
        chunk = changed[start : start + ROWS_AT_ONCE]
        values = [{named[name]: value for name, value in row.items()} for row in chunk]
        await connection.run_sync(Connection.execute, statement, values)
        progress(len(chunk))


def _update(table: Any, named: dict[str, str], example: dict[str, Any]) -> Any:
    wanted = {one.name: bindparam(named[one.name], type_=one.type) for one in table.columns}
    keys = [column for column in table.columns if column.primary_key]
    values = {name: wanted[name] for name in example if name not in {key.name for key in keys}}
    return update(table).where(*(key == wanted[key.name] for key in keys)).values(values)


def _cells(columns: Sequence[Any], dialect: Dialect) -> list[Cell]:
    kinds = [column.type.dialect_impl(dialect) for column in columns]
    processors = [kind.bind_processor(dialect) or _as_it_is for kind in kinds]
    return list(zip([column.name for column in columns], processors, strict=True))


def _table(table: type[Table]) -> Any:
    return Table.metadata.tables[str(table.__tablename__)]


def _as_it_is(value: Any) -> Any:
    return value
