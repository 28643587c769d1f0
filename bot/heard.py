"""What we heard from Slack: of which kind, under which name, from whom, and how to answer."""

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.respond import Respond
from handlers.routes import Kind
from services.work import Actor, Clock, House, Work, account

Body = dict[str, Any]

# An event that nobody caused, such as an archived channel, has no rights of its own.
SLACK = Actor("slack")

KINDS = {
    "event_callback": Kind.EVENT,
    "block_actions": Kind.ACTION,
    "view_submission": Kind.VIEW,
    "shortcut": Kind.SHORTCUT,
    "message_action": Kind.SHORTCUT,
    "block_suggestion": Kind.OPTIONS,
}


class PromptAck(AsyncAck):
    """An acknowledgement that lets the answer leave at the moment it is given."""

    def __init__(self, *, is_prompt: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._is_prompt = is_prompt
        self.settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def __call__(self, *args: Any, **kwargs: Any) -> BoltResponse:
        response = await super().__call__(*args, **kwargs)
        if self._is_prompt:
            self.settle()
        return response

    @property
    def is_given(self) -> bool:
        return self.response is not None

    def settle(self) -> None:
        """Let the answer leave."""
        if not self.settled.done():
            self.settled.set_result(None)


@dataclass(frozen=True)
class Told:
    """What a payload says: its kind, the name to look up, the part a handler wants, and who."""

    kind: Kind
    name: str
    payload: Any
    user_id: str | None


def told(body: Body) -> Told | None:
    """Read a payload; None for what wants no answer, such as a form that was closed."""
    if "command" in body:
        return Told(Kind.COMMAND, str(body["command"]), body, body.get("user_id"))
    kind = KINDS.get(str(body.get("type")))
    if kind is None:
        return None
    name, payload = _NAMED[kind](body)
    return Told(kind, str(name), payload, _user(body["event"] if kind is Kind.EVENT else body))


def _user(said: Body) -> str | None:
    user = said.get("user")
    return user.get("id") if isinstance(user, dict) else user


def _event(body: Body) -> tuple[Any, Any]:
    return body["event"].get("type"), body["event"]


def _action(body: Body) -> tuple[Any, Any]:
    action = body["actions"][0]
    return action.get("action_id"), action


def _view(body: Body) -> tuple[Any, Any]:
    return body["view"].get("callback_id"), body["view"]


_NAMED: dict[Kind, Callable[[Body], tuple[Any, Any]]] = {
    Kind.EVENT: _event,
    Kind.ACTION: _action,
    Kind.VIEW: _view,
    Kind.SHORTCUT: lambda body: (body.get("callback_id"), body),
    Kind.OPTIONS: lambda body: (body.get("action_id"), body),
}


@dataclass
class Heard:
    """One request, with all that a handler may ask for by the name of its parameter."""

    told: Told
    body: Body
    ack: PromptAck
    respond: Respond
    client: AsyncWebClient
    house: House
    leaves_receipt: bool = True

    @property
    def kind(self) -> Kind:
        return self.told.kind

    @cached_property
    def actor(self) -> Actor:
        user_id = self.told.user_id
        return SLACK if user_id is None else account(user_id)

    @property
    def clock(self) -> Clock:
        return self.house.clock

    @property
    def chance(self) -> random.Random:
        return self.house.chance

    def begin(self) -> AbstractAsyncContextManager[Work]:
        """The one unit of work of this request; a repeat of it is AlreadyDone."""
        return self.house.begin(self.actor, self.receipt if self.leaves_receipt else None)

    def look(self) -> AbstractAsyncContextManager[Work]:
        return self.house.look(self.actor)

    @property
    def receipt(self) -> str | None:
        """What tells this request from every other; says nothing of its content or its author."""
        key = _key(self.kind, self.body)
        return key and f"{self.kind}:{blake2b(key.encode(), digest_size=16).hexdigest()}"

    @cached_property
    def delivery(self) -> str | None:
        """What only another copy of this very request has, too; a second try has a new trigger."""
        return self.receipt and f"{self.receipt}:{self.body.get('trigger_id')}"

    def given(self, parameters: tuple[str, ...]) -> dict[str, Any]:
        """The values for a handler's parameters."""
        own = str(self.kind)
        return {
            name: self.told.payload if name == own else getattr(self, name) for name in parameters
        }


def _key(kind: Kind, body: Body) -> str | None:
    if kind is Kind.EVENT:
        return body.get("event_id")
    if kind is Kind.VIEW:
        # Sent again after a lost answer, a form has a new trigger and the same state.
        return f"{body['view'].get('id')}:{body['view'].get('hash')}"
    return body.get("trigger_id")
