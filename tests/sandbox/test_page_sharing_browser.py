"""What sharing needs of the page: message menus, files, rich text, threads and small groups."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from sandbox import files, posting
from sandbox.conversations import open_dm
from sandbox.people import Member
from sandbox.workspace import Workspace
from sandbox.writing import rich_text
from tests.sandbox import gallery
from tests.sandbox.browser import chromium, nameless, pale
from tests.sandbox.echo import Echo, home, section

Json = dict[str, Any]

pytestmark = pytest.mark.browser

GROUPS = [
    {"label": gallery.plain("KSS"), "options": [gallery.option("kss:1", "Relationships")]},
    {"label": gallery.plain("PCF"), "options": [gallery.option("pcf:2", "Values and ethics")]},
]
WAYS = [
    {**gallery.option("dm", "Direct message"), "description": gallery.plain("One to each person")},
    {**gallery.option("post", "Channel"), "description": gallery.plain("One for everybody")},
]
FIELDS: list[tuple[str, Json]] = [
    ("Story", {"type": "rich_text_input", "action_id": "story"}),
    (
        "Files",
        {"type": "file_input", "action_id": "files", "filetypes": ["pdf", "txt"], "max_files": 2},
    ),
    (
        "Headings",
        {"type": "multi_static_select", "action_id": "headings", "option_groups": GROUPS},
    ),
    ("How", {"type": "checkboxes", "action_id": "how", "options": WAYS}),
]


def view() -> Json:
    blocks = [gallery.asked(label, element, optional=True) for label, element in FIELDS]
    return {
        "type": "modal",
        "callback_id": "share",
        "title": gallery.plain("Share an example"),
        "submit": gallery.plain("Save"),
        "close": gallery.plain("Later"),
        "blocks": blocks,
    }


@pytest.fixture
async def page(workspace: Workspace) -> AsyncIterator[Page]:
    async with chromium(workspace.base_url) as page:
        yield page


@pytest.fixture
def sharing(workspace: Workspace, amira: Member, echo: Echo, general: str) -> Member:
    """Amira has written something; the shortcut on it opens the form."""

    @echo.app.shortcut("share")
    async def share(ack: Any, shortcut: Json, client: Any) -> None:
        echo.heard.append(shortcut)
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view())

    @echo.app.view("share")
    async def sent(ack: Any, view: Json) -> None:
        values = view["state"]["values"].values()
        echo.heard += [next(iter(fields.values())) for fields in values]
        await ack()

    message = posting.written(workspace, amira.id, "We tried a walking supervision")
    posting.put(workspace, workspace.channels[general], message)
    return amira


def text(words: str, **more: Any) -> Json:
    return {"type": "text", "text": words, **more}


async def visit(page: Page, person: Member, place: str) -> None:
    await page.goto(f"/?as={person.id}&at={place}")
    await expect(page.get_by_role("button", name="You are")).to_be_visible()


async def shared(page: Page) -> None:
    """Open the form from the menu of the message."""
    await page.get_by_role("article").filter(has_text="walking supervision").hover()
    await page.get_by_role("button", name="Actions for this message").click()
    await page.get_by_role("menuitem", name="Share this").click()
    await expect(page.get_by_role("dialog", name="Share an example")).to_be_visible()


async def test_a_shortcut_on_a_message_is_in_its_menu(
    page: Page, sharing: Member, echo: Echo, general: str
) -> None:
    await visit(page, sharing, general)

    await shared(page)

    assert echo.heard[0]["message"]["text"] == "We tried a walking supervision"
    assert await nameless(page) == []


async def test_what_is_written_in_the_editor_arrives_letter_by_letter(
    page: Page, sharing: Member, echo: Echo, general: str
) -> None:
    await visit(page, sharing, general)
    await shared(page)
    editor = page.get_by_role("textbox", name="Story")
    await editor.click()
    await page.keyboard.type("First ")
    await page.get_by_role("button", name="Link").click()
    await page.get_by_label("Words").fill("the guide")
    await page.get_by_label("Link", exact=True).fill("example.org/guide")
    await page.get_by_role("button", name="Add link").click()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Third ")
    await page.get_by_role("button", name="Italic").click()
    await page.keyboard.type("line")
    await page.get_by_role("button", name="Italic").click()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="List", exact=True).click()
    await page.keyboard.type("one")
    await page.keyboard.press("Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Quote").click()
    await page.keyboard.type("They said so")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)

    first, listed, quoted = echo.heard[1]["rich_text_value"]["elements"]
    assert first["elements"] == [
        text("First "),
        {"type": "link", "url": "https://example.org/guide", "text": "the guide"},
        text(" \n\nThird "),
        text("line", style={"italic": True}),
    ]
    assert [item["elements"] for item in listed["elements"]] == [[text("one")], [text("two")]]
    assert quoted == {"type": "rich_text_quote", "elements": [text("They said so")]}


async def test_rich_text_given_to_the_editor_comes_back_as_it_was(
    page: Page, workspace: Workspace, amira: Member, echo: Echo
) -> None:
    words = (
        "It was *kind*, _truly_.\n\n- one\n  - inner\n1. first\n> said\n> so\nhttps://example.org"
    )
    kept = rich_text(workspace, f"{words}\nAsk @amira.khan :tada:")
    assert kept is not None
    sent = view()
    sent["blocks"][0]["element"]["initial_value"] = kept

    @echo.app.view("share")
    async def shared_again(ack: Any, view: Json) -> None:
        echo.heard.append(view["state"]["values"]["story"]["story"])
        await ack()

    trigger = workspace.triggers.make(amira.id)
    await echo.client.views_open(trigger_id=trigger, view=sent)
    await visit(page, amira, "home")
    editor = page.get_by_role("textbox", name="Story")
    await editor.press("Control+End")
    await page.keyboard.type("!")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)

    kept["elements"][-1]["elements"].append({"type": "text", "text": "!"})
    assert echo.heard[0]["rich_text_value"] == kept


async def test_files_choices_and_groups_arrive(
    page: Page, sharing: Member, echo: Echo, general: str
) -> None:
    await visit(page, sharing, general)
    await shared(page)
    field = page.get_by_label("Files")
    await field.set_input_files({"name": "a.exe", "mimeType": "x/y", "buffer": b"MZ"})
    await expect(page.get_by_text("a.exe does not fit here.")).to_be_visible()
    await field.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%P"})
    await expect(page.get_by_text("1 ready to send.")).to_be_visible()
    await page.get_by_label("Headings").click()
    await page.get_by_role("checkbox", name="Values and ethics").check()
    await page.keyboard.press("Escape")
    await page.get_by_role("checkbox", name="Channel").check()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)

    _, _, given, headings, how = echo.heard
    assert [each["name"] for each in given["files"]] == ["a.pdf"]
    assert [each["value"] for each in headings["selected_options"]] == ["pcf:2"]
    assert [each["value"] for each in how["selected_options"]] == ["post"]


async def test_a_shared_file_can_be_downloaded_by_who_got_it(
    page: Page, workspace: Workspace, amira: Member, echo: Echo
) -> None:
    where = open_dm(workspace, amira.id).id
    await echo.client.files_upload_v2(channel=where, filename="Example.txt", content=b"words")
    await visit(page, amira, "messages")

    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Download Example.txt").click()

    download = await downloading.value
    assert download.suggested_filename == "Example.txt"
    assert (await download.path()).read_bytes() == b"words"
    (file,) = workspace.messages(where)[0]["files"]
    assert not files.person_may_see(workspace, workspace.add_user("Bo"), file["id"])


async def test_a_reply_stands_under_its_message_in_the_thread(
    page: Page, sharing: Member, general: str
) -> None:
    await sharing.replies("walking supervision", "How long did you walk?")
    await visit(page, sharing, general)
    await expect(page.locator("#scroll").get_by_text("How long did you walk?")).to_have_count(0)

    await page.get_by_role("button", name="1 reply").click()

    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("How long did you walk?")).to_be_visible()
    await thread.get_by_role("textbox").fill("An hour")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="2 replies")).to_be_visible()


async def test_a_deleted_message_is_asked_about_and_gone(
    page: Page, sharing: Member, general: str
) -> None:
    await visit(page, sharing, general)
    await page.get_by_role("article").filter(has_text="walking supervision").hover()
    await page.get_by_role("button", name="Actions for this message").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    question = page.get_by_role("alertdialog", name="Delete this message?")
    await question.get_by_role("button", name="Delete").click()

    await expect(page.get_by_text("walking supervision")).to_have_count(0)
    assert sharing.workspace.messages(general) == []


async def test_a_home_that_is_published_again_stays_where_it_was_read(
    page: Page, amira: Member, echo: Echo
) -> None:
    lines = [section(f"Line {n}") for n in range(60)]
    await echo.client.views_publish(user_id=amira.id, view=home(*lines))
    await visit(page, amira, "home")
    await expect(page.get_by_text("Line 59")).to_be_attached()
    await page.evaluate("document.getElementById('scroll').scrollTop = 700")

    await echo.client.views_publish(user_id=amira.id, view=home(*lines, section("A new line")))
    await expect(page.get_by_text("A new line")).to_be_attached()

    assert await page.evaluate("document.getElementById('scroll').scrollTop") == 700


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_form_and_the_thread_are_legible(
    workspace: Workspace, sharing: Member, general: str, scheme: Any
) -> None:
    await sharing.replies("walking supervision", "How long did you walk?")
    narrow = {"width": 400, "height": 860}

    async with chromium(workspace.base_url, color_scheme=scheme, viewport=narrow) as page:
        await visit(page, sharing, general)
        await page.get_by_role("button", name="1 reply").click()
        assert await pale(page) == []
        await page.get_by_role("button", name="Close the thread").click()
        await shared(page)
        assert await pale(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") == 400
