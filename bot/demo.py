"""The bot and the pretend workspace on one clock, with a story, for a look in the browser."""

import asyncio
import errno
import logging
import random
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from sqlalchemy import select
from sqlmodel import col

import views.shell
from bot import directory, logs, story, story_year
from bot.app import Bot, assembled
from bot.commands import progress
from bot.pace import Pace
from bot.postman import Postman
from bot.settings import Settings, SettingsWrong, load
from bot.workspace import StartRefused, web_client, web_session
from models import framework
from models.outbox import Message, MessageState
from models.roster import parse
from sandbox.clock import Clock
from sandbox.server import running
from sandbox.workspace import Workspace
from services import agenda, roster, surveys
from services.work import LONDON, OPERATOR, SYSTEM

# Each port has its own folder, so that two rehearsals at once do not meet.
FOLDER = Path("var/demo")
MANIFEST = Path(__file__).parent.parent / "manifest.yml"
SECRET, BOT_TOKEN, APP_TOKEN = "demo-signing-secret", "xoxb-demo", "xapp-demo"

# The same people and answers each time.
SEED = 2026

# Nobody holds the post back in a pretend workspace.
AT_ONCE = Pace(per_minute=60_000, updates_per_minute=60_000, per_channel=0.001, most_at_once=64)

# How often, in seconds, the story looks whether the post has come.
A_MOMENT = 0.02

# Whoever looks on does not wait as long as Slack would make us.
PER_MINUTE = 6000


@dataclass(frozen=True)
class Rehearsal:
    """A running pretend workspace and the bot in it."""

    workspace: Workspace
    bot: Bot
    address: str


@asynccontextmanager
async def rehearsal(
    settings: Settings,
    now: datetime,
    folder: Path = FOLDER,
    *,
    has_year: bool = False,
    watch: story_year.Watch = story_year.unseen,
) -> AsyncIterator[Rehearsal]:
    """Bring up both, live through a fresh story in a folder of their own, and keep them running.

    With a year before it there are figures to look at; that takes some seconds, for which
    somebody may watch.
    """
    chance = random.Random(SEED)
    workspace = Workspace(
        Clock(story.beginning(now), frozen=True),
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
    )
    workspace.limits = None
    workspace.install(yaml.safe_load(MANIFEST.read_text()))
    people = story.personas(chance, story.beginning(now).date())
    channels = _populate(workspace, people)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(running(workspace, port=settings.demo_port))
        here = _settled(settings, address, channels, folder)
        bot = await stack.enter_async_context(assembled(here, workspace.clock, chance))
        await _bring_people(here, bot, people)
        if has_year:
            await story_year.live_through(bot.house, story.beginning(now), watch)
        await _live_through(workspace, bot, now, here.slack_api_url)
        workspace.clock.frozen = False
        workspace.clock.on_move(bot.nudge)
        _name_moments(workspace, bot)
        await bot.server.start()
        stack.push_async_callback(bot.server.stop)
        workspace.app_url = f"http://{here.host}:{bot.server.port}"
        yield Rehearsal(workspace, bot, address)


def main() -> None:
    """`make demo`: a fresh story each time, until it is ended."""
    logs.configure(as_json=False, level=logging.WARNING)
    try:
        settings = load(env_file=None)
        asyncio.run(_show(settings))
    except (SettingsWrong, StartRefused) as why:
        sys.exit(str(why))
    except OSError as why:
        if why.errno != errno.EADDRINUSE:
            raise
        sys.exit(views.shell.port_in_use(settings.demo_port))


async def _show(settings: Settings) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    async with AsyncExitStack() as stack:
        # The bar is full when the story is told, too.
        with progress.bar(views.shell.LIVING_THROUGH, story_year.RELEASES + 1) as watch:
            begun = rehearsal(settings, datetime.now(UTC), has_year=True, watch=watch)
            shown = await stack.enter_async_context(begun)
        print(views.shell.demo_ready(shown.address), flush=True)  # noqa: T201 - for whoever waits
        await asked.wait()


