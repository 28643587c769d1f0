"""A minimal Slack that remembers what it was asked, and people who send signed requests."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestServer

from bot.dispatch import Bolt, Hearing
from bot.frontdoor import FrontDoor
from bot.health import Health
from bot.metrics import Metrics
from bot.respond import Responses
from bot.server import Server
from bot.tasks import Tasks
from bot.workspace import introduce, web_client, web_session
from handlers.routes import Routes
from services.work import House
from tests.doubles import FrozenClock

Json = dict[str, Any]

SECRET = "a-signing-secret"
TEAM = "T0OURS"
PERSON = "U0PERSON"
DEADLINE = 5.0

WHO_WE_ARE = {
    "ok": True,
    "team_id": TEAM,
    "team": "Community",
    "user_id": "U0BOT",
    "bot_id": "B0BOT",
    "url": "https://example.org/",
}


async def until(claim: Callable[[], bool]) -> bool:
    """Wait until the claim is true; False when it does not come true in time."""
    try:
        async with asyncio.timeout(DEADLINE):
            # Claims are about many things, and none of them can be waited on.
            while not claim():  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.005)
    except TimeoutError:
        return False
    return True


class FakeSlack:
    """Says ok to everything, unless told otherwise, and remembers it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.answers: dict[str, Json] = {"auth.test": WHO_WE_ARE}
        self.responses: list[Json] = []
        application = web.Application()
        application.router.add_post("/api/{method}", self._call)
        application.router.add_post("/hook/{number}", self._respond)
        self.server = TestServer(application)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/api/"))

    @property
    def hook(self) -> str:
        return str(self.server.make_url("/hook/1"))

    def asked(self, method: str) -> list[Json]:
        return [payload for name, payload in self.calls if name == method]

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        payload = await request.json() if is_json else dict(await request.post())
        self.calls.append((method, payload))
        return web.json_response(self.answers.get(method, {"ok": True}))

    async def _respond(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        return web.Response(text="ok")


def signature(stamp: str, body: bytes, secret: str = SECRET) -> str:
    signed = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


@dataclass
class Front:
    """The whole way from the wire to a handler, on loopback."""

    routes: Routes
    slack: FakeSlack
    clock: FrozenClock
    metrics: Metrics
    tasks: Tasks
    hearing: Hearing
    bolt: Bolt
    server: Server
    http: ClientSession
    triggers: int = field(default=0)

    def headers(self, body: bytes, **changed: str) -> dict[str, str]:
        stamp = str(int(self.clock.now().timestamp()))
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(stamp, body),
            **changed,
        }

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> ClientResponse:
        given = self.headers(body) if headers is None else headers
        answer = await self.http.post("/slack/events", data=body, headers=given)
        await answer.read()
        return answer

    async def types(self, line: str, **changed: str) -> ClientResponse:
        """Somebody types a slash command."""
        return await self.post(urlencode(self.command(line) | changed).encode())

    async def sends(self, payload: Json) -> ClientResponse:
        """Somebody uses something interactive."""
        return await self.post(urlencode({"payload": json.dumps(payload)}).encode())

    async def tells(self, event: Json, **changed: Any) -> ClientResponse:
        """Slack tells of an event."""
        self.triggers += 1
        body = {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{self.triggers}",
            "authorizations": [{"team_id": TEAM, "enterprise_id": None}],
            "event": event,
        }
        return await self.post(json.dumps(body | changed).encode())

    def command(self, line: str) -> dict[str, str]:
        self.triggers += 1
        name, _, text = line.partition(" ")
        return {
            "team_id": TEAM,
            "user_id": PERSON,
            "channel_id": "C0PLACE",
            "command": name,
            "text": text,
            "trigger_id": f"1.{self.triggers}",
            "response_url": self.slack.hook,
        }

    def action(self, action_id: str, **changed: Any) -> Json:
        """A press on a button in a message."""
        element = {"type": "button", "action_id": action_id, "block_id": "b", "value": "7"}
        return {
            **self._interaction("block_actions"),
            "actions": [element],
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0PLACE"},
            "response_url": self.slack.hook,
            **changed,
        }

    def form(self, callback_id: str, **changed: Any) -> Json:
        """A form with one field that is sent."""
        field_ = {"type": "input", "block_id": "words", "element": {"action_id": "words"}}
        view = {
            "id": "V0FORM",
            "type": "modal",
            "callback_id": callback_id,
            "hash": "1.abc",
            "previous_view_id": None,
            "root_view_id": "V0FORM",
            "blocks": [field_],
            "state": {"values": {"words": {"words": {"value": "something typed"}}}},
        }
        return {**self._interaction("view_submission"), "view": view | changed}

    def shortcut(self, callback_id: str) -> Json:
        return {**self._interaction("shortcut"), "callback_id": callback_id}

    def _interaction(self, kind: str) -> Json:
        self.triggers += 1
        return {
            "type": kind,
            "team": {"id": TEAM},
            "user": {"id": PERSON, "team_id": TEAM},
            "trigger_id": f"2.{self.triggers}",
        }


async def build(house: House, slack: FakeSlack, clock: FrozenClock, stack: AsyncExitStack) -> Front:
    """Open the way for a house; the stack takes it down."""
    session = await stack.enter_async_context(web_session())
    workspace = await introduce(web_client("xoxb-1", slack.url, session))
    routes, metrics, tasks = Routes(), Metrics(), Tasks()
    hearing = Hearing(routes, house, workspace, Responses(session, slack.url), metrics, tasks)
    bolt = Bolt(hearing, "xoxb-1", web_client(None, slack.url, session))
    door = FrontDoor(SECRET, clock, bolt.hear, metrics)
    server = Server("127.0.0.1", 0, door, Health(house.database), metrics, tasks)
    await server.start()
    stack.push_async_callback(server.stop)
    http = await stack.enter_async_context(ClientSession(f"http://127.0.0.1:{server.port}"))
    return Front(routes, slack, clock, metrics, tasks, hearing, bolt, server, http)
