"""One engine factory for SQLite and PostgreSQL, and how PostgreSQL commits."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bot.sqlite import SqliteDatabase


def connect(url: str) -> "SqliteDatabase | PostgresDatabase":
    """The database behind `url`: `sqlite+aiosqlite:///…` or `postgresql+psycopg://…`."""
    if make_url(url).get_backend_name() == "sqlite":
        return SqliteDatabase(url)
    return PostgresDatabase(url)


class PostgresDatabase:
    """Sessions on PostgreSQL, each with its own durable transaction."""

    def __init__(self, url: str) -> None:
        # A pooler in transaction mode loses prepared statements.
        self.engine = create_async_engine(
            url, pool_size=20, max_overflow=12, connect_args={"prepare_threshold": None}
        )
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def change(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return AsyncSession(self._reading, expire_on_commit=False, autoflush=False)

    async def scrub(self) -> None:
        """Nothing to do: sealing writes new tables, and dead rows go with the vacuum after it."""
        async with self._reading.connect() as connection:
            for table in ("ballot", "answer", "comment", "invitation", "message", "receipt"):
                await connection.execute(text(f"VACUUM FULL {table}"))

    async def close(self) -> None:
        await self.engine.dispose()
