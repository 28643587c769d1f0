"""How SQLite reads and commits: short statements at once, waits in a thread, fsyncs shared.

Whoever reads results has connections of their own, which see what was released and no more.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from bot import prompt
from models.migrations.released import is_released

# Slack gives us three seconds; the database may use two of them.
BUSY_MILLISECONDS = 2000

# A batch that never ends would keep the first one waiting for the disk.
LARGEST_BATCH = 64

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    # A row that REPLACE pushes out is deleted, and what was released refuses to be.
    "PRAGMA recursive_triggers=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
)

RESULTS_PRAGMAS = (
    "PRAGMA query_only=ON",
    "PRAGMA trusted_schema=OFF",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
)

# The functions that reach beyond the rows they are given.
FAR_REACHING = ("load_extension", "fts3_tokenizer")


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
        self._results = create_async_engine(
            _read_only(address),
            **options,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            pool_reset_on_return=None,
            pool_size=8,
            max_overflow=0,
        )
        for engine in (self.engine, self._reading):
            event.listen(engine.sync_engine, "connect", _set_pragmas)
        event.listen(self._results.sync_engine, "connect", _see_only_releases)
        event.listen(self.engine.sync_engine, "begin", _begin_immediate)
        self._writer = GroupCommit(self.engine)

    def change(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self._writer.change()

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        return AsyncSession(self._reading, expire_on_commit=False, autoflush=False)

    def results(self) -> AbstractAsyncContextManager[AsyncSession]:
        return AsyncSession(self._results, expire_on_commit=False, autoflush=False)

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
        for engine in (self.engine, self._reading, self._results):
            await engine.dispose()


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
            async with (
                AsyncSession(
                    connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
                ) as session,
                session.begin(),
            ):
                yield session
        finally:
            # Whoever is cancelled meanwhile goes at once, but the turn ends with the COMMIT.
            await asyncio.shield(self._end_turn())
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

    async def _end_turn(self) -> None:
        try:
            if self._waiting == 0 or self._size >= LARGEST_BATCH:
                await self._commit()
        finally:
            self._turn.release()

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


def _read_only(address: URL) -> URL:
    """The same file, opened so that nothing can be written."""
    path = quote(address.database or "")
    return address.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})


def _set_pragmas(connection: Any, _record: Any) -> None:
    # The driver must not begin by itself: a late BEGIN loses updates.
    connection.isolation_level = None
    _say_all(connection, PRAGMAS)


def _see_only_releases(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    _say_all(connection, RESULTS_PRAGMAS)
    # Last, because from now on not even a PRAGMA may be said.
    prompt.bare(connection).set_authorizer(_allows)


def _allows(action: int, table: str | None, name: str | None, *_where: str | None) -> int:
    """Whether SQLite may go on, asked for every part of a statement before it is run."""
    is_allowed = (
        action == sqlite3.SQLITE_SELECT
        or (action == sqlite3.SQLITE_READ and is_released(table or ""))
        or (action == sqlite3.SQLITE_FUNCTION and name not in FAR_REACHING)
    )
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


def _say_all(connection: Any, pragmas: Sequence[str]) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(pragma)
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
