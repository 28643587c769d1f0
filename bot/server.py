"""The bot as a server: it starts whole or not at all, and stops when its work is done."""

import asyncio
import errno
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from aiohttp import web

from bot.frontdoor import LARGEST_BODY, FrontDoor
from bot.health import Health
from bot.metrics import Metrics
from bot.tasks import Tasks
from bot.workspace import StartRefused

# What was acknowledged may take its time, but whoever stops us waits no longer than this.
DRAIN_SECONDS = 20.0

# An open connection without a request is no reason to wait.
CLOSING_SECONDS = 3.0

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

log = structlog.stdlib.get_logger(__name__)


class Pages(Protocol):
    """What is served for browsers."""

    def add_to(self, application: web.Application) -> None: ...


class Background(Protocol):
    """Something that works beside the requests: the postman, the heartbeat."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...


@dataclass(eq=False)
class Server:
    """Serves Slack, `/health`, `/ready`, `/metrics` and the pages, and runs what is beside them."""

    host: str
    port: int
    door: FrontDoor
    health: Health
    metrics: Metrics
    tasks: Tasks
    background: Sequence[Background] = ()
    # What hears, such as sockets, begins last and ends first.
    ears: Sequence[Background] = ()
    pages: Pages | None = None
    _runner: web.AppRunner | None = field(default=None, init=False)
    _started: list[Background] = field(default_factory=list, init=False)

    async def start(self) -> None:
        """Listen, then start what is beside; StartRefused leaves nothing running."""
        self.metrics.watch_tasks(lambda: len(self.tasks))
        runner = web.AppRunner(
            self._application(), access_log=None, shutdown_timeout=CLOSING_SECONDS
        )
        await runner.setup()
        self._runner = runner
        try:
            await self._listen(runner)
            for part in (*self.background, *self.ears):
                await part.start()
                self._started.append(part)
        except BaseException:
            await self.stop()
            raise
        log.info("listening", host=self.host, port=self.port)

    async def stop(self) -> None:
        """Take nothing new, finish what was acknowledged, then stop what is beside."""
        if self._runner is None:
            return
        for site in tuple(self._runner.sites):
            await site.stop()
        while self._started and self._started[-1] in self.ears:
            await self._started.pop().stop()
        left = await self.tasks.drain(DRAIN_SECONDS)
        while self._started:
            await self._started.pop().stop()
        await self._runner.cleanup()
        self._runner = None
        log.info("stopped", unfinished=left)

    async def run(self) -> None:
        """Serve until the process is asked to end."""
        asked = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, asked.set)
        try:
            await self.start()
            await asked.wait()
        finally:
            await self.stop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self.host, self.port, reuse_address=True).start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                what = f"Port {self.port} on {self.host} is in use; stop what uses it, or set PORT."
            else:
                what = f"{self.host}:{self.port} cannot be listened on; check HOST and PORT."
            raise StartRefused(what) from None
        # Port 0 asks for any port that is free.
        self.port = runner.addresses[0][1]

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_post("/slack/events", self.door.enter)
        application.router.add_get("/health", self._health)
        application.router.add_get("/ready", self._ready)
        application.router.add_get("/metrics", self._metrics)
        if self.pages is not None:
            self.pages.add_to(application)
        return application

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def _ready(self, _request: web.Request) -> web.Response:
        faults = await self.health.faults()
        status = {"status": "not ready" if faults else "ready", "faults": faults}
        return web.json_response(status, status=503 if faults else 200)

    async def _metrics(self, _request: web.Request) -> web.Response:
        depths = await self.health.outbox()
        self.metrics.outbox(depths or {})
        return web.Response(body=self.metrics.page(), headers={"Content-Type": METRICS_TYPE})
