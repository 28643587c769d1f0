"""Pictures inside blocks: a `slack_file` must be a file that the bot can show."""

from collections.abc import Iterator
from typing import Any

from sandbox.errors import ApiError
from sandbox.state import State


def check_pictures(state: State, blocks: Any, error: str = "invalid_blocks") -> None:
    """Refuse blocks that show a file nobody has uploaded."""
    for wanted in _wanted(blocks):
        found = wanted.get("id") in state.files
        shown = (each["file"]["url_private"] for each in state.files.values())
        if not found and wanted.get("url") not in shown:
            raise ApiError(error, ["[ERROR] invalid slack file"])


def _wanted(shown: Any) -> Iterator[dict[str, Any]]:
    if isinstance(shown, list):
        for each in shown:
            yield from _wanted(each)
    elif isinstance(shown, dict):
        if isinstance(shown.get("slack_file"), dict):
            yield shown["slack_file"]
        for value in shown.values():
            yield from _wanted(value)
