"""The composition root: everything is made here, once, and handed to who needs it."""

import asyncio
import random
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

import bot.settings
from bot import directory, logs, preparer
from bot.dispatch import Bolt, Hearing
from bot.frontdoor import FrontDoor
from bot.health import Claim, Health
from bot.house import MustMigrate, opened
from bot.lock import only_server
from bot.metrics import Metrics
from bot.pace import Pace
from bot.postman import Postman
from bot.respond import Responses
from bot.server import Background, Server
from bot.settings import Settings, SettingsWrong
from bot.site.site import Site
from bot.sockets import Sockets
from bot.tasks import Tasks
from bot.workspace import StartRefused, introduce, web_client, web_session
from handlers import register_handlers
from handlers.routes import Routes
from scheduler.heartbeat import Heartbeat
from scheduler.timetable import TEND, Abroad, timetable
from services import agenda, surveys
from services.directory import READING
from services.work import SYSTEM, Clock, House


@dataclass(frozen=True)
class Bot:
    """A bot that is put together, and not started yet."""

    house: House
    server: Server
    postman: Postman
    heartbeat: Heartbeat

    def nudge(self) -> None:
        """Look at once whether anything is due: the clock was moved."""
        self.heartbeat.nudge()
        self.postman.nudge()


@dataclass(frozen=True)
class Lines:
    """The ways to Slack: as ourselves, and as whoever a request is about."""

    ours: AsyncWebClient
    plain: AsyncWebClient
    responses: Responses


@asynccontextmanager
async def assembled(
    settings: Settings,
    clock: Clock | None = None,
    chance: random.Random | None = None,
    pace: Pace | None = None,
) -> AsyncIterator[Bot]:
    """Put the bot together; SettingsWrong, StartRefused or MustMigrate say why it cannot be.

    Without a pace the post goes as fast as the settings and Slack allow.
    """
    settings.require_slack()
    postmen: list[Postman] = []

    def nudge_them() -> None:
        for one in postmen:
            one.nudge()

    async with AsyncExitStack() as stack:
        stack.enter_context(only_server(settings.database_url))
        lines = await _lines(stack, settings)
        house = await stack.enter_async_context(opened(settings, clock, chance, nudge_them))
        await _plan(house)
        postman = Postman(house, lines.ours, pace)
        postmen.append(postman)
        abroad = Abroad(
            read_directory=lambda: directory.read(lines.ours, house),
            prepare=lambda one: preparer.prepare(settings, house.clock, one),
        )
        heartbeat = Heartbeat(house, timetable(house, abroad))
        server = await _server(settings, house, lines, [postman, heartbeat])
        yield Bot(house, server, postman, heartbeat)


def serve() -> None:
    """Serve until asked to end; a wrong setting or a refused token is one sentence and exit 1."""
    logs.configure(as_json=not sys.stderr.isatty())
    try:
        asyncio.run(_serve(bot.settings.load()))
    except (SettingsWrong, StartRefused, MustMigrate) as why:
        sys.exit(str(why))


async def _serve(settings: Settings) -> None:
    async with assembled(settings) as bot:
        await bot.server.run()


async def _lines(stack: AsyncExitStack, settings: Settings) -> Lines:
    session = await stack.enter_async_context(web_session())
    api = settings.slack_api_url
    ours = web_client(settings.slack_bot_token, api, session)
    return Lines(ours, web_client(None, api, session), Responses(session, api))


async def _plan(house: House) -> None:
    """What is always there, and what is to be done first after every start."""
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        for first in (TEND, READING):
            await agenda.schedule(work, first, "start", work.now)


async def _server(
    settings: Settings, house: House, lines: Lines, beside: list[Background]
) -> Server:
    metrics, tasks, routes = Metrics(), Tasks(), Routes()
    register_handlers(routes)
    workspace = await introduce(lines.ours)
    hearing = Hearing(routes, house, workspace, lines.responses, metrics, tasks)
    bolt = Bolt(hearing, settings.slack_bot_token, lines.plain)
    # Without a secret of ours nobody can sign: everything comes by the socket.
    secret = settings.slack_signing_secret or secrets.token_hex()
    door = FrontDoor(secret, house.clock, bolt.hear, metrics)
    ears = _ears(settings, lines.ours, bolt, house, metrics)
    health = Health(house.database, _claims(beside, ears))
    place = settings.host, settings.port
    site = Site(house, metrics)
    return Server(*place, door, health, metrics, tasks, beside, ears, site)


def _ears(
    settings: Settings, client: AsyncWebClient, bolt: Bolt, house: House, metrics: Metrics
) -> list[Sockets]:
    if not settings.slack_app_token:
        return []
    sockets = Sockets(client, settings.slack_app_token, bolt.hear, house.chance)
    metrics.watch_connections(lambda: sockets.open_connections)
    return [sockets]


def _claims(beside: Sequence[Background], ears: Sequence[Sockets]) -> list[Claim]:
    def is_delivering() -> bool:
        return all(one.trouble is None for one in beside if isinstance(one, Postman))

    def is_hearing() -> bool:
        return all(ear.is_ready for ear in ears)

    return [("slack", is_delivering), ("socket", is_hearing)]
