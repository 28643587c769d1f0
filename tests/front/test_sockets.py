"""Socket Mode: two connections, the same way to a handler, and back after every loss."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from bot.sockets import Patience, Sockets
from bot.workspace import StartRefused, web_client, web_session
from tests.front.doubles import FakeSlack, Front, until

Json = dict[str, Any]

HURRIED = Patience(ping=0.05, silence=0.4, first_wait=0.01)


class Switchboard:
    """The other end of the sockets: it greets, sends envelopes, and may fall silent."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self.open: list[web.WebSocketResponse] = []
        self.greeted = 0
        self.answers: dict[str, Json] = {}
        self.is_silent = False
        slack.server.app.router.add_get("/link", self._link)

    def offer(self) -> None:
        url = str(self._slack.server.make_url("/link")).replace("http:", "ws:")
        self._slack.answers["apps.connections.open"] = {"ok": True, "url": url}

    async def send(self, envelope: Json, number: int = 0) -> None:
        await self.open[number].send_json(envelope)

    async def cut(self) -> None:
        for socket in tuple(self.open):
            await socket.close(code=1011)

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        # A silent switchboard does not even answer a ping.
        socket = web.WebSocketResponse(autoping=not self.is_silent)
        await socket.prepare(request)
        self.open.append(socket)
        self.greeted += 1
        await socket.send_json({"type": "hello", "num_connections": len(self.open)})
        try:
            await self._listen(socket)
        finally:
            self.open.remove(socket)
        return socket

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                answer = json.loads(frame.data)
                self.answers[answer["envelope_id"]] = answer


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    slack.board = Switchboard(slack)  # type: ignore[attr-defined]
    await slack.server.start_server()
    yield slack
    await slack.server.close()


@pytest.fixture
def board(slack: FakeSlack) -> Switchboard:
    board: Switchboard = slack.board  # type: ignore[attr-defined]
    board.offer()
    return board


@pytest.fixture
async def sockets(front: Front, board: Switchboard) -> AsyncIterator[Sockets]:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(web_session())
        client = web_client(None, front.slack.url, session)
        sockets = Sockets(client, "xapp-1", front.bolt.hear, random.Random(1), HURRIED)
        await sockets.start()
        stack.push_async_callback(sockets.stop)
        assert await until(lambda: sockets.open_connections == 2 and len(board.open) == 2)
        yield sockets


def command(front: Front, line: str, envelope: str = "E1") -> Json:
    return {"type": "slash_commands", "envelope_id": envelope, "payload": front.command(line)}


async def test_two_connections_are_open_and_ready(sockets: Sockets, board: Switchboard) -> None:
    assert (sockets.is_ready, sockets.open_connections, board.greeted) == (True, 2, 2)


@pytest.mark.usefixtures("sockets")
async def test_a_command_by_a_socket_goes_the_same_way(front: Front, board: Switchboard) -> None:
    async def pulse(ack: Any, command: Json) -> None:
        await ack(f"heard {command['text']}")

    front.routes.command("/pulse", pulse)

    await board.send(command(front, "/pulse status"), 1)

    assert await until(lambda: "E1" in board.answers)
    assert board.answers["E1"]["payload"] == {"text": "heard status"}


@pytest.mark.usefixtures("sockets")
async def test_a_form_by_a_socket_is_answered_with_its_action(
    front: Front, board: Switchboard
) -> None:
    async def sent(ack: Any) -> None:
        await ack(response_action="errors", errors={"words": "No."})

    front.routes.view("form", sent)

    payload = front.form("form")
    await board.send({"type": "interactive", "envelope_id": "E2", "payload": payload})

    assert await until(lambda: "E2" in board.answers)
    assert board.answers["E2"]["payload"]["response_action"] == "errors"


@pytest.mark.usefixtures("sockets")
async def test_a_failed_event_is_not_acknowledged(front: Front, board: Switchboard) -> None:
    tried: list[bool] = []

    async def joined() -> None:
        tried.append(True)
        raise OSError

    front.routes.event("team_join", joined)
    event = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "team_join"}}
    await board.send({"type": "events_api", "envelope_id": "E3", "payload": event})
    await board.send(command(front, "/unknown", "E4"))

    assert await until(lambda: bool(tried) and "E4" in board.answers)
    assert "E3" not in board.answers


async def test_a_lost_connection_comes_back(sockets: Sockets, board: Switchboard) -> None:
    await board.cut()

    assert await until(lambda: board.greeted >= 4 and sockets.open_connections == 2)


async def test_a_refreshed_connection_comes_back(sockets: Sockets, board: Switchboard) -> None:
    for socket in tuple(board.open):
        await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    assert await until(lambda: board.greeted >= 4 and len(board.open) == 2)
    assert await until(lambda: sockets.is_ready)


async def test_a_connection_that_falls_silent_is_built_anew(
    sockets: Sockets, board: Switchboard
) -> None:
    board.is_silent = True
    await board.cut()
    assert await until(lambda: board.greeted >= 4)
    board.is_silent = False

    assert await until(lambda: board.greeted >= 6 and sockets.open_connections == 2)


async def test_while_slack_cannot_be_reached_it_tries_again(
    sockets: Sockets, front: Front, board: Switchboard
) -> None:
    front.slack.answers["apps.connections.open"] = {"ok": False, "error": "internal_error"}
    await board.cut()
    assert await until(lambda: not sockets.is_ready)

    board.offer()

    assert await until(lambda: sockets.open_connections == 2)


async def test_stopping_answers_what_was_heard_and_leaves_nothing_open(
    sockets: Sockets, front: Front, board: Switchboard
) -> None:
    may_answer = asyncio.Event()
    started: list[bool] = []

    async def pulse(ack: Any) -> None:
        started.append(True)
        await may_answer.wait()
        await ack("late but heard")

    front.routes.command("/pulse", pulse)
    await board.send(command(front, "/pulse"))
    assert await until(lambda: bool(started))

    stopping = asyncio.create_task(sockets.stop())
    await asyncio.sleep(0)
    may_answer.set()
    await stopping

    assert await until(lambda: "E1" in board.answers and board.open == [])
    assert sockets.is_ready is False


async def test_a_refused_app_token_is_told_in_one_sentence(slack: FakeSlack) -> None:
    slack.answers["apps.connections.open"] = {"ok": False, "error": "invalid_auth"}

    async with web_session() as session:
        sockets = Sockets(
            web_client(None, slack.url, session), "xapp-1", _nothing, random.Random(1), HURRIED
        )
        with pytest.raises(StartRefused, match=r"SLACK_APP_TOKEN \(invalid_auth\)"):
            await sockets.start()


async def _nothing(_body: Json, _headers: dict[str, str]) -> Any:
    raise AssertionError
