"""Socket Mode: two connections that we open, watch, and build anew when they fall silent."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.heard import Body
from bot.tasks import Tasks
from bot.workspace import StartRefused, said_by

# While one is refreshed the other listens.
CONNECTIONS = 2

# What Slack says when trying again will never help.
HOPELESS = ("invalid_auth", "not_authed", "account_inactive", "not_allowed_token_type")

CONNECTING_SECONDS = 15.0
CLOSING_SECONDS = 3.0
LONGEST_WAIT = 60.0

Hear = Callable[[Body, dict[str, str]], Awaitable[BoltResponse]]
LOST = (SlackApiError, aiohttp.ClientError, ConnectionError, TimeoutError, OSError)

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Patience:
    """How often to look, in seconds, and how long a silence may last."""

    ping: float = 5.0
    silence: float = 25.0
    first_wait: float = 1.0


class Sockets:
    """Keeps the connections open from start to stop."""

    def __init__(
        self,
        client: AsyncWebClient,
        app_token: str,
        hear: Hear,
        chance: random.Random,
        patience: Patience = Patience(),
    ) -> None:
        self._connections = [
            Connection(client, app_token, hear, chance, patience) for _ in range(CONNECTIONS)
        ]
        self._keepers: list[asyncio.Task[None]] = []

    @property
    def is_ready(self) -> bool:
        return self.open_connections > 0

    @property
    def open_connections(self) -> int:
        return sum(connection.is_open for connection in self._connections)

    async def start(self) -> None:
        """Begin to connect; StartRefused when Slack does not want the token."""
        first, *others = self._connections
        try:
            first.address = await first.ask()
        except SlackApiError as error:
            if (why := said_by(error)) in HOPELESS:
                raise StartRefused(
                    f"Slack refused SLACK_APP_TOKEN ({why}); copy the app-level token with "
                    "connections:write again."
                ) from None
        except LOST:
            # The network may come later than we do.
            log.warning("socket not yet reachable")
        self._keepers = [asyncio.create_task(one.keep()) for one in (first, *others)]

    async def stop(self) -> None:
        """Hear nothing more, answer what was heard, and close."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        self._keepers = []


class Connection:
    """One connection: opened, watched, and built anew, until it is cancelled."""

    def __init__(
        self,
        client: AsyncWebClient,
        app_token: str,
        hear: Hear,
        chance: random.Random,
        patience: Patience,
    ) -> None:
        self._client = client
        self._app_token = app_token
        self._hear = hear
        self._chance = chance
        self._patience = patience
        self._answering = Tasks()
        self._frames = 0
        self._is_closing = False
        self.is_open = False
        # One that was asked for and not used yet.
        self.address: str | None = None

    async def ask(self) -> str:
        """An address to connect to; it serves once."""
        answer = await self._client.apps_connections_open(app_token=self._app_token)
        return str(answer["url"])

    async def keep(self) -> None:
        failures = 0
        while True:
            asked = 0.0
            socket = self._new()
            try:
                await self._open(socket)
                failures = 0
                await self._watch(socket)
                log.warning("socket silent")
            except LOST as fault:
                failures += 1
                asked = _seconds_asked_for(fault)
                log.warning("socket lost", fault=type(fault).__name__, failures=failures)
            finally:
                self.is_open = False
                await self._close(socket)
            await asyncio.sleep(max(asked, self._wait(failures)))

    def _wait(self, failures: int) -> float:
        """Twice as long after each failure, and never at the same moment as everybody else."""
        longest = min(LONGEST_WAIT, self._patience.first_wait * 2.0**failures)
        return longest * (0.5 + self._chance.random() / 2)

    def _new(self) -> SocketModeClient:
        socket = SocketModeClient(
            self._app_token,
            web_client=self._client,
            ping_interval=self._patience.ping,
            on_message_listeners=[self._count],
        )
        socket.socket_mode_request_listeners.append(self._take)
        return socket

    async def _open(self, socket: SocketModeClient) -> None:
        async with asyncio.timeout(CONNECTING_SECONDS):
            # Asked for by ourselves: the client would ask for ever, whatever the answer.
            socket.wss_uri, self.address = self.address or await self.ask(), None
            self._is_closing = False
            await socket.connect()  # type: ignore[no-untyped-call]
        self.is_open = True

    async def _watch(self, socket: SocketModeClient) -> None:
        """Return when nothing has come for too long, or the client does not find its way back."""
        loop = asyncio.get_running_loop()
        seen, last = self._sign_of_life(socket), loop.time()
        while loop.time() - last < self._patience.silence:
            await asyncio.sleep(self._patience.ping)
            self.is_open = await socket.is_connected()
            sign = self._sign_of_life(socket)
            if self.is_open and sign != seen:
                seen, last = sign, loop.time()

    def _sign_of_life(self, socket: SocketModeClient) -> tuple[int, float | None]:
        return self._frames, socket.last_ping_pong_time

    async def _count(self, _message: aiohttp.WSMessage) -> None:
        self._frames += 1

    async def _take(self, socket: Any, request: SocketModeRequest) -> None:
        # What is not taken now, Slack gives to the next connection.
        if not self._is_closing:
            self._answering.start(self._answer(socket, request))

    async def _answer(self, socket: SocketModeClient, request: SocketModeRequest) -> None:
        answer = await self._hear(request.payload, _retry(request))
        if answer.status != 200:  # noqa: PLR2004 - without an answer Slack sends it again
            return
        try:
            await socket.send_socket_mode_response(
                SocketModeResponse(request.envelope_id, _payload(answer))
            )
        except LOST as fault:
            log.warning("answer lost", fault=type(fault).__name__)

    async def _close(self, socket: SocketModeClient) -> None:
        """Close for good: the client lets go of its tasks without waiting for them."""
        self._is_closing = True
        await self._answering.drain(CLOSING_SECONDS)
        tasks = (socket.message_processor, socket.current_session_monitor, socket.message_receiver)
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await socket.close()  # type: ignore[no-untyped-call]
        except LOST as fault:
            log.warning("socket not closed", fault=type(fault).__name__)
        finally:
            running = [task for task in tasks if task is not None]
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await socket.aiohttp_client_session.close()


def _seconds_asked_for(fault: BaseException) -> float:
    if not isinstance(fault, SlackApiError) or said_by(fault) != "ratelimited":
        return 0.0
    return float(fault.response.headers.get("Retry-After", LONGEST_WAIT))


def _retry(request: SocketModeRequest) -> dict[str, str]:
    if not request.retry_attempt:
        return {}
    return {
        "x-slack-retry-num": str(request.retry_attempt),
        "x-slack-retry-reason": request.retry_reason or "",
    }


def _payload(answer: BoltResponse) -> dict[str, Any] | None:
    if not answer.body:
        return None
    if answer.headers["content-type"][0].startswith("application/json"):
        payload: dict[str, Any] = json.loads(answer.body)
        return payload
    return {"text": answer.body}
