"""The bot without its clockwork: it hears whatever is forged, and nothing else changes anything."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.dispatch import Bolt, Hearing
from bot.metrics import Metrics
from bot.respond import Responses
from bot.tasks import Tasks
from bot.workspace import introduce, web_client, web_session
from handlers import register_handlers
from handlers.routes import Routes
from models.person import Employer, Person, RoleName
from sandbox import payloads, viewing
from sandbox.channels import Channel, Message
from sandbox.clock import Clock
from sandbox.server import running
from sandbox.workspace import Workspace
from services.work import SYSTEM, House
from tests.doubles import START, Community
from tests.patience import patient
from tests.rights.people import Cast, Who, account_of, cast

PATIENCE = 10.0
Body = dict[str, Any]
Values = Mapping[str, Any]


class Counted(Metrics):
    """Remembers how the last request ended."""

    def __init__(self) -> None:
        super().__init__()
        self.ended: list[str] = []

    def heard(self, kind: str, outcome: str) -> None:
        super().heard(kind, outcome)
        self.ended.append(outcome)


@dataclass(frozen=True)
class Answer:
    """How a request ended, and all that was told to anybody in answer to it."""

    outcome: str
    told: str


@dataclass
class Desk:
    """Takes what people press, send and type, whoever they are and whatever is in it."""

    house: House
    workspace: Workspace
    cast: Cast
    bolt: Bolt
    metrics: Counted
    tasks: Tasks
    community: Community
    people: dict[Who, Person] = field(default_factory=dict)

    async def presses(self, who: Who, action_id: str, value: object, **form: Any) -> Answer:
        """A button: in a message, or in a window when `form` says which."""
        user = self.cast[who]
        action: Body = {"type": "button", "action_id": action_id, "block_id": "doing"}
        action |= form.pop("action", {})
        if value is not None:
            action["value"] = value
        if form:
            view = self._window(user, **form)
            return await self.hears(payloads.view_actions(self.workspace, user, view, [action]))
        place = self._message(user)
        return await self.hears(payloads.message_actions(self.workspace, user, place, [action]))

    async def sends(self, who: Who, callback_id: str, metadata: str, values: Values) -> Answer:
        """A form."""
        user = self.cast[who]
        view = self._window(user, callback_id=callback_id, metadata=metadata, values=values)
        return await self.hears(payloads.view_submission(self.workspace, user, view))

    async def types(self, who: Who, line: str) -> Answer:
        """A command."""
        user = self.cast[who]
        name, _, text = line.partition(" ")
        channel, _ = self._message(user)
        body = payloads.command(self.workspace, user, channel, (name, text))
        body["team_id"] = self.workspace.users[user]["team_id"]
        return await self.hears(body)

    async def uses_shortcut(self, who: Who, callback_id: str, text: str | None = None) -> Answer:
        """A shortcut; with a text on a message of one's own."""
        user = self.cast[who]
        if text is None:
            return await self.hears(payloads.shortcut(self.workspace, user, callback_id))
        channel, message = self._message(user)
        own = {**message, "user": user, "text": text}
        body = payloads.message_action(self.workspace, user, callback_id, (channel, own))
        return await self.hears(body)

    async def hears(self, body: Body) -> Answer:
        """Through the dispatcher, to the end of what its handler does."""
        self.workspace.log.clear()
        self.metrics.ended.clear()
        response = await self.bolt.hear(body, {})
        assert await self.tasks.drain(PATIENCE) == 0
        told = [one["detail"] for one in self.workspace.log if one["direction"] == "in"]
        [outcome] = self.metrics.ended
        return Answer(outcome, json.dumps([response.body, *told], default=str))

    async def another_champion(self) -> Person:
        """One more champion from elsewhere."""
        async with self.house.look(SYSTEM) as work:
            elsewhere = self.people[Who.CHAMPION_ELSEWHERE].employer_id
            employer = await work.session.get_one(Employer, elsewhere)
        return await self.community.member(RoleName.CHAMPION, employer)

    def _message(self, user: str) -> tuple[Channel, Message]:
        channel = Channel("D0DESK", "desk", "im", {user: None})
        self.workspace.channels[channel.id] = channel
        message = {"ts": "1.000001", "text": "A card", "user": self.workspace.bot_user_id}
        channel.messages.append(message | {"type": "message", "blocks": []})
        return channel, channel.messages[0]

    def _window(
        self, user: str, callback_id: str, metadata: str = "", values: Values | None = None
    ) -> Body:
        sent = {
            "type": "home" if callback_id == "home" else "modal",
            "title": {"type": "plain_text", "text": "A window"},
            "callback_id": callback_id,
            "private_metadata": metadata,
            "blocks": [{"type": "divider"}],
        }
        if sent["type"] == "home":
            del sent["title"]
            view = viewing.publish(self.workspace, user, sent, None)
        else:
            view = viewing.open_modal(self.workspace, user, sent)
        shown = {name: {"value": entry} for name, entry in (values or {}).items()}
        return {**view, "state": {"values": shown}}


@asynccontextmanager
async def opened(house: House, community: Community) -> AsyncIterator[Desk]:
    """A desk, with everybody there is before it."""
    workspace = patient(Workspace(Clock(START, frozen=True), bot_token="xoxb-desk"))
    workspace.limits = None
    async with running(workspace) as address, web_session() as session:
        api = f"{address}/api/"
        metrics, tasks, routes = Counted(), Tasks(), Routes()
        register_handlers(routes)
        ours = await introduce(web_client(workspace.bot_token, api, session))
        hearing = Hearing(routes, house, ours, Responses(session, api), metrics, tasks)
        bolt = Bolt(hearing, workspace.bot_token, web_client(None, api, session))
        found = await cast(house, community, workspace)
        desk = Desk(house, workspace, found, bolt, metrics, tasks, community)
        desk.people = {
            who: await account_of(house, slack_id)
            for who, slack_id in found.items()
            if who is not Who.NOBODY
        }
        yield desk
        await workspace.settled()
