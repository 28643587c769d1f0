"""What is written on a screen: the words of blocks, messages and views, as they are read."""

import html
import re
from collections.abc import Iterator
from typing import Any

from sandbox import forms
from sandbox.state import State, View

# Never shown, or shown only after a press.
HIDDEN = frozenset(
    {
        "type", "block_id", "action_id", "value", "url", "image_url", "thumb_url", "style",
        "confirm", "emoji", "verbatim", "slack_file", "color", "state", "private_metadata",
        "callback_id", "external_id", "filter", "dispatch_action_config", "timezone",
    }
)  # fmt: skip


LINES = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted"})


def words(shown: Any) -> Iterator[str]:
    """Every text inside a block or any other piece of Block Kit."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, list):
        for each in shown:
            yield from words(each)
    elif isinstance(shown, dict):
        yield from _words_of(shown)


def _words_of(shown: dict[str, Any]) -> Iterator[str]:
    if shown.get("type") == "raw_number":
        yield str(shown.get("text", shown.get("value", "")))
        return
    if shown.get("type") in ("user", "channel", "emoji", "broadcast"):
        yield _mention(shown)
        return
    if shown.get("type") in LINES:
        # What stands in one line is read in one breath, whatever its dress.
        yield "".join(_piece(each) for each in shown["elements"])
        return
    for key, value in shown.items():
        if key not in HIDDEN and not key.startswith("initial_"):
            yield from words(value)


def _piece(shown: dict[str, Any]) -> str:
    bare = shown.get("url", "") if shown.get("type") == "link" else shown.get("fallback", "")
    return "".join(words(shown)) if shown.get("text") or not bare else str(bare)


def _mention(shown: dict[str, Any]) -> str:
    if "user_id" in shown:
        return f"<@{shown['user_id']}>"
    if "range" in shown:
        return f"@{shown['range']}"
    return f"<#{shown['channel_id']}>" if "channel_id" in shown else f":{shown.get('name')}:"


def of_message(message: dict[str, Any]) -> Iterator[str]:
    """Blocks where there are any, else the text, as Slack draws it."""
    yield from words(message["blocks"]) if message.get("blocks") else [message["text"]]
    yield from words(message.get("attachments", []))
    for file in message.get("files", []):
        yield from (file["title"], file["name"], file["alt_txt"])


def of_view(view: View) -> Iterator[str]:
    for part in ("title", "blocks", "submit", "close"):
        yield from words(view.get(part))
    for fields in view["state"]["values"].values():
        for entry in fields.values():
            yield from _given(entry)


def _given(entry: forms.Entry) -> Iterator[str]:
    if isinstance(entry.get("value"), str):
        yield entry["value"]
    for key in ("selected_date", "selected_time"):
        if entry.get(key):
            yield entry[key]
    yield from words(entry.get("rich_text_value"))
    yield from (file["name"] for file in entry.get("files", []))
    for user_id in entry.get("selected_users", []):
        yield f"<@{user_id}>"
    yield from words(entry.get("selected_option") or entry.get("selected_options"))


def readable(state: State, text: str) -> str:
    """Slack's markup as it is read: mentions by name, links by their text, signs unescaped."""

    def told(match: re.Match[str]) -> str:
        inside, _, label = match.group(1).partition("|")
        if inside.startswith("@") and inside[1:] in state.users:
            return f"@{state.users[inside[1:]]['real_name']}"
        if inside.startswith("#") and inside[1:] in state.channels:
            return f"#{state.channels[inside[1:]].name}"
        return label or inside

    return forms.plain(html.unescape(re.sub(r"<([^<>]+)>", told, text)))
