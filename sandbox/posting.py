"""Messages as they are kept: written by people or by the bot, changed and removed."""

from typing import Any

from sandbox.channels import Channel, Message
from sandbox.state import State

# What the bot may send along and Slack keeps as it is.
KEPT = ("blocks", "attachments", "metadata", "files")
# Where a block keeps its elements, and where whole blocks lie inside another.
BUTTONS = {"actions": ("elements",), "context_actions": ("elements",), "card": ("actions",)}
NESTED = {"carousel": ("elements",), "container": ("child_blocks",)}


def written(state: State, user_id: str, text: str, thread_ts: str | None = None) -> Message:
    """A message typed by a person: its signs are escaped, as Slack does."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    message = {
        "type": "message",
        "user": user_id,
        "text": escaped,
        "ts": state.ids.stamp(),
        "team": state.team_id,
    }
    return {**message, "thread_ts": thread_ts} if thread_ts else message


def composed(state: State, payload: dict[str, Any]) -> Message:
    """A message of the bot, from what it sent."""
    message: Message = {
        "type": "message",
        "user": state.bot_user_id,
        "bot_id": state.bot_id,
        "app_id": state.app_id,
        "text": payload.get("text") or payload.get("markdown_text") or "",
        "ts": state.ids.stamp(),
        "team": state.team_id,
    }
    message |= {key: payload[key] for key in KEPT if payload.get(key)}
    _number_blocks(state, message)
    if payload.get("thread_ts"):
        message["thread_ts"] = payload["thread_ts"]
        if payload.get("reply_broadcast"):
            message["subtype"] = "thread_broadcast"
    return message


def _number_blocks(state: State, message: Message) -> None:
    """Slack gives a block_id to every block that has none."""
    if "blocks" in message:
        message["blocks"] = numbered(state, message["blocks"])


def numbered(state: State, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks, each with a block_id and each interactive element with an action_id."""
    return [_numbered_block(state, block) for block in blocks]


def _numbered_block(state: State, block: dict[str, Any]) -> dict[str, Any]:
    block = {**block, "block_id": block.get("block_id") or f"b{state.ids.count():x}"}
    for key in ("element", "accessory"):
        if isinstance(block.get(key), dict):
            block[key] = _named(state, block[key])
    for key in BUTTONS.get(block["type"], ()):
        block[key] = [_named(state, each) for each in block.get(key) or []]
    for key in NESTED.get(block["type"], ()):
        block[key] = numbered(state, block.get(key) or [])
    return block


def _named(state: State, element: dict[str, Any]) -> dict[str, Any]:
    if element.get("type") == "image" or element.get("action_id"):
        return element
    return {**element, "action_id": f"a{state.ids.count():x}"}


def put(state: State, channel: Channel, message: Message) -> None:
    channel.messages.append(message)
    if "thread_ts" in message:
        _count_reply(channel, message)
    state.changed.tell()


def _count_reply(channel: Channel, message: Message) -> None:
    parent = channel.find(message["thread_ts"])
    if parent is None:
        return
    users = parent.setdefault("reply_users", [])
    if message["user"] not in users:
        users.append(message["user"])
    parent |= {
        "thread_ts": parent["ts"],
        "reply_count": parent.get("reply_count", 0) + 1,
        "reply_users_count": len(users),
        "latest_reply": message["ts"],
    }


def _uncount_reply(channel: Channel, message: Message | None) -> None:
    parent = channel.find(message.get("thread_ts", "")) if message else None
    if parent is not None:
        parent["reply_count"] = len(channel.replies(parent["ts"]))


def _bury(message: Message) -> None:
    kept = ("type", "ts", "team", "thread_ts", "reply_count", "reply_users", "latest_reply")
    left = {key: message[key] for key in kept if key in message}
    message.clear()
    message |= left | {
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "text": "This message was deleted.",
        "hidden": True,
    }


def put_ephemeral(state: State, channel: Channel, user_id: str, message: Message) -> None:
    channel.ephemerals.append((user_id, message))
    state.changed.tell()


def change(state: State, message: Message, payload: dict[str, Any]) -> None:
    """Edit in place: what is left out is kept, what is empty is taken away."""
    if payload.get("text") is not None:
        message["text"] = payload["text"]
    for key in KEPT:
        if payload.get(key) is None:
            continue
        if payload[key]:
            message[key] = payload[key]
        else:
            message.pop(key, None)
    _number_blocks(state, message)
    message["edited"] = {"user": state.bot_user_id, "ts": state.ids.moment()}
    state.changed.tell()


def rewrite(state: State, message: Message, payload: dict[str, Any]) -> None:
    """Put something else in its place: what is left out is gone."""
    for key in KEPT:
        message.pop(key, None)
    change(state, message, payload)


def remove(state: State, channel: Channel, ts: str) -> None:
    """Take a message away; one with replies leaves a stone in its place, and its thread stays."""
    message = channel.find(ts)
    if message is not None and channel.replies(ts):
        _bury(message)
    else:
        channel.forget(ts)
        _uncount_reply(channel, message)
    for key in [key for key in state.selections if key[1:] == (channel.id, ts)]:
        del state.selections[key]
    state.changed.tell()
