"""Everything a pretend workspace remembers, and the few things every part of it needs."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

import aiohttp

from sandbox.changed import Changed
from sandbox.channels import Channel
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.ids import Ids
from sandbox.limits import Limits
from sandbox.sockets import Sockets
from sandbox.timers import Timers
from sandbox.triggers import Triggers

View = dict[str, Any]
Record = dict[str, Any]

# The log is for reading on a page; a bench must not fill the memory with it.
LOG_LENGTH = 2_000
ACK_SECONDS = 3.0


class State:
    """The memory of one workspace; `Workspace` adds what people can do in it."""

    def __init__(
        self,
        clock: Clock,
        *,
        signing_secret: str = "pretend-signing-secret",  # noqa: S107 -- nothing real is signed with it
        bot_token: str = "xoxb-pretend",  # noqa: S107 -- nothing real opens with it
        app_token: str = "xapp-pretend",  # noqa: S107 -- nothing real opens with it
        app_url: str | None = None,
    ) -> None:
        self.clock = clock
        self.signing_secret, self.bot_token, self.app_token = signing_secret, bot_token, app_token
        self.app_url = app_url
        # Where the workspace itself is served; uploads and response URLs are made from it.
        self.base_url = ""
        self.manifest: dict[str, Any] | None = None
        self.ids = Ids(clock)
        self.changed = Changed()
        self._set_up_team()
        self._set_up_memory()
        self._set_up_machinery()

    def _set_up_team(self) -> None:
        from sandbox.population import add_app  # noqa: PLC0415 -- population needs State for its types

        self.team_id, self.app_id = self.ids.make("T"), self.ids.make("A")
        self.team: Record = {
            "id": self.team_id,
            "name": "Community of Practice",
            "domain": "community",
            "email_domain": "",
            "icon": {"image_default": True},
        }
        self.users: dict[str, Record] = {}
        self.bot_id, self.bot_user_id = self.ids.make("B"), ""
        self.channels: dict[str, Channel] = {}
        self.dms: dict[str, str] = {}
        add_app(self)

    def _set_up_memory(self) -> None:
        self.views: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.at_home: set[str] = set()
        self.selections: dict[tuple[str, str, str], dict[str, Any]] = {}
        # What the client shows under the fields of an open form.
        self.form_errors: dict[str, dict[str, str]] = {}
        self.files: dict[str, Record] = {}
        # While it is there and not set, no file is handed out: the line is slow.
        self.files_wait_for: asyncio.Event | None = None
        self.uploads: dict[str, Record] = {}
        self.usergroups: dict[str, Record] = {}
        self.dnd: dict[str, Record] = {}
        self.scheduled: dict[str, Record] = {}
        self.responses: dict[str, Record] = {}
        self.notices: dict[str, list[Record]] = {}
        self.log: deque[Record] = deque(maxlen=LOG_LENGTH)
        self.refusals: list[Record] = []
        self.late_acks: list[Record] = []
        self.limited: list[str] = []
        # Whom the page offers first, before everybody else.
        self.cast: list[str] = []
        self.moments: dict[str, Callable[[], Awaitable[datetime | None]]] = {}

    def _set_up_machinery(self) -> None:
        # Triggers and rate limits live in real time, as at Slack; a bench may scale it.
        self.monotonic: Callable[[], float] = time.monotonic
        self.triggers = Triggers(self._monotonic_now)
        self.limits: Limits | None = Limits(self._monotonic_now)
        # Slack's three seconds; a test of lateness need not wait that long.
        self.ack_seconds = ACK_SECONDS
        self.faults = Faults()
        self.sockets = Sockets(self.changed.tell)
        self.timers = Timers(self.clock, self._done)
        self._off_clock = self.clock.on_move(self.changed.tell)
        self.tasks: set[asyncio.Task[Any]] = set()
        self.broken: list[BaseException] = []
        self.session: aiohttp.ClientSession | None = None

    def _monotonic_now(self) -> float:
        return self.monotonic()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Let something go on in the background; `settled` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # A fault of the pretend workspace itself must not pass in silence.
            self.broken.append(error)

    async def settled(self) -> None:
        """Wait until nothing is under way between the workspace and the bot."""
        while self.tasks:
            await asyncio.wait(tuple(self.tasks))
        if self.broken:
            raise self.broken[0]

    async def close(self) -> None:
        self.timers.stop()
        self._off_clock()
        self._off_clock = _nothing
        self.faults.release()
        tasks = tuple(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.sockets.close()
        if self.session is not None:
            await self.session.close()
            self.session = None

    def now(self) -> datetime:
        return self.clock.now()

    def note(self, direction: str, what: str, user: str, detail: Any) -> None:
        self.log.append(
            {
                "at": self.now().isoformat(),
                "direction": direction,
                "what": what,
                "user": user,
                "detail": detail,
            }
        )
        self.changed.tell()

    def refuse(self, what: str, error: str, messages: list[str], payload: Any) -> None:
        self.refusals.append(
            {"what": what, "error": error, "messages": messages, "payload": payload}
        )
        self.changed.tell()

    def notify(self, user_id: str, text: str, channel: str | None = None) -> None:
        """Show a person a notice that only they see, and that no bot wrote."""
        notice = {
            "id": self.ids.count(),
            "at": self.now().isoformat(),
            "text": text,
            "channel": channel,
        }
        self.notices.setdefault(user_id, []).append(notice)
        self.changed.tell()

    def scopes(self) -> frozenset[str] | None:
        """The bot scopes of the installed manifest; None when nothing is installed."""
        if self.manifest is None:
            return None
        scopes = self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
        return frozenset(scopes)

    def may(self, scope: str) -> bool:
        scopes = self.scopes()
        return scopes is None or scope in scopes

    def feature(self, name: str, default: Any = None) -> Any:
        return (self.manifest or {}).get("features", {}).get(name, default)

    def app_home(self, key: str) -> bool:
        """Whether a tab of the app is switched on; both are when nothing says otherwise."""
        return bool(self.feature("app_home", {}).get(key, True))


def _nothing() -> None:
    """Nothing is left to take off."""
