"""Requests as Slack sends them, signed, each one new: commands and pulse submissions."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import views.surveys
from models import questionnaire
from models.form import Form
from models.survey import Wave

SECRET = "a-benchmark-secret"
TOKEN = "xoxb-pretend"

# A pulse as it comes from Slack's own client has about this size.
SUBMISSION_BYTES = 8 * 1024

WORDS = (
    "Protected time is in the diary now, and most weeks it stays there. What would help more is "
    "to hear early when it must be moved, and to agree at once when it will be made up for. "
    "Supervision every week made the largest difference, because we look back at what went well "
    "and not only at the list of what is still to be done."
)

_numbers = itertools.count(1)


def commands(team: str, people: Iterable[str], text: str) -> list[bytes]:
    """`/pulse TEXT` typed by each of these people."""
    return [signed(_command(team, user, text)) for user in people]


def submissions(team: str, people: Iterable[str], wave: Wave) -> list[bytes]:
    """The filled-in form of a wave from each of these people, about 8 KB each."""
    view = _view(wave)
    return [signed(_submission(team, user, view)) for user in people]


def signed(body: bytes) -> bytes:
    """The whole request, with the signature of the workspace."""
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + body
    signature = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    return request(
        body, f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n"
    )


def unsigned(team: str, count: int, *, is_large: bool) -> list[bytes]:
    """Requests that nobody signed, with the body of a command or of a submission."""
    filler = b"x" * (SUBMISSION_BYTES if is_large else 1)
    return [request(_command(team, "U1", "help") + b"&more=" + filler)] * count


def request(body: bytes, headers: str = "") -> bytes:
    head = (
        "POST /slack/events HTTP/1.1\r\n"
        "Host: 127.0.0.1\r\n"
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        "Accept-Encoding: gzip,deflate\r\n"
        "Accept: application/json,*/*\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n"
    )
    return head.encode() + body


def _command(team: str, user: str, text: str) -> bytes:
    fields = {
        "token": "deprecated",
        "team_id": team,
        "team_domain": "community",
        "channel_id": "C0700000005",
        "channel_name": "general",
        "user_id": user,
        "user_name": "somebody",
        "command": "/pulse",
        "text": text,
        "api_app_id": "A0000001",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:1/response/nobody",
        "trigger_id": f"{next(_numbers)}.42.benchmark",
    }
    return urlencode(fields).encode()


def _view(wave: Wave) -> dict[str, Any]:
    questions = questionnaire.load(wave.questionnaire)
    form = Form(
        wave_id=wave.id,
        title="Pulse",
        closes_at=wave.closes_at,
        questions=tuple(questions.question(item) for item in wave.items),
        questionnaire=questions,
        edition=0,
        answers=None,
    )
    shown = views.surveys.form(form)
    values = {
        block["block_id"]: _filled(block["element"])
        for block in shown["blocks"]
        if block["type"] == "input"
    }
    blocks = shown.pop("blocks")
    view = {**shown, "hash": "1.abc", "app_id": "A0000001", "state": {"values": values}}
    # Slack sends the blocks back as well; as many as make up the size.
    kept: list[Any] = []
    for block in blocks:
        if len(_form({**view, "blocks": [*kept, block]})) < SUBMISSION_BYTES:
            kept.append(block)
    return {**view, "blocks": kept}


def _filled(element: dict[str, Any]) -> dict[str, Any]:
    kind, name = element["type"], element["action_id"]
    if kind == "radio_buttons":
        return {name: {"type": kind, "selected_option": element["options"][3]}}
    if kind == "checkboxes":
        return {name: {"type": kind, "selected_options": []}}
    return {name: {"type": kind, "value": WORDS}}


def _submission(team: str, user: str, view: dict[str, Any]) -> bytes:
    number = next(_numbers)
    payload = {
        "type": "view_submission",
        "team": {"id": team, "domain": "community"},
        "user": {"id": user, "username": "somebody", "name": "somebody", "team_id": team},
        "api_app_id": "A0000001",
        "token": "deprecated",
        "trigger_id": f"{number}.42.benchmark",
        "view": {**view, "id": f"V{number:09d}", "team_id": team},
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }
    return _form(payload)


def presses(team: str, pressed: Iterable[tuple[str, str]], action_id: str) -> list[bytes]:
    """A button of a channel's message, pressed by each person with a value of its own."""
    return [signed(_press(team, user, action_id, value)) for user, value in pressed]


def _press(team: str, user: str, action_id: str, value: str) -> bytes:
    shown = {"type": "plain_text", "text": "A button"}
    action = {"type": "button", "action_id": action_id, "block_id": "b", "text": shown}
    payload = {
        "type": "block_actions",
        "team": {"id": team, "domain": "community"},
        "user": {"id": user, "username": "somebody", "name": "somebody", "team_id": team},
        "api_app_id": "A0000001",
        "token": "deprecated",
        "trigger_id": f"{next(_numbers)}.42.benchmark",
        "channel": {"id": "C0700000005", "name": "champions"},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0700000005"},
        "response_url": "http://127.0.0.1:1/response/nobody",
        "actions": [{**action, "value": value, "action_ts": "1.1"}],
    }
    return _form(payload)


def _form(payload: dict[str, Any]) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


def user_id(number: int) -> str:
    """The account of the person with this number."""
    return f"U{number:08d}"


def person_id(number: int) -> UUID:
    """The key of the person with this number: the order of keys says nothing, as in life."""
    return UUID(bytes=hashlib.blake2b(str(number).encode(), digest_size=16).digest(), version=4)
