"""The pretend workspace as a server: Web API, files, response URLs, the socket, the page."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from aiohttp import web

from sandbox import files
from sandbox.api import dispatch
from sandbox.api.calls import token
from sandbox.errors import ApiError
from sandbox.page import add_page, file_answer
from sandbox.responses import respond
from sandbox.workspace import Workspace

# Slack takes files up to a gigabyte; a pretend one need not.
MOST_BYTES = 64 * 1024 * 1024


def build_app(workspace: Workspace) -> web.Application:
    """The routes of a workspace; closing the application closes the workspace."""
    app = web.Application(client_max_size=MOST_BYTES)
    door = _Door(workspace)
    app.router.add_route("GET", "/api/{method}", door.api)
    app.router.add_route("POST", "/api/{method}", door.api)
    app.router.add_post("/upload/{file}", door.upload)
    app.router.add_get("/files/{file}/{name}", door.file)
    app.router.add_get("/files/{file}/download/{name}", door.download)
    app.router.add_post("/response/{secret}", door.response)
    app.router.add_get("/socket", workspace.sockets.serve)
    add_page(app, workspace)
    app.on_shutdown.append(door.close)
    return app


class _Door:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def api(self, request: web.Request) -> web.StreamResponse:
        return await dispatch.answer(self._workspace, request)

    async def upload(self, request: web.Request) -> web.Response:
        upload = self._workspace.uploads.get(request.match_info["file"])
        if upload is None:
            raise web.HTTPNotFound
        content = await _content(request)
        if len(content) != upload["length"]:
            raise web.HTTPBadRequest(text="The length is not the one announced.")
        upload["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def file(self, request: web.Request) -> web.Response:
        await self._line_is_free()
        return self._opened(request, is_kept=False)

    async def download(self, request: web.Request) -> web.Response:
        await self._line_is_free()
        return self._opened(request, is_kept=True)

    async def _line_is_free(self) -> None:
        if self._workspace.files_wait_for is not None:
            await self._workspace.files_wait_for.wait()

    def _opened(self, request: web.Request, *, is_kept: bool) -> web.Response:
        """For the app with its token; anybody else is sent to sign in, and gets a page of HTML."""
        workspace, wanted = self._workspace, request.match_info["file"]
        is_app = token(request, {}) == workspace.bot_token and workspace.may("files:read")
        if not is_app or not files.app_may_see(workspace, wanted):
            raise web.HTTPFound(f"/?redir={quote(request.path)}")
        return file_answer(workspace.files[wanted], is_kept=is_kept)

    async def response(self, request: web.Request) -> web.Response:
        try:
            respond(self._workspace, request.match_info["secret"], await _payload(request))
        except ApiError as error:
            status = 404 if error.error in ("used_url", "expired_url") else 400
            return web.json_response({"ok": False, "error": error.error}, status=status)
        return web.Response(text="ok")

    async def close(self, _app: web.Application) -> None:
        await self._workspace.close()


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for field in (await request.post()).values():
        if isinstance(field, web.FileField):
            return field.file.read()
    return b""


async def _payload(request: web.Request) -> dict[str, Any]:
    text = await request.text()
    if request.content_type != "application/json":
        text = str((await request.post()).get("payload", text))
    try:
        payload = json.loads(text)
    except ValueError:
        raise ApiError("invalid_payload") from None
    if not isinstance(payload, dict):
        raise ApiError("invalid_payload")
    return payload


@asynccontextmanager
async def running(
    workspace: Workspace, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Serve the workspace; the address is given without a slash at its end."""
    runner = web.AppRunner(build_app(workspace), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound = runner.addresses[0][1]
        workspace.base_url = f"http://{host}:{bound}"
        yield workspace.base_url
    finally:
        await runner.cleanup()
