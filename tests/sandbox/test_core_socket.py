"""Socket Mode: envelopes out, acknowledgements in, connections that come and go."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import Echo, form

Json = dict[str, Any]


@pytest.fixture
async def socketed(workspace: Workspace) -> AsyncIterator[Echo]:
    """The echoing bot, connected by a socket instead of served at a door."""
    echo = Echo(workspace)
    handler = AsyncSocketModeHandler(echo.app, workspace.app_token, web_client=echo.client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await workspace.changed.until(lambda: workspace.sockets.is_open)
    yield echo
    await workspace.settled()
    await handler.close_async()  # type: ignore[no-untyped-call]


async def connect(workspace: Workspace, session: aiohttp.ClientSession) -> Any:
    headers = {"Authorization": f"Bearer {workspace.app_token}"}
    url = f"{workspace.base_url}/api/apps.connections.open"
    async with session.post(url, headers=headers) as answer:
        opened = await answer.json()
    return await session.ws_connect(opened["url"])


async def test_a_command_travels_by_socket(amira: Member, socketed: Echo, general: str) -> None:
    @socketed.app.command("/pulse")
    async def pulse(ack: Any, command: Json) -> None:
        await ack(f"You typed {command['text']}.")

    await amira.types("/pulse status", channel=general)

    assert await amira.sees("You typed status.")


async def test_a_form_travels_by_socket(amira: Member, socketed: Echo) -> None:
    @socketed.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    @socketed.app.view("form")
    async def sent(ack: Any) -> None:
        await ack(response_action="errors", errors={"name": "Taken."})

    await amira.uses_shortcut("Answer the pulse")
    await amira.fills({"Name": "Amira"})

    assert await amira.submits() == {"Name": "Taken."}


async def test_an_event_travels_by_socket(amira: Member, socketed: Echo) -> None:
    @socketed.app.event("app_home_opened")
    async def opened(event: Json, client: Any) -> None:
        view = {"type": "home", "blocks": [{"type": "divider"}]}
        await client.views_publish(user_id=event["user"], view=view)

    await amira.opens_home()

    assert await amira.workspace.changed.until(lambda: amira.home is not None)


async def test_a_socket_that_does_not_answer_is_late(
    workspace: Workspace, amira: Member, general: str
) -> None:
    workspace.ack_seconds = 0.05
    async with aiohttp.ClientSession() as session:
        socket = await connect(workspace, session)
        hello = await socket.receive_json()
        await amira.types("/pulse", channel=general)
        envelope = await socket.receive_json()

    assert hello["type"] == "hello"
    assert hello["debug_info"]["approximate_connection_time"] == 3_600
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert await amira.sees("/pulse failed with the error operation_timeout")
    workspace.late_acks.clear()


async def test_a_payload_goes_to_one_connection(
    workspace: Workspace, amira: Member, general: str
) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await connect(workspace, session) for _ in range(2)]
        for socket in sockets:
            await socket.receive_json()
        listening = [asyncio.ensure_future(_answered(socket)) for socket in sockets]
        for _ in range(2):
            await amira.types("/pulse", channel=general)
        heard = [await each for each in listening]

    assert [each["type"] for each in heard] == ["slash_commands", "slash_commands"]
    assert heard[0]["envelope_id"] != heard[1]["envelope_id"]


async def _answered(socket: Any) -> Json:
    envelope: Json = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    return envelope


async def test_a_ticket_opens_one_connection(workspace: Workspace) -> None:
    async with aiohttp.ClientSession() as session:
        ticket = workspace.sockets.ticket()
        url = f"{workspace.base_url}/socket?ticket={ticket}"
        await session.ws_connect(url)

        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_connections_are_warned_and_then_refreshed(workspace: Workspace) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await connect(workspace, session)
        await socket.receive_json()
        await workspace.sockets.warn()
        warned = await socket.receive_json()
        await workspace.sockets.refresh()
        refreshed = await socket.receive_json()
        closed = await socket.receive()

    assert (warned["type"], warned["reason"]) == ("disconnect", "warning")
    assert refreshed["reason"] == "refresh_requested"
    assert closed.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)


async def test_no_eleventh_connection_is_let_in(workspace: Workspace) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await connect(workspace, session) for _ in range(10)]
        last = await connect(workspace, session)

        assert (await last.receive_json())["reason"] == "too_many_websockets"
        assert len(workspace.sockets.connections) == len(sockets)


async def test_a_bot_comes_back_after_a_refresh(
    workspace: Workspace, amira: Member, socketed: Echo, general: str
) -> None:
    @socketed.app.command("/pulse")
    async def pulse(ack: Any) -> None:
        await ack("Here again.")

    await workspace.sockets.refresh()
    assert await workspace.changed.until(lambda: workspace.sockets.is_open, 10)
    await amira.types("/pulse", channel=general)

    assert await amira.sees("Here again.")
