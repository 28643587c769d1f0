"""The pages behind the door: each request is answered for who comes, and for nobody longer."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

import views.refusals
from bot.errors import noted
from bot.metrics import Metrics
from bot.site.door import HEADERS, KEPT_NOWHERE, Allowance, Cookie, is_from_here
from models.refusals import (
    LinkSpent,
    LinkUnknown,
    NotAllowed,
    NothingReleased,
    NotOnRoster,
    PageUnknown,
    Refusal,
    ReleaseUnknown,
    UnitHidden,
    VisitOver,
)
from services import pages, result_files, result_windows, visits, word_pages
from services.readings import Asked
from services.work import SYSTEM, Actor, House, Work
from views.result_files import Kind
from views.results import Place
from views.site import frame, sentences
from views.site.addresses import PAGES, Addresses

Page = Callable[[Work, Asked], Awaitable[str]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Every page and what makes it; `part` is its name within the address.
SHOWN: dict[str, Page] = {
    "/": pages.overview,
    "/criteria/{part}": pages.criterion,
    "/units": pages.places,
    "/unit": pages.unit,
    "/comments": word_pages.comments,
    "/responses": word_pages.what_was_done,
    "/releases": pages.releases,
    "/releases/{part}": pages.one_release,
    "/releases/{part}/checked": pages.checked_release,
}

# What takes longer than others counts as so many.
WEIGHTS: dict[Page, int] = {pages.checked_release: 20}
WEIGHT_OF_A_FILE = 20

KINDS = {
    Kind.CSV: "text/csv",
    Kind.JSON: "application/json",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILES = {frame.STYLE: "text/css", frame.ICON: "image/svg+xml"}
KEPT_A_YEAR = "public, max-age=31536000, immutable"

# Whoever has not come in yet shares this part of the allowance.
STRANGERS = ""
LONGEST_UNIT, LONGEST_NUMBER = 240, 9


class Site:
    """The pages of one house, as a part of a server."""

    def __init__(self, house: House, metrics: Metrics) -> None:
        self._house = house
        self._metrics = metrics
        self._url = house.policy.public_url
        self._addresses = Addresses(urlsplit(self._url).path)
        self._cookie = Cookie(self._url, house.policy.visiting.visit_hours)
        self._allowance = Allowance(house.clock)

    def add_to(self, application: web.Application) -> None:
        """Serve all below the address of the pages."""
        site = web.Application(middlewares=[self._answered])
        for path, page in SHOWN.items():
            site.router.add_get(path, self._shown(page))
        for name in FILES:
            site.router.add_get(f"/{name}", self._file)
        site.router.add_get("/open/{token}", self._entrance)
        site.router.add_post("/open/{token}", self._enter)
        site.router.add_post("/leave", self._leave)
        site.router.add_post(r"/files/{number:[0-9]+}", self._take)
        application.add_subapp(PAGES, site)

    # What is asked

    def _shown(self, page: Page) -> Handler:
        async def show(request: web.Request) -> web.Response:
            actor = await self._current(request, WEIGHTS.get(page, 1))
            async with self._house.look(actor) as work:
                return _html(await page(work, _asked(request)))

        return show

    async def _take(self, request: web.Request) -> web.Response:
        """Somebody wants the figures of a release as a file."""
        actor = await self._current(request, WEIGHT_OF_A_FILE)
        kind, number = await _kind(request), request.match_info["number"]
        if len(number) > LONGEST_NUMBER:
            raise PageUnknown
        async with self._house.begin(actor) as work:
            taking = await result_windows.take_file(work, Place(int(number)), kind)
        async with self._house.look(actor) as work:
            name, content = await result_files.make(work, taking)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=content, content_type=KINDS[taking.kind], headers=headers)

    async def _entrance(self, request: web.Request) -> web.Response:
        """Show the door: whoever only looks ahead, such as a chat, uses nothing up."""
        self._spend(STRANGERS)
        token, lasting = request.match_info["token"], self._house.policy.visiting
        return _html(sentences.entrance(self._addresses, token, lasting))

    async def _enter(self, request: web.Request) -> web.Response:
        """Somebody pressed the button behind their link."""
        self._spend(STRANGERS)
        token = request.match_info["token"]
        async with self._house.look(SYSTEM) as work:
            actor = await visits.invited(work, token)
        async with self._house.begin(actor) as work:
            visit = await visits.enter(work, token)
        response = web.Response(status=303, headers={"Location": self._addresses.overview()})
        self._cookie.give(response, visit)
        return response

    async def _leave(self, request: web.Request) -> web.Response:
        """Somebody signed out."""
        token = self._cookie.of(request)
        actor = await self._visitor(token)
        async with self._house.begin(actor) as work:
            await visits.end(work, token)
        response = _html(sentences.said(self._addresses, sentences.LEFT))
        self._cookie.take(response)
        return response

    async def _file(self, request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        kept = {"Cache-Control": KEPT_A_YEAR}
        return web.Response(body=frame.file(name), content_type=FILES[name], headers=kept)

    # Who asks

    async def _current(self, request: web.Request, weight: int) -> Actor:
        """Whoever visits, if they are still who they were when they came; else the visit ends."""
        token = self._cookie.of(request)
        actor = await self._visitor(token)
        self._spend(actor.name, weight)
        async with self._house.look(actor) as work:
            if await visits.is_unchanged(work, token):
                return actor
        async with self._house.begin(actor) as work:
            await visits.end(work, token, visits.RIGHTS_MOVED)
        raise VisitOver

    async def _visitor(self, token: str) -> Actor:
        """Whoever this visit belongs to; strangers have one allowance together."""
        try:
            async with self._house.look(SYSTEM) as work:
                return await visits.visitor(work, token)
        except VisitOver:
            self._spend(STRANGERS)
            raise

    def _spend(self, who: str, weight: int = 1) -> None:
        numbers = self._house.policy.visiting
        most = numbers.pages_a_minute if who else numbers.knocks_a_minute
        if not self._allowance.spend(who, most, weight):
            raise web.HTTPTooManyRequests(headers={"Retry-After": "60"})

    # What is answered

    @web.middleware
    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await self._tried(request, handler)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", KEPT_NOWHERE)
        return response

    async def _tried(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if request.method == "POST" and not is_from_here(request, self._url):
                return self._refused(403, sentences.ELSEWHERE, "elsewhere")
            response = await handler(request)
        except Refusal as refusal:
            return self._declined(refusal)
        except web.HTTPException as answer:
            return self._passed_on(answer)
        except Exception as fault:  # noqa: BLE001 - the one place of the pages that catches all
            return self._failed(request, fault)
        self._metrics.heard("page", "heard")
        return response

    def _declined(self, refusal: Refusal) -> web.Response:
        """A refusal as a page: the same words whatever the reason, so that none is told apart."""
        match refusal:
            case VisitOver() | NotOnRoster():
                response = self._refused(401, sentences.OVER)
                self._cookie.take(response)
                return response
            case LinkUnknown() | LinkSpent():
                return self._refused(403, sentences.SPENT)
            case NothingReleased():
                return self._refused(200, sentences.NOTHING_YET, is_inside=True)
            case UnitHidden():
                return self._refused(404, sentences.NO_PLACE, is_inside=True)
            case NotAllowed() | PageUnknown() | ReleaseUnknown():
                return self._refused(404, sentences.UNKNOWN, is_inside=True)
        return self._refused(409, (views.refusals.TITLE, views.refusals.sentence(refusal)))

    def _passed_on(self, answer: web.HTTPException) -> web.Response:
        words = sentences.TOO_MANY if answer.status == web.HTTPTooManyRequests.status_code else None
        response = self._refused(answer.status, words or sentences.UNKNOWN)
        for name in ("Retry-After", "Allow"):
            if name in answer.headers:
                response.headers[name] = answer.headers[name]
        return response

    def _failed(self, request: web.Request, fault: Exception) -> web.Response:
        told = {"kind": "page", "name": str(request.match_info.route.name or "")}
        reference = noted(fault, self._house.chance, "request failed", **told)
        words = (sentences.BROKEN, views.refusals.apology(reference))
        return self._refused(500, words, "failed")

    def _refused(
        self,
        status: int,
        words: tuple[str, str],
        outcome: str = "refused",
        *,
        is_inside: bool = False,
    ) -> web.Response:
        self._metrics.heard("page", outcome)
        return _html(sentences.said(self._addresses, words, is_inside=is_inside), status)


def _asked(request: web.Request) -> Asked:
    """Read what is asked for; PageUnknown if it can be none of ours."""
    number, unit = request.query.get("release", ""), request.query.get("unit", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    if (number and not is_number) or len(unit) > LONGEST_UNIT or "\0" in unit:
        raise PageUnknown
    part = request.match_info.get("part", "")
    return Asked(int(number) if number else None, unit, part)


async def _kind(request: web.Request) -> Kind:
    """Read which kind of file is asked for; PageUnknown for whatever no form of ours sends."""
    try:
        return Kind(str((await request.post()).get("kind", "")))
    except (LookupError, ValueError) as wrong:
        raise PageUnknown from wrong


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
