"""Messages: what may be posted, updated, shown to one person or answered to a response URL."""

import json
import re
from typing import Any

from sandbox.rules.broadcasts import check_broadcasts
from sandbox.rules.place import Place
from sandbox.rules.refused import Refused
from sandbox.rules.shapes import one_of
from sandbox.rules.together import check_blocks

MOST_TEXT = 40_000
MOST_UPDATED_TEXT = 4_000
MOST_ATTACHMENTS = 100

_EVENT_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_ANSWERS = frozenset({"response_url", "command"})
_UNREADABLE = {
    "attachments": "invalid_attachments",
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
}


def check_message(payload: dict[str, Any], *, method: str) -> None:
    """Refuse what Slack would refuse of `payload` when it reaches it through `method`."""
    if not isinstance(payload, dict):
        raise Refused("invalid_arguments", ["[ERROR] must be an object [json-pointer:]"])
    if method in _ANSWERS:
        _check_answer(payload)
    if method == "response_url" and payload.get("delete_original") is True:
        return
    _check_text(payload, method)
    written_out = payload | {name: _written_out(payload, name) for name in _UNREADABLE}
    _check_attachments(written_out["attachments"])
    _check_all_blocks(written_out)
    _check_metadata(written_out["metadata"])
    check_broadcasts(written_out, Place("message"))


def _written_out(payload: dict[str, Any], name: str) -> Any:
    """A form post carries lists and objects as JSON in a string."""
    value = payload.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as broken:
        raise Refused(_UNREADABLE[name]) from broken


def _check_answer(payload: dict[str, Any]) -> None:
    place = Place("message")
    for name in ("replace_original", "delete_original"):
        if not isinstance(payload.get(name, False), bool):
            (place / name).complain("must be a boolean")
    one_of("ephemeral", "in_channel")(
        payload.get("response_type", "ephemeral"), place / "response_type"
    )
    if place.complaints:
        raise Refused("invalid_arguments", place.complaints)


def _check_text(payload: dict[str, Any], method: str) -> None:
    words = payload.get("text")
    if payload.get("markdown_text") and (words or payload.get("blocks")):
        raise Refused("markdown_text_conflict")
    if words is not None and not isinstance(words, str):
        raise Refused("invalid_arguments", ["[ERROR] must be a string [json-pointer:/text]"])
    # Slack would build a text from the blocks; here every message brings its own.
    if not words or not words.strip():
        raise Refused("no_text")
    if len(words) > (MOST_UPDATED_TEXT if method == "chat.update" else MOST_TEXT):
        raise Refused("msg_too_long")


def _check_attachments(attachments: Any) -> None:
    if attachments is None:
        return
    if not isinstance(attachments, list) or not all(isinstance(it, dict) for it in attachments):
        raise Refused("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise Refused("too_many_attachments")


def _check_all_blocks(payload: dict[str, Any]) -> None:
    place = Place("message")
    if payload["blocks"] is not None:
        check_blocks(payload["blocks"], place / "blocks")
    for index, attachment in enumerate(payload["attachments"] or ()):
        if attachment.get("blocks") is not None:
            check_blocks(attachment["blocks"], place / "attachments" / index / "blocks")
    if place.complaints:
        raise Refused("invalid_blocks", place.complaints)


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    kind = metadata.get("event_type")
    if not isinstance(kind, str) or not _EVENT_TYPE.fullmatch(kind):
        raise Refused("invalid_metadata_schema", ["[ERROR] event_type must be alphanumeric"])
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema", ["[ERROR] event_payload must be an object"])
