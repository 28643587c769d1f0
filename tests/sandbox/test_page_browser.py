"""The page in a real browser: it draws everything, obeys the keyboard, keeps people apart."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from sandbox import posting
from sandbox.conversations import open_dm
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox import gallery, gallery_views
from tests.sandbox.browser import chromium, nameless, pale
from tests.sandbox.echo import Echo, form

Json = dict[str, Any]

pytestmark = pytest.mark.browser

# All that a message may hold; modals and Homes have their own tests.
BLOCKS = {
    "actions",
    "card",
    "carousel",
    "container",
    "context",
    "context_actions",
    "data_visualization",
    "divider",
    "header",
    "image",
    "markdown",
    "plan",
    "rich_text",
    "section",
    "table",
}
# Into the fields of the form that take what is typed, by their labels.
TYPED = {
    "What would help?": "Time",
    "E-mail": "a@example.org",
    "Link": "https://example.org",
    "Hours": "2.5",
    "Day": "2026-12-01",
    "Time (optional)": "09:30",
    "Moment": "2026-12-01T09:30",
}
NARROW = {"viewport": {"width": 400, "height": 860}}


@pytest.fixture
async def page(workspace: Workspace) -> AsyncIterator[Page]:
    async with chromium(workspace.base_url) as page:
        yield page


@pytest.fixture
def ben(workspace: Workspace) -> Member:
    return Member(workspace, workspace.add_user("Ben Carter", title="NQSW, Eastborough"))


@pytest.fixture
def invited(workspace: Workspace, amira: Member, echo: Echo) -> Member:
    """Amira has a message with a button that opens the form with every field."""

    @echo.app.action("answer")
    async def answer(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=gallery_views.form())

    row = {"type": "actions", "elements": [gallery.button("Answer now", "answer")]}
    gallery.post(workspace, open_dm(workspace, amira.id).id, [row])
    return amira


def tell(workspace: Workspace, person: Member, words: str) -> None:
    channel = open_dm(workspace, person.id)
    posting.put(workspace, channel, posting.composed(workspace, {"text": words}))
    workspace.changed.tell()


def takes_forms(echo: Echo) -> None:
    """The app takes the form, unless somebody is named in it, and knows one employer."""

    @echo.app.view("form")
    async def sent(ack: Any, view: Json) -> None:
        echo.heard.append(view["state"]["values"])
        errors = {"help": "Please name nobody."}
        is_named = "Bob" in given_in(view["state"]["values"])["help"]["value"]
        await (ack(response_action="errors", errors=errors) if is_named else ack())

    @echo.app.options("employer")
    async def employers(ack: Any) -> None:
        await ack(options=[gallery.option("north", "Northshire")])


def given_in(values: Json) -> Json:
    """What was given in each field, by the name of its block."""
    return {block: next(iter(fields.values())) for block, fields in values.items()}


async def presses(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def visit(page: Page, person: Member, place: str) -> None:
    await page.goto(f"/?as={person.id}&at={place}")
    await expect(page.get_by_role("button", name="You are")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_one_of_everything_is_drawn_named_and_legible(
    workspace: Workspace, amira: Member, general: str, scheme: str
) -> None:
    gallery_views.hang(workspace, amira.id, general)

    async with chromium(workspace.base_url, color_scheme=scheme) as page:
        await visit(page, amira, general)
        await expect(page.get_by_text("Change since the last wave").first).to_be_visible()

        drawn = await page.eval_on_selector_all(
            "[data-block-type]", "nodes => nodes.map((node) => node.dataset.blockType)"
        )
        assert set(drawn) >= BLOCKS
        assert await page.locator(".unknown").count() == 0
        assert await page.evaluate("window.wicked") is None
        assert await nameless(page) == []
        assert await pale(page) == []


async def test_words_are_styled_and_never_run(
    page: Page, workspace: Workspace, amira: Member, general: str
) -> None:
    gallery_views.hang(workspace, amira.id, general)

    await visit(page, amira, general)

    words = page.get_by_role("article").first
    await expect(words.locator("strong").get_by_text("Bold", exact=True)).to_be_visible()
    await expect(words.get_by_text("<b>safe</b> & sound")).to_be_visible()
    await expect(words.get_by_text(gallery.WICKED)).to_be_visible()
    await expect(words.get_by_role("link", name="a link").first).to_have_attribute(
        "rel", "noopener noreferrer"
    )
    await expect(words.locator("time").filter(has_text="27 November 2026 at 14:00")).to_be_visible()


async def test_a_data_table_has_a_caption_pages_and_sorting(
    page: Page, workspace: Workspace, amira: Member, general: str
) -> None:
    gallery_views.hang(workspace, amira.id, general)
    await visit(page, amira, "home")
    table = page.get_by_role("table", name="England by item, October 2026")
    await expect(table.get_by_role("rowheader")).to_have_count(4)

    await page.get_by_role("button", name="Next page").click()
    await expect(table.get_by_role("rowheader")).to_have_count(2)
    await table.get_by_role("button", name="Mean").click()

    await expect(table.get_by_role("columnheader", name="Mean")).to_have_attribute(
        "aria-sort", "ascending"
    )
    await expect(table.get_by_role("rowheader").first).to_have_text("Belonging")


async def test_a_chart_tells_its_figures_in_a_table(
    page: Page, workspace: Workspace, amira: Member, general: str
) -> None:
    gallery_views.hang(workspace, amira.id, general)
    await visit(page, amira, general)
    figure = page.get_by_role("figure", name="Two items over the waves")

    await figure.get_by_text("Figures as a table").click()

    row = figure.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Oct"))
    await expect(row.get_by_role("cell")).to_have_text(["3.9", "2.8"])


async def test_a_modal_is_filled_by_keyboard_alone(page: Page, invited: Member, echo: Echo) -> None:
    takes_forms(echo)
    await visit(page, invited, "messages")
    await page.get_by_role("button", name="Answer now").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Every kind of field")
    await expect(dialog.get_by_role("radio", name="Never")).to_be_focused()
    assert await nameless(page) == []

    await presses(page, "Space", "ArrowDown", "Tab")
    await page.keyboard.type("More time with Bob")
    await dialog.get_by_label("Region").focus()
    await page.keyboard.type("South")
    await presses(page, "Tab", "Space", "Tab", "Tab", "Enter")
    await page.keyboard.type("amira")
    await presses(page, "ArrowDown", "Enter")
    await dialog.get_by_role("button", name="Save").focus()
    await page.keyboard.press("Enter")

    field = dialog.get_by_label("What would help?")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description(re.compile("Please name nobody."))
    await field.fill("More time")
    await dialog.get_by_role("button", name="Save").focus()
    await page.keyboard.press("Enter")

    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="Answer now")).to_be_focused()
    given = given_in(echo.heard[-1])
    assert given["scale"]["selected_option"]["value"] == "2"
    assert given["help"]["value"] == "More time"
    assert given["region"]["selected_option"]["value"] == "south-west"
    assert given["topics"]["selected_options"][0]["value"] == "a"
    assert given["people"]["selected_users"] == [invited.id]


async def test_the_keyboard_stays_in_the_modal_and_escape_closes_it(
    page: Page, invited: Member, echo: Echo
) -> None:
    @echo.app.view_closed("form")
    async def closed(ack: Any, view: Json) -> None:
        echo.heard.append(view)
        await ack()

    await visit(page, invited, "messages")
    await page.get_by_role("button", name="Answer now").click()
    await expect(page.get_by_role("radio", name="Never")).to_be_focused()
    outside = (
        "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
    )
    for _ in range(40):
        await page.keyboard.press("Tab")
        assert not await page.evaluate(outside)

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await invited.workspace.changed.until(lambda: len(echo.heard) == 1)


async def test_every_other_field_arrives_as_it_was_filled(
    page: Page, invited: Member, echo: Echo
) -> None:
    takes_forms(echo)
    await visit(page, invited, "messages")
    await page.get_by_role("button", name="Answer now").click()
    await page.get_by_role("radio", name="Often").check()
    for label, words in TYPED.items():
        await page.get_by_label(label).fill(words)
    await page.get_by_label("Region").select_option("london")
    await page.get_by_label("Employer").click()
    await page.get_by_role("searchbox").fill("no")
    await page.get_by_role("radio", name="Northshire").click()
    await page.get_by_role("textbox", name="Story").press_sequentially("Told ")
    await page.get_by_role("button", name="Bold").click()
    await page.keyboard.type("plainly")
    await page.get_by_label("Papers").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"words"}
    )
    await expect(page.get_by_text("1 ready to send.")).to_be_visible()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)

    given = given_in(echo.heard[0])
    assert given["email"]["value"] == "a@example.org"
    assert given["url"]["value"] == "https://example.org"
    assert given["hours"]["value"] == "2.5"
    assert given["employer"]["selected_option"]["value"] == "north"
    assert given["day"]["selected_date"] == "2026-12-01"
    assert given["time"]["selected_time"] == "09:30"
    assert given["moment"]["selected_date_time"] == 1796117400
    assert given["story"]["rich_text_value"]["elements"][0]["elements"] == [
        {"type": "text", "text": "Told "},
        {"type": "text", "text": "plainly", "style": {"bold": True}},
    ]
    assert [file["name"] for file in given["papers"]["files"]] == ["note.txt"]


async def test_one_persona_never_sees_the_messages_of_another(
    page: Page, workspace: Workspace, amira: Member, ben: Member
) -> None:
    tell(workspace, amira, "Only for Amira")
    tell(workspace, ben, "Only for Ben")
    await visit(page, amira, "messages")
    await expect(page.get_by_text("Only for Amira")).to_be_visible()
    await expect(page.get_by_text("Only for Ben")).to_have_count(0)

    await page.get_by_role("button", name="You are Amira Khan").click()
    await page.get_by_role("searchbox").fill("eastborough")
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("Only for Ben")).to_be_visible()
    await expect(page.get_by_text("Only for Amira")).to_have_count(0)
    assert f"as={ben.id}" in page.url


async def test_what_is_typed_survives_what_arrives(
    page: Page, workspace: Workspace, amira: Member
) -> None:
    tell(workspace, amira, "First")
    await visit(page, amira, "messages")
    field = page.get_by_role("combobox", name="Message Echo")
    await field.press_sequentially("Half a sent")

    tell(workspace, amira, "Second")
    await expect(page.get_by_role("article").get_by_text("Second")).to_be_visible()
    await page.keyboard.type("ence")

    await expect(field).to_have_value("Half a sentence")
    await expect(field).to_be_focused()


async def test_commands_are_offered_sent_and_their_failures_told(
    page: Page, amira: Member, general: str
) -> None:
    await visit(page, amira, general)
    field = page.get_by_role("combobox", name="Message #general")
    await field.press_sequentially("/pu")
    await expect(page.get_by_role("option", name="/pulse")).to_be_visible()

    await page.keyboard.press("Enter")
    await expect(field).to_have_value("/pulse ")
    await page.keyboard.press("Enter")

    await expect(page.locator("#notices")).to_contain_text("/pulse failed with the error")


async def test_a_command_that_is_sent_leaves_no_list_of_commands_behind(
    page: Page, amira: Member, general: str
) -> None:
    await visit(page, amira, general)
    field = page.get_by_role("combobox", name="Message #general")
    await field.press_sequentially("/pulse")
    await page.keyboard.press("Enter")

    await expect(field).to_have_value("")
    await expect(page.get_by_role("option")).to_have_count(0)


async def test_the_clock_is_moved_and_the_page_goes_with_it(page: Page, amira: Member) -> None:
    await visit(page, amira, "home")
    clock = page.get_by_role("button", name="Move the clock.")
    before = await clock.inner_text()

    await clock.click()
    await page.get_by_role("button", name="Next working day, 9:00").click()

    await expect(page.get_by_text(re.compile("It is now .*, 09:00"))).to_be_visible()
    await expect(clock).not_to_have_text(before)
    await expect(clock).to_contain_text("09:00")


async def test_a_button_on_a_card_in_a_carousel_reaches_the_bot(
    page: Page, workspace: Workspace, amira: Member, general: str, echo: Echo
) -> None:
    @echo.app.action("used")
    async def used(ack: Any, action: Json) -> None:
        echo.heard.append(action)
        await ack()

    gallery.post(workspace, general, gallery.newcomers("F1")[1:2])
    await visit(page, amira, general)

    await page.get_by_role("button", name="I used this").nth(2).click()

    assert await workspace.changed.until(lambda: len(echo.heard) == 1)
    await expect(page.locator(".toast")).to_have_count(0)


async def test_an_old_address_goes_on_as_somebody_who_is_here(page: Page, amira: Member) -> None:
    await page.goto("/?as=U0GONE")

    await expect(page.get_by_role("button", name="You are Amira Khan")).to_be_visible()
    await expect(page.locator("#notices")).to_contain_text("There is no U0GONE")
    assert f"as={amira.id}" in page.url


async def test_a_confirm_dialog_stands_between_a_button_and_its_deed(
    page: Page, workspace: Workspace, amira: Member, general: str, echo: Echo
) -> None:
    @echo.app.action("delete")
    async def delete(ack: Any, action: Json) -> None:
        echo.heard.append(action)
        await ack()

    gallery.post(workspace, general, gallery.controls()[:2])
    await visit(page, amira, general)
    button = page.get_by_role("button", name="Delete my answer")
    await button.click()
    question = page.get_by_role("alertdialog", name="Delete the answer?")
    await expect(question).to_have_accessible_description("It is gone for good once you agree.")
    await page.keyboard.press("Escape")
    await expect(button).to_be_focused()
    assert echo.heard == []

    await button.click()
    await question.get_by_role("button", name="Delete it").click()

    assert await workspace.changed.until(lambda: len(echo.heard) == 1)


async def test_modals_stack_and_the_cross_closes_them_all(
    page: Page, invited: Member, echo: Echo
) -> None:
    @echo.app.view("form")
    async def sent(ack: Any) -> None:
        second = {**form("second"), "title": gallery.plain("On top")}
        await ack(response_action="push", view=second)

    await visit(page, invited, "messages")
    await page.get_by_role("button", name="Answer now").click()
    await page.get_by_role("radio", name="Often").check()
    await page.get_by_label("What would help?").fill("Time")
    await page.get_by_label("Region").select_option("london")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog", name="On top")).to_be_visible()
    await page.get_by_role("button", name="Not now").click()
    first = page.get_by_role("dialog", name="Every kind of field")
    await expect(first.get_by_label("What would help?")).to_have_value("Time")

    await page.get_by_role("button", name="Close the window").click()

    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_nothing_is_wider_than_a_small_screen(
    workspace: Workspace, amira: Member, general: str
) -> None:
    gallery_views.hang(workspace, amira.id, general)

    async with chromium(workspace.base_url, viewport=NARROW["viewport"]) as page:
        for place in ("home", general):
            await visit(page, amira, place)
            await expect(page.locator("#scroll > *")).to_be_visible()
            assert await page.evaluate("document.documentElement.scrollWidth") == 400
            assert await page.evaluate(
                "scroll => scroll.scrollWidth <= scroll.clientWidth",
                await page.query_selector("#scroll"),
            )
        await page.get_by_role("button", name="Conversations").click()
        await page.get_by_role("link", name="Home").first.click()
        await expect(page.get_by_role("heading", name="What is yours to do")).to_be_visible()
