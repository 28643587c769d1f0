"""Who gets in: what Slack signed, lately, once, and not too much of it."""

import asyncio
import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from bot import logs
from bot.frontdoor import LARGEST_BODY
from bot.repeats import Repeats
from tests.front.doubles import TEAM, Front, signature, until


def heard_by(front: Front) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []

    async def pulse(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command)
        await ack("heard")

    front.routes.command("/pulse", pulse)
    return heard


async def test_what_slack_signed_is_heard(front: Front) -> None:
    heard = heard_by(front)

    answer = await front.types("/pulse hello & goodbye + 100% naïve=x")

    assert (answer.status, await answer.text()) == (200, "heard")
    assert heard[0]["text"] == "hello & goodbye + 100% naïve=x"


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=" + "é" * 64},
        {"X-Slack-Signature": "v1=" + "0" * 64},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "NaN"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "1762164000 "},
    ],
)
async def test_a_malformed_or_wrong_signature_gets_401(
    front: Front, changed: dict[str, str]
) -> None:
    heard = heard_by(front)
    body = urlencode(front.command("/pulse")).encode()
    headers = front.headers(body) | changed

    answer = await front.post(body, {name: value for name, value in headers.items() if value})

    assert (answer.status, await answer.text(), heard) == (401, "", [])


async def test_digits_of_another_script_are_no_timestamp(front: Front) -> None:
    body = urlencode(front.command("/pulse")).encode()
    stamp = str(int(front.clock.now().timestamp())).translate(
        str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    )

    answer = await front.post(body, front.headers(body, **{"X-Slack-Request-Timestamp": stamp}))

    assert answer.status == 401


@pytest.mark.parametrize(
    ("age", "status"),
    [(0, 200), (300, 200), (301, 401), (-300, 200), (-301, 401), (86_400, 401)],
)
async def test_a_signature_is_good_for_five_minutes(front: Front, age: int, status: int) -> None:
    heard_by(front)
    body = urlencode(front.command("/pulse")).encode()
    headers = front.headers(body)
    front.clock.advance(timedelta(seconds=age))

    answer = await front.post(body, headers)

    assert answer.status == status


async def test_a_changed_body_breaks_the_signature(front: Front) -> None:
    heard = heard_by(front)
    body = urlencode(front.command("/pulse")).encode()

    answer = await front.post(body + b"&text=more", front.headers(body))

    assert (answer.status, heard) == (401, [])


async def test_another_secret_opens_nothing(front: Front) -> None:
    body = urlencode(front.command("/pulse")).encode()
    stamp = str(int(front.clock.now().timestamp()))
    forged = signature(stamp, body, "another secret")

    answer = await front.post(body, front.headers(body, **{"X-Slack-Signature": forged}))

    assert answer.status == 401


async def test_the_largest_body_gets_in_and_one_byte_more_does_not(front: Front) -> None:
    heard = heard_by(front)
    short = urlencode(front.command("/pulse") | {"text": ""}).encode()
    largest = short + b"&text=" + b"x" * (LARGEST_BODY - len(short) - len(b"&text="))

    assert (await front.post(largest)).status == 200
    assert (await front.post(largest + b"x")).status == 413
    assert len(heard) == 1


