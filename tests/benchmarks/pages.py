"""How long each page takes with twelve waves of two hundred units, from the request to its end."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import quote, urlsplit

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer, unused_port

from bot.metrics import Metrics
from bot.site.site import Site
from models.person import Person, Reach, RoleName
from models.policy import Visiting
from services import visits
from services.work import House, account
from tests.benchmarks.houses import NAMES, Bench
from tests.doubles import Community
from tests.site import year

WAVES, ROUNDS, CHECKS = 12, 20, 5
# With England and the nine regions that makes two hundred units.
EMPLOYERS = tuple(f"Employer {number}" for number in range(190))
MILLISECONDS = 1000
PAGES = {
    "overview": "/",
    "criterion, all places": "/criteria/C1",
    "criterion of a place": f"/criteria/C2?unit={quote(year.employer_key(EMPLOYERS[7]))}",
    "places": "/units",
    "place": f"/unit?unit={quote(year.employer_key(EMPLOYERS[7]))}",
    "comments": "/comments",
    "you said, we did": "/responses",
    "releases": "/releases",
    "release": "/releases/12",
}
# Asked for seldom, and by whoever wants to check.
CHECKED = "/releases/12/checked"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


async def measure(bench: Bench) -> None:
    """Every page for an analyst, who sees all the units."""
    bench.board.title(f"Pages with {WAVES} waves of {len(EMPLOYERS) + 10} units")
    for kind in bench.kinds:
        async with bench.house(bench.fresh(kind)) as plain, _open(plain) as (house, browser):
            await _come_in(house, browser)
            with _as_after_a_start():
                await _time_all(bench, kind, browser)


@contextmanager
def _as_after_a_start() -> Iterator[None]:
    """What is loaded is left out of the search for garbage, as the bot itself does it."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


async def _time_all(bench: Bench, kind: str, browser: ClientSession) -> None:
    for name, path in PAGES.items():
        # The first asks for what the others find loaded.
        await _read(browser, path)
        taken = [await _read(browser, path) for _ in range(ROUNDS)]
        label = f"page, {NAMES[kind]}: {name}"
        bench.board.add(f"{label}, p95", quantiles(taken, n=20)[-1], "ms", goal="<= 150 ms")
        bench.board.add(f"{label}, median", median(taken), "ms")
    taken = [await _read(browser, CHECKED) for _ in range(CHECKS)]
    bench.board.add(f"page, {NAMES[kind]}: release, reckoned again, median", median(taken), "ms")


@asynccontextmanager
async def _open(plain: House) -> AsyncIterator[tuple[House, ClientSession]]:
    """Pages that anybody may ask for as often as they like, and a browser."""
    address = f"http://127.0.0.1:{unused_port()}"
    often = Visiting(pages_a_minute=1_000_000)
    house = replace(plain, policy=replace(plain.policy, public_url=address, visiting=often))
    application = web.Application()
    Site(house, Metrics()).add_to(application)
    async with (
        TestServer(application, port=urlsplit(address).port),
        ClientSession(address, cookie_jar=CookieJar(unsafe=True)) as browser,
    ):
        yield house, browser


async def _come_in(house: House, browser: ClientSession) -> None:
    analyst = await _analyst(house)
    await year.publish(house, WAVES, EMPLOYERS)
    async with house.begin(account(analyst.slack_id or "")) as work:
        link = await visits.invite(work)
    async with browser.post(urlsplit(link).path, headers=FROM_HERE) as entered:
        assert entered.status == 200


async def _analyst(house: House) -> Person:
    community = Community(house)
    employer = await community.employer(EMPLOYERS[0])
    return await community.member(RoleName.ANALYST, employer, Reach.NATIONAL, "England")


async def _read(browser: ClientSession, path: str) -> float:
    started = perf_counter()
    async with browser.get(f"/results{path}") as answer:
        await answer.read()
        assert answer.status == 200, path
    taken = (perf_counter() - started) * MILLISECONDS
    await asyncio.sleep(0)
    return taken
