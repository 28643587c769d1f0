"""The stage of a journey: a pretend workspace, the real bot in it, and the people of both."""

import io
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy import func, select
from sqlmodel import col

from bot import directory
from bot.app import Bot, assembled
from bot.demo import AT_ONCE
from bot.settings import Settings
from bot.workspace import web_client, web_session
from models import framework
from models.outbox import Message as Letter
from models.outbox import MessageState
from models.roster import parse
from models.survey import Wave, WaveState
from sandbox.channels import Message
from sandbox.clock import Clock
from sandbox.people import Member
from sandbox.server import running
from sandbox.workspace import Workspace
from services import agenda, roster, surveys
from services.work import OPERATOR, SYSTEM, House
from tests.patience import patient

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
LONDON = ZoneInfo("Europe/London")

# The Monday before the first Tuesday of December 2026, when a pulse is due at nine.
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)

THAMESIDE = ("Thameside Borough", "council", "London")
PENNINE = ("Pennine Children's Trust", "trust", "North West")
HEADER = "email,employer,employer_type,region,roles,started_on,cohort"
NQSWS = (
    "Amara Bello",
    "Callum Davies",
    "Dilys Farrow",
    "Efua Gallagher",
    "Farah Hussain",
    "Gethin Llewellyn",
    "Halima Okafor",
    "Imogen Patel",
    "Jarek Nowak",
    "Keziah Sesay",
    "Leon Thornton",
    "Maryam Usman",
)


