"""Elements: buttons, menus, pickers and inputs, and the small objects they are made of."""

from typing import Any

import pytest

from tests.sandbox.payloads import (
    OK,
    accessory,
    actions,
    asked,
    button,
    confirm,
    mrkdwn,
    option,
    options,
    picture,
    plain,
    rich,
    section,
    slack_says,
    text_input,
)

Json = dict[str, Any]

GROUP: Json = {"label": plain("Group"), "options": [option()]}


def element(kind: str, **fields: Any) -> Json:
    return {"type": kind, "action_id": "it", **fields}


def select(**fields: Any) -> Json:
    return element("static_select", **{"options": options(3), **fields})


def multi(**fields: Any) -> Json:
    return element("multi_static_select", **{"options": options(3), **fields})


def radio(**fields: Any) -> Json:
    return element("radio_buttons", **{"options": options(3), **fields})


def boxes(**fields: Any) -> Json:
    return element("checkboxes", **{"options": options(3), **fields})


def menu(*offered: Json) -> Json:
    return element("overflow", options=list(offered))


def count(**fields: Any) -> Json:
    return element("number_input", **{"is_decimal_allowed": False, **fields})


WORKFLOW: Json = {"trigger": {"url": "https://example.org/trigger"}}

TAKEN = [
    pytest.param("message", actions(button(value="v" * 2000, style="danger")), id="a button"),
    pytest.param("message", actions(button(confirm=confirm())), id="a button that asks first"),
    pytest.param("message", actions(button(url="https://example.org")), id="a link"),
    pytest.param("message", actions({"type": "button", "text": plain()}), id="no action_id"),
    pytest.param("message", actions(select(placeholder=plain("x" * 150))), id="a menu"),
    pytest.param("modal", asked(select(options=options(100))), id="a hundred options"),
    pytest.param("modal", asked(select(initial_option=option("1"))), id="a chosen option"),
    pytest.param(
        "modal", asked(element("static_select", option_groups=[GROUP])), id="grouped options"
    ),
    pytest.param(
        "modal",
        asked(element("static_select", option_groups=[GROUP], initial_option=option())),
        id="a chosen option of a group",
    ),
    pytest.param(
        "home", accessory(multi(initial_options=options(2), max_selected_items=2)), id="two chosen"
    ),
    pytest.param("message", actions(element("external_select", min_query_length=0)), id="external"),
    pytest.param("modal", asked(element("multi_external_select")), id="many external"),
    pytest.param("modal", asked(element("users_select", initial_user="U1")), id="a person"),
    pytest.param("modal", asked(element("multi_users_select")), id="many people"),
    pytest.param(
        "modal",
        asked(element("conversations_select", filter={"include": ["im"]})),
        id="a conversation",
    ),
    pytest.param("modal", asked(element("channels_select")), id="a channel"),
    pytest.param("message", actions(radio(initial_option=option("2"))), id="radio buttons"),
    pytest.param(
        "home",
        accessory(radio(options=[{"text": mrkdwn(), "value": "v", "description": mrkdwn()}])),
        id="a bold choice",
    ),
    pytest.param("modal", asked(boxes(initial_options=options(1))), id="ticked boxes"),
    pytest.param("message", accessory(menu(option(url="https://example.org"))), id="an overflow"),
    pytest.param("modal", asked(text_input(min_length=0, max_length=3000)), id="a text"),
    pytest.param("home", asked(text_input(multiline=True, initial_value="x")), id="a filled text"),
    pytest.param(
        "modal",
        asked(
            text_input(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}),
            dispatch_action=True,
        ),
        id="a text that dispatches",
    ),
    pytest.param("modal", asked(count(min_value="1", max_value="5")), id="a number"),
    pytest.param(
        "modal", asked(count(is_decimal_allowed=True, initial_value="-1.5")), id="a decimal"
    ),
    pytest.param("modal", asked(element("email_text_input")), id="an e-mail address"),
    pytest.param("modal", asked(element("url_text_input")), id="a web address"),
    pytest.param("modal", asked(element("file_input", max_files=10)), id="files"),
    pytest.param(
        "home",
        asked(element("rich_text_input", initial_value=rich({"type": "text", "text": "Hi"}))),
        id="rich text to fill in",
    ),
    pytest.param(
        "home", actions(element("datepicker", initial_date="2026-02-28")), id="a real date"
    ),
    pytest.param(
        "modal",
        asked(element("timepicker", initial_time="09:00", timezone="Europe/London")),
        id="a time with a zone",
    ),
    pytest.param(
        "message",
        actions(element("datetimepicker", initial_date_time=1_770_000_000)),
        id="a moment",
    ),
    pytest.param(
        "message",
        actions(element("workflow_button", text=plain(), workflow=WORKFLOW)),
        id="a workflow",
    ),
]

