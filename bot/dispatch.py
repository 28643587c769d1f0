"""The way of a request: through Bolt, to the handler of its name, and its answer back at `ack`."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

import views.refusals
from bot.cleaning import cleaned
from bot.errors import guarded, say
from bot.heard import Body, Heard, PromptAck, Told, told
from bot.metrics import Metrics
from bot.respond import Responses
from bot.tasks import Tasks
from bot.whereabouts import where
from bot.workspace import OneWorkspace, Workspace
from handlers.routes import Kind, Routes
from services.work import House

# Slack waits three seconds for the acknowledgement of an event, then sends it again.
EVENT_SECONDS = 2.5

NOTHING = ""

log = structlog.stdlib.get_logger(__name__)


@dataclass(eq=False)
class Hearing(AsyncMiddleware):
    """The last of Bolt's middleware: finds the handler by name, starts it, answers at its ack.

    Bolt tries listeners one after another, and its runner would hold the answer back until the
    listener ends, or look for the ack a hundred times a second.
    """

    routes: Routes
    house: House
    workspace: Workspace
    responses: Responses
    metrics: Metrics
    tasks: Tasks
    event_seconds: float = EVENT_SECONDS
    _at_work: dict[str, Heard] = field(default_factory=dict, init=False)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt gives it
        next: Any,  # noqa: A002, ARG002 - Bolt's name for what we never call
    ) -> BoltResponse:
        said: Told = req.context["told"]
        started = asyncio.get_running_loop().time()
        heard = self._first_of(self._heard(said, req))
        # Whoever hangs up must not take the answer from the others who wait for it.
        await asyncio.shield(heard.ack.settled)
        self.metrics.answered(said.kind, asyncio.get_running_loop().time() - started)
        return heard.ack.response or BoltResponse(status=200, body=NOTHING)

    def _heard(self, said: Told, req: AsyncBoltRequest) -> Heard:
        ack = PromptAck(is_prompt=said.kind is not Kind.EVENT)
        respond = self.responses.to(req.body.get("response_url"))
        return Heard(said, req.body, ack, respond, req.context.client, self.house)

    def _first_of(self, heard: Heard) -> Heard:
        """The copy that does the work; one that comes beside it gets the same answer."""
        first = self._at_work.setdefault(heard.delivery, heard) if heard.delivery else heard
        if first is heard:
            self.tasks.start(self._work(heard))
        return first

    async def _work(self, heard: Heard) -> None:
        """Run the handler to its end; the answer may have left long before."""
        waiting = self._hurry(heard)
        try:
            outcome = await self._outcome(heard)
        finally:
            self._at_work.pop(heard.delivery or NOTHING, None)
            if waiting is not None:
                waiting.cancel()
            heard.ack.settle()
        self.metrics.heard(heard.kind, outcome)
        if outcome == "failed" and heard.kind is Kind.EVENT and not heard.ack.is_given:
            # Slack sends it again, three times.
            heard.ack.response = BoltResponse(status=500, body=NOTHING)

    def _hurry(self, heard: Heard) -> asyncio.TimerHandle | None:
        if heard.kind is not Kind.EVENT:
            return None
        return asyncio.get_running_loop().call_later(self.event_seconds, heard.ack.settle)

    async def _outcome(self, heard: Heard) -> str:
        if not self.workspace.is_ours(heard.kind, heard.body):
            await guarded(heard, _foreign, {"heard": heard})
            return "foreign"
        route = self.routes.find(heard.kind, heard.told.name)
        if route is None:
            await guarded(heard, _unknown, {"heard": heard})
            return "unknown"
        heard.leaves_receipt = route.leaves_receipt
        return await guarded(heard, route.handler, heard.given(route.parameters))


class Bolt:
    """Bolt's app for one workspace, for requests that were verified and parsed already."""

    def __init__(self, hearing: Hearing, token: str, client: AsyncWebClient) -> None:
        # The level of this logger becomes the level of all of Bolt's: below WARNING they tell
        # what people typed, at WARNING that the client has no token (each request brings it).
        logger = logging.getLogger("bot.bolt")
        logger.setLevel(logging.ERROR)
        self._app = AsyncApp(
            # Bolt sets the level of the logger of this name, too; it must be none of ours.
            name="slack_bolt.app",
            logger=logger,
            process_before_response=True,
            client=client,
            authorize=OneWorkspace(hearing.workspace, token),
            signing_secret="",
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        self._app.use(hearing)
        self._app.error(_broken)

    async def hear(self, body: Body, headers: dict[str, str]) -> BoltResponse:
        """Hear what was verified, over HTTP or by a socket."""
        try:
            body = cleaned(body)
            said = told(body)
        except (AttributeError, IndexError, KeyError, RecursionError, TypeError):
            return BoltResponse(status=400, body=NOTHING)
        if said is None:
            return BoltResponse(status=200, body=NOTHING)
        # In this mode Bolt takes a body as it is, instead of parsing it once more.
        request = AsyncBoltRequest(
            body=body, headers=dict(headers), mode="socket_mode", context={"told": said}
        )
        return await self._app.async_dispatch(request)


async def _broken(error: Exception) -> BoltResponse:
    """Bolt itself failed; its own words for it may repeat what somebody typed."""
    log.error("bolt failed", fault=type(error).__name__, where=where(error))
    return BoltResponse(status=500, body=NOTHING)


async def _foreign(heard: Heard) -> None:
    """Somebody from another workspace pressed or sent something."""
    await say(heard, views.refusals.FROM_ELSEWHERE)


async def _unknown(heard: Heard) -> None:
    """Something came that no handler hears, perhaps from an older message."""
    match heard.kind:
        case Kind.COMMAND:
            await say(heard, views.refusals.UNKNOWN_COMMAND)
        case Kind.VIEW:
            await say(heard, views.refusals.UNKNOWN_FORM)
        case Kind.SHORTCUT:
            await say(heard, views.refusals.UNKNOWN_SHORTCUT)
        case Kind.ACTION if not _explains_itself(heard):
            await say(heard, views.refusals.UNKNOWN_BUTTON)
        case Kind.OPTIONS:
            await heard.ack(options=[])
        case _:
            await heard.ack()


def _explains_itself(heard: Heard) -> bool:
    """Whether nothing needs to be said: a choice that waits to be sent, or a link that opened."""
    action = heard.told.payload
    if action.get("type") != "button":
        return True
    place = heard.body.get("message") or heard.body.get("view") or {}
    return any(
        element.get("action_id") == action.get("action_id") and "url" in element
        for block in place.get("blocks", [])
        for element in [*block.get("elements", []), block.get("accessory") or {}]
    )