class Stage:
    """Everything a journey needs; `faults` is what happened and should not have."""

    def __init__(self, clock: Clock, database_url: str, folder: Path) -> None:
        self.clock = clock
        self.workspace = patient(Workspace(clock, bot_token="xoxb-stage", app_token="xapp-stage"))
        self.workspace.install(yaml.safe_load(MANIFEST.read_text()))
        # How fast Slack takes messages is tried elsewhere.
        self.workspace.limits = None
        self.logs = io.StringIO()
        self.expected_errors: set[str] = set()
        self._database_url, self._folder = database_url, folder
        self._theatre = AsyncExitStack()
        self._performance = AsyncExitStack()
        self._bots: list[Bot] = []
        self.people: dict[str, Member] = {}
        self.channels: dict[str, str] = {}
        self._address = ""

    # -- before and after

    async def opens(self) -> None:
        """The workspace is there, with its channels, and nobody in it but the app."""
        self._address = await self._theatre.enter_async_context(running(self.workspace))
        app = self.workspace.bot_user_id
        for name in ("community", "champions", "coordinators"):
            is_private = name != "community"
            self.channels[name] = self.workspace.add_channel(
                name, private=is_private, members=[app]
            )

    async def closes(self) -> None:
        """The bot stops, then the workspace."""
        await self.bot_stops()
        await self.workspace.settled()
        await self._theatre.aclose()

    async def bot_starts(self, **changes: Any) -> Bot:
        """One more bot on the same database; it hears what the workspace sends from now on."""
        settings = self.settings(**changes)
        chance = random.Random(len(self._bots) + 1)
        setting_up = assembled(settings, self.clock, chance, AT_ONCE)
        bot = await self._performance.enter_async_context(setting_up)
        self._performance.callback(self.clock.on_move(bot.nudge))
        await bot.server.start()
        self._performance.push_async_callback(bot.server.stop)
        self.workspace.app_url = f"http://127.0.0.1:{bot.server.port}"
        self._bots.append(bot)
        return bot

    async def bot_stops(self) -> None:
        """Every bot stops as it does when it is asked to end."""
        await self._performance.aclose()
        self._performance = AsyncExitStack()
        self._bots.clear()

    def settings(self, **changes: Any) -> Settings:
        """The settings of a bot in this workspace."""
        values = {
            "database_url": self._database_url,
            "slack_bot_token": self.workspace.bot_token,
            "slack_signing_secret": self.workspace.signing_secret,
            "slack_api_url": f"{self._address}/api/",
            "port": 0,
            "keys_dir": self._folder / "keys",
            "keys_dir_2": self._folder / "keys-2",
            "community_channel": self.channels["community"],
            "champions_channel": self.channels["champions"],
            "coordinators_channel": self.channels["coordinators"],
            **changes,
        }
        return Settings(_env_file=None, **values)  # type: ignore[call-arg]

    # -- people

    def member(self, name: str, **details: Any) -> Member:
        """Somebody in the workspace and in the community channel, not on the roster."""
        email = f"{name.lower().replace(' ', '.')}@example.org"
        user_id = self.workspace.add_user(name, real_name=name, email=email, **details)
        self.workspace.channels[self.channels["community"]].members[user_id] = None
        self.people[name] = Member(self.workspace, user_id)
        return self.people[name]

    async def roster_says(self, rows: Sequence[str], columns: str = "") -> None:
        """Bring these lines onto the roster, and let the bot see who they are."""
        content = "\n".join([f"{HEADER}{columns}", *rows]).encode()
        reading = parse(content, [one.id for one in framework.load().versions])
        assert reading.faults == []
        async with self.house.begin(OPERATOR) as work:
            await roster.import_rows(work, reading.rows)
        async with web_session() as session:
            client = web_client(self.workspace.bot_token, f"{self._address}/api/", session)
            await directory.read(client, self.house)

    async def has_roster(self) -> None:
        """Eight NQSWs of one employer, four of another, and those who look after them."""
        rows = [row(name, THAMESIDE) for name in NQSWS[:8]]
        rows += [row(name, PENNINE) for name in NQSWS[8:]]
        rows.append(row("Zofia Whitlock", THAMESIDE, "coordinator:England"))
        rows.append(row("Niall Quirke", PENNINE, "coordinator:North West"))
        rows.append(row("Rhiannon Vaughan", THAMESIDE, "champion"))
        await self.roster_says(rows)

    # -- what the bot knows

    @property
    def bot(self) -> Bot:
        """The bot that hears."""
        return self._bots[-1]

    @property
    def house(self) -> House:
        return self.bot.house

    def nudge(self) -> None:
        for bot in self._bots:
            bot.nudge()

    async def waves(self) -> Sequence[Wave]:
        """All waves, the newest first."""
        async with self.house.look(SYSTEM) as work:
            return await surveys.list_waves(work)

    async def wave(self) -> Wave:
        """The newest wave."""
        return (await self.waves())[0]

    async def wave_opens(self) -> Wave:
        """Go to the moment at which the next pulse is due, and wait until it has opened."""
        async with self.house.look(SYSTEM) as work:
            due = await surveys.next_opening(work, surveys.PULSE)
        assert due is not None
        count = len(await self.waves())
        self.clock.move_to(due)
        await self.until(lambda waves: len(waves) > count)
        return await self.wave()

    async def wave_closes(self) -> Wave:
        """Go to the moment at which the open wave closes, and wait until it is sealed."""
        self.clock.move_to((await self.wave()).closes_at)
        return await self.wave_is_sealed()

    async def wave_is_sealed(self) -> Wave:
        """Wait until the newest wave is sealed, and co-ordinators are told."""
        await self.until(lambda waves: waves[0].state is WaveState.DESTROYED)
        wave = await self.wave()
        channel = self.workspace.messages(self.channels["coordinators"])
        assert await self.workspace.changed.until(lambda: any(map(is_sealed, channel)), 10)
        return wave

    async def until(self, claim: Any) -> None:
        """Wait until the claim about the waves holds; every change in the workspace is a look."""
        for _ in range(400):
            if claim(await self.waves()):
                return
            await self.workspace.changed.until(_later(self.workspace), 0.025)
        raise AssertionError(f"It did not come about: {await self.waves()}")

    async def has_done_what_is_due(self) -> None:
        """Wait until no appointment and no letter is due any more."""
        for _ in range(400):
            async with self.house.look(SYSTEM) as work:
                due = await agenda.due(work)
                letters = await work.session.scalar(_letters_due(work.now))
            if not due and not letters:
                return
            await self.workspace.changed.until(_later(self.workspace), 0.025)
        raise AssertionError(f"Not done: {due}, {letters} letters")

    # -- what was said

    def posted(self) -> list[Message]:
        """Every message of the bot that anybody could read, ephemerals among them."""
        bot = self.workspace.bot_user_id
        channels = self.workspace.channels.values()
        said = [message for channel in channels for message in channel.messages]
        said += [message for channel in channels for _, message in channel.ephemerals]
        return [message for message in said if message.get("user") == bot]

    def faults(self) -> list[Any]:
        """What no journey may leave behind."""
        found: list[Any] = [*self.workspace.refusals, *self.workspace.late_acks]
        found += self.workspace.broken
        found += [one for one in self.posted() if not one["text"].strip() or is_broadcast(one)]
        lines = [json.loads(line) for line in self.logs.getvalue().splitlines()]
        unexpected = {"error", "critical"}
        found += [
            line
            for line in lines
            if line["level"] in unexpected and line["event"] not in self.expected_errors
        ]
        return found


def is_broadcast(message: Message) -> bool:
    """Whether it would call a whole channel; in plain text these are only signs."""
    texts = [message["text"], *_marked(message.get("blocks", []))]
    return any(f"<!{name}" in text for text in texts for name in ("channel", "here", "everyone"))


def _marked(part: Any) -> Iterator[str]:
    """Every text in which Slack looks for mentions."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _marked(one)


def is_sealed(message: Message) -> bool:
    return "is sealed" in message["text"]


def _later(workspace: Workspace) -> Any:
    version = workspace.changed.version
    return lambda: workspace.changed.version > version


def _letters_due(now: datetime) -> Any:
    waiting = (MessageState.QUEUED, MessageState.SENDING)
    return (
        select(func.count())
        .select_from(Letter)
        .where(col(Letter.state).in_(waiting), col(Letter.not_before) <= now)
    )


def row(member_name: str, employer: tuple[str, str, str], roles: str = "nqsw") -> str:
    """A line of the roster file."""
    email = f"{member_name.lower().replace(' ', '.')}@example.org"
    started, cohort = ("2026-09-07", "2026-autumn") if roles == "nqsw" else ("", "")
    name, kind, region = employer
    return f'{email},"{name}",{kind},{region},{roles},{started},{cohort}'


def working_day(day: date, hour: int = 10) -> datetime:
    """A moment on a day, on the programme's clock."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def days(count: float) -> timedelta:
    return timedelta(days=count)
