"""Events: what the app has subscribed to, delivered at least once, with three retries."""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp

from sandbox import delivery
from sandbox.state import State

# At once, after a minute, after five minutes.
RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))


async def emit(state: State, event: dict[str, Any], subscription: str | None = None) -> None:
    """Send the event if the installed app has subscribed to it."""
    if is_subscribed(state, subscription or event["type"]):
        await send(state, event)


def is_subscribed(state: State, name: str) -> bool:
    if state.app_url is None and not state.sockets.is_open:
        return False
    if state.manifest is None:
        return True
    settings = state.manifest.get("settings", {}).get("event_subscriptions", {})
    return name in settings.get("bot_events", [])


async def send(state: State, event: dict[str, Any]) -> None:
    await _attempt(state, envelope(state, event), 0, "")


def envelope(state: State, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "token": "deprecated",
        "team_id": state.team_id,
        "context_team_id": state.team_id,
        "context_enterprise_id": None,
        "api_app_id": state.app_id,
        "event": {"event_ts": state.ids.moment(), **event},
        "type": "event_callback",
        "event_id": state.ids.make("Ev"),
        "event_time": int(state.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": state.team_id,
                "user_id": state.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{state.ids.secret()}",
    }


async def _attempt(state: State, body: dict[str, Any], number: int, reason: str) -> None:
    ack = await delivery.deliver(state, "event", body, attempt=(number, reason))
    refuses_more = ack.headers.get("x-slack-no-retry") == "1"
    if ack.is_good or refuses_more or number == len(RETRIES):
        return

    async def again() -> None:
        state.spawn(_attempt(state, body, number + 1, ack.failure))

    if RETRIES[number]:
        state.timers.at(state.now() + RETRIES[number], again)
    else:
        await again()


async def verify_url(state: State) -> bool:
    challenge = state.ids.secret()
    body = {"token": "deprecated", "challenge": challenge, "type": "url_verification"}
    try:
        ack = await delivery.post(state, "event", body)
    except (TimeoutError, aiohttp.ClientError):
        return False
    return ack.status == HTTPStatus.OK and challenge in json.dumps(ack.body)
