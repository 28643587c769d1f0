"""Blocks: which are taken, which are refused, and where."""

from typing import Any

import pytest

from sandbox.rules import Refused
from tests.sandbox.payloads import (
    OK,
    accessory,
    actions,
    asked,
    button,
    mrkdwn,
    offer,
    picture,
    plain,
    rich,
    section,
    slack_says,
    text_input,
)

Json = dict[str, Any]

CARD: Json = {"type": "card", "title": plain("A card"), "body": mrkdwn("Body")}
TASK: Json = {"type": "task_card", "task_id": "1", "title": "Count", "status": "complete"}
VIDEO: Json = {
    "type": "video",
    "alt_text": "A talk",
    "title": plain("Talk"),
    "video_url": "https://example.org/v",
    "thumbnail_url": "https://example.org/t.png",
}
CONTAINER: Json = {"type": "container", "title": plain(), "child_blocks": [section()]}
FEEDBACK: Json = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Good"), "value": "good"},
    "negative_button": {"text": plain("Bad"), "value": "bad"},
}
TRASH: Json = {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Remove")}
ALERT: Json = {"type": "alert", "text": plain("Mind"), "level": "warning"}

TAKEN = [
    pytest.param("message", section(), id="a section with text"),
    pytest.param("modal", section(text=plain()), id="a section with plain text"),
    pytest.param("home", {"type": "section", "fields": [mrkdwn()] * 10}, id="ten fields"),
    pytest.param("message", section(text=mrkdwn("x" * 3000)), id="three thousand letters"),
    pytest.param("message", section(expand=True, block_id="b" * 255), id="a long block_id"),
    pytest.param("message", accessory(picture()), id="a picture beside a section"),
    pytest.param("home", {"type": "divider"}, id="a divider"),
    pytest.param("message", {"type": "header", "text": plain("x" * 150)}, id="a header of 150"),
    pytest.param("modal", {"type": "header", "text": plain(), "level": 4}, id="a level four"),
    pytest.param("message", picture(title=plain()), id="a picture with a title"),
    pytest.param(
        "home",
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A chart"},
        id="an uploaded picture",
    ),
    pytest.param(
        "message", {"type": "context", "elements": [picture(), mrkdwn(), plain()]}, id="context"
    ),
    pytest.param(
        "message", actions(*[button(action_id=str(i)) for i in range(25)]), id="25 buttons"
    ),
    pytest.param("modal", asked(text_input(), hint=plain(), optional=True), id="a question"),
    pytest.param("home", asked(text_input(), dispatch_action=True), id="a question at home"),
    pytest.param("message", asked(text_input()), id="a question in a message"),
    pytest.param("message", {"type": "markdown", "text": "# Hello"}, id="markdown"),
    pytest.param("modal", ALERT, id="an alert in a modal"),
    pytest.param("home", CARD, id="a card"),
    pytest.param("message", {**CARD, "actions": [button()]}, id="a card with a button"),
    pytest.param("message", {"type": "carousel", "elements": [CARD] * 10}, id="a carousel"),
    pytest.param("message", CONTAINER, id="a container"),
    pytest.param(
        "message", {"type": "context_actions", "elements": [FEEDBACK, TRASH]}, id="feedback"
    ),
    pytest.param("message", TASK, id="a finished task"),
    pytest.param(
        "message",
        {"type": "plan", "title": "Plan", "tasks": [{**TASK, "status": "pending"}]},
        id="a waiting task in a plan",
    ),
    pytest.param("modal", VIDEO, id="a video"),
    pytest.param("modal", rich({"type": "text", "text": "Hi"}), id="rich text"),
]

REFUSED = [
    pytest.param("message", {"type": "marquee"}, "unsupported type: marquee", id="a made-up block"),
    pytest.param("message", {"text": plain()}, "missing required field: type", id="no type"),
    pytest.param("message", "section", "must be an object", id="a block that is a word"),
    pytest.param("message", {"type": ["section"]}, "unsupported type", id="a type that is a list"),
    pytest.param(
        "message",
        {"type": "file", "external_id": "1", "source": "remote"},
        "unsupported type: file",
        id="a file block",
    ),
    pytest.param("message", section(colour="red"), "additional property: colour", id="extra field"),
    pytest.param("message", {"type": "section"}, "at least one of", id="an empty section"),
    pytest.param("message", section(text=None), "/blocks/0/text", id="a null text"),
    pytest.param("message", section(text="bare"), "must be an object", id="a bare string"),
    pytest.param("message", section(text=mrkdwn("x" * 3001)), "less than 3001", id="3001 letters"),
    pytest.param("message", section(text=mrkdwn("")), "more than 0", id="an empty text"),
    pytest.param("message", section(fields=[]), "no fewer than 1", id="no fields"),
    pytest.param("message", section(fields=[mrkdwn()] * 11), "no more than 10", id="11 fields"),
    pytest.param("message", section(fields=[plain("x" * 2001)]), "/fields/0/text", id="long field"),
    pytest.param("message", section(expand="yes"), "must be a boolean", id="expand in words"),
    pytest.param("message", section(block_id="b" * 256), "less than 256", id="a block_id of 256"),
    pytest.param("message", section(block_id=7), "must be a string", id="a numeric block_id"),
    pytest.param("message", accessory(text_input()), "unsupported type", id="an input beside text"),
    pytest.param("message", section(accessory=[button()]), "an object", id="a list of accessories"),
    pytest.param("message", {"type": "header", "text": mrkdwn()}, "mrkdwn", id="a bold header"),
    pytest.param("message", {"type": "header"}, "required field: text", id="a silent header"),
    pytest.param("home", {"type": "header", "text": plain("x" * 151)}, "151", id="a header of 151"),
    pytest.param("home", {"type": "header", "text": plain(), "level": 5}, "level", id="level five"),
    pytest.param("home", {"type": "header", "text": plain(), "level": True}, "level", id="level T"),
    pytest.param("message", picture(alt_text=""), "alt_text", id="an empty alt text"),
    pytest.param(
        "message",
        {"type": "image", "image_url": "https://example.org/a.png"},
        "missing required field: alt_text",
        id="no alt text",
    ),
    pytest.param("message", picture(alt_text="x" * 2001), "2001", id="a long alt text"),
    pytest.param("message", picture(image_url="a.png"), "pattern", id="a relative picture"),
    pytest.param("message", picture(slack_file={"id": "F1"}), "exactly one", id="two pictures"),
    pytest.param(
        "message",
        {"type": "image", "slack_file": {"id": "F", "url": "https://x.org"}, "alt_text": "A"},
        "exactly one",
        id="a file by id and by address",
    ),
    pytest.param("message", {"type": "image", "alt_text": "A"}, "exactly one", id="no picture"),
    pytest.param("message", {"type": "context", "elements": []}, "fewer", id="an empty context"),
    pytest.param(
        "message", {"type": "context", "elements": [mrkdwn()] * 11}, "10 items", id="11 in context"
    ),
    pytest.param(
        "message", {"type": "context", "elements": [button()]}, "button", id="button in context"
    ),
    pytest.param("message", actions(), "fewer than 1", id="no actions"),
    pytest.param(
        "message",
        actions(*[button(action_id=str(i)) for i in range(26)]),
        "no more than 25",
        id="26 buttons",
    ),
    pytest.param("message", actions(text_input()), "unsupported", id="an input among buttons"),
    pytest.param("message", actions(button(), button()), "already exists", id="one id twice"),
    pytest.param("modal", asked(button()), "unsupported type: button", id="a button as a question"),
    pytest.param("modal", asked(text_input(), label=mrkdwn()), "mrkdwn", id="a bold label"),
    pytest.param("modal", asked(text_input(), label=plain("x" * 2001)), "2001", id="a long label"),
    pytest.param("modal", asked(text_input(), hint=plain("x" * 2001)), "2001", id="a long hint"),
    pytest.param("modal", asked(text_input(), optional="no"), "boolean", id="optional in words"),
    pytest.param(
        "modal", {"type": "input", "element": text_input()}, "field: label", id="no label"
    ),
    pytest.param("modal", {"type": "input", "label": plain()}, "field: element", id="no element"),
    pytest.param(
        "modal",
        asked({"type": "file_input", "action_id": "f"}, dispatch_action=True),
        "file_input",
        id="a file that dispatches",
    ),
    pytest.param("modal", {"type": "markdown", "text": "x"}, "surface", id="markdown in a modal"),
    pytest.param("message", {"type": "markdown", "text": ""}, "more than 0", id="empty markdown"),
    pytest.param("message", {"type": "markdown", "text": "x" * 12001}, "12001", id="long markdown"),
    pytest.param("message", ALERT, "surface", id="an alert in a message"),
    pytest.param("home", ALERT, "surface", id="an alert at home"),
    pytest.param("modal", {**ALERT, "text": plain("x" * 201)}, "201", id="a long alert"),
    pytest.param("modal", {**ALERT, "level": "panic"}, "one of", id="a made-up level"),
    pytest.param("message", {**CARD, "title": "bare"}, "object", id="a bare card title"),
    pytest.param("message", {**CARD, "body": plain("x" * 201)}, "201", id="a long card"),
    pytest.param(
        "message", {"type": "card", "subtitle": plain()}, "at least one", id="only a subtitle"
    ),
    pytest.param("message", {**CARD, "actions": [button()] * 4}, "3 items", id="four on a card"),
    pytest.param(
        "message",
        {**CARD, "icon": picture(), "slack_icon": {"type": "icon", "name": "star"}},
        "together",
        id="two icons",
    ),
    pytest.param("modal", {"type": "carousel", "elements": [CARD]}, "surface", id="modal carousel"),
    pytest.param("message", {"type": "carousel", "elements": [CARD] * 11}, "10", id="eleven cards"),
    pytest.param("home", CONTAINER, "surface", id="a container at home"),
    pytest.param("message", {**CONTAINER, "child_blocks": [section()] * 11}, "10", id="eleven in"),
    pytest.param("message", {**CONTAINER, "child_blocks": [CONTAINER]}, "container", id="nested"),
    pytest.param("message", {**CONTAINER, "child_blocks": [CARD]}, "card", id="a card within"),
    pytest.param("message", {**CONTAINER, "default_collapsed": True}, "requires", id="collapsed"),
    pytest.param(
        "message", {"type": "container", "child_blocks": [section()]}, "title", id="untitled"
    ),
    pytest.param(
        "modal",
        {"type": "context_actions", "elements": [TRASH]},
        "surface",
        id="context actions in a modal",
    ),
    pytest.param(
        "message",
        {"type": "context_actions", "elements": [{**TRASH, "icon": "star"}]},
        "one of: trash",
        id="another icon",
    ),
    pytest.param("message", {**TASK, "status": "pending"}, "pending", id="a waiting task"),
    pytest.param("message", {**TASK, "status": "done"}, "one of", id="a made-up status"),
    pytest.param("message", {"type": "plan", "title": plain()}, "a string", id="a plan's object"),
    pytest.param("modal", {**VIDEO, "title": plain("x" * 200)}, "200", id="a video title of 200"),
    pytest.param("modal", {**VIDEO, "author_name": "x" * 50}, "50", id="an author of 50"),
    pytest.param("modal", {**VIDEO, "video_url": "http://x.org"}, "pattern", id="an open video"),
]


@pytest.mark.parametrize(("surface", "block"), TAKEN)
def test_slack_takes_this_block(surface: str, block: Json) -> None:
    assert slack_says(surface, block) == OK


@pytest.mark.parametrize(("surface", "block", "words"), REFUSED)
def test_slack_refuses_this_block(surface: str, block: Json, words: str) -> None:
    assert words in slack_says(surface, block)


def test_a_refusal_points_at_the_place() -> None:
    with pytest.raises(Refused) as refused:
        offer("message", accessory(button(text=plain("x" * 76))))

    assert refused.value.error == "invalid_blocks"
    assert refused.value.messages == [
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/accessory/text/text]"
    ]


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(Refused) as refused:
        offer("modal", section(colour="red", text=plain(""), fields=[]))

    assert len(refused.value.messages) == 3
