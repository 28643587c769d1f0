"""The workspace in a browser: the page itself, what it shows, and what people do on it."""

import asyncio
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from aiohttp import ClientConnectionResetError, web

from sandbox import files
from sandbox.errors import NotOffered
from sandbox.page_acts import ACTS, CannotMove
from sandbox.population import SLACKBOT
from sandbox.state import Record
from sandbox.workspace import Workspace

FILES: Final = Path(__file__).with_name("page")
KINDS: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
# The page asks nobody but this server, and runs nothing that did not come as a file of its own.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A stream that says nothing for long is taken for dead by proxies and people alike.
HEARTBEAT: Final = 15.0
MOST_LOGGED: Final = 500


def add_page(app: web.Application, workspace: Workspace) -> None:
    """Serve the page at `/` and everything it needs under `/page/`."""
    page = _Page(workspace)
    app.router.add_get("/", page.index)
    app.router.add_get("/page/state", page.state)
    app.router.add_get("/page/log", page.log)
    app.router.add_get("/page/stream", page.stream)
    app.router.add_post("/page/act", page.act)
    app.router.add_post("/page/upload", page.upload)
    app.router.add_get("/page/file/{id}", page.file)
    app.router.add_get("/page/{name}", page.asset)
    app.on_shutdown.append(page.close)


class _Page:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._streams: set[asyncio.Task[Any]] = set()

    async def index(self, _request: web.Request) -> web.Response:
        return _served("index.html")

    async def asset(self, request: web.Request) -> web.Response:
        return _served(request.match_info["name"])

    async def state(self, request: web.Request) -> web.Response:
        user = request.query.get("as") or _first_person(self._workspace)
        if user not in self._workspace.users:
            return _refused(f"There is no {user or 'person'} in this workspace.", status=404)
        more = {
            "moments": list(self._workspace.moments),
            "cast": self._workspace.cast,
            "frozen": self._workspace.clock.frozen,
        }
        return web.json_response({**self._workspace.snapshot(user), **more})

    async def log(self, _request: web.Request) -> web.Response:
        return web.json_response(self._workspace.log_snapshot()[-MOST_LOGGED:])

    async def act(self, request: web.Request) -> web.Response:
        # No foreign page can send this type without asking first, and it gets no leave.
        if request.content_type != "application/json":
            return _refused("Only JSON is understood here.", status=415)
        body = await request.json()
        act = ACTS.get(body.get("act", ""))
        if act is None:
            return _refused(f"Nobody can “{body.get('act')}” here.", status=400)
        try:
            said = await act(self._workspace, body.get("as", ""), body)
        except (NotOffered, CannotMove) as problem:
            return _refused(str(problem), status=409)
        except KeyError as missing:
            return _refused(f"{missing} is missing.", status=400)
        return web.json_response({"ok": True, **said})

    async def upload(self, request: web.Request) -> web.Response:
        """A person puts a file into a form; it stays theirs until they send the form."""
        user, name = request.query.get("as", ""), Path(request.query.get("name", "file")).name
        content = await request.read()
        if user not in self._workspace.users:
            return _refused("Nobody is uploading.", status=404)
        if not content or len(content) > files.MOST_BYTES:
            return _refused("A file has between one byte and 10 MB.", status=413)
        return web.json_response(files.keep(self._workspace, user, name, content))

    async def file(self, request: web.Request) -> web.Response:
        """A file as this person may see it; with `download` they keep it."""
        wanted, user = request.match_info["id"], request.query.get("as", "")
        if not files.person_may_see(self._workspace, user, wanted):
            raise web.HTTPNotFound
        return file_answer(self._workspace.files[wanted], is_kept="download" in request.query)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Say "changed" now and whenever something has changed."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 -- a handler always runs in a task
        self._streams.add(task)
        try:
            await self._tell(response)
        except (ClientConnectionResetError, asyncio.CancelledError):
            # The reader has gone, or the server goes.
            return response
        finally:
            self._streams.discard(task)
        return response

    async def _tell(self, response: web.StreamResponse) -> None:
        version = self._workspace.changed.version
        await response.write(f"event: changed\ndata: {version}\n\n".encode())
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    version = await self._workspace.changed.wait(after=version)
            except TimeoutError:
                await response.write(b": still here\n\n")
            else:
                await response.write(f"event: changed\ndata: {version}\n\n".encode())

    async def close(self, _app: web.Application) -> None:
        for task in tuple(self._streams):
            task.cancel()


def _served(name: str) -> web.Response:
    path = FILES / Path(name).name
    if path.suffix not in KINDS or not path.is_file():
        raise web.HTTPNotFound
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    text = path.read_text(encoding="utf-8")
    kind = KINDS[path.suffix]
    return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)


def _refused(words: str, *, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": words}, status=status)


def _first_person(workspace: Workspace) -> str:
    if workspace.cast:
        return workspace.cast[0]
    people = (user for user in workspace.users.values() if user["id"] != SLACKBOT)
    names = sorted(
        (user["real_name"], user["id"])
        for user in people
        if not user["is_bot"] and not user["deleted"]
    )
    return str(names[0][1]) if names else ""


def file_answer(kept: Record, *, is_kept: bool) -> web.Response:
    """What is in a file: shown, never run, by the page that embeds it."""
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    if is_kept:
        name = quote(kept["file"]["name"])
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    kind = kept["file"]["mimetype"]
    return web.Response(body=kept["content"], content_type=kind, headers=headers)
