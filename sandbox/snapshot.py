"""What one person may see of the workspace, ready for JSON."""

from typing import Any

from sandbox import forms
from sandbox.channels import Channel, Message
from sandbox.state import Record, State


def snapshot(state: State, user_id: str) -> dict[str, Any]:
    mine = [each for each in state.channels.values() if user_id in each.members]
    people = [_person(user) for user in state.users.values() if not user["deleted"]]
    return {
        "now": state.now().isoformat(),
        "me": _person(state.users[user_id]),
        "app": _app(state, user_id),
        "people": sorted(people, key=lambda each: str(each["real_name"])),
        "channels": [_channel(state, user_id, each) for each in mine],
        "messages": {each.id: visible(state, user_id, each) for each in mine},
        "home": state.homes.get(user_id),
        "home_open": user_id in state.at_home,
        "modals": list(state.views.get(user_id, [])),
        "errors": _errors(state, user_id),
        "commands": [_only(each, "description", "command") for each in _commands(state)],
        "shortcuts": list(state.feature("shortcuts", [])),
        "notices": list(state.notices.get(user_id, [])),
    }


def _errors(state: State, user_id: str) -> dict[str, dict[str, str]]:
    stack = state.views.get(user_id, [])
    return {each["id"]: state.form_errors.get(each["id"], {}) for each in stack}


def _commands(state: State) -> list[Record]:
    return list(state.feature("slash_commands", []))


def _only(command: Record, *keys: str) -> Record:
    return {"usage_hint": command.get("usage_hint", ""), **{key: command[key] for key in keys}}


def _person(user: Record) -> Record:
    keys = ("id", "name", "real_name", "tz", "deleted", "is_bot", "is_admin")
    return {**{key: user[key] for key in keys}, "title": user["profile"]["title"]}


def _app(state: State, user_id: str) -> Record:
    bot = state.users[state.bot_user_id]
    return {
        "id": state.app_id,
        "name": bot["real_name"],
        "user_id": state.bot_user_id,
        "bot_id": state.bot_id,
        "dm": state.dms.get(user_id),
    }


def _channel(state: State, user_id: str, channel: Channel) -> Record:
    read = channel.last_read.get(user_id, "")
    unread = [each for each in channel.messages if each["ts"] > read and each["user"] != user_id]
    return {
        "id": channel.id,
        "name": _name(state, user_id, channel),
        "private": channel.is_private,
        "kind": channel.kind,
        "unread": len(unread),
        "members": len(channel.members),
        "is_archived": channel.is_archived,
        "topic": channel.topic,
    }


def _name(state: State, user_id: str, channel: Channel) -> str:
    """A conversation without a name of its own is called by the others in it."""
    if channel.kind not in ("im", "mpim"):
        return channel.name
    others = [state.users[each]["real_name"] for each in channel.members if each != user_id]
    return ", ".join(others)


def visible(state: State, user_id: str, channel: Channel) -> list[Message]:
    """The messages of a channel as this person sees them, her own ephemerals among them."""
    shown = [_message(state, user_id, channel, each) for each in channel.messages]
    for whose, each in channel.ephemerals:
        if whose == user_id:
            shown.append(_message(state, user_id, channel, each) | {"ephemeral": True})
    return sorted(shown, key=lambda each: str(each["ts"]))


def _message(state: State, user_id: str, channel: Channel, message: Message) -> Message:
    author = state.users[message["user"]]
    kept = state.selections.get((user_id, channel.id, message["ts"]))
    return {
        **message,
        "channel": channel.id,
        "author": {
            "id": message["user"],
            "name": author["real_name"],
            "is_app": message["user"] == state.bot_user_id,
        },
        "state": {"values": forms.values(message.get("blocks", []), kept)},
    }
