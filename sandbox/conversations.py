"""Channels and direct messages: opening them, coming and going, and what people write."""

from collections.abc import Iterable
from typing import Any

from sandbox import events, posting
from sandbox.channels import Channel
from sandbox.errors import NotOffered
from sandbox.population import person
from sandbox.state import State


def add_channel(state: State, name: str, *, private: bool, members: Iterable[str]) -> str:
    channel = Channel(
        state.ids.make("C"),
        name,
        "private" if private else "channel",
        dict.fromkeys(members),
        created=int(state.now().timestamp()),
    )
    state.channels[channel.id] = channel
    state.changed.tell()
    return channel.id


def open_dm(state: State, user_id: str) -> Channel:
    """The direct message between this person and the app, made when it is first needed."""
    channel_id = state.dms.get(user_id)
    if channel_id is not None:
        return state.channels[channel_id]
    channel = Channel(
        state.ids.make("D"),
        user_id,
        "im",
        {user_id: None, state.bot_user_id: None},
        created=int(state.now().timestamp()),
    )
    state.channels[channel.id] = channel
    state.dms[user_id] = channel.id
    return channel


def picture(state: State, channel: Channel) -> dict[str, Any]:
    """The conversation object as the Web API shows it."""
    shown = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.is_private,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "context_team_id": state.team_id,
    }
    if channel.kind == "im":
        user = state.users[channel.name]
        return {**shown, "user": channel.name, "is_user_deleted": user["deleted"], "priority": 0}
    return shown | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_general": False,
        "creator": channel.creator,
        "is_member": state.bot_user_id in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "previous_names": [],
    }


def of_person(state: State, user_id: str, channel_id: str) -> Channel:
    """A conversation this person takes part in."""
    channel = state.channels.get(channel_id)
    if channel is None or user_id not in channel.members:
        raise NotOffered(f"{user_id} is not in the channel {channel_id}.")
    return channel


async def join(state: State, channel_id: str, user_id: str) -> None:
    await _move(state, channel_id, user_id, "member_joined_channel")


async def leave(state: State, channel_id: str, user_id: str) -> None:
    await _move(state, channel_id, user_id, "member_left_channel")


async def _move(state: State, channel_id: str, user_id: str, what: str) -> None:
    channel = state.channels[channel_id]
    # The app hears of channels it is in, and of its own leaving.
    hears = state.bot_user_id in channel.members
    if what == "member_joined_channel":
        channel.members[user_id] = None
    else:
        channel.members.pop(user_id, None)
    state.changed.tell()
    event = {
        "type": what,
        "user": user_id,
        "channel": channel_id,
        "channel_type": "G" if channel.is_private else "C",
        "team": state.team_id,
        "event_ts": state.ids.moment(),
    }
    if hears or user_id == state.bot_user_id:
        await events.emit(state, event)


async def archive(state: State, channel_id: str, user_id: str) -> None:
    channel = state.channels[channel_id]
    channel.is_archived = True
    state.changed.tell()
    what = "group_archive" if channel.is_private else "channel_archive"
    event = {"type": what, "channel": channel_id, "user": user_id}
    await events.emit(state, {**event, "event_ts": state.ids.moment()})


async def say(state: State, user_id: str, channel_id: str, words: tuple[str, str | None]) -> str:
    person(state, user_id)
    channel = of_person(state, user_id, channel_id)
    if channel.kind == "im" and not state.app_home("messages_tab_enabled"):
        raise NotOffered("Sending messages to this app has been turned off.")
    text, thread_ts = words
    message = posting.written(state, user_id, text, thread_ts)
    posting.put(state, channel, message)
    event = {
        **message,
        "channel": channel_id,
        "channel_type": "group" if channel.kind == "private" else channel.kind,
        "event_ts": message["ts"],
    }
    if state.bot_user_id in channel.members:
        await events.emit(state, event, _subscription(channel))
    return str(message["ts"])


async def delete(state: State, user_id: str, channel_id: str, ts: str) -> None:
    """People delete what they wrote, admins what anybody wrote, the app too."""
    user = person(state, user_id)
    channel = of_person(state, user_id, channel_id)
    message = channel.find(ts)
    if message is None or message.get("subtype") == "tombstone":
        raise NotOffered(f"There is no message {ts} in {channel_id}.")
    if message["user"] != user_id and not user["is_admin"]:
        raise NotOffered(f"{user_id} may not delete what somebody else wrote.")
    before = dict(message)
    posting.remove(state, channel, ts)
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel_id,
        "channel_type": "group" if channel.kind == "private" else channel.kind,
        "deleted_ts": ts,
        "previous_message": before,
        "ts": state.ids.stamp(),
    }
    if state.bot_user_id in channel.members:
        await events.emit(state, event, _subscription(channel))


def _subscription(channel: Channel) -> str:
    kinds = {"im": "message.im", "private": "message.groups", "mpim": "message.mpim"}
    return kinds.get(channel.kind, "message.channels")


def mark_read(state: State, user_id: str, channel_id: str) -> None:
    channel = of_person(state, user_id, channel_id)
    if channel.messages and channel.last_read.get(user_id) != channel.messages[-1]["ts"]:
        channel.last_read[user_id] = channel.messages[-1]["ts"]
        state.changed.tell()
