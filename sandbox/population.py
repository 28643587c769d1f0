"""Who is in the workspace: people, bots, guests, and what happens to them."""

import re
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from sandbox import events
from sandbox.errors import NotOffered
from sandbox.state import Record, State

SLACKBOT = "USLACKBOT"


def add_app(state: State) -> None:
    """The app's own bot user, and Slackbot, who is always there and says it is no bot."""
    state.bot_user_id = add_user(state, "pulse", is_bot=True, real_name="Pulse")
    bot = state.users[state.bot_user_id]
    bot["profile"] |= {"bot_id": state.bot_id, "api_app_id": state.app_id, "always_active": True}
    add_user(state, "slackbot", id=SLACKBOT, real_name="Slackbot")


def add_user(state: State, name: str, **details: Any) -> str:
    user_id: str = details.pop("id", None) or state.ids.make("U")
    tz = details.pop("tz", "Europe/London")
    real_name = details.pop("real_name", name)
    profile = _profile(real_name, details.pop("email", None), details.pop("title", ""))
    flags = ("is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted")
    state.users[user_id] = {
        "id": user_id,
        "team_id": state.team_id,
        "name": re.sub(r"[^a-z0-9._-]+", ".", name.lower()),
        "deleted": False,
        "real_name": real_name,
        "tz": tz,
        "locale": "en-GB",
        "profile": profile,
        **dict.fromkeys(flags, False),
        "is_bot": False,
        "is_app_user": False,
        "is_email_confirmed": profile.get("email") is not None,
        "updated": int(state.now().timestamp()),
        **details,
    }
    state.changed.tell()
    return user_id


def _profile(real_name: str, email: str | None, title: str) -> Record:
    profile = {
        "real_name": real_name,
        "real_name_normalized": real_name,
        "display_name": real_name,
        "display_name_normalized": real_name,
        "title": title,
        "status_text": "",
        "status_emoji": "",
    }
    return profile if email is None else {**profile, "email": email}


def picture(state: State, user: Record, *, locale: bool = False) -> Record:
    """The user object as the Web API shows it, by what the bot may see."""
    shown = {key: value for key, value in user.items() if key != "locale"}
    shown["profile"] = dict(user["profile"], team=user["team_id"])
    if not state.may("users:read.email"):
        shown["profile"].pop("email", None)
    if user["deleted"]:
        return {key: value for key, value in shown.items() if not key.startswith("tz")}
    here = state.now().astimezone(ZoneInfo(user["tz"]))
    offset = here.utcoffset()
    shown |= {"tz_label": here.tzname(), "tz_offset": int(offset.total_seconds()) if offset else 0}
    is_external = user["team_id"] != state.team_id
    return {**shown, "locale": user["locale"]} if locale and not is_external else shown


def person(state: State, user_id: str) -> Record:
    """The user object of someone who can act now."""
    user = state.users.get(user_id)
    if user is None or user["deleted"]:
        raise NotOffered(f"{user_id} is not an active member of this workspace.")
    return user


def colleague(state: State, user_id: str) -> Record:
    """Someone who may use the app's commands and shortcuts: no guest of another workspace may."""
    user = person(state, user_id)
    if user["team_id"] != state.team_id:
        raise NotOffered(f"{user_id} belongs to another workspace and has no commands here.")
    return user


async def arrive(state: State, name: str, **details: Any) -> str:
    user_id = add_user(state, name, **details)
    await events.emit(state, {"type": "team_join", "user": picture(state, state.users[user_id])})
    return user_id


async def set_deleted(state: State, user_id: str, *, deleted: bool) -> None:
    state.users[user_id]["deleted"] = deleted
    if deleted:
        state.views.pop(user_id, None)
        for channel in state.channels.values():
            if channel.kind != "im":
                channel.members.pop(user_id, None)
    await _tell_change(state, user_id)


async def change_profile(state: State, user_id: str, fields: dict[str, Any]) -> None:
    user = state.users[user_id]
    for key in ("email", "title", "display_name", "real_name", "status_text", "status_emoji"):
        if key in fields:
            user["profile"][key] = fields[key]
    fields = {key: value for key, value in fields.items() if key not in user["profile"]} | {
        key: fields[key] for key in ("real_name",) if key in fields
    }
    user.update(fields)
    await _tell_change(state, user_id)


async def _tell_change(state: State, user_id: str) -> None:
    user = state.users[user_id]
    user["updated"] = int(state.now().timestamp())
    state.changed.tell()
    event = {
        "type": "user_change",
        "user": picture(state, user, locale=True),
        "cache_ts": user["updated"],
        "event_ts": state.ids.moment(),
    }
    await events.emit(state, event)


def add_usergroup(state: State, handle: str, users: Iterable[str]) -> str:
    group_id, members = state.ids.make("S"), list(users)
    state.usergroups[group_id] = {
        "id": group_id,
        "team_id": state.team_id,
        "is_usergroup": True,
        "name": handle,
        "handle": handle,
        "description": "",
        "date_create": int(state.now().timestamp()),
        "date_delete": 0,
        "user_count": len(members),
        "users": members,
    }
    return group_id
