"""Cursors: a page at a time, and an empty `next_cursor` at the end."""

import base64
import binascii
from typing import Any, TypeVar

from sandbox.api.calls import Call
from sandbox.errors import ApiError

Item = TypeVar("Item")
MOST = 1_000


def page(call: Call, items: list[Item], usual: int = 100) -> tuple[list[Item], dict[str, Any]]:
    """The items of this page, and what the answer says about the next."""
    limit = call.number("limit", usual) or usual
    if not 1 <= limit <= MOST:
        raise ApiError("invalid_limit")
    start = _start(call.text("cursor"))
    shown = items[start : start + limit]
    has_more = start + limit < len(items)
    cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if has_more else ""
    return shown, {"response_metadata": {"next_cursor": cursor}}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word == "next":
            return int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    raise ApiError("invalid_cursor")
