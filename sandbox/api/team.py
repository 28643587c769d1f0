"""auth.test, team.info, reactions.add, apps.connections.open: the rest."""

from typing import Any

from sandbox.api.calls import Call
from sandbox.api.places import visible
from sandbox.errors import ApiError


async def auth_test(call: Call) -> dict[str, Any]:
    state = call.state
    return {
        "url": f"https://{state.team['domain']}.slack.com/",
        "team": state.team["name"],
        "user": state.users[state.bot_user_id]["name"],
        "team_id": state.team_id,
        "user_id": state.bot_user_id,
        "bot_id": state.bot_id,
        "is_enterprise_install": False,
    }


async def info(call: Call) -> dict[str, Any]:
    return {"team": call.state.team}


async def add_reaction(call: Call) -> dict[str, Any]:
    state, name = call.state, call.needed("name", "invalid_name")
    channel = visible(state, call.needed("channel", "channel_not_found"))
    message = channel.find(call.needed("timestamp", "no_item_specified"))
    if message is None:
        raise ApiError("message_not_found")
    if state.bot_user_id not in channel.members:
        raise ApiError("not_in_channel")
    reactions = message.setdefault("reactions", [])
    found = next((each for each in reactions if each["name"] == name), None)
    if found is None:
        found = {"name": name, "users": [], "count": 0}
        reactions.append(found)
    if state.bot_user_id in found["users"]:
        raise ApiError("already_reacted")
    found["users"].append(state.bot_user_id)
    found["count"] += 1
    state.changed.tell()
    return {}


async def open_connection(call: Call) -> dict[str, Any]:
    state = call.state
    state.sockets.app_id = state.app_id
    where = state.base_url.replace("http", "ws", 1)
    return {"url": f"{where}/socket?ticket={state.sockets.ticket()}&app_id={state.app_id}"}


async def test(call: Call) -> dict[str, Any]:
    if call.text("error"):
        raise ApiError(call.text("error"))
    return {"args": {key: value for key, value in call.arguments.items() if key != "token"}}
