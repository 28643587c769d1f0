"""Deliveries: signed, answered in time, retried, doubled and delayed."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from multidict import CIMultiDict

from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import actions, button, listening, section

Json = dict[str, Any]


class Door:
    """A bare door that keeps what comes and answers what it is told."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[CIMultiDict[str]] = []
        self.answers: list[web.Response] = []
        self.hangs = False
        self.opened = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.headers.append(CIMultiDict(request.headers))
        if self.hangs:
            await self.opened.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    def events(self) -> list[Json]:
        return [json.loads(body) for body in self.bodies]


@pytest.fixture
async def door(workspace: Workspace) -> AsyncIterator[Door]:
    door = Door()
    async with listening(workspace, door.answer):
        yield door
        door.opened.set()
        await workspace.settled()


async def test_a_request_is_signed_over_its_raw_body(
    workspace: Workspace, door: Door, amira: Member, general: str
) -> None:
    await amira.types("/pulse help", channel=general)

    stamp = door.headers[0]["X-Slack-Request-Timestamp"]
    signed = b"v0:" + stamp.encode() + b":" + door.bodies[0]
    expected = hmac.new(workspace.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
    assert door.headers[0]["X-Slack-Signature"] == f"v0={expected}"
    assert int(stamp) == int(workspace.clock.now().timestamp())


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (web.Response(status=500), "/pulse failed with the error dispatch_failed"),
        (web.Response(status=404), "/pulse failed with the error dispatch_failed"),
        (web.Response(status=201), "/pulse failed with the error dispatch_failed"),
    ],
)
async def test_a_command_that_fails_is_told_to_the_person(
    door: Door, amira: Member, general: str, answer: web.Response, told: str
) -> None:
    door.answers.append(answer)

    await amira.types("/pulse", channel=general)

    assert await amira.sees(told)


async def test_a_command_without_an_answer_in_time_is_told_and_noted(
    workspace: Workspace, door: Door, amira: Member, general: str
) -> None:
    workspace.ack_seconds, door.hangs = 0.05, True

    await amira.types("/pulse", channel=general)

    assert await amira.sees("/pulse failed with the error operation_timeout")
    assert [each["what"] for each in workspace.late_acks] == ["command"]
    workspace.late_acks.clear()


async def test_no_bot_at_all_is_told_as_well(amira: Member, general: str) -> None:
    await amira.types("/pulse", channel=general)

    assert await amira.sees("/pulse failed with the error dispatch_failed")


async def test_an_answer_slack_would_not_take_is_noted(
    workspace: Workspace, door: Door, amira: Member, general: str
) -> None:
    door.answers.append(web.json_response({"text": "<!channel> Hello"}))

    await amira.types("/pulse", channel=general)

    assert [each["what"] for each in workspace.refusals] == ["ack command"]
    workspace.refusals.clear()


async def test_an_event_names_its_team_and_installation(
    workspace: Workspace, door: Door, amira: Member
) -> None:
    await workspace.open_home(amira.id)

    body = door.events()[0]
    assert body["type"] == "event_callback"
    assert body["event"]["type"] == "app_home_opened"
    assert body["event"]["tab"] == "home"
    assert body["authorizations"][0]["user_id"] == workspace.bot_user_id
    assert body["team_id"] == workspace.team_id


async def test_only_subscribed_events_are_sent(
    workspace: Workspace, door: Door, amira: Member, general: str
) -> None:
    await workspace.say(amira.id, general, "Nobody asked for channel messages")
    await workspace.open_messages_tab(amira.id)
    await workspace.say(amira.id, workspace.dms[amira.id], "But for these")

    kinds = [each["event"]["type"] for each in door.events()]
    assert kinds == ["app_home_opened", "message"]


async def test_a_failed_event_comes_again_at_once_and_after_one_and_five_minutes(
    workspace: Workspace, door: Door, amira: Member
) -> None:
    door.answers += [web.Response(status=500) for _ in range(4)]

    await workspace.open_home(amira.id)
    await workspace.settled()
    at_once = len(door.bodies)
    await _moved(workspace, door, timedelta(minutes=1), 3)
    await _moved(workspace, door, timedelta(minutes=5), 4)

    assert at_once == 2
    retries = [each.get("X-Slack-Retry-Num") for each in door.headers]
    assert retries == [None, "1", "2", "3"]
    assert door.headers[1]["X-Slack-Retry-Reason"] == "http_error"
    assert len({each["event_id"] for each in door.events()}) == 1


async def _moved(workspace: Workspace, door: Door, by: timedelta, times: int) -> None:
    """Move the clock on and wait until the door has been knocked at so many times."""
    workspace.clock.advance(by)
    assert await workspace.changed.until(lambda: len(door.bodies) >= times)
    await workspace.settled()


async def test_a_bot_can_refuse_retries(workspace: Workspace, door: Door, amira: Member) -> None:
    door.answers.append(web.Response(status=500, headers={"X-Slack-No-Retry": "1"}))

    await workspace.open_home(amira.id)
    await workspace.settled()

    assert len(door.bodies) == 1


async def test_a_delivery_can_come_twice(
    workspace: Workspace, door: Door, amira: Member, general: str
) -> None:
    workspace.faults.repeat("command")

    await amira.types("/pulse", channel=general)
    await workspace.settled()

    assert len(door.bodies) == 2
    assert door.bodies[0] == door.bodies[1]


async def test_a_delivery_can_be_kept_back(workspace: Workspace, door: Door, amira: Member) -> None:
    workspace.faults.delay("event")
    opening = asyncio.ensure_future(workspace.open_home(amira.id))
    await workspace.changed.until(lambda: amira.id in workspace.at_home)
    await workspace.open_messages_tab(amira.id)
    workspace.faults.release()
    await opening

    assert [each["event"]["tab"] for each in door.events()] == ["messages", "home"]


async def test_the_url_is_verified_by_its_challenge(workspace: Workspace, door: Door) -> None:
    refused = await workspace.verify_url()
    body = json.loads(door.bodies[0])

    assert refused is False
    assert body["type"] == "url_verification"


async def test_people_coming_going_and_changing_are_told(
    workspace: Workspace, door: Door, general: str
) -> None:
    cat = await workspace.arrive("Cat", email="cat@example.org")
    await workspace.join(cat, general)
    await workspace.change_profile(cat, tz="Asia/Tokyo", real_name="Catherine")
    await workspace.leave(cat, general)
    await workspace.deactivate(cat)
    await workspace.reactivate(cat)

    events = [each["event"] for each in door.events()]
    assert [each["type"] for each in events] == [
        "team_join",
        "member_joined_channel",
        "user_change",
        "member_left_channel",
        "user_change",
        "user_change",
    ]
    assert events[2]["user"]["tz_offset"] == 9 * 3600
    assert events[2]["user"]["profile"]["real_name"] == "Catherine"
    assert [events[4]["user"]["deleted"], events[5]["user"]["deleted"]] == [True, False]


async def test_a_press_that_fails_is_told_to_the_person(
    workspace: Workspace, door: Door, amira: Member, general: str
) -> None:
    message = {
        "type": "message",
        "user": workspace.bot_user_id,
        "text": "Well?",
        "ts": workspace.ids.stamp(),
        "blocks": [section("Well?", block_id="s"), actions(button("Go", "go"))],
    }
    workspace.messages(general).append(message)
    door.answers.append(web.Response(status=404))

    await amira.clicks("Go")

    assert await amira.sees("Echo is not responding. Try again.")
