"""Good practice in a real browser: from the first line to "I used this", and the author hears."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect
from sqlalchemy import select
from sqlmodel import col

from bot import story_practice
from bot.demo import Rehearsal, rehearsal
from bot.settings import Settings
from models.practice import Practice
from services.work import SYSTEM
from tests.journeys.browsing import Screen
from tests.sandbox.browser import chromium, nameless, pale

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TITLE = "Zebra hour: questions without a form"
STEPS = (
    {
        "Title": TITLE,
        "Problem": "Questions waited for supervision. Ring 07700 900123 for more.",
        "What we did": "Every Tuesday one hour belongs to questions, and nobody books it.",
    },
    {
        "Who was involved, time and cost": "The team, an hour a week, no cost.",
        "What changed and how we know": "Fewer questions wait; we count them on a card.",
    },
    {
        "How to copy it": "Choose an hour that nobody wants, and keep it.",
        "Contact": "asye@example.org",
    },
)


@dataclass
class Show:
    """The rehearsal, and the screen on which it is seen."""

    rehearsed: Rehearsal
    screen: Screen

    @property
    def page(self) -> Page:
        return self.screen.page

    def who(self, title: str) -> str:
        """The first member of the cast with this title."""
        users = self.rehearsed.workspace.users
        cast = self.rehearsed.workspace.cast
        return next(id_ for id_ in cast if users[id_]["profile"]["title"].startswith(title))

    def channel(self, name: str) -> str:
        channels = self.rehearsed.workspace.channels.values()
        return next(channel.id for channel in channels if channel.name == name)

    async def types(self, line: str) -> None:
        """Type into the composer and send."""
        field = self.page.locator("#foot").get_by_role("combobox")
        await field.fill(line)
        await field.press("Enter")

    async def keep_both(self, name: str) -> None:
        """Keep a picture in light and one in dark; both are legible, and everything has a name."""
        for scheme in ("dark", "light"):
            await self.page.emulate_media(color_scheme=scheme)
            assert (name, scheme, await pale(self.page)) == (name, scheme, [])
            await self.screen.keep(name if scheme == "light" else f"{name}-dark")
        assert await nameless(self.page) == []

    async def practice(self) -> Practice:
        """The newest example."""
        newest = select(Practice).order_by(col(Practice.created_at).desc()).limit(1)
        async with self.rehearsed.bot.house.look(SYSTEM) as work:
            return (await work.session.scalars(newest)).one()


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    settings = Settings(_env_file=None, port=0, demo_port=0)  # type: ignore[call-arg]
    async with (
        rehearsal(settings, NOW, tmp_path) as rehearsed,
        chromium(rehearsed.address) as page,
    ):
        yield Show(rehearsed, Screen(page))
    assert rehearsed.workspace.refusals == []
    assert rehearsed.workspace.late_acks == []


async def test_an_example_is_written_read_shared_found_and_used(show: Show) -> None:
    author = show.who("NQSW")
    await is_written(show, author)
    await is_checked_and_sent(show)
    await is_on_the_card(show)
    await is_voted_on(show)
    await is_found_and_used(show, show.who("Co-ordinator, North West"))

    await show.screen.become(author, "messages")
    await expect(show.page.get_by_text("used").last).to_be_visible()
    await show.keep_both("author-hears")


async def is_written(show: Show, author: str) -> None:
    """Three steps, by the labels of their fields."""
    page = show.page
    await show.screen.become(author, "messages")
    await show.types("/practice")
    for number, texts in enumerate(STEPS, 1):
        await expect(page.get_by_text(f"Step {number} of 3")).to_be_visible()
        form = page.get_by_role("dialog")
        await fills(form, texts)
        if number == 1:
            await form.get_by_role("checkbox").first.check()
        for box in (
            await form.get_by_role("group", name="Declarations").get_by_role("checkbox").all()
        ):
            await box.check()
        await show.keep_both(f"practice-step-{number}")
        await show.screen.press("Save and continue")
        await passes_similar(show, number)


async def fills(form: Locator, texts: dict[str, str]) -> None:
    for label, text in texts.items():
        await form.get_by_label(label).first.fill(text)


async def passes_similar(show: Show, number: int) -> None:
    """After the first step published examples may be shown that are alike."""
    if number > 1:
        return
    further = show.page.get_by_text("Step 2 of 3")
    alike = show.page.get_by_role("button", name="None of these, continue")
    await expect(further.or_(alike).first).to_be_visible()
    if await alike.count():
        await show.keep_both("practice-similar")
        await alike.click()


async def is_checked_and_sent(show: Show) -> None:
    """What may show who somebody is is said beside its field, changed, and sent."""
    page = show.page
    await expect(page.get_by_text("may show who somebody is").first).to_be_visible()
    await show.keep_both("practice-finding")
    await show.screen.press("Change step 1")
    await page.get_by_label("Problem").first.fill("Questions waited for supervision.")
    await show.screen.press("Save and continue")
    await passes_similar(show, 1)
    for number in (2, 3):
        await expect(page.get_by_text(f"Step {number} of 3")).to_be_visible()
        await show.screen.press("Save and continue")
    await expect(page.get_by_text("This is what reviewers will see")).to_be_visible()
    await show.keep_both("practice-last-look")
    await show.screen.press("Send for review")
    await expect(page.get_by_text("We have received it").first).to_be_visible()
    await show.keep_both("practice-received")
    await show.screen.shut()


async def is_on_the_card(show: Show) -> None:
    """The champions see one card, and press on it."""
    await show.screen.become(show.who("Champion, North West"), show.channel("champions"))
    card = show.page.get_by_role("article").filter(has_text=TITLE)
    await expect(card.get_by_role("button", name="I'll review this")).to_be_visible()
    await show.keep_both("review-card")


async def is_voted_on(show: Show) -> None:
    """Two champions and the NQSW whose turn it is read it, find it good, and say so."""
    champions = show.channel("champions")
    for title in ("Champion, North West", "Champion, London"):
        await show.screen.become(show.who(title), champions)
        card = show.page.get_by_role("article").filter(has_text=TITLE)
        await votes(show, card, is_first=title.endswith("West"))
    await show.screen.become(await asked(show), "messages")
    letter = show.page.get_by_role("article").filter(has_text=TITLE).last
    await show.keep_both("review-asked")
    await votes(show, letter)
    await show.screen.become(show.who("Champion, North West"), champions)
    card = show.page.get_by_role("article").filter(has_text=TITLE)
    await expect(card.get_by_text("Decided: shared")).to_be_visible()
    await show.keep_both("review-decided")


async def votes(show: Show, card: Locator, *, is_first: bool = False) -> None:
    """Take a seat, read, and give a view: yes to everything, into the library."""
    page = show.page
    await card.get_by_role("button", name="I'll review this").click()
    await expect(page.get_by_text("you have a seat").first).to_be_visible()
    if await page.get_by_role("dialog").count():
        await show.screen.shut()
    await card.get_by_role("button", name="Read", exact=True).first.click()
    sheet = show.screen.window("Read an example")
    await expect(sheet.get_by_text("Every Tuesday one hour")).to_be_visible()
    if is_first:
        await show.keep_both("review-sheet")
    await sheet.get_by_role("button", name="Give my view").click()
    form = show.screen.window("Give my view")
    await expect(form).to_be_visible()
    for yes in await form.get_by_role("radio", name="Yes", exact=True).all():
        await yes.check()
    await form.get_by_role("radio", name="Share it").check()
    await form.get_by_role("checkbox").first.check()
    if is_first:
        await show.keep_both("review-view")
    await show.screen.press("Send my view")
    await expect(page.get_by_text("Your view is noted").first).to_be_visible()
    await show.screen.shut()


async def asked(show: Show) -> str:
    """The NQSW whose turn it is with the newest example."""
    practice = await show.practice()
    return await story_practice.asked(show.rehearsed.bot.house, practice.id)


async def is_found_and_used(show: Show, reader: str) -> None:
    """Found by a word, read in full, and used."""
    page = show.page
    await show.screen.become(reader, show.channel("community"))
    await expect(page.get_by_role("article").filter(has_text=TITLE)).to_be_visible()
    await show.keep_both("library-post")
    await show.types("/practice search zebra")
    await expect(page.get_by_text("Zebra hour").last).to_be_visible()
    await show.keep_both("library-search")
    await page.get_by_role("button", name="Read it all").last.click()
    await expect(page.get_by_role("dialog").get_by_text("Every Tuesday one hour")).to_be_visible()
    await show.keep_both("library-page")
    await page.get_by_role("dialog").get_by_role("button", name="I used this").click()
    form = show.screen.window("I used this")
    await form.get_by_label("Where did you use it?").fill("In our duty team")
    await form.get_by_label("How much changed?").select_option(label="a lot")
    await form.get_by_label("One sentence to the author").fill("We call it the same.")
    await show.keep_both("library-used")
    await show.screen.press("Save")
    await expect(page.get_by_text("The author has a message about it.")).to_be_visible()
    await show.screen.shut()
    await show.screen.become(reader, "home")
    await show.screen.press("Open the library")
    await expect(page.get_by_text("A quiet half hour").first).to_be_visible()
    await show.keep_both("library")