async def test_a_body_without_a_length_is_measured_while_it_is_read(front: Front) -> None:
    async def chunks() -> Any:
        for _ in range(LARGEST_BODY // 1024 + 1):
            yield b"x" * 1024

    headers = front.headers(b"")
    async with front.http.post("/slack/events", data=chunks(), headers=headers) as answer:
        assert answer.status == 413


async def test_an_exact_repeat_is_answered_and_has_no_effect(front: Front) -> None:
    heard = heard_by(front)
    body = urlencode(front.command("/pulse")).encode()
    headers = front.headers(body)

    first = await front.post(body, headers)
    second = await front.post(body, headers)

    assert (await first.text(), second.status, await second.text()) == ("heard", 200, "")
    assert len(heard) == 1


async def test_a_repeat_waits_for_the_first_to_be_answered(front: Front) -> None:
    may_answer = asyncio.Event()
    started: list[str] = []

    async def pulse(ack: Any) -> None:
        started.append("once")
        await may_answer.wait()
        await ack()

    front.routes.command("/pulse", pulse)
    body = urlencode(front.command("/pulse")).encode()
    headers = front.headers(body)
    first = asyncio.create_task(front.post(body, headers))
    assert await until(lambda: bool(started))

    repeat = asyncio.create_task(front.post(body, headers))
    done, _ = await asyncio.wait([repeat], timeout=0.1)
    may_answer.set()

    assert not done
    assert ((await repeat).status, (await first).status, started) == (200, 200, ["once"])


async def test_what_failed_may_be_repeated(front: Front) -> None:
    tries: list[int] = []

    async def joined(event: dict[str, Any]) -> None:  # noqa: ARG001 - asked for like any other
        tries.append(1)
        if len(tries) == 1:
            raise OSError

    front.routes.event("team_join", joined)
    event = {"type": "event_callback", "team_id": TEAM, "event": {"type": "team_join"}}
    body = json.dumps(event | {"event_id": "Ev1"}).encode()
    headers = front.headers(body)

    answers = [(await front.post(body, headers)).status for _ in range(3)]

    assert (answers, len(tries)) == ([500, 200, 200], 2)


def test_the_memory_for_repeats_is_bounded_and_forgets_with_time() -> None:
    repeats = Repeats(most=10)

    async def fill(now: float, count: int) -> None:
        for number in range(count):
            signed = f"{now}:{number}"
            repeats.end(signed, repeats.start(signed, now, now + 600), 200)

    asyncio.run(fill(0, 50))
    assert len(repeats) == 10
    asyncio.run(fill(601, 1))
    assert len(repeats) == 1


async def test_the_address_is_verified_by_echoing_the_challenge(front: Front) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()

    answer = await front.post(body)

    assert await answer.json() == {"challenge": "abc"}


async def test_a_look_at_the_certificate_needs_no_signature(front: Front) -> None:
    answer = await front.post(b"token=x&ssl_check=1", {})

    assert (answer.status, await answer.text()) == (200, "")


@pytest.mark.parametrize(
    "body",
    [
        b"{not json",
        b"payload=%5B1%5D",
        b"payload=" + b"%7B%22a%22%3A" * 20_000,
        b"payload={}&" + b"a=1&" * 5_000,
        b"\xff\xfe",
    ],
)
async def test_what_cannot_be_read_gets_400(front: Front, body: bytes) -> None:
    assert (await front.post(body)).status == 400


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": []},
        {"type": "view_submission"},
        {"type": "event_callback", "event": None},
    ],
)
async def test_a_signed_payload_of_no_known_shape_gets_400(
    front: Front, payload: dict[str, Any]
) -> None:
    assert (await front.sends(payload)).status == 400


async def test_nothing_of_a_request_is_logged(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logs.tame()
    heard_by(front)

    async def breaks(body: dict[str, Any]) -> None:
        raise ValueError(body)

    front.routes.command("/breaks", breaks)
    secretly = "my-answer-is-private"
    body = urlencode(front.command(f"/pulse {secretly}")).encode()

    await front.post(body)
    await front.post(body, front.headers(body, **{"X-Slack-Signature": "v0=" + "0" * 64}))
    await front.post(body + b"x" * LARGEST_BODY)
    await front.post(b"{" + body)
    await front.types(f"/breaks {secretly}")

    assert secretly not in caplog.text
    assert "U0PERSON" not in caplog.text
    assert str(len(body)) not in caplog.text


def test_bolt_never_logs_the_body_of_a_forged_request(caplog: pytest.LogCaptureFixture) -> None:
    from slack_bolt.middleware.request_verification import (  # noqa: PLC0415 - only here
        RequestVerification,
    )
    from slack_bolt.request import BoltRequest  # noqa: PLC0415 - only here
    from slack_bolt.response import BoltResponse  # noqa: PLC0415 - only here

    caplog.set_level(logging.DEBUG)
    # Bolt gives its logger the level of the root when it is made.
    verification = RequestVerification("secret")
    logs.tame()

    answer = verification.process(
        req=BoltRequest(body="text=private"),
        resp=BoltResponse(status=200),
        next=lambda: BoltResponse(status=200),
    )

    assert answer.status == 401
    assert "private" not in caplog.text
