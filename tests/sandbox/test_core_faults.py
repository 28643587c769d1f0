"""What goes wrong on purpose, and the limits that hold without any purpose."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.limits import Limits
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import Echo

Json = dict[str, Any]


async def test_a_call_can_be_told_to_wait(workspace: Workspace, echo: Echo, amira: Member) -> None:
    workspace.faults.limit("chat.postMessage", retry_after=7)

    with pytest.raises(SlackApiError) as caught:
        await echo.client.chat_postMessage(channel=amira.id, text="Hi")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert amira.messages() == []


@pytest.mark.parametrize(("after", "arrived"), [(False, 0), (True, 1)])
async def test_a_call_can_fail_before_or_after_its_effect(
    workspace: Workspace, echo: Echo, amira: Member, after: bool, arrived: int
) -> None:
    workspace.faults.fail("chat.postMessage", after=after)

    with pytest.raises(SlackApiError) as caught:
        await echo.client.chat_postMessage(channel=amira.id, text="Hi")

    assert caught.value.response.status_code == 500
    assert len(amira.messages()) == arrived


@pytest.mark.parametrize(("after", "arrived"), [(False, 0), (True, 1)])
async def test_a_connection_can_be_cut(
    workspace: Workspace, echo: Echo, amira: Member, after: bool, arrived: int
) -> None:
    workspace.faults.drop("chat.postMessage", after=after)

    with pytest.raises(aiohttp.ClientError):
        await echo.client.chat_postMessage(channel=amira.id, text="Hi")

    assert len(amira.messages()) == arrived


async def test_a_call_can_hang_until_it_is_released(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    workspace.faults.hang("chat.postMessage", after=True)
    posting = asyncio.ensure_future(echo.client.chat_postMessage(channel=amira.id, text="Hi"))
    assert await amira.sees("Hi")
    hangs = not posting.done()
    workspace.faults.release()

    with pytest.raises(aiohttp.ClientError):
        await posting
    assert hangs


async def test_a_call_can_be_answered_with_any_error_so_many_times(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    workspace.faults.answer("chat.postMessage", "message_limit_exceeded", times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError, match="message_limit_exceeded"):
            await echo.client.chat_postMessage(channel=amira.id, text="Hi")
    assert (await echo.client.chat_postMessage(channel=amira.id, text="Hi"))["ok"]


async def test_a_burst_into_one_channel_is_held_back(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    workspace.monotonic = lambda: 1_000.0
    for _ in range(5):
        await echo.client.chat_postMessage(channel=amira.id, text="Hi")

    with pytest.raises(SlackApiError) as caught:
        await echo.client.chat_postMessage(channel=str(workspace.dm(amira.id)), text="Hi")

    assert caught.value.response.headers["Retry-After"] == "1"
    assert workspace.limited == ["chat.postMessage"]


async def test_without_limits_nothing_is_held_back(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    workspace.limits = None

    for _ in range(20):
        await echo.client.chat_postMessage(channel=amira.id, text="Hi")

    assert len(amira.messages()) == 20


@pytest.mark.parametrize(
    ("method", "tier", "most"),
    [("users.list", 2, 20), ("chat.update", 3, 50), ("views.open", 4, 100), ("auth.test", 5, 600)],
)
def test_a_method_may_be_called_so_often_a_minute(method: str, tier: int, most: int) -> None:
    now = [0.0]
    limits = Limits(lambda: now[0])

    taken = [limits.take(method, tier) for _ in range(most)]
    refused = limits.take(method, tier)
    now[0] = 60.0
    later = limits.take(method, tier)

    assert taken == [None] * most
    assert refused == 60
    assert later is None


def test_three_hundred_messages_a_minute_and_no_more() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0])

    taken = [limits.take("chat.postMessage", 5, f"C{number}") for number in range(300)]

    assert taken == [None] * 300
    assert limits.take("chat.postMessage", 5, "C300") == 60
    assert limits.take("chat.update", 3) is None


def test_one_message_a_second_goes_into_a_channel_for_ever() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0], posts_per_minute=10_000)
    taken = []
    for second in range(100):
        now[0] = float(second)
        taken.append(limits.take("chat.postMessage", 5, "C1"))

    assert taken == [None] * 100
