"""How SQLite reads and commits: short statements at once, waits in a thread, fsyncs shared."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from bot import prompt

# Slack gives us three seconds; the database may use two of them.
BUSY_MILLISECONDS = 2000

# A batch that never ends would keep the first one waiting for the disk.
LARGEST_BATCH = 64

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
)


class StillRead(Exception):  # noqa: N818 - it states a fact, as refusals do
    """Somebody reads from the log, so it could not be emptied yet."""


class SqliteDatabase:
    """Sessions on SQLite: many readers, and one writer that shares its fsync with who waits."""

    def __init__(self, url: str) -> None:
        prompt.register()
        address = make_url(url).set(drivername=prompt.DRIVER)
        path = address.database
        if path and path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        # An error must not carry an answer into a log.
        options: dict[str, Any] = {"hide_parameters": True}
        self.engine = create_async_engine(address, **options)
        # Readers need no BEGIN: in WAL they neither block the writer nor wait for it.
        self._reading = create_async_engine(
            address,
            **options,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            pool_reset_on_return=None,
            # Opened when they are needed, and kept: opening one takes longer than a question.
            pool_size=32,
            max_overflow=0,
        )
        _prepare(self.engine, self._reading)
        event.listen(self.engine.sync_engine, "begin", _begin_immediate)
        self._writer = GroupCommit(self.engine)

    def change(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self._writer.change()

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return AsyncSession(self._reading, expire_on_commit=False, autoflush=False)

    def results(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self.read()

    async def scrub(self) -> None:
        """Rewrite the file, so that neither free pages nor the order of rows tell a story."""
        async with self._writer.pause(), self._reading.connect() as connection:
            await connection.execute(text("VACUUM"))
            emptied = await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            is_busy, *_ = emptied.one()
        if is_busy:
            # The old pages are still in the log; whoever scrubs tries again.
            raise StillRead

    async def close(self) -> None:
        await self._writer.close()
        await self.engine.dispose()
        await self._reading.dispose()


class GroupCommit:
    """Units of work take turns on one connection; those that queue share one COMMIT.

    Each is a savepoint: one that fails takes back only itself. Nobody goes on before the
    COMMIT that holds their rows is on the disk.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._connection: AsyncConnection | None = None
        self._batch: asyncio.Future[None] | None = None
        self._size = 0

    @asynccontextmanager
    async def change(self) -> AsyncIterator[AsyncSession]:
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            connection, batch = await self._join()
            try:
                async with (
                    AsyncSession(
                        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
                    ) as session,
                    session.begin(),
                ):
                    yield session
            finally:
                if self._waiting == 0 or self._size >= LARGEST_BATCH:
                    await asyncio.shield(self._commit())
        finally:
            self._turn.release()
        await asyncio.shield(batch)

    @asynccontextmanager
    async def pause(self) -> AsyncIterator[None]:
        """Hold everybody back, with all that was written on the disk."""
        async with self._turn:
            await self._commit()
            yield

    async def close(self) -> None:
        async with self._turn:
            await self._commit()
            if self._connection is not None:
                await self._connection.close()
                self._connection = None

    async def _join(self) -> tuple[AsyncConnection, "asyncio.Future[None]"]:
        if self._connection is None:
            self._connection = await self._engine.connect()
        if self._batch is None:
            await self._connection.begin()
            self._batch = asyncio.get_running_loop().create_future()
            self._size = 0
        self._size += 1
        return self._connection, self._batch

    async def _commit(self) -> None:
        batch, self._batch = self._batch, None
        if batch is None or self._connection is None:
            return
        try:
            await self._connection.commit()
        except SQLAlchemyError as fault:
            batch.set_exception(fault)
            # Whoever waits hears of it; nobody may be waiting.
            batch.exception()
            await self._connection.invalidate()
            self._connection = None
            return
        batch.set_result(None)


def _prepare(*engines: AsyncEngine) -> None:
    for engine in engines:
        event.listen(engine.sync_engine, "connect", _set_pragmas)


def _set_pragmas(connection: Any, _record: Any) -> None:
    # The driver must not begin by itself: a late BEGIN loses updates.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
