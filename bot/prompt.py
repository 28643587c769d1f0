"""SQLAlchemy's way to SQLite, shortened: what takes microseconds is run where it is asked for."""

import sqlite3
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import EMPTY_DICT
from sqlalchemy.util.concurrency import await_

NAME = "sqlite.prompt"
DRIVER = "sqlite+prompt"

# More parameters than any single row has: a bulk statement, which may take long.
MANY_PARAMETERS = 200

# The execution option of statements that change thousands of rows.
TOUCHES_MANY = "touches_many"

PATIENT_STATEMENTS = ("BEGIN", "COMMIT", "ROLLBACK", "VACUUM", "PRAGMA", "CREATE", "DROP", "ALTER")


class PromptCursor(AsyncAdapt_aiosqlite_cursor):
    """Runs what takes microseconds in place, and only what may wait in the thread.

    A statement on pages in memory takes 10 to 30 microseconds; the way to the thread and back
    takes more, four times for each statement. BEGIN waits for other processes, COMMIT for the
    disk, bulk for itself: those go to the thread.
    """

    __slots__ = ()
    _awaitable_cursor_close = False
    _cursor: Any
    _connection: Any

    def __init__(self, adapt_connection: "PromptConnection") -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection  # noqa: SLF001 - as every cursor does
        self._cursor = self._connection._conn.cursor()  # noqa: SLF001 - the driver's own, bare
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        given = () if parameters is None else parameters
        if len(given) > MANY_PARAMETERS or operation.startswith(PATIENT_STATEMENTS):
            return self.execute_patiently(operation, given)
        self._cursor.execute(operation, given)
        if self._cursor.description:
            self._rows = deque(self._cursor.fetchall())
        return self

    def execute_patiently(self, operation: Any, parameters: Any) -> Any:
        self._in_thread(self._cursor.execute, operation, parameters)
        if self._cursor.description:
            self._rows = deque(self._cursor.fetchall())
        return self

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        self._in_thread(self._cursor.executemany, operation, seq_of_parameters)
        return self

    def _in_thread(self, run: Callable[..., Any], *arguments: Any) -> None:
        await_(self._connection._execute(run, *arguments))  # noqa: SLF001 - its thread


class PromptConnection(AsyncAdapt_aiosqlite_connection):
    """A connection whose cursors do not wait where there is nothing to wait for."""

    __slots__ = ()
    _cursor_cls = PromptCursor  # type: ignore[assignment]


class PromptDriver(AsyncAdapt_aiosqlite_dbapi):
    """The driver as it is, with connections of ours."""

    def connect(self, path: str, **options: Any) -> PromptConnection:
        options["check_same_thread"] = False
        connection = aiosqlite.Connection(
            partial(sqlite3.connect, path, **options), iter_chunk_size=64
        )
        # A process that must end does not wait for an idle connection.
        connection._thread.daemon = True  # noqa: SLF001 - the driver offers no other way
        return PromptConnection(self, await_(connection))  # type: ignore[arg-type]


class PromptDialect(SQLiteDialect_aiosqlite):
    """SQLite over this driver; savepoints are three words that need no compiler."""

    driver = "prompt"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> PromptDriver:
        return PromptDriver(aiosqlite, sqlite3)

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if context is not None and context.execution_options.get(TOUCHES_MANY):
            cursor.execute_patiently(statement, parameters)
        else:
            cursor.execute(statement, parameters)

    def do_savepoint(self, connection: Connection, name: str) -> None:
        _say(connection, f"SAVEPOINT {name}")

    def do_rollback_to_savepoint(self, connection: Connection, name: str) -> None:
        _say(connection, f"ROLLBACK TO SAVEPOINT {name}")

    def do_release_savepoint(self, connection: Connection, name: str) -> None:
        _say(connection, f"RELEASE SAVEPOINT {name}")


def _say(connection: Connection, words: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(words)
    cursor.close()


def bare(connection: PromptConnection) -> sqlite3.Connection:
    """The driver's own connection, for what only that can be told, before anybody uses it."""
    found: sqlite3.Connection = connection._connection._conn  # noqa: SLF001 - the driver's own
    return found


def register() -> None:
    """Tell SQLAlchemy where to find the dialect."""
    registry.register(NAME, __name__, PromptDialect.__name__)
