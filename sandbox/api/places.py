"""Where the bot may look and write: channels by id, by what it is in and what it may do."""

from sandbox.api.calls import Call
from sandbox.channels import Channel
from sandbox.conversations import open_dm
from sandbox.errors import ApiError
from sandbox.population import SLACKBOT
from sandbox.state import State

SCOPE_NAMES = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


def readable(call: Call, name: str = "channel", right: str = "read") -> Channel:
    """The channel of an argument, if the bot may see it and has the scope of its kind."""
    channel = visible(call.state, call.needed(name, "channel_not_found"))
    need(call.state, f"{SCOPE_NAMES[channel.kind]}:{right}")
    return channel


def need(state: State, scope: str) -> None:
    if not state.may(scope):
        provided = ",".join(sorted(state.scopes() or ()))
        raise ApiError("missing_scope", needed=scope, provided=provided)


def visible(state: State, channel_id: str) -> Channel:
    """A channel the bot can know of: a public one, or one it is in."""
    channel = state.channels.get(channel_id)
    if channel is None or (channel.is_private and state.bot_user_id not in channel.members):
        raise ApiError("channel_not_found")
    return channel


def writable(state: State, wanted: str) -> Channel:
    """Where a message may go; a user id opens the direct message with that person."""
    channel = _wanted(state, wanted)
    if channel.is_archived:
        raise ApiError("is_archived")
    is_in = state.bot_user_id in channel.members
    if not is_in and not state.may("chat:write.public"):
        raise ApiError("not_in_channel")
    if channel.kind == "im":
        _can_hear(state, channel.name)
    return channel


def _wanted(state: State, wanted: str) -> Channel:
    if wanted in state.users:
        _can_hear(state, wanted)
        return open_dm(state, wanted)
    if wanted.startswith("#"):
        found = [each for each in state.channels.values() if each.name == wanted[1:]]
        wanted = found[0].id if found else wanted
    return visible(state, wanted)


def _can_hear(state: State, user_id: str) -> None:
    user = state.users[user_id]
    if user["is_bot"] or user_id == SLACKBOT:
        raise ApiError("cannot_dm_bot")
    if user["deleted"]:
        # Slack's documents are silent on the code; this is what a sender must live with.
        raise ApiError("channel_not_found")
    if not state.app_home("messages_tab_enabled"):
        raise ApiError("messages_tab_disabled")
