"""What is typed into a rich text field arrives as Slack's composer would write it."""

from typing import Any

import pytest

from sandbox.people import Member
from sandbox.workspace import Workspace
from sandbox.writing import rich_text
from tests.sandbox.echo import Echo, asked, form

Json = dict[str, Any]


def section(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def text(words: str, *styles: str) -> Json:
    style = {"style": dict.fromkeys(styles, True)} if styles else {}
    return {"type": "text", "text": words, **style}


def listed(style: str, *items: str, indent: int = 0) -> Json:
    sections = [section(text(each)) for each in items]
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": sections}


TYPED = [
    ("Plain words", [section(text("Plain words"))]),
    ("Two\nlines", [section(text("Two\nlines"))]),
    (
        "It *must* be _kind_, ~not~ `code`",
        [
            section(
                text("It "),
                text("must", "bold"),
                text(" be "),
                text("kind", "italic"),
                text(", "),
                text("not", "strike"),
                text(" "),
                text("code", "code"),
            )
        ],
    ),
    ("- one\n• two", [listed("bullet", "one", "two")]),
    ("1. one\n2. two", [listed("ordered", "one", "two")]),
    ("- one\n  - inner", [listed("bullet", "one"), listed("bullet", "inner", indent=1)]),
    ("> said\n> so", [{"type": "rich_text_quote", "elements": [text("said\nso")]}]),
    (
        "See <https://example.org|the guide>.",
        [
            section(
                text("See "),
                {"type": "link", "url": "https://example.org", "text": "the guide"},
                text("."),
            )
        ],
    ),
    (
        "See https://example.org.",
        [section(text("See "), {"type": "link", "url": "https://example.org"}, text("."))],
    ),
    (
        "Hello @everyone and a@here.org at 9:30:15",
        [
            section(
                text("Hello "),
                {"type": "broadcast", "range": "everyone"},
                text(" and a@here.org at 9:30:15"),
            )
        ],
    ),
    ("snake_case and 2*3*4", [section(text("snake_case and 2*3*4"))]),
]


@pytest.mark.parametrize(("typed", "elements"), TYPED, ids=[typed for typed, _ in TYPED])
async def test_typed_marks_become_rich_text(
    workspace: Workspace, typed: str, elements: list[Json]
) -> None:
    assert rich_text(workspace, typed) == {"type": "rich_text", "elements": elements}


@pytest.mark.parametrize("empty", ["", "  \n", None, {"type": "rich_text", "elements": []}])
async def test_nothing_typed_is_nothing(workspace: Workspace, empty: Any) -> None:
    assert rich_text(workspace, empty) is None


async def test_people_and_channels_are_named_by_id(
    workspace: Workspace, amira: Member, general: str
) -> None:
    made = rich_text(workspace, "Ask @amira.khan in #general or @nobody")

    assert made is not None
    assert made["elements"][0]["elements"] == [
        text("Ask "),
        {"type": "user", "user_id": amira.id},
        text(" in "),
        {"type": "channel", "channel_id": general},
        text(" or @nobody"),
    ]


async def test_rich_text_travels_in_the_form_and_is_read_on_it(amira: Member, echo: Echo) -> None:
    @echo.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        view = form("form", asked("Story", {"type": "rich_text_input"}))
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)
        await ack()

    @echo.app.view("form")
    async def sent(ack: Any, view: Json, client: Any) -> None:
        story = view["state"]["values"]["story"]["given"]["rich_text_value"]
        echo.heard.append(story)
        await ack()
        await client.chat_postMessage(channel=amira.id, text="Told", blocks=[story])

    await amira.uses_shortcut("Answer the pulse")
    await amira.fills({"Name": "Amira", "Story": "It was *kind* of\n- Bo\n- me"})
    assert await amira.sees("It was kind of Bo me")
    await amira.submits()

    assert await amira.sees("It was kind of Bo me")
    assert [each["type"] for each in echo.heard[0]["elements"]] == [
        "rich_text_section",
        "rich_text_list",
    ]


async def test_a_required_story_has_words(amira: Member, echo: Echo) -> None:
    @echo.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        view = form("form", asked("Story", {"type": "rich_text_input"}))
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)
        await ack()

    await amira.uses_shortcut("Answer the pulse")
    await amira.fills({"Name": "Amira", "Story": " "})

    assert await amira.submits() == {"Story": "Please complete this required field."}
