"""Messages: text, length, metadata, attachments and calls to everyone."""

import json
from typing import Any

import pytest

from sandbox.rules import Refused, check_message
from tests.sandbox.payloads import (
    actions,
    button,
    message,
    mrkdwn,
    plain,
    raw,
    rich,
    section,
)

Json = dict[str, Any]

POST = "chat.postMessage"
CALL: Json = {"type": "broadcast", "range": "everyone"}
METADATA: Json = {"event_type": "wave_opened", "event_payload": {"id": 1}}

TAKEN = [
    pytest.param(POST, {"text": "Hello"}, id="a text alone"),
    pytest.param(POST, {"text": "x" * 40_000}, id="forty thousand letters"),
    pytest.param("chat.update", {"text": "x" * 4000}, id="four thousand letters in an update"),
    pytest.param("chat.update", {"text": "x", "blocks": []}, id="an update that drops the blocks"),
    pytest.param("chat.postEphemeral", {"text": "x", "user": "U1"}, id="a word to one person"),
    pytest.param(POST, message(*[section()] * 50), id="fifty blocks"),
    pytest.param(POST, message(actions(button()), actions(button())), id="an id in two blocks"),
    pytest.param(POST, {"text": "x", "blocks": json.dumps([section()])}, id="blocks as JSON"),
    pytest.param(POST, {"text": "x", "metadata": METADATA}, id="metadata"),
    pytest.param(POST, {"text": "x", "attachments": [{"text": "y"}] * 100}, id="attachments"),
    pytest.param(POST, {"text": "x", "attachments": [{"blocks": [section()]}]}, id="in attachment"),
    pytest.param(POST, {"text": "x", "thread_ts": None, "blocks": None}, id="absent arguments"),
    pytest.param(POST, {"text": "&lt;!channel&gt; @here"}, id="an escaped call"),
    pytest.param(POST, {"text": "@here", "link_names": "0"}, id="a bare name left alone"),
    pytest.param(POST, {"text": "<!date^1^{date}|soon> <@U1> <#C1>"}, id="other mentions"),
    pytest.param(POST, message(section(text=plain("<!channel>"))), id="a call in plain text"),
    pytest.param(POST, message(rich({"type": "text", "text": "<!here>"})), id="a call spelt out"),
    pytest.param(
        POST,
        message(section(text={**mrkdwn("@channel"), "verbatim": True})),
        id="a bare call taken verbatim",
    ),
    pytest.param(POST, message(section(text=mrkdwn("a@here.org"))), id="an address, not a call"),
    pytest.param("response_url", {"delete_original": True}, id="a removal"),
    pytest.param("response_url", {"text": "x", "replace_original": True}, id="a replacement"),
    pytest.param("command", {"text": "x", "response_type": "in_channel"}, id="a public answer"),
]

