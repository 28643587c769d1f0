"""A mention that calls a whole channel is never posted in this workspace."""

import re
from typing import Any

from sandbox.rules.place import Place
from sandbox.rules.refused import Refused
from sandbox.rules.walk import objects_in

_CALL = re.compile(r"<!(here|channel|everyone|group)\b[^>]*>", re.IGNORECASE)
_BARE_CALL = re.compile(r"(?<!\w)@(here|channel|everyone)\b", re.IGNORECASE)
# A form post writes its flags as words.
_OFF = (None, False, "", "0", "false")
_ATTACHED = ("text", "pretext", "title", "fallback", "footer", "author_name", "value")


def check_broadcasts(payload: Any, place: Place) -> None:
    """Refuse a call to everyone, wherever in a message it hides."""
    _look_at_text(payload, place)
    for name in ("blocks", "attachments"):
        for each, where in objects_in(payload.get(name), place / name):
            _look_at_block(each, where)
    for each, where in objects_in(payload.get("attachments"), place / "attachments"):
        for field in _ATTACHED:
            _look_at_string(each.get(field), where / field)
    if place.complaints:
        raise Refused("broadcast_refused", place.complaints)


def _look_at_text(payload: Any, place: Place) -> None:
    for name in ("text", "markdown_text"):
        _look_at_string(payload.get(name), place / name)
    # These two switches turn bare names in the text into mentions.
    if payload.get("link_names") not in _OFF or payload.get("parse") == "full":
        _look_at_string(payload.get("text"), place / "text", _BARE_CALL)


def _look_at_block(each: dict[str, Any], place: Place) -> None:
    kind = each.get("type")
    if kind == "broadcast":
        place.complain("a broadcast mention is refused here")
    if kind in ("mrkdwn", "markdown"):
        _look_at_string(each.get("text"), place / "text")
    # Without `verbatim` Slack links bare names in mrkdwn, and @everyone is one of them.
    if kind == "mrkdwn" and each.get("verbatim") is not True:
        _look_at_string(each.get("text"), place / "text", _BARE_CALL)


def _look_at_string(value: Any, place: Place, call: re.Pattern[str] = _CALL) -> None:
    if isinstance(value, str) and call.search(value):
        place.complain("a broadcast mention is refused here")
