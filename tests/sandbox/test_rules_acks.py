"""Acknowledgements: what the bot may answer to a command, a click or a form."""

from typing import Any

import pytest

from sandbox.rules import Refused, check_ack
from tests.sandbox.payloads import asked, home, modal, option, options, section, text_input

Json = dict[str, Any]

KINDS = ["command", "view_submission", "block_actions", "shortcut", "event", "options"]
SENT = modal(asked(text_input(), block_id="name"), section(block_id="note"))

TAKEN = [
    pytest.param("command", "Thank you", id="a text"),
    pytest.param("command", {"text": "Thank you"}, id="a message"),
    pytest.param("command", {"text": "x", "response_type": "ephemeral"}, id="a private message"),
    pytest.param("command", {"text": "x", "blocks": [section()]}, id="a message with blocks"),
    pytest.param("view_submission", {"response_action": "clear"}, id="clear all"),
    pytest.param("view_submission", {"response_action": "update", "view": SENT}, id="another form"),
    pytest.param("view_submission", {"response_action": "push", "view": SENT}, id="a form on top"),
    pytest.param(
        "view_submission", {"response_action": "errors", "errors": {"name": "Too short"}}, id="why"
    ),
    pytest.param("options", {"options": options(100)}, id="a hundred options"),
    pytest.param("options", {"options": []}, id="nothing found"),
]

REFUSED = [
    pytest.param("command", " ", "no_text", id="a blank text"),
    pytest.param("command", {"blocks": [section()]}, "no_text", id="no text"),
    pytest.param("command", {"text": "x", "response_type": "all"}, "invalid_arguments", id="all"),
    pytest.param("command", {"text": "<!here>"}, "broadcast_refused", id="a call"),
    pytest.param("command", ["x"], "invalid_arguments", id="a list"),
    pytest.param("command", {"text": "x", "blocks": [{}]}, "invalid_blocks", id="a bad block"),
    pytest.param("view_submission", {"text": "x"}, "invalid_response_action", id="a message"),
    pytest.param("view_submission", "Thanks", "invalid_response_action", id="a word"),
    pytest.param(
        "view_submission", {"response_action": "close"}, "invalid_response_action", id="close"
    ),
    pytest.param(
        "view_submission", {"response_action": "update"}, "invalid_response_action", id="no view"
    ),
    pytest.param(
        "view_submission",
        {"response_action": "clear", "view": SENT},
        "invalid_response_action",
        id="clear with a view",
    ),
    pytest.param(
        "view_submission",
        {"response_action": "push", "view": home()},
        "invalid_arguments",
        id="a Home tab on top",
    ),
    pytest.param(
        "view_submission",
        {"response_action": "errors", "errors": {}},
        "invalid_errors",
        id="no errors",
    ),
    pytest.param(
        "view_submission",
        {"response_action": "errors", "errors": ["name"]},
        "invalid_errors",
        id="listed errors",
    ),
    pytest.param(
        "view_submission",
        {"response_action": "errors", "errors": {"name": ""}},
        "invalid_errors",
        id="a silent error",
    ),
    pytest.param(
        "view_submission",
        {"response_action": "errors", "errors": {"name": ["x"]}},
        "invalid_errors",
        id="an error that is a list",
    ),
    pytest.param(
        "view_submission",
        {"response_action": "errors", "errors": {"age": "x"}},
        "invalid_errors",
        id="an error of no block",
    ),
    pytest.param(
        "view_submission",
        {"response_action": "errors", "errors": {"note": "x"}},
        "invalid_errors",
        id="an error of a block that is no input",
    ),
    pytest.param("block_actions", {"text": "x"}, "invalid_ack", id="a message to a click"),
    pytest.param("shortcut", {"response_action": "clear"}, "invalid_ack", id="clear a shortcut"),
    pytest.param("options", {"options": options(101)}, "invalid_arguments", id="101 options"),
    pytest.param("options", {"options": [option("")]}, "invalid_arguments", id="an empty value"),
    pytest.param("options", {"choices": []}, "invalid_arguments", id="choices"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", [None, "", {}])
def test_an_empty_answer_always_does(kind: str, body: object) -> None:
    check_ack(kind, body)


@pytest.mark.parametrize(("kind", "body"), TAKEN)
def test_slack_takes_this_answer(kind: str, body: object) -> None:
    check_ack(kind, body, view=SENT)


@pytest.mark.parametrize(("kind", "body", "error"), REFUSED)
def test_slack_refuses_this_answer(kind: str, body: object, error: str) -> None:
    with pytest.raises(Refused) as refused:
        check_ack(kind, body, view=SENT)

    assert refused.value.error == error


def test_errors_may_name_any_block_when_the_form_is_unknown() -> None:
    check_ack("view_submission", {"response_action": "errors", "errors": {"age": "Too young"}})
