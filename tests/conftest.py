"""What tests start from: a database of each kind, a clock that stands still, a house."""

import os
import random
import shutil
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import sqlalchemy as sa

from bot.database import PostgresDatabase, connect
from bot.migrations import upgrade
from bot.sqlite import SqliteDatabase
from models.calendar import Calendar, WorkingHours
from models.policy import Channels, Policy
from services.work import House
from tests.doubles import Community, FrozenClock, KeyRing
from tests.postgres import NoPostgres, cluster

# How long an example takes says more about the machine than about us.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

AnyDatabase = SqliteDatabase | PostgresDatabase


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the machine must not change what a test sees."""
    for name in list(os.environ):
        if name.startswith("SLACK_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file with every table."""
    path = tmp_path_factory.mktemp("template") / "bot.db"
    upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A cluster with a template that has every table; the URL has a place for the name."""
    try:
        with cluster() as url:
            with _administrator(url) as connection:
                connection.execute(sa.text("CREATE DATABASE template_bot"))
            upgrade(url.format(name="template_bot"))
            yield url
    except NoPostgres as missing:
        if os.environ.get("CI"):
            raise
        warnings.warn(f"No PostgreSQL: half of the tests cannot run. {missing}", stacklevel=1)
        pytest.skip("no PostgreSQL on this machine")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "bot.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_administrator(postgres_server: str) -> Iterator[sa.Connection]:
    with _administrator(postgres_server) as connection:
        yield connection


@pytest.fixture
def postgres_url(postgres_server: str, postgres_administrator: sa.Connection) -> Iterator[str]:
    name = f"test_{random.SystemRandom().getrandbits(64):x}"
    postgres_administrator.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE template_bot"))
    yield postgres_server.format(name=name)
    postgres_administrator.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AnyDatabase]:
    database = connect(database_url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def keys() -> KeyRing:
    return KeyRing()


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(ZoneInfo("Europe/London"), WorkingHours.parse("mon-fri 09:00-17:00"))


@pytest.fixture
def house(database: AnyDatabase, clock: FrozenClock, keys: KeyRing, calendar: Calendar) -> House:
    channels = Channels("C0COMMUNITY", "C0CHAMPIONS", "C0COORDS")
    policy = Policy(channels=channels, public_url="https://nqsw.example.org")
    return House(database, clock, random.Random(1), keys, policy, calendar)


@pytest.fixture
def community(house: House) -> Community:
    return Community(house)


@contextmanager
def _administrator(server: str) -> Iterator[sa.Connection]:
    """A connection that makes and drops databases."""
    engine = sa.create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
