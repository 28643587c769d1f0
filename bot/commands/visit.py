"""Opens the house for the length of one command, beside whoever else is in it."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.engine import make_url

import views.shell
from bot import migrations
from bot.clock import SystemClock
from bot.custody import FileCustody
from bot.database import connect
from bot.settings import Settings
from services.work import House


class CannotVisit(Exception):  # noqa: N818 - its text is shown as it is, to the operator
    """The command cannot be carried out; the text is one sentence that says why."""


@asynccontextmanager
async def visiting(settings: Settings) -> AsyncIterator[House]:
    """The house with its tables up to date; closed again at the end."""
    await asyncio.to_thread(_bring_up_to_date, settings.database_url)
    database = connect(settings.database_url)
    try:
        yield House(
            database,
            SystemClock(),
            secrets.SystemRandom(),
            FileCustody(settings.keys_dir, settings.keys_dir_2),
            settings.policy,
            settings.calendar,
        )
    finally:
        await database.close()


def _bring_up_to_date(url: str) -> None:
    """On SQLite the tables follow the code by themselves; elsewhere somebody decides when."""
    if make_url(url).get_backend_name() == "sqlite":
        migrations.upgrade(url)
    elif migrations.current(url) != migrations.head():
        raise CannotVisit(views.shell.MUST_MIGRATE)
