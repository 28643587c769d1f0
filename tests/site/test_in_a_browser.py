"""The pages in a real browser: for every eye and hand, in light and dark, wide and narrow."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from models.person import Employer, Person, Reach
from services.work import House
from tests.doubles import Community
from tests.journeys.browsing import ALBUM
from tests.sandbox.browser import chromium, nameless, pale
from tests.site import axe, year
from tests.site.conftest import Door

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 320
PAGES = {
    "overview": "/results/",
    "criterion": "/results/criteria/C4?unit=employer:Thameside",
    "places": "/results/units",
    "place": "/results/unit",
    "comments": "/results/comments",
    "responses": "/results/responses",
    "releases": "/results/releases",
    "release": "/results/releases/2",
    "release-checked": "/results/releases/2/checked",
    "no-such-page": "/results/unit?unit=employer:Nowhere",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What a browser sees is the same on both databases."""
    return sqlite_url


@pytest.fixture
async def released(house: House, thameside: Employer) -> None:
    await year.publish(house, 3, (thameside.name, "Pennine"))
    await year.answer(house, Reach.NATIONAL, "England", "Time to learn is not protected.")


@asynccontextmanager
async def inside(door: Door, person: Person, **options: Any) -> AsyncIterator[Page]:
    """Somebody's browser, after they have pressed the button behind their link."""
    async with chromium(door.address, refusing=("/results/",), **options) as page:
        await page.goto(await door.link(person))
        await page.get_by_role("button", name="Open the results").click()
        await page.wait_for_url("**/results/")
        yield page


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("released")
async def test_axe_finds_nothing_and_every_text_is_legible(
    door: Door, analyst: Person, width: int, scheme: str
) -> None:
    found: dict[str, list[str]] = {}
    size = {"width": width, "height": 800}
    async with inside(door, analyst, viewport=size, color_scheme=scheme) as page:
        for name, path in PAGES.items():
            await page.goto(path)
            await _keep(page, f"site-{name}-{scheme}-{width}")
            # What can be opened is looked at, too.
            await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found[name] = [
                *await axe.violations(page),
                *await pale(page),
                *await nameless(page),
                *await _too_wide(page),
                *await _crushed(page),
            ]

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


async def test_comments_by_theme_are_fit_for_everybody_as_well(
    door: Door, house: House, nqsw: Person
) -> None:
    await year.publish_words(house, ("Thameside",), quote="I learn most on joint visits.")
    async with inside(door, nqsw, viewport={"width": NARROW, "height": 800}) as page:
        await page.goto("/results/comments")
        await _keep(page, "site-themes")

        found = [*await axe.violations(page), *await pale(page), *await _too_wide(page)]
        assert found == []


async def test_the_door_is_fit_for_everybody_as_well(door: Door, nqsw: Person) -> None:
    async with chromium(door.address, viewport={"width": NARROW, "height": 600}) as page:
        await page.goto(await door.link(nqsw))
        await _keep(page, "site-door")

        assert [*await axe.violations(page), *await _too_wide(page)] == []


@pytest.mark.usefixtures("released")
async def test_everything_works_without_a_script_and_by_keyboard_alone(
    door: Door, nqsw: Person
) -> None:
    async with inside(door, nqsw, java_script_enabled=False) as page:
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the results")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_be_focused()

        await page.get_by_role("link", name="C2 Knowledge and skills").first.press("Enter")
        await page.get_by_label("Show the questions for").select_option("London")
        await page.get_by_role("button", name="Show", exact=True).press("Enter")
        await expect(
            page.get_by_role("heading", name="Question by question, London")
        ).to_be_visible()

        await page.get_by_role("button", name="Sign out").press("Enter")
        await expect(_title(page)).to_have_text("You have signed out")
        await page.goto("/results/")
        await expect(_title(page)).to_have_text("Please come in through Slack")


@pytest.mark.usefixtures("released")
async def test_why_a_figure_is_hidden_is_told_with_where_to_look_instead(
    door: Door, community: Community, thameside: Employer
) -> None:
    [nqsw] = await community.nqsws(1, thameside)
    async with inside(door, nqsw) as page:
        await page.goto("/results/unit")
        await page.get_by_text("Why is this hidden?").click()
        told = page.locator("details.why p")
        await expect(told).to_contain_text("Too few people answered this")
        await told.get_by_role("link", name="London").click()

        await expect(_title(page)).to_have_text("London")


@pytest.mark.usefixtures("released")
async def test_on_paper_a_place_has_its_tables_and_no_buttons(door: Door, nqsw: Person) -> None:
    async with inside(door, nqsw) as page:
        await page.goto("/results/unit")
        await page.emulate_media(media="print")
        await _keep(page, "site-place-print")

        await expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
        await expect(
            page.get_by_text("C1 Programme delivery, Thameside, in figures")
        ).to_be_visible()


def _title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


@pytest.mark.usefixtures("released")
async def test_the_first_screen_says_what_is_clearest(door: Door, analyst: Person) -> None:
    size = {"width": WIDE, "height": 800}
    async with inside(door, analyst, viewport=size) as page:
        box = await page.get_by_text("What is clearest, in England").bounding_box()
        ALBUM.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=ALBUM / "results-page.png")

    assert box is not None
    assert box["y"] + 200 < size["height"]


async def _keep(page: Page, name: str) -> None:
    ALBUM.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ALBUM / f"{name}.png", full_page=True)


async def _too_wide(page: Page) -> list[str]:
    """Whether the page must be moved sideways to be read."""
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{wide} pixels too wide"] if wide > 0 else []


async def _crushed(page: Page) -> list[str]:
    """Texts in a column that is too narrow for a word."""
    return list(
        await page.evaluate(
            """() => [...document.querySelectorAll("dt, dd, p, td")]
              .filter((node) => node.checkVisibility() && node.clientWidth < 64)
              .map((node) => `crushed: ${node.innerText.slice(0, 30)}`)"""
        )
    )
