"""conversations.*: what channels there are, who is in them and what was said."""

from typing import Any

from sandbox import conversations
from sandbox.api.calls import Call
from sandbox.api.paging import page
from sandbox.api.places import SCOPE_NAMES, need, readable, visible
from sandbox.channels import Channel, Message
from sandbox.errors import ApiError
from sandbox.population import SLACKBOT
from sandbox.state import State

TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
MOST_PEOPLE = 8


async def open_(call: Call) -> dict[str, Any]:
    state, users = call.state, call.many("users")
    if call.text("channel"):
        channel = visible(state, call.text("channel"))
        return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > MOST_PEOPLE:
        raise ApiError("too_many_users")
    for user_id in users:
        _check_person(state, user_id)
    known = set(state.channels)
    channel = _opened(state, users)
    was_open = channel.id in known
    shown = conversations.picture(state, channel)
    answer = {"channel": shown if call.flag("return_im") else {"id": channel.id}}
    return {"no_op": True, "already_open": True, **answer} if was_open else answer


def _check_person(state: State, user_id: str) -> None:
    user = state.users.get(user_id)
    if user is None:
        raise ApiError("user_not_found")
    if user["deleted"]:
        raise ApiError("user_disabled")
    if user["is_bot"] or user_id == SLACKBOT:
        raise ApiError("cannot_dm_bot")


def _opened(state: State, users: list[str]) -> Channel:
    if len(users) == 1:
        need(state, "im:write")
        return conversations.open_dm(state, users[0])
    need(state, "mpim:write")
    members = dict.fromkeys([*sorted(users), state.bot_user_id])
    for channel in state.channels.values():
        if channel.kind == "mpim" and channel.members == members:
            return channel
    names = "--".join(state.users[each]["name"] for each in members)
    channel = Channel(state.ids.make("G"), f"mpdm-{names}-1", "mpim", members)
    channel.created = int(state.now().timestamp())
    state.channels[channel.id] = channel
    state.changed.tell()
    return channel


async def info(call: Call) -> dict[str, Any]:
    channel = readable(call)
    shown = conversations.picture(call.state, channel)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def _of_types(call: Call) -> set[str]:
    types = call.many("types") or ["public_channel"]
    if any(each not in TYPES for each in types):
        raise ApiError("invalid_types")
    kinds = {TYPES[each] for each in types}
    for kind in sorted(kinds):
        need(call.state, f"{SCOPE_NAMES[kind]}:read")
    return kinds


async def listing(call: Call) -> dict[str, Any]:
    state, kinds = call.state, _of_types(call)
    found = [each for each in state.channels.values() if each.kind in kinds]
    found = [each for each in found if not each.is_private or state.bot_user_id in each.members]
    if call.flag("exclude_archived"):
        found = [each for each in found if not each.is_archived]
    shown, more = page(call, found)
    channels = [
        {**conversations.picture(state, each), "num_members": len(each.members)} for each in shown
    ]
    return {"channels": channels, **more}


async def of_user(call: Call) -> dict[str, Any]:
    """users.conversations: the bot's own, or those of a person as far as the bot sees them."""
    state, kinds = call.state, _of_types(call)
    user_id = call.text("user") or state.bot_user_id
    if user_id not in state.users:
        raise ApiError("user_not_found")
    found = [
        each
        for each in state.channels.values()
        if each.kind in kinds
        and user_id in each.members
        and (not each.is_private or state.bot_user_id in each.members)
    ]
    if call.flag("exclude_archived"):
        found = [each for each in found if not each.is_archived]
    shown, more = page(call, found)
    return {"channels": [conversations.picture(state, each) for each in shown], **more}


async def members(call: Call) -> dict[str, Any]:
    shown, more = page(call, list(readable(call).members))
    return {"members": shown, **more}


async def history(call: Call) -> dict[str, Any]:
    channel = readable(call, right="history")
    _must_be_in(call.state, channel)
    found = [each for each in channel.messages if _is_top(each) and _is_between(call, each)]
    shown, more = page(call, found[::-1])
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {
        "messages": [_shown(call, each) for each in shown],
        "has_more": has_more,
        "pin_count": 0,
        **(more if has_more else {}),
    }


def _must_be_in(state: State, channel: Channel) -> None:
    if state.bot_user_id not in channel.members:
        raise ApiError("not_in_channel")


def _is_top(message: Message) -> bool:
    is_reply = message.get("thread_ts", message["ts"]) != message["ts"]
    return not is_reply or message.get("subtype") == "thread_broadcast"


def _is_between(call: Call, message: Message) -> bool:
    oldest, latest, ts = call.text("oldest", "0"), call.text("latest", "9e12"), float(message["ts"])
    if call.flag("inclusive"):
        return float(oldest) <= ts <= float(latest)
    return float(oldest) < ts < float(latest)


def _shown(call: Call, message: Message) -> Message:
    if call.flag("include_all_metadata"):
        return message
    return {key: value for key, value in message.items() if key != "metadata"}


async def replies(call: Call) -> dict[str, Any]:
    channel = readable(call, right="history")
    _must_be_in(call.state, channel)
    parent = channel.find(call.needed("ts", "thread_not_found"))
    if parent is None:
        raise ApiError("thread_not_found")
    found = [each for each in channel.replies(parent["ts"]) if _is_between(call, each)]
    shown, more = page(call, [parent, *found])
    has_more = bool(more["response_metadata"]["next_cursor"])
    messages = [_shown(call, each) for each in shown]
    return {"messages": messages, "has_more": has_more, **(more if has_more else {})}


async def join(call: Call) -> dict[str, Any]:
    state = call.state
    channel = visible(state, call.needed("channel", "channel_not_found"))
    if channel.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    was_in = state.bot_user_id in channel.members
    if not was_in:
        channel.members[state.bot_user_id] = None
        state.spawn(conversations.join(state, channel.id, state.bot_user_id))
    answer: dict[str, Any] = {"channel": conversations.picture(state, channel)}
    if was_in:
        answer |= {"warning": "already_in_channel"}
    return answer
