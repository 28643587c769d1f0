"""The whole way from the wire to a handler, with a minimal Slack at its other end."""

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import structlog

from bot.database import connect
from models.calendar import Calendar
from models.policy import Policy
from services.work import House
from tests.doubles import FrozenClock, KeyRing
from tests.front.doubles import FakeSlack, Front, build


@pytest.fixture(autouse=True)
def _plain_logs() -> None:
    """What another test has configured does not hold here."""
    structlog.reset_defaults()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    await slack.server.start_server()
    yield slack
    await slack.server.close()


@pytest.fixture
async def front(
    slack: FakeSlack, clock: FrozenClock, calendar: Calendar, sqlite_url: str
) -> AsyncIterator[Front]:
    """On SQLite, for what the database has no part in."""
    database = connect(sqlite_url)
    house = House(database, clock, random.Random(1), KeyRing(), Policy(), calendar)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        yield await build(house, slack, clock, stack)


@pytest.fixture
async def front_on_both(slack: FakeSlack, clock: FrozenClock, house: House) -> AsyncIterator[Front]:
    """On each database, for what it decides."""
    async with AsyncExitStack() as stack:
        yield await build(house, slack, clock, stack)
