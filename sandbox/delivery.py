"""How anything reaches the bot: a signed request or an envelope, an answer within three seconds."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.rules import Refused, check_ack
from sandbox.state import State

# What the bot may answer, by kind of delivery; the rest is answered like an action: with nothing.
ACKS = {
    "command": "command",
    "event": "event",
    "view_submission": "view_submission",
    "block_suggestion": "options",
    "shortcut": "shortcut",
    "message_action": "shortcut",
}
ENVELOPES = {"command": "slash_commands", "event": "events_api"}


@dataclass
class Ack:
    """What came back: Slack's name for the failure, or the body of a good answer."""

    status: int = 0
    body: Any = None
    # "", or why Slack would call it failed: http_timeout, connection_failed, http_error, invalid.
    failure: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not self.failure


async def deliver(
    state: State, kind: str, payload: dict[str, Any], *, attempt: tuple[int, str] = (0, "")
) -> Ack:
    """Send one thing to the bot and judge its answer; `attempt` is (retry number, reason)."""
    fault = state.faults.take(kind)
    if fault is not None and fault.kind == "late":
        await state.faults.wait()
    if fault is not None and fault.kind == "repeat":
        state.spawn(_deliver(state, kind, payload, attempt))
    return await _deliver(state, kind, payload, attempt)


async def _deliver(
    state: State, kind: str, payload: dict[str, Any], attempt: tuple[int, str]
) -> Ack:
    user = payload.get("user_id") or _user(payload)
    state.note("out", kind, user, payload)
    started = time.monotonic()
    ack = await _carry(state, kind, payload, attempt)
    seconds = time.monotonic() - started
    if ack.failure == "http_timeout" or seconds > state.ack_seconds:
        state.late_acks.append({"what": kind, "seconds": seconds, "user": user})
        state.changed.tell()
    if ack.is_good:
        _judge(state, kind, payload, ack)
    state.note("in", f"ack {kind}", user, ack.failure or ack.body)
    return ack


def _user(payload: dict[str, Any]) -> str:
    user = payload.get("user") or payload.get("event", {}).get("user") or ""
    return str(user["id"]) if isinstance(user, dict) else str(user)


def _judge(state: State, kind: str, payload: dict[str, Any], ack: Ack) -> None:
    """An answer that Slack would not take counts as a failure."""
    extra = {"view": payload["view"]} if kind == "view_submission" else {}
    try:
        check_ack(ACKS.get(kind, "block_actions"), ack.body, **extra)
    except Refused as refused:
        state.refuse(f"ack {kind}", refused.error, refused.messages, ack.body)
        ack.failure = "invalid"


async def _carry(state: State, kind: str, payload: dict[str, Any], attempt: tuple[int, str]) -> Ack:
    if state.sockets.is_open:
        return await _carry_by_socket(state, kind, payload, attempt)
    if state.app_url is None:
        return Ack(failure="connection_failed")
    try:
        async with asyncio.timeout(state.ack_seconds):
            return await post(state, kind, payload, attempt)
    except TimeoutError:
        return Ack(failure="http_timeout")
    except aiohttp.ClientError:
        return Ack(failure="connection_failed")


async def _carry_by_socket(
    state: State, kind: str, payload: dict[str, Any], attempt: tuple[int, str]
) -> Ack:
    envelope = {
        "type": ENVELOPES.get(kind, "interactive"),
        "payload": payload,
        "accepts_response_payload": kind in ("command", "view_submission", "block_suggestion"),
    }
    if kind == "event":
        envelope |= {"retry_attempt": attempt[0], "retry_reason": attempt[1]}
    try:
        return Ack(200, await state.sockets.send(envelope, state.ack_seconds) or None)
    except TimeoutError:
        return Ack(failure="http_timeout")
    except ConnectionError:
        return Ack(failure="connection_failed")


async def post(
    state: State, kind: str, payload: dict[str, Any], attempt: tuple[int, str] = (0, "")
) -> Ack:
    body, content_type = _encode(kind, payload)
    headers = {"Content-Type": content_type, **signed(state, body)}
    if attempt[0]:
        headers |= {"X-Slack-Retry-Num": str(attempt[0]), "X-Slack-Retry-Reason": attempt[1]}
    if state.session is None:
        connector = aiohttp.TCPConnector(limit=0)
        state.session = aiohttp.ClientSession(connector=connector)
    url = f"{str(state.app_url).rstrip('/')}/slack/events"
    async with state.session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
        read = await _read(answer)
        # An event may be answered with any success, everything else with 200 alone.
        most = HTTPStatus.MULTIPLE_CHOICES if kind == "event" else HTTPStatus.OK + 1
        is_good = HTTPStatus.OK <= answer.status < most
        failure = "" if is_good else "http_error"
        return Ack(answer.status, read, failure, {k.lower(): v for k, v in answer.headers.items()})


def _encode(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    if kind == "event":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "command" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signed(state: State, body: bytes) -> dict[str, str]:
    """The headers by which the bot knows that Slack sent it."""
    stamp = str(int(state.now().timestamp()))
    signature = hmac.new(
        state.signing_secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256
    ).hexdigest()
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }


async def _read(answer: aiohttp.ClientResponse) -> Any:
    text = await answer.text()
    if not text.strip():
        return None
    if answer.content_type != "application/json":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
