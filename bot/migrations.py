"""Brings the tables up to date; Alembic is imported only when there is something to do."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import URL, make_url


def head() -> str:
    """The number of the newest migration."""
    versions = resources.files("models.migrations.versions")
    numbers = [file.name.split("_")[0] for file in versions.iterdir() if file.name[:4].isdigit()]
    return max(numbers)


def current(url: str) -> str | None:
    """The number of the last migration the database has had; None for an empty one."""
    engine = create_engine(_blocking(url))
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.execute(text("select version_num from alembic_version")).scalar()
            return None if found is None else str(found)
    finally:
        engine.dispose()


def upgrade(url: str) -> bool:
    """Apply what is missing, once, even when two processes start together; whether any was."""
    with _one_at_a_time(make_url(url)):
        if current(url) == head():
            return False
        # Alembic costs as much start-up as Bolt.
        from alembic import command  # noqa: PLC0415 - as said above
        from alembic.config import Config  # noqa: PLC0415 - as said above

        config = Config()
        config.set_main_option("script_location", str(resources.files("models.migrations")))
        config.set_main_option("sqlalchemy.url", _text(_blocking(url)).replace("%", "%%"))
        command.upgrade(config, "head")
        return True


@contextmanager
def _one_at_a_time(url: URL) -> Iterator[None]:
    """On SQLite a file lock; PostgreSQL has its own, taken in the migration itself."""
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _blocking(url: str) -> URL:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.set(drivername="sqlite")
    return parsed.set(drivername="postgresql+psycopg")


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
