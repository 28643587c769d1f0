"""The shapes in which Slack tells a bot what a person did."""

from typing import Any

from sandbox.channels import Channel, Message
from sandbox.responses import response_url
from sandbox.state import State, View

Payload = dict[str, Any]


def command(state: State, user_id: str, channel: Channel, words: tuple[str, str]) -> Payload:
    """The form of a slash command; every value is a text."""
    names = {"im": "directmessage", "private": "privategroup", "mpim": "mpdm"}
    return {
        "token": "deprecated",
        "team_id": state.team_id,
        "team_domain": state.team["domain"],
        "channel_id": channel.id,
        "channel_name": names.get(channel.kind, channel.name),
        "user_id": user_id,
        "user_name": state.users[user_id]["name"],
        "command": words[0],
        "text": words[1],
        "api_app_id": state.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(state, user_id, channel.id),
        "trigger_id": state.triggers.make(user_id),
    }


def _person(state: State, user_id: str) -> Payload:
    user = state.users[user_id]
    return {
        "id": user_id,
        "username": user["name"],
        "name": user["name"],
        "team_id": user["team_id"],
    }


def _interaction(state: State, kind: str, user_id: str) -> Payload:
    return {
        "type": kind,
        "user": _person(state, user_id),
        "api_app_id": state.app_id,
        "token": "deprecated",
        "team": {"id": state.team_id, "domain": state.team["domain"]},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_actions(
    state: State, user_id: str, place: tuple[Channel, Message], actions: list[Payload]
) -> Payload:
    channel, message = place
    is_ephemeral = channel.find_ephemeral(user_id, message["ts"]) is not None
    values = state.selections.get((user_id, channel.id, message["ts"]), {})
    payload = _interaction(state, "block_actions", user_id) | {
        "container": {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel.id,
            "is_ephemeral": is_ephemeral,
        },
        "trigger_id": state.triggers.make(user_id),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": values},
        "response_url": response_url(state, user_id, channel.id, message["ts"]),
        "actions": actions,
    }
    if "thread_ts" in message:
        payload["container"]["thread_ts"] = message["thread_ts"]
    # Slack does not send the content of an ephemeral message back.
    return payload if is_ephemeral else {**payload, "message": message}


def _channel_name(channel: Channel) -> str:
    names = {"im": "directmessage", "private": "privategroup"}
    return names.get(channel.kind, channel.name)


def view_actions(state: State, user_id: str, view: View, actions: list[Payload]) -> Payload:
    view_id = view["id"] if view["type"] == "modal" else None
    return _interaction(state, "block_actions", user_id) | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": state.triggers.make(user_id, view_id),
        "view": view,
        "actions": actions,
    }


def view_submission(state: State, user_id: str, view: View) -> Payload:
    return _interaction(state, "view_submission", user_id) | {
        "trigger_id": state.triggers.make(user_id, view["id"]),
        "view": view,
        "response_urls": _response_urls(state, user_id, view),
    }


def _response_urls(state: State, user_id: str, view: View) -> list[Payload]:
    """One for every channel chosen in a select that has asked for it."""
    urls = []
    for block in view["blocks"]:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        entry = view["state"]["values"][block["block_id"]][element["action_id"]]
        chosen = entry.get("selected_conversation") or entry.get("selected_channel")
        if chosen:
            url = response_url(state, user_id, chosen)
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            urls.append({**ids, "channel_id": chosen, "response_url": url})
    return urls


def view_closed(state: State, user_id: str, view: View, *, is_cleared: bool) -> Payload:
    return _interaction(state, "view_closed", user_id) | {"view": view, "is_cleared": is_cleared}


def shortcut(state: State, user_id: str, callback_id: str) -> Payload:
    payload = _interaction(state, "shortcut", user_id) | {
        "callback_id": callback_id,
        "trigger_id": state.triggers.make(user_id),
        "action_ts": state.ids.moment(),
    }
    # A global shortcut does not name the app.
    del payload["api_app_id"]
    return payload


def message_action(
    state: State, user_id: str, callback_id: str, place: tuple[Channel, Message]
) -> Payload:
    channel, message = place
    payload = _interaction(state, "message_action", user_id) | {
        "callback_id": callback_id,
        "trigger_id": state.triggers.make(user_id),
        "action_ts": state.ids.moment(),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message_ts": message["ts"],
        "message": message,
        "response_url": response_url(state, user_id, channel.id),
    }
    del payload["api_app_id"]
    return payload


def suggestion(state: State, user_id: str, asked: Payload, container: Payload) -> Payload:
    """`asked` has action_id, block_id and the text typed so far."""
    return _interaction(state, "block_suggestion", user_id) | asked | container
