"""Databases and houses to measure in: thousands of people in one statement, a wave that is open."""

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.clock import SystemClock
from bot.custody import FileCustody
from bot.database import connect
from bot.migrations import upgrade
from models.calendar import Calendar, WorkingHours
from models.outbox import MessageState
from models.person import Reach, RoleName, Standing
from models.policy import Channels, Policy
from models.survey import Wave
from models.tables import Table
from services import surveys
from services.work import SYSTEM, Clock, House
from tests.benchmarks.board import Board
from tests.benchmarks.letters import SECRET, TOKEN, person_id, user_id
from tests.postgres import DURABLE, NoPostgres, cluster

NAMES = {"sqlite": "SQLite FULL", "postgres": "PostgreSQL, fsync on"}

# The channel in which the pretend workspace lets the bot write.
CHAMPIONS = "C0700000005"

EMPLOYERS = 200
REGIONS = ("London", "South East", "South West", "East", "East Midlands", "West Midlands")
FIRST_NAMES = ("Amira", "Ben", "Chloe", "Dewi", "Esther", "Farouk", "Grace", "Hamid", "Ines")
LAST_NAMES = ("Abara", "Bennett", "Chowdhury", "Driscoll", "Eriksen", "Fofanah", "Gallagher")


@dataclass
class Bench:
    """Where a run writes, which databases it has, and where its figures go."""

    folder: Path
    board: Board
    postgres: str | None = None
    _count: int = field(default=0, init=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        return ("sqlite",) if self.postgres is None else ("sqlite", "postgres")

    def fresh(self, kind: str) -> str:
        """The URL of a new database that has every table."""
        self._count += 1
        if kind == "sqlite":
            url = f"sqlite+aiosqlite:///{self.folder}/bench{self._count}.db"
        else:
            assert self.postgres is not None
            url = _made(self.postgres, f"bench{self._count}")
        upgrade(url)
        return url

    def env(self, url: str, api_url: str, **more: str) -> dict[str, str]:
        """The environment of a bot on that database and workspace."""
        return {
            "DATABASE_URL": url,
            "SLACK_API_URL": api_url,
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_APP_TOKEN": "",
            "KEYS_DIR": str(self.folder / "keys"),
            "KEYS_DIR_2": str(self.folder / "keys-2"),
            "WORKING_HOURS": "always",
            "CHAMPIONS_CHANNEL": CHAMPIONS,
            **more,
        }

    @asynccontextmanager
    async def house(self, url: str, clock: Clock | None = None) -> AsyncIterator[House]:
        """A house on that database, for as long as it is needed."""
        database = connect(url)
        custody = FileCustody(self.folder / "keys", self.folder / "keys-2")
        calendar = Calendar(ZoneInfo("Europe/London"), WorkingHours.parse("always"))
        try:
            policy = Policy(channels=Channels(champions=CHAMPIONS))
            yield House(
                database, clock or SystemClock(), random.Random(url), custody, policy, calendar
            )
        finally:
            await database.close()


@contextmanager
def postgres() -> Iterator[str | None]:
    """A cluster that is as durable as in production; None where there is no PostgreSQL."""
    with ExitStack() as stack:
        url = None
        try:
            url = stack.enter_context(cluster(DURABLE))
        except NoPostgres as missing:
            print(f"No PostgreSQL, so its figures are missing: {missing}")
        yield url


async def populate(house: House, count: int) -> None:
    """So many active NQSWs at two hundred employers."""
    numbers = range(count)
    async with house.begin(SYSTEM) as work:
        for table, rows in (
            ("employer", [_employer(number) for number in range(EMPLOYERS)]),
            ("person", [_person(number) for number in numbers]),
            ("role", [_role(number) for number in numbers]),
        ):
            await work.session.execute(sa.insert(Table.metadata.tables[table]), rows)


async def open_wave(house: House) -> Wave:
    """The pulse, open now for five working days."""
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
    async with house.begin(SYSTEM) as work:
        return await surveys.open_by_hand(work, surveys.PULSE, days=5)


async def deliver(house: House) -> None:
    """As if every letter had gone out: the postman has nothing to do."""
    message = Table.metadata.tables["message"]
    async with house.begin(SYSTEM) as work:
        await work.session.execute(sa.update(message).values(state=MessageState.SENT))


def _employer(number: int) -> dict[str, Any]:
    region = REGIONS[number % len(REGIONS)]
    return {
        "id": person_id(-1 - number),
        "name": f"Employer {number}",
        "kind": "council",
        "region": region,
    }


def _person(number: int) -> dict[str, Any]:
    first, last = FIRST_NAMES[number % 9], LAST_NAMES[number % 7]
    return {
        "id": person_id(number),
        "slack_id": user_id(number),
        "email": f"person{number}@example.org",
        "name": f"{first} {last}{number}",
        "employer_id": person_id(-1 - number % EMPLOYERS),
        "started_on": date(2026, 9, 7),
        "cohort": "2026-autumn",
        "framework": "asye-2018",
        "zone": "Europe/London",
        "standing": Standing.ACTIVE,
    }


def _role(number: int) -> dict[str, Any]:
    return {
        "id": person_id(1_000_000 + number),
        "person_id": person_id(number),
        "role": RoleName.NQSW,
        "reach": Reach.EMPLOYER,
        "scope": f"Employer {number % EMPLOYERS}",
        "valid_from": date(2020, 9, 1),
    }


def _made(server: str, name: str) -> str:
    engine = sa.create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.format(name=name)