REFUSED = [
    pytest.param(POST, {}, "no_text", id="nothing"),
    pytest.param(POST, {"text": ""}, "no_text", id="an empty text"),
    pytest.param(POST, {"text": " \n"}, "no_text", id="a blank text"),
    pytest.param(POST, {"text": None, "blocks": [section()]}, "no_text", id="blocks alone"),
    pytest.param("chat.update", {"blocks": [section()]}, "no_text", id="an update without text"),
    pytest.param("response_url", {"blocks": [section()]}, "no_text", id="an answer without text"),
    pytest.param("response_url", {"delete_original": False}, "no_text", id="no removal"),
    pytest.param(POST, {"text": 7}, "invalid_arguments", id="a number"),
    pytest.param(POST, {"markdown_text": "x"}, "no_text", id="markdown alone"),
    pytest.param(
        POST, {"text": "x", "markdown_text": "x"}, "markdown_text_conflict", id="markdown and text"
    ),
    pytest.param(POST, {"text": "x" * 40_001}, "msg_too_long", id="40001 letters"),
    pytest.param("chat.update", {"text": "x" * 4001}, "msg_too_long", id="4001 in an update"),
    pytest.param(POST, message(*[section()] * 51), "invalid_blocks", id="51 blocks"),
    pytest.param(POST, {"text": "x", "blocks": {}}, "invalid_blocks", id="blocks as an object"),
    pytest.param(POST, {"text": "x", "blocks": "[{"}, "invalid_blocks_format", id="broken JSON"),
    pytest.param(POST, {"text": "x", "blocks": '"a"'}, "invalid_blocks", id="a word as JSON"),
    pytest.param(
        POST,
        message(section(block_id="a"), section(block_id="a")),
        "invalid_blocks",
        id="a block_id twice",
    ),
    pytest.param(
        POST,
        message(
            section(block_id="a"),
            {
                "type": "container",
                "title": plain(),
                "child_blocks": [section(block_id="a")],
            },
        ),
        "invalid_blocks",
        id="a block_id again in a container",
    ),
    pytest.param(
        POST,
        {"text": "x", "attachments": [{"blocks": [section(text=mrkdwn(""))]}]},
        "invalid_blocks",
        id="a bad block in an attachment",
    ),
    pytest.param(
        POST, {"text": "x", "attachments": [{}] * 101}, "too_many_attachments", id="101 attached"
    ),
    pytest.param(POST, {"text": "x", "attachments": ["y"]}, "invalid_attachments", id="a word"),
    pytest.param(POST, {"text": "x", "metadata": "{"}, "invalid_metadata_format", id="broken meta"),
    pytest.param(POST, {"text": "x", "metadata": []}, "invalid_metadata_format", id="listed meta"),
    pytest.param(
        POST,
        {"text": "x", "metadata": {**METADATA, "event_type": "wave opened!"}},
        "invalid_metadata_schema",
        id="an event type with a blank",
    ),
    pytest.param(
        POST,
        {"text": "x", "metadata": {"event_type": "wave"}},
        "invalid_metadata_schema",
        id="metadata without payload",
    ),
    pytest.param(
        POST,
        {"text": "x", "metadata": {**METADATA, "event_payload": "1"}},
        "invalid_metadata_schema",
        id="a payload that is a word",
    ),
    pytest.param(
        "command", {"text": "x", "response_type": "public"}, "invalid_arguments", id="public"
    ),
    pytest.param(
        "response_url", {"text": "x", "replace_original": "1"}, "invalid_arguments", id="1"
    ),
]

CALLS = [
    pytest.param({"text": "Hi <!channel>"}, id="to a channel"),
    pytest.param({"text": "<!here>"}, id="to those here"),
    pytest.param({"text": "<!everyone|all of you>"}, id="to everyone under another name"),
    pytest.param({"text": "@here", "link_names": True}, id="by linked names"),
    pytest.param({"text": "@channel", "parse": "full"}, id="by full parsing"),
    pytest.param(message(section(text=mrkdwn("<!here|here>"))), id="in a section"),
    pytest.param(message(section(text=mrkdwn("Hear, @everyone!"))), id="by a bare name in mrkdwn"),
    pytest.param(message(section(fields=[mrkdwn("<!channel>")])), id="in a field"),
    pytest.param(message({"type": "context", "elements": [mrkdwn("<!here>")]}), id="in a context"),
    pytest.param(message({"type": "markdown", "text": "<!channel>"}), id="in markdown"),
    pytest.param(message(rich(CALL)), id="in rich text"),
    pytest.param(message({"type": "table", "rows": [[raw(), rich(CALL)]]}), id="in a table"),
    pytest.param({"text": "x", "attachments": [{"pretext": "<!here>"}]}, id="in an attachment"),
    pytest.param(
        {"text": "x", "blocks": json.dumps([section(text=mrkdwn("<!here>"))])}, id="within JSON"
    ),
]


@pytest.mark.parametrize(("method", "payload"), TAKEN)
def test_slack_takes_this_message(method: str, payload: Json) -> None:
    check_message(payload, method=method)


@pytest.mark.parametrize(("method", "payload", "error"), REFUSED)
def test_slack_refuses_this_message(method: str, payload: Json, error: str) -> None:
    with pytest.raises(Refused) as refused:
        check_message(payload, method=method)

    assert refused.value.error == error


@pytest.mark.parametrize("method", [POST, "chat.update", "response_url", "command"])
@pytest.mark.parametrize("payload", CALLS)
def test_nobody_is_called_all_at_once(method: str, payload: Json) -> None:
    with pytest.raises(Refused) as refused:
        check_message(payload, method=method)

    assert refused.value.error == "broadcast_refused"


def test_looking_at_a_message_leaves_it_as_it_was() -> None:
    payload = message(section(), metadata=METADATA)
    before = json.dumps(payload)

    check_message(payload, method=POST)

    assert json.dumps(payload) == before
