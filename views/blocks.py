"""The few blocks that everything shown is made of; user text is always plain."""

from typing import Any

Block = dict[str, Any]

# What a button, an option and the heading of a group may hold.
LONGEST_LABEL = 75


def plain(text: str) -> Block:
    """A plain text object: whatever is in it stays text."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """Our own words with emphasis; never user text."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def escape(text: str) -> str:
    """User text inside our own mrkdwn or a message's `text`: no mention, no link, no entity."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clipped(text: str, most: int = LONGEST_LABEL) -> str:
    """A text in one line, with a sign where it was cut; what a label may hold unless told."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text[:150])}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph of our own words, perhaps with a button beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def words(text: str) -> Block:
    """A paragraph of somebody's own words: plain, whatever is in it."""
    return {"type": "section", "text": plain(text)}


def quiet(text: str) -> Block:
    """A small line of our own words."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def divider() -> Block:
    return {"type": "divider"}


def button(label: str, action: str, value: str = "", **more: Any) -> Block:
    """A button that says what it does; `more`: style, confirm, url, accessibility_label."""
    block: Block = {"type": "button", "text": plain(label), "action_id": action, **more}
    return {**block, "value": value} if value else block


def actions(*buttons: Block, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(buttons)}
    return block if block_id is None else {**block, "block_id": block_id}


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A question before something that cannot be undone."""
    return {
        "title": plain(title),
        "text": plain(text),
        "confirm": plain(yes),
        "deny": plain(no),
        "style": "danger",
    }


def option(label: str, value: str, description: str = "") -> Block:
    block: Block = {"text": plain(label), "value": value}
    return block if not description else {**block, "description": plain(description)}


def field(
    block_id: str, label: str, element: Block, *, hint: str = "", is_optional: bool = False
) -> Block:
    """An input with a label that says all."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        "optional": is_optional,
    }
    return block if not hint else {**block, "hint": plain(hint)}


def modal(callback: str, title: str, blocks: list[Block], **more: Any) -> Block:
    """A modal; `more`: submit, private_metadata, external_id, notify_on_close."""
    submit = more.pop("submit", None)
    close = more.pop("close", "Cancel" if submit else "Close")
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title),
        "close": plain(close),
        "blocks": blocks,
        **more,
    }
    return view if submit is None else {**view, "submit": plain(submit)}


def home(blocks: list[Block]) -> Block:
    return {"type": "home", "blocks": blocks}
