"""users.*, usergroups.* and dnd.*: the directory."""

from typing import Any

from sandbox.api.calls import Call
from sandbox.api.paging import page
from sandbox.api.places import need
from sandbox.errors import ApiError
from sandbox.population import picture
from sandbox.state import Record

# Beyond this many people Slack wants a limit.
LARGE_TEAM = 1_000
MOST_IN_DND = 50


async def info(call: Call) -> dict[str, Any]:
    user = _known(call, call.needed("user", "user_not_found"))
    return {"user": picture(call.state, user, locale=call.flag("include_locale"))}


def _known(call: Call, user_id: str) -> Record:
    user = call.state.users.get(user_id)
    if user is None:
        raise ApiError("user_not_found")
    return user


async def listing(call: Call) -> dict[str, Any]:
    users = list(call.state.users.values())
    if not call.number("limit") and len(users) > LARGE_TEAM:
        raise ApiError("limit_required")
    shown, more = page(call, users, LARGE_TEAM)
    members = [picture(call.state, each, locale=call.flag("include_locale")) for each in shown]
    return {"members": members, "cache_ts": int(call.state.now().timestamp()), **more}


async def lookup_by_email(call: Call) -> dict[str, Any]:
    need(call.state, "users:read")
    email = call.needed("email", "users_not_found").lower()
    for user in call.state.users.values():
        if not user["deleted"] and user["profile"].get("email", "").lower() == email:
            return {"user": picture(call.state, user)}
    raise ApiError("users_not_found")


async def usergroups(call: Call) -> dict[str, Any]:
    groups = [dict(each) for each in call.state.usergroups.values()]
    if not call.flag("include_users"):
        groups = [{k: v for k, v in each.items() if k != "users"} for each in groups]
    return {"usergroups": groups}


async def usergroup_users(call: Call) -> dict[str, Any]:
    group = call.state.usergroups.get(call.text("usergroup"))
    if group is None:
        raise ApiError("no_such_subteam")
    return {"users": list(group["users"])}


def _dnd(call: Call, user_id: str) -> Record:
    quiet = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    return quiet | call.state.dnd.get(user_id, {})


async def dnd_info(call: Call) -> dict[str, Any]:
    user_id = call.text("user") or call.state.bot_user_id
    _known(call, user_id)
    return _dnd(call, user_id)


async def dnd_team_info(call: Call) -> dict[str, Any]:
    users = call.many("users")
    if len(users) > MOST_IN_DND:
        raise ApiError("too_many_users")
    return {"users": {each: _dnd(call, each) for each in users if each in call.state.users}}
