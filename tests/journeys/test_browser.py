"""The whole of it in a real browser: asked, answered, changed, reminded, sealed, and attacked."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, expect
from sqlalchemy import select
from sqlmodel import col

from bot.demo import Rehearsal, rehearsal
from bot.settings import Settings
from models.ballot import Ballot
from models.person import Person
from models.survey import Invitation, Wave, WaveState
from services import surveys
from services.work import SYSTEM, House
from tests.journeys.browsing import Screen
from tests.privacy import attackers
from tests.sandbox.browser import chromium, nameless, pale

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FIRST = "A zebra crossing with fewer forms would help."
LAST = "A quince orchard and one free morning would help."
AGREE = 3
CHOICES_EACH = 7
QUESTIONS = 6

# What is on purpose the same beside many answers.
SHARED = {"wave_id", "item", "version", "unit", "cohort", "kind", "score", "may_quote"}

SEALED = "is sealed"


@dataclass
class Show:
    """The rehearsal, the screen on which it is seen, and who plays in it."""

    rehearsed: Rehearsal
    screen: Screen
    folder: Path

    @property
    def house(self) -> House:
        return self.rehearsed.bot.house

    async def rows(self) -> dict[str, list[attackers.Row]]:
        """Everything in the tables."""
        database = self.house.database
        assert isinstance(database, attackers.AnyDatabase)
        return await attackers.every_row(database)

    def who(self, title: str) -> str:
        """The first member of the cast with this title."""
        users = self.rehearsed.workspace.users
        cast = self.rehearsed.workspace.cast
        return next(id_ for id_ in cast if users[id_]["profile"]["title"].startswith(title))

    def messages(self, words: str) -> list[str]:
        """The conversations in which the app has said this."""
        channels = self.rehearsed.workspace.channels.values()
        return [
            channel.id
            for channel in channels
            for message in channel.messages
            if words in message["text"]
        ]

    async def until(self, condition: Any) -> None:
        changed = self.rehearsed.workspace.changed
        assert await changed.until(condition, timeout=20)

    async def wave(self) -> Wave:
        """The newest wave."""
        async with self.house.look(SYSTEM) as work:
            return (await surveys.list_waves(work, limit=1))[0]

    async def people(self, *, have_answered: bool) -> list[Person]:
        """Those of the newest wave with a ballot, or those without one."""
        wave = await self.wave()
        with_ballot = select(col(Ballot.person_id)).where(col(Ballot.wave_id) == wave.id)
        asked = select(col(Invitation.person_id)).where(col(Invitation.wave_id) == wave.id)
        has = col(Person.id).in_(with_ballot)
        query = select(Person).where(col(Person.id).in_(asked), has if have_answered else ~has)
        async with self.house.look(SYSTEM) as work:
            return list((await work.session.scalars(query)).all())


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    settings = Settings(_env_file=None, port=0, demo_port=0)  # type: ignore[call-arg]
    async with (
        rehearsal(settings, NOW, tmp_path) as rehearsed,
        chromium(rehearsed.address) as page,
    ):
        yield Show(rehearsed, Screen(page), tmp_path)
    assert rehearsed.workspace.refusals == []
    assert rehearsed.workspace.late_acks == []


async def test_a_pulse_is_answered_changed_sealed_and_then_belongs_to_nobody(show: Show) -> None:
    nqsw, coordinator = show.who("NQSW"), show.who("Co-ordinator for England")
    await answers_by_keyboard(show, nqsw)
    await changes_their_mind(show, nqsw)
    await coordinator_sees_counts_and_no_names(show, coordinator)
    await everything_is_legible_named_and_fits_a_small_screen(show, nqsw, coordinator)
    await the_silent_are_reminded(show, nqsw)
    before = await show.rows()
    key = show.house.custody.fetch((await show.wave()).id)
    await the_wave_closes_and_is_sealed(show, nqsw)
    await figures_are_prepared_looked_at_and_released(show, nqsw, coordinator)
    await coordinator_opens_and_closes_a_wave(show, coordinator)

    await nothing_links_an_answer_to_a_person(show, nqsw, before, key)


async def answers_by_keyboard(show: Show, nqsw: str) -> None:
    """From the invitation to the receipt without a mouse, in less than 90 seconds."""
    screen, page = show.screen, show.screen.page
    await screen.become(nqsw, "messages")
    await expect(page.get_by_role("heading", name="Monthly pulse")).to_be_visible()
    await screen.keep("invitation")
    await page.get_by_role("button", name="Answer now").focus()
    await screen.type_keys("Enter")
    form = screen.window("Monthly pulse")
    await expect(form.get_by_role("radio").first).to_be_focused()
    assert await nameless(page) == []
    for number in range(QUESTIONS):
        await screen.type_keys("Space", *["ArrowDown"] * AGREE)
        if number == 0:
            await screen.keep("form")
        await screen.type_keys("Tab")
    await page.keyboard.type(FIRST)
    await screen.type_keys(*["Tab"] * 4, "Enter")

    await expect(screen.window("Saved").get_by_text("You can change it until")).to_be_in_viewport()
    await screen.keep("saved")
    # The invitation, each choice and saving; whoever uses a mouse takes no more steps.
    screen.steps = 1 + QUESTIONS + 1
    await screen.shut()
    await screen.press("Answer now")
    assert await screen.seconds_to_answer(form) < 90
    await screen.shut()


async def changes_their_mind(show: Show, nqsw: str) -> None:
    """On Home: what was chosen is there, is changed, and what happens next is said."""
    screen, page = show.screen, show.screen.page
    await screen.become(nqsw, "home")
    await screen.press("Change my answers")
    form = screen.window("Monthly pulse")
    assert [n for n in range(QUESTIONS) if await chosen(form, n, AGREE)] == [*range(QUESTIONS)]
    await expect(form.get_by_role("textbox")).to_have_value(FIRST)
    await form.get_by_role("radio", name="Strongly agree").first.check()
    await form.get_by_role("textbox").fill("Call me on 020 7946 0000.")
    await screen.press("Save my answers")
    await expect(form.get_by_text("This may point to a person")).to_be_in_viewport()
    await screen.keep("error-under-the-field")
    await form.get_by_role("textbox").fill(LAST)
    await screen.press("Save my answers")
    await expect(screen.window("Saved")).to_be_visible()
    await screen.shut()

    home = page.get_by_role("region", name="ASYE Community")
    await expect(home.get_by_text("your ballot is in the box")).to_be_visible()
    await expect(home.get_by_text("After that nobody can find it")).to_be_visible()
    await screen.keep("home")


async def chosen(form: Locator, question: int, choice: int) -> bool:
    return await form.get_by_role("radio").nth(question * CHOICES_EACH + choice).is_checked()


async def coordinator_sees_counts_and_no_names(show: Show, coordinator: str) -> None:
    """Manage says how many answered, rounded, and never who; a preview shows the form."""
    screen, page = show.screen, show.screen.page
    await screen.become(coordinator, "home")
    await expect(page.get_by_role("heading", name="Manage")).to_be_visible()
    counts = re.compile(r"Asked: about 60 people. In the box: about \d0\.")
    await expect(page.get_by_text(counts)).to_be_visible()
    names = {person.name for person in await show.people(have_answered=True)}
    shown = await page.locator("#main").inner_text()
    assert [name for name in names if name in shown] == []
    await screen.keep("manage")
    await screen.press("Preview: Monthly pulse")
    await expect(screen.window("Monthly pulse").get_by_role("radio").first).to_be_visible()
    await screen.keep("preview")
    await screen.shut()


async def everything_is_legible_named_and_fits_a_small_screen(
    show: Show, nqsw: str, coordinator: str
) -> None:
    """In light and dark, on 400 pixels, for those who see and for those who hear the page."""
    page, stranger = show.screen.page, show.who("New here")
    seen = [(nqsw, "home"), (nqsw, "messages"), (coordinator, "home"), (stranger, "home")]
    await page.set_viewport_size({"width": 400, "height": 860})
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        for user_id, place in seen:
            await show.screen.become(user_id, place)
            await expect(page.locator("#scroll").get_by_role("button").first).to_be_visible()
            assert (scheme, place, await pale(page), await nameless(page)) == (
                scheme,
                place,
                [],
                [],
            )
            assert await page.evaluate("document.documentElement.scrollWidth") == 400
    await show.screen.keep("small-and-dark")
    await page.set_viewport_size({"width": 1280, "height": 860})
    await page.emulate_media(color_scheme="light")


async def the_silent_are_reminded(show: Show, nqsw: str) -> None:
    """The clock goes on: one reminder for each who has no ballot, none for anybody else."""
    reminder = "If you would like to have your say"
    silent = await show.people(have_answered=False)
    await show.screen.move_clock("Next reminder")
    await show.until(lambda: len(show.messages(reminder)) == len(silent))

    somebody = silent[0].slack_id or ""
    await show.screen.become(somebody, "messages")
    await expect(show.screen.page.get_by_text(reminder)).to_be_visible()
    await show.screen.keep("reminder")
    await show.screen.become(nqsw, "messages")
    await expect(show.screen.page.get_by_text("Taking part is your choice")).to_be_visible()
    await expect(show.screen.page.get_by_text(reminder)).to_have_count(0)


async def the_wave_closes_and_is_sealed(show: Show, nqsw: str) -> None:
    """At its time the wave closes and is sealed; figures wait for two people to release them."""
    screen, page, sealed = show.screen, show.screen.page, len(show.messages(SEALED))
    await screen.move_clock("Wave closes")
    await show.until(lambda: len(show.messages(SEALED)) == sealed + 1)
    assert (await show.wave()).state is WaveState.DESTROYED
    await screen.become(show.who("QA analyst"), "home")
    await expect(page.get_by_role("button", name="Prepare the figures")).to_have_count(2)
    await screen.become(nqsw, "home")
    await expect(page.get_by_text("After a pulse closes, its figures are checked")).to_be_visible()
    await screen.keep("figures-on-home")


async def figures_are_prepared_looked_at_and_released(
    show: Show, nqsw: str, coordinator: str
) -> None:
    """One person has them prepared, another looks and releases; then NQSWs see them on Home."""
    screen, page, ready = show.screen, show.screen.page, "A second person can release them"
    await screen.become(show.who("QA analyst"), "home")
    await page.get_by_role("button", name="Prepare the figures").first.click()
    await show.until(lambda: show.messages(ready))
    await screen.become(coordinator, "home")
    await screen.press("Look and decide")
    await (
        page.get_by_role("dialog")
        .get_by_role("radio", name="Release these figures to everybody")
        .check()
    )
    await screen.keep("figures-to-decide")
    await page.get_by_role("dialog").get_by_role("button", name="Decide").click()
    await expect(page.get_by_role("dialog").get_by_text("is released")).to_be_visible()
    await screen.shut()
    await screen.become(nqsw, "home")
    await screen.press("See all results")
    await expect(page.get_by_role("dialog").get_by_text("95% interval").first).to_be_visible()
    await screen.keep("results-window")
    await screen.shut()


async def coordinator_opens_and_closes_a_wave(show: Show, coordinator: str) -> None:
    """By hand: opened for three days, closed after a question, and sealed as any other."""
    screen, page, sealed = show.screen, show.screen.page, len(show.messages(SEALED))
    await screen.become(coordinator, "home")
    await screen.press("Open a wave now: Monthly pulse")
    question = screen.window("Open a wave")
    await question.get_by_role("textbox").fill("3")
    await screen.press("Open the wave now")
    await expect(screen.window("Opened").get_by_text("It takes answers until")).to_be_in_viewport()
    await screen.keep("opened")
    await screen.shut()
    await screen.press("Close now: Monthly pulse")
    await screen.keep("close-question")
    await page.get_by_role("alertdialog").get_by_role("button", name="Close it").click()
    await expect(page.get_by_role("button", name="Close now")).to_have_count(0)
    await show.until(lambda: len(show.messages(SEALED)) == sealed + 1)
    assert (await show.wave()).state is WaveState.DESTROYED


async def nothing_links_an_answer_to_a_person(
    show: Show, nqsw: str, before: dict[str, list[attackers.Row]], key: bytes
) -> None:
    """Whoever has the database, before and after, and all files, finds words and no author."""
    after = await show.rows()
    files = attackers.in_folders(show.folder)
    ours = {row["id"] for row in before["person"]} | {nqsw}
    sealed = [row for name in ("answer", "comment") for row in after[name]]
    told = {str(row[name]) for row in sealed for name in row.keys() - SHARED}
    elsewhere = {name: rows for name, rows in after.items() if name not in ("answer", "comment")}

    assert [row["text"] for row in after["comment"]].count(LAST) == 1
    assert after["ballot"] == []
    assert attackers.found([FIRST.encode(), key], files) == []
    assert told.isdisjoint(map(str, ours))
    assert [value for value in told if value in json.dumps(elsewhere, default=str)] == []