REFUSED = [
    pytest.param("message", actions(button(text=plain("x" * 76))), "76", id="a long button"),
    pytest.param("message", actions(button(text=mrkdwn())), "mrkdwn", id="a bold button"),
    pytest.param("message", actions(button(value="v" * 2001)), "2001", id="a long value"),
    pytest.param("message", actions(button(value=7)), "a string", id="a numeric value"),
    pytest.param("message", actions(button(url="u" * 3001)), "3001", id="a long address"),
    pytest.param("message", actions(button(style="default")), "one of", id="a third style"),
    pytest.param("message", actions(button(focus_on_load=True)), "focus", id="a focused button"),
    pytest.param("message", actions(button(accessibility_label="x" * 76)), "76", id="long label"),
    pytest.param("message", actions(button(action_id="a" * 256)), "256", id="a long action_id"),
    pytest.param("message", actions(button(action_id="")), "more than 0", id="an empty action_id"),
    pytest.param("message", actions({"type": "lever"}), "unsupported", id="a made-up element"),
    pytest.param("message", actions(select(options=[])), "fewer than 1", id="an empty menu"),
    pytest.param("message", actions(select(options=options(101))), "100", id="101 options"),
    pytest.param("message", actions(element("static_select")), "exactly one", id="no options"),
    pytest.param(
        "message", actions(select(option_groups=[GROUP])), "exactly one", id="options and groups"
    ),
    pytest.param(
        "message", actions(select(placeholder=plain("x" * 151))), "151", id="a long placeholder"
    ),
    pytest.param("message", actions(select(placeholder=mrkdwn())), "mrkdwn", id="bold placeholder"),
    pytest.param(
        "modal", asked(select(initial_option=None)), "initial_option", id="a null initial option"
    ),
    pytest.param(
        "modal", asked(select(initial_option=option("9"))), "not among", id="a stray initial option"
    ),
    pytest.param(
        "modal",
        asked(select(initial_option=option("1", "Another"))),
        "not among",
        id="an initial option in other words",
    ),
    pytest.param(
        "modal",
        asked(select(initial_option=option("1", description=plain("More")))),
        "not among",
        id="an initial option with more to it",
    ),
    pytest.param("modal", asked(select(options=[option()] * 2)), "duplicate", id="a value twice"),
    pytest.param(
        "modal",
        asked(element("static_select", option_groups=[GROUP, GROUP])),
        "duplicate",
        id="a value in two groups",
    ),
    pytest.param(
        "modal",
        asked(element("static_select", option_groups=[{**GROUP, "label": plain("x" * 76)}])),
        "76",
        id="a long group label",
    ),
    pytest.param(
        "modal",
        asked(element("static_select", option_groups=[{**GROUP, "options": []}])),
        "fewer",
        id="an empty group",
    ),
    pytest.param("modal", asked(select(options=[option(text="x" * 76)])), "76", id="a long option"),
    pytest.param("modal", asked(select(options=[option("v" * 151)])), "151", id="long value"),
    pytest.param("modal", asked(select(options=[option("")])), "more than 0", id="an empty value"),
    pytest.param("modal", asked(select(options=[option(text="")])), "than 0", id="a blank option"),
    pytest.param(
        "modal",
        asked(select(options=[option(description=plain("x" * 76))])),
        "76",
        id="a long description",
    ),
    pytest.param(
        "modal", asked(select(options=[{"text": plain()}])), "field: value", id="no value"
    ),
    pytest.param(
        "modal",
        asked(select(options=[{"text": mrkdwn(), "value": "v"}])),
        "mrkdwn",
        id="a bold menu option",
    ),
    pytest.param(
        "modal", asked(select(options=[option(url="https://x.org")])), "url", id="a linked option"
    ),
    pytest.param("message", actions(multi()), "unsupported", id="a multi-select among buttons"),
    pytest.param("modal", asked(multi(max_selected_items=0)), "between", id="at most nothing"),
    pytest.param("modal", asked(multi(initial_options=[])), "fewer", id="nothing chosen"),
    pytest.param(
        "modal",
        asked(multi(initial_options=options(2), max_selected_items=1)),
        "max_selected_items",
        id="too many chosen",
    ),
    pytest.param(
        "modal",
        asked(element("multi_users_select", initial_users=["U1", "U2"], max_selected_items=1)),
        "max_selected_items",
        id="too many people chosen",
    ),
    pytest.param(
        "modal", asked(boxes(initial_options=[option("0")] * 2)), "unique", id="ticked twice"
    ),
    pytest.param(
        "modal", asked(boxes(initial_options=[option("7")])), "not among", id="a stray tick"
    ),
    pytest.param("modal", asked(boxes(options=options(11))), "10 items", id="eleven boxes"),
    pytest.param("modal", asked(radio(options=options(11))), "10 items", id="eleven choices"),
    pytest.param("modal", asked(radio(placeholder=plain())), "placeholder", id="radio placeholder"),
    pytest.param("message", accessory(menu(*options(6))), "5 items", id="six in an overflow"),
    pytest.param("modal", asked(menu(option())), "unsupported", id="an overflow as a question"),
    pytest.param("modal", asked(element("users_select", initial_user=None)), "user", id="nobody"),
    pytest.param(
        "modal",
        asked(element("conversations_select", filter={})),
        "at least one",
        id="an empty filter",
    ),
    pytest.param(
        "modal",
        asked(element("conversations_select", filter={"include": ["dm"]})),
        "one of",
        id="a made-up conversation",
    ),
    pytest.param("modal", asked(text_input(max_length=0)), "between", id="no room"),
    pytest.param("modal", asked(text_input(max_length=3001)), "between", id="too much room"),
    pytest.param("modal", asked(text_input(min_length=9, max_length=8)), "greater", id="min > max"),
    pytest.param(
        "modal", asked(text_input(max_length=2, initial_value="abc")), "than 3", id="overfilled"
    ),
    pytest.param("modal", asked(text_input(initial_value=None)), "string", id="a null text"),
    pytest.param(
        "modal",
        asked(text_input(dispatch_action_config={"trigger_actions_on": []})),
        "fewer",
        id="dispatching on nothing",
    ),
    pytest.param("home", asked(count()), "surface", id="a number at home"),
    pytest.param("message", asked(count()), "surface", id="a number in a message"),
    pytest.param("modal", asked(count(min_value=1)), "a string", id="a number as a number"),
    pytest.param("modal", asked(count(min_value="5", max_value="1")), "order", id="5 to 1"),
    pytest.param("modal", asked(count(initial_value="1.5")), "integer", id="half a whole"),
    pytest.param("modal", asked(element("number_input")), "is_decimal_allowed", id="undecided"),
    pytest.param("home", asked(element("email_text_input")), "surface", id="e-mail at home"),
    pytest.param("message", asked(element("url_text_input")), "surface", id="address in message"),
    pytest.param("home", asked(element("file_input")), "surface", id="a file at home"),
    pytest.param("modal", asked(element("file_input", max_files=11)), "between", id="eleven files"),
    pytest.param("message", asked(element("rich_text_input")), "surface", id="rich in a message"),
    pytest.param("modal", asked({"type": "rich_text_input"}), "action_id", id="a nameless rich"),
    pytest.param(
        "modal", asked(element("datepicker", initial_date="2026-02-30")), "date", id="30 February"
    ),
    pytest.param(
        "modal", asked(element("datepicker", initial_date="20260228")), "date", id="a tight date"
    ),
    pytest.param(
        "modal", asked(element("timepicker", initial_time="24:00")), "time", id="24 o'clock"
    ),
    pytest.param(
        "modal", asked(element("timepicker", timezone="Mars/Base")), "zone", id="a zone on Mars"
    ),
    pytest.param("home", actions(element("datetimepicker")), "surface", id="a moment at home"),
    pytest.param(
        "modal", asked(element("datetimepicker", initial_date_time=1)), "between", id="1970"
    ),
    pytest.param(
        "modal",
        actions(element("workflow_button", text=plain(), workflow=WORKFLOW)),
        "surface",
        id="a workflow in a modal",
    ),
    pytest.param(
        "message",
        accessory({"type": "image", "image_url": "https://example.org/a.png"}),
        "alt_text",
        id="a silent picture",
    ),
    pytest.param("message", accessory(picture(title=plain())), "title", id="a titled element"),
]