def _populate(workspace: Workspace, people: list[story.Persona]) -> dict[str, str]:
    """Everybody into the workspace, and the three channels with the app in them."""
    ids = [
        workspace.add_user(one.name, email=one.email, title=one.title, real_name=one.name)
        for one in people
    ]
    # Whoever tries the page meets one of each first; the first has not answered yet.
    roles: dict[str, str] = {}
    for user, one in zip(ids, people, strict=True):
        roles.setdefault(one.roles if one.roles == "nqsw" else one.title, user)
    workspace.cast.extend(roles.values())
    leads = [
        user
        for user, one in zip(ids, people, strict=True)
        if one.roles.startswith(("coordinator", "champion"))
    ]
    app = workspace.bot_user_id
    return {
        "community_channel": workspace.add_channel("community", members=[*ids, app]),
        "champions_channel": workspace.add_channel(
            "champions", private=True, members=[*leads, app]
        ),
        "coordinators_channel": workspace.add_channel(
            "coordinators", private=True, members=[*leads, app]
        ),
    }


def _settled(settings: Settings, address: str, channels: dict[str, str], folder: Path) -> Settings:
    """The settings of the rehearsal: its own empty folder, its own workspace."""
    # The pages must know their own address before anybody asks for them.
    port = settings.port or _free_port(settings.host)
    # Whoever has the port has the folder: nobody else's story is wiped.
    mine = folder / str(urlsplit(address).port)
    shutil.rmtree(mine, ignore_errors=True)
    return settings.model_copy(
        update={
            "database_url": f"sqlite+aiosqlite:///{mine}/bot.db",
            "slack_bot_token": BOT_TOKEN,
            "slack_signing_secret": SECRET,
            "slack_app_token": "",
            "slack_api_url": f"{address}/api/",
            "port": port,
            "public_url": settings.public_url or f"http://{settings.host}:{port}",
            "keys_dir": mine / "keys",
            "keys_dir_2": mine / "keys-2",
            "send_per_minute": PER_MINUTE,
            **channels,
        }
    )


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as listening:
        return int(listening.getsockname()[1])


async def _bring_people(settings: Settings, bot: Bot, people: list[story.Persona]) -> None:
    rows = parse(story.roster_file(people), [one.id for one in framework.load().versions]).rows
    async with bot.house.begin(OPERATOR) as work:
        await roster.import_rows(work, rows)
    async with web_session() as session:
        client = web_client(BOT_TOKEN, settings.slack_api_url, session)
        await directory.read(client, bot.house)


async def _live_through(workspace: Workspace, bot: Bot, now: datetime, api: str) -> None:
    """The story, with the post coming in its own time, at a pace that suits who waits for it."""
    async with web_session() as session:
        postman = Postman(bot.house, web_client(BOT_TOKEN, api, session), pace=AT_ONCE)

        async def delivered() -> None:
            while await _is_post_due(bot):
                postman.nudge()
                await workspace.changed.until(lambda: False, A_MOMENT)

        try:
            theatre = story.Theatre(workspace.clock.move_to, postman.start, delivered)
            await story.tell(bot.house, random.Random(SEED), now, theatre)
        finally:
            await postman.stop()


async def _is_post_due(bot: Bot) -> bool:
    async with bot.house.look(SYSTEM) as work:
        due = select(col(Message.id)).where(
            col(Message.state).in_((MessageState.QUEUED, MessageState.SENDING)),
            col(Message.not_before) <= work.now,
        )
        return await work.session.scalar(due.limit(1)) is not None


def _name_moments(workspace: Workspace, bot: Bot) -> None:
    """Places on the clock that the page offers to go to."""

    async def morning() -> datetime | None:
        hours, now = bot.house.calendar, workspace.clock.now().astimezone(LONDON)
        if hours.is_working_moment(now, LONDON):
            now = datetime.combine(now.date() + timedelta(days=1), time(), LONDON)
        return hours.next_working_moment(now, LONDON)

    async def reminder() -> datetime | None:
        async with bot.house.look(SYSTEM) as work:
            return await agenda.next_at(work, surveys.REMINDER)

    async def wave_closes() -> datetime | None:
        async with bot.house.look(SYSTEM) as work:
            waves = await surveys.open_waves(work)
        return waves[0].closes_at if waves else None

    async def next_wave() -> datetime | None:
        async with bot.house.look(SYSTEM) as work:
            return await surveys.next_opening(work, surveys.PULSE)

    workspace.moments["next-working-9"] = morning
    workspace.moments["next-reminder"] = reminder
    workspace.moments["wave-closes"] = wave_closes
    workspace.moments["next-wave-opens"] = next_wave


if __name__ == "__main__":
    main()
