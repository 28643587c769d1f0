"""One engine factory for SQLite and PostgreSQL, and how PostgreSQL commits."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bot.sqlite import SqliteDatabase
from models.migrations.released import ROLE

# So many at once write, and as many read; whoever comes then waits a moment.
CONNECTIONS = 16

TABLES_WITH_TRACES = (
    "ballot",
    "invitation",
    "message",
    "receipt",
    "comment",
    "redaction",
    "response_opinion",
)

# PostgreSQL keeps old rows beside new ones, moves what changes to the end, and notes which
# transaction wrote each row. TRUNCATE gives the table a new file; the old one goes at the commit.
REWRITE = (
    # Whoever waits for a table holds up everybody behind: rather try again later.
    "SET LOCAL lock_timeout = '2s'",
    "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
    "CREATE TEMPORARY TABLE kept_rows ON COMMIT DROP AS SELECT * FROM {table}",
    "TRUNCATE {table}",
    "INSERT INTO {table} SELECT * FROM kept_rows ORDER BY random()",
)

# A server that does not answer by then is said to be away.
CONNECTING_SECONDS = 10


def connect(url: str) -> "SqliteDatabase | PostgresDatabase":
    """The database behind `url`: `sqlite+aiosqlite:///…` or `postgresql+psycopg://…`."""
    if make_url(url).get_backend_name() == "sqlite":
        return SqliteDatabase(url)
    return PostgresDatabase(url)


class PostgresDatabase:
    """Sessions on PostgreSQL, each with its own durable transaction."""

    def __init__(self, url: str) -> None:
        options: dict[str, Any] = {
            "pool_size": CONNECTIONS,
            "max_overflow": 0,
            # A pooler in transaction mode loses prepared statements.
            "connect_args": {"prepare_threshold": None, "connect_timeout": CONNECTING_SECONDS},
            # An error must not carry an answer into a log.
            "hide_parameters": True,
        }
        self.engine = create_async_engine(url, **options)
        # Connections of their own, because changing how one commits takes longer than a question.
        self._reading = create_async_engine(
            url,
            **options,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            pool_reset_on_return=None,
        )
        # Each session sees one state of the tables, and only those that its role may read.
        self._results = create_async_engine(
            url,
            **options,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
        )
        event.listen(self._results.sync_engine, "begin", _read_as_results)

    @asynccontextmanager
    async def change(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return AsyncSession(self._reading, expire_on_commit=False, autoflush=False)

    def results(self) -> AbstractAsyncContextManager[AsyncSession]:
        return AsyncSession(self._results, expire_on_commit=False, autoflush=False)

    async def scrub(self) -> None:
        """Write the tables that told who did what anew: no dead row, no order, no common writer.

        Scores need none of it: they are written once, in random order, and never changed.
        """
        for table in TABLES_WITH_TRACES:
            async with self.engine.begin() as connection:
                for statement in REWRITE:
                    await connection.execute(text(statement.format(table=table)))

    async def close(self) -> None:
        for engine in (self.engine, self._reading, self._results):
            await engine.dispose()


def _read_as_results(connection: Any) -> None:
    # Until the end of the transaction: a pooler may give the connection to others afterwards.
    connection.exec_driver_sql(f"SET LOCAL ROLE {ROLE}")