CONFIRMATIONS = [
    pytest.param({"title": plain("x" * 101)}, "101", id="a long title"),
    pytest.param({"title": mrkdwn()}, "mrkdwn", id="a bold title"),
    pytest.param({"text": plain("x" * 301)}, "301", id="a long text"),
    pytest.param({"confirm": plain("x" * 31)}, "31", id="a long yes"),
    pytest.param({"deny": plain("x" * 31)}, "31", id="a long no"),
    pytest.param({"style": "loud"}, "one of", id="a loud style"),
    pytest.param({"cancel": plain()}, "additional", id="a third button"),
]

TEXTS = [
    pytest.param({"type": "html", "text": "x"}, "unsupported type: html", id="HTML"),
    pytest.param({"type": "mrkdwn"}, "field: text", id="no words"),
    pytest.param({"type": "mrkdwn", "text": 7}, "a string", id="a number"),
    pytest.param({"type": "mrkdwn", "text": "x", "emoji": True}, "emoji", id="emoji in mrkdwn"),
    pytest.param({"type": "plain_text", "text": "x", "verbatim": True}, "verbatim", id="verbatim"),
    pytest.param({"type": "plain_text", "text": "x", "emoji": 1}, "a boolean", id="emoji as 1"),
]


@pytest.mark.parametrize(("surface", "block"), TAKEN)
def test_slack_takes_this_element(surface: str, block: Json) -> None:
    assert slack_says(surface, block) == OK


@pytest.mark.parametrize(("surface", "block", "words"), REFUSED)
def test_slack_refuses_this_element(surface: str, block: Json, words: str) -> None:
    assert words in slack_says(surface, block)


@pytest.mark.parametrize(("changes", "words"), CONFIRMATIONS)
def test_slack_refuses_this_confirmation(changes: Json, words: str) -> None:
    assert words in slack_says("message", actions(button(confirm=confirm(**changes))))


@pytest.mark.parametrize("name", ["title", "text", "confirm", "deny"])
def test_a_confirmation_lacks_nothing(name: str) -> None:
    incomplete = {key: value for key, value in confirm().items() if key != name}

    said = slack_says("message", actions(button(confirm=incomplete)))

    assert f"missing required field: {name}" in said


@pytest.mark.parametrize(("text", "words"), TEXTS)
def test_slack_refuses_this_text(text: Json, words: str) -> None:
    assert words in slack_says("message", section(text=text))
