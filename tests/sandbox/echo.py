"""A small bot of our own that answers everything, so that the workspace can be heard to work."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.workspace import Workspace

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Echo"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Echo"},
        "shortcuts": [
            {
                "name": "Answer the pulse",
                "type": "global",
                "callback_id": "answer",
                "description": "Open the form",
            },
            {
                "name": "Share this",
                "type": "message",
                "callback_id": "share",
                "description": "Share a message",
            },
        ],
        "slash_commands": [
            {"command": "/pulse", "description": "Answer", "should_escape": True},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "users:read",
                "users:read.email",
                "channels:read",
                "groups:read",
                "channels:history",
                "im:history",
                "im:write",
                "files:write",
                "files:read",
                "reactions:write",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "team_join",
                "user_change",
                "member_joined_channel",
                "member_left_channel",
                "channel_archive",
                "message.im",
            ]
        }
    },
}


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def button(words: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": text(words), "action_id": action_id, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def section(words: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, **more}


def asked(label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": label.lower(),
        "label": text(label),
        "element": {"action_id": "given", **element},
        **more,
    }


def options(*words: str) -> list[Json]:
    return [{"text": text(each), "value": each.lower()} for each in words]


def form(callback_id: str = "form", *more: Json, **keys: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": text("A form"),
        "submit": text("Send"),
        "close": text("Not now"),
        "blocks": [asked("Name", {"type": "plain_text_input", "max_length": 20}), *more],
        **keys,
    }


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


class Echo:
    """The bot, what it has heard, and what it shall do next."""

    def __init__(self, workspace: Workspace) -> None:
        self.client = AsyncWebClient(
            workspace.bot_token, f"{workspace.base_url}/api/", retry_handlers=[]
        )
        self.app = AsyncApp(
            client=self.client,
            signing_secret=workspace.signing_secret,
            process_before_response=True,
        )
        self.heard: list[Json] = []
        self.requests: list[web.BaseRequest] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await self.app.async_dispatch(bolt_request))


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def listening(workspace: Workspace, handler: Handler) -> AsyncIterator[None]:
    """Serve a bot's door, and tell the workspace where it is."""
    app = web.Application(client_max_size=1_000_000)
    app.router.add_post("/slack/events", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        workspace.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield
    finally:
        await runner.cleanup()
