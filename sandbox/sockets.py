"""Socket Mode: open connections of the bot, envelopes out, acknowledgements in."""

import asyncio
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

MOST = 10
LIFETIME = 3_600


@dataclass(eq=False)
class Connection:
    ws: web.WebSocketResponse
    id: str = field(default_factory=lambda: secrets.token_hex(4))


class Sockets:
    """Up to ten connections; a payload goes to any one of them."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self.connections: list[Connection] = []
        self.tickets: set[str] = set()
        self.app_id = ""
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0

    @property
    def is_open(self) -> bool:
        return bool(self.connections)

    def ticket(self) -> str:
        ticket = secrets.token_hex(16)
        self.tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The other end of `apps.connections.open`."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=401)
        self.tickets.discard(ticket)
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        if len(self.connections) >= MOST:
            await self._say_goodbye(ws, "too_many_websockets")
            return ws
        connection = Connection(ws)
        self.connections.append(connection)
        self._tell()
        try:
            await self._greet(ws)
            await self._listen(ws)
        finally:
            if connection in self.connections:
                self.connections.remove(connection)
            self._tell()
        return ws

    async def _greet(self, ws: web.WebSocketResponse) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-pretend",
                "build_number": 1,
                "approximate_connection_time": LIFETIME,
            },
            "connection_info": {"app_id": self.app_id},
        }
        await ws.send_json(hello)

    async def _listen(self, ws: web.WebSocketResponse) -> None:
        async for frame in ws:
            if frame.type is not WSMsgType.TEXT:
                continue
            answer = json.loads(frame.data)
            waiting = self._waiting.pop(answer.get("envelope_id", ""), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(answer.get("payload"))

    async def send(self, envelope: dict[str, Any], seconds: float) -> Any:
        """Send to one connection and wait for the payload of its acknowledgement."""
        envelope = {"envelope_id": str(uuid.uuid4()), **envelope}
        self._turn += 1
        connection = self.connections[self._turn % len(self.connections)]
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        try:
            async with asyncio.timeout(seconds):
                await connection.ws.send_json(envelope)
                return await waiting
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    async def warn(self) -> None:
        """Tell every connection that it will be refreshed in some ten seconds."""
        for connection in tuple(self.connections):
            await connection.ws.send_json(_goodbye("warning"))

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to reconnect, and close it."""
        for connection in tuple(self.connections):
            self.connections.remove(connection)
            await self._say_goodbye(connection.ws, reason)

    async def cut(self) -> None:
        """Lose every connection without a word."""
        for connection in tuple(self.connections):
            self.connections.remove(connection)
            await connection.ws.close(code=1011)

    async def close(self) -> None:
        for connection in tuple(self.connections):
            await connection.ws.close()

    async def _say_goodbye(self, ws: web.WebSocketResponse, reason: str) -> None:
        await ws.send_json(_goodbye(reason))
        await ws.close()


def _goodbye(reason: str) -> dict[str, Any]:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-pretend"}}
