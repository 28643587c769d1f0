"""One wave that lives, for attacks that change something, and one that was robbed for the rest."""

import asyncio
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.custody import FileCustody
from bot.database import connect
from models.calendar import Calendar, WorkingHours
from models.policy import Channels, Policy
from services.work import House
from tests.doubles import FrozenClock
from tests.privacy.story import Loot, Story, begin, live, rob

SEED = 20261104


@pytest.fixture
async def story(house: House, clock: FrozenClock, tmp_path: Path) -> Story:
    """An open wave that nearly everybody has answered."""
    story = await begin(house, clock, tmp_path)
    await live(story)
    return story


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def loot(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loot]:
    """What is left of a wave that was sealed, and what was copied while it was open."""
    folder = tmp_path_factory.mktemp("robbed")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "bot.db")
        yield asyncio.run(_live(f"sqlite+aiosqlite:///{folder}/bot.db", folder))
        return
    server: str = request.getfixturevalue("postgres_server")
    administrator: sa.Connection = request.getfixturevalue("postgres_administrator")
    name = f"robbed_{random.SystemRandom().getrandbits(64):x}"
    administrator.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE template_bot"))
    yield asyncio.run(_live(server.format(name=name), folder))
    administrator.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


async def _live(url: str, folder: Path) -> Loot:
    database = connect(url)
    clock = FrozenClock()
    hours = Calendar(ZoneInfo("Europe/London"), WorkingHours.parse("mon-fri 09:00-17:00"))
    policy = Policy(channels=Channels("C0COMMUNITY", "C0CHAMPIONS", "C0COORDS"))
    custody = FileCustody(folder / "keys" / "first", folder / "keys" / "second")
    house = House(database, clock, random.Random(SEED), custody, policy, hours)
    try:
        story = await begin(house, clock, folder)
        await live(story, is_copied=True)
        return await rob(story)
    finally:
        await database.close()
