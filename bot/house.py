"""Makes the house from the settings: for the bot, for a command beside it, for a rehearsal."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy.engine import make_url

import views.shell
from bot import migrations
from bot.clock import SystemClock
from bot.custody import FileCustody
from bot.database import connect
from bot.settings import Settings
from services.work import Clock, House


class MustMigrate(Exception):  # noqa: N818 - its text is shown as it is, to the operator
    """The tables are of another version than the code, and here nobody changes them unasked."""

    def __init__(self) -> None:
        super().__init__(views.shell.MUST_MIGRATE)


@asynccontextmanager
async def opened(
    settings: Settings,
    clock: Clock | None = None,
    chance: random.Random | None = None,
    on_posted: Callable[[], None] = lambda: None,
) -> AsyncIterator[House]:
    """The house with its tables up to date; closed again at the end."""
    await asyncio.to_thread(_bring_up_to_date, settings.database_url)
    database = connect(settings.database_url)
    try:
        yield House(
            database,
            clock or SystemClock(),
            chance or secrets.SystemRandom(),
            FileCustody(settings.keys_dir, settings.keys_dir_2),
            settings.policy,
            settings.calendar,
            on_posted,
        )
    finally:
        await database.close()


def _bring_up_to_date(url: str) -> None:
    """On SQLite the tables follow the code by themselves; elsewhere somebody decides when."""
    if make_url(url).get_backend_name() == "sqlite":
        migrations.upgrade(url)
    elif migrations.current(url) != migrations.head():
        raise MustMigrate
