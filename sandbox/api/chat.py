"""chat.*: posting, changing and removing messages."""

from typing import Any

from sandbox import posting
from sandbox.api.calls import Call
from sandbox.api.places import need, visible, writable
from sandbox.channels import Channel, Message
from sandbox.errors import ApiError
from sandbox.pictures import check_pictures
from sandbox.rules import check_message

MOST_CHARACTERS = 40_000
MOST_CHARACTERS_IN_UPDATE = 4_000
CUSTOM = ("username", "icon_url", "icon_emoji")


async def post_message(call: Call) -> dict[str, Any]:
    state = call.state
    channel = writable(state, call.needed("channel", "channel_not_found"))
    _check(call)
    if any(call.arguments.get(each) for each in CUSTOM):
        need(state, "chat:write.customize")
    message = posting.composed(state, call.arguments)
    _cut(message)
    posting.put(state, channel, message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def _check(call: Call) -> None:
    # In an update an empty metadata clears; anywhere it says nothing to check.
    is_said = {key: value for key, value in call.arguments.items() if value not in (None, {})}
    check_message(is_said, method=call.method)
    check_pictures(call.state, is_said.get("blocks"))


def _cut(message: Message) -> None:
    if len(message["text"]) > MOST_CHARACTERS:
        message["text"] = message["text"][:MOST_CHARACTERS]


async def post_ephemeral(call: Call) -> dict[str, Any]:
    state = call.state
    channel = visible(state, call.needed("channel", "channel_not_found"))
    user_id = call.needed("user", "user_not_found")
    if user_id not in state.users:
        raise ApiError("user_not_found")
    if channel.is_archived:
        raise ApiError("is_archived")
    if user_id not in channel.members:
        raise ApiError("user_not_in_channel")
    if state.bot_user_id not in channel.members and not state.may("chat:write.public"):
        raise ApiError("not_in_channel")
    _check(call)
    message = posting.composed(state, call.arguments)
    posting.put_ephemeral(state, channel, user_id, message)
    return {"message_ts": message["ts"]}


async def update(call: Call) -> dict[str, Any]:
    channel, message = _own(call, "cant_update_message")
    if len(call.text("text")) > MOST_CHARACTERS_IN_UPDATE:
        raise ApiError("msg_too_long")
    _check(call)
    posting.change(call.state, message, call.arguments)
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": message,
    }


async def delete(call: Call) -> dict[str, Any]:
    channel, message = _own(call, "cant_delete_message")
    posting.remove(call.state, channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


def _own(call: Call, error: str) -> tuple[Channel, Message]:
    """A message of the bot itself; a user id does not name a channel here."""
    channel = visible(call.state, call.needed("channel", "channel_not_found"))
    message = channel.find(call.needed("ts", "message_not_found"))
    if message is None or message.get("subtype") == "tombstone":
        raise ApiError("message_not_found")
    if message["user"] != call.state.bot_user_id:
        raise ApiError(error)
    if channel.is_archived:
        raise ApiError("is_archived")
    return channel, message


async def get_permalink(call: Call) -> dict[str, Any]:
    channel = visible(call.state, call.needed("channel", "channel_not_found"))
    ts = call.needed("message_ts", "message_not_found")
    if channel.find(ts) is None:
        raise ApiError("message_not_found")
    where = f"https://{call.state.team['domain']}.slack.com/archives"
    return {"channel": channel.id, "permalink": f"{where}/{channel.id}/p{ts.replace('.', '')}"}
