"""Response URLs: five uses within thirty minutes, ephemeral unless asked otherwise."""

from datetime import timedelta
from typing import Any

from sandbox import posting
from sandbox.channels import Channel, Message
from sandbox.errors import ApiError
from sandbox.rules import Refused, check_message
from sandbox.state import Record, State

USES = 5
LIFETIME = timedelta(minutes=30)
KEPT = 10_000


def response_url(state: State, user_id: str, channel_id: str, ts: str | None = None) -> str:
    """A new URL for what this person did, `ts` being the message it was done in."""
    secret = state.ids.secret()
    state.responses[secret] = {
        "user": user_id,
        "channel": channel_id,
        "ts": ts,
        "born": state.now(),
        "uses": 0,
    }
    _forget_old(state)
    return f"{state.base_url}/response/{secret}"


def _forget_old(state: State) -> None:
    """The oldest first, as they were made in order."""
    while len(state.responses) > KEPT:
        del state.responses[next(iter(state.responses))]


def respond(state: State, secret: str, payload: dict[str, Any]) -> None:
    """Do what the bot posted to a response URL, or refuse it as Slack does."""
    response = state.responses.get(secret)
    if response is None or state.now() - response["born"] > LIFETIME:
        raise ApiError("expired_url")
    if response["uses"] >= USES:
        raise ApiError("used_url")
    response["uses"] += 1
    state.note("in", "response_url", response["user"], payload)
    channel = state.channels[response["channel"]]
    if payload.get("delete_original"):
        _original(channel, response)
        posting.remove(state, channel, response["ts"])
        return
    _check(state, payload)
    if payload.get("replace_original") and response["ts"]:
        posting.rewrite(state, _original(channel, response), payload)
    else:
        show(state, response["user"], channel, payload)


def _check(state: State, payload: dict[str, Any]) -> None:
    try:
        check_message(payload, method="response_url")
    except Refused as refused:
        state.refuse("response_url", refused.error, refused.messages, payload)
        raise ApiError(refused.error, refused.messages) from refused


def _original(channel: Channel, response: Record) -> Message:
    ts = response["ts"] or ""
    found = channel.find_ephemeral(response["user"], ts) or channel.find(ts)
    if found is None:
        raise ApiError("message_not_found")
    return found


def show(state: State, user_id: str, channel: Channel, payload: dict[str, Any]) -> None:
    """Put a new answer into the channel, for this person alone or for all."""
    message = posting.composed(state, payload)
    if payload.get("response_type") == "in_channel":
        posting.put(state, channel, message)
    else:
        posting.put_ephemeral(state, channel, user_id, message)
