"""chat.scheduleMessage and its family: messages for a later moment."""

from datetime import UTC, datetime
from typing import Any

from sandbox import posting
from sandbox.api.calls import Call
from sandbox.api.paging import page
from sandbox.api.places import writable
from sandbox.errors import ApiError
from sandbox.rules import check_message
from sandbox.state import Record

FARTHEST = 120 * 24 * 3_600
WINDOW = 300
MOST_IN_WINDOW = 30


async def schedule(call: Call) -> dict[str, Any]:
    state = call.state
    channel = writable(state, call.needed("channel", "channel_not_found"))
    post_at = _moment(call, channel.id)
    check_message(call.arguments, method="chat.postMessage")
    record: Record = {
        "id": state.ids.make("Q"),
        "channel_id": channel.id,
        "post_at": post_at,
        "date_created": int(state.now().timestamp()),
        "text": call.text("text"),
    }
    state.scheduled[record["id"]] = record

    async def send() -> None:
        _send(call, record)

    state.timers.at(datetime.fromtimestamp(post_at, UTC), send)
    message = posting.composed(state, call.arguments)
    message = {key: value for key, value in message.items() if key != "ts"}
    answer = {"channel": channel.id, "scheduled_message_id": record["id"], "post_at": post_at}
    return {**answer, "message": {**message, "subtype": "bot_message"}}


def _moment(call: Call, channel_id: str) -> int:
    post_at, now = call.number("post_at"), int(call.state.now().timestamp())
    if not post_at:
        raise ApiError("invalid_time")
    if post_at <= now:
        raise ApiError("time_in_past")
    if post_at > now + FARTHEST:
        raise ApiError("time_too_far")
    near = [
        each
        for each in call.state.scheduled.values()
        if each["channel_id"] == channel_id and each["post_at"] // WINDOW == post_at // WINDOW
    ]
    if len(near) >= MOST_IN_WINDOW:
        raise ApiError("restricted_too_many")
    return post_at


def _send(call: Call, record: Record) -> None:
    """Slack's own bug is kept: a scheduled message with metadata never comes."""
    state = call.state
    is_known = state.scheduled.pop(record["id"], None) is not None
    if is_known and not call.arguments.get("metadata"):
        channel = state.channels[record["channel_id"]]
        posting.put(state, channel, posting.composed(state, call.arguments))


async def delete(call: Call) -> dict[str, Any]:
    record = call.state.scheduled.get(call.text("scheduled_message_id"))
    if record is None or record["channel_id"] != call.text("channel"):
        raise ApiError("invalid_scheduled_message_id")
    del call.state.scheduled[record["id"]]
    return {}


async def listing(call: Call) -> dict[str, Any]:
    wanted = call.text("channel")
    found = [
        each for each in call.state.scheduled.values() if not wanted or each["channel_id"] == wanted
    ]
    shown, more = page(call, found)
    return {"scheduled_messages": shown, **more}
