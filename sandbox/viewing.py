"""Modals and Home tabs as they are kept: opened, pushed, updated, published, closed."""

import json
from typing import Any

from sandbox import forms, posting
from sandbox.errors import ApiError
from sandbox.pictures import check_pictures
from sandbox.rules import check_view
from sandbox.state import State, View

MOST_BYTES = 250_000
MOST_STACKED = 3
SENT = ("title", "close", "submit", "callback_id", "private_metadata", "external_id")


def checked(state: State, view: Any, surface: str) -> View:
    """The view as the bot sent it, or Slack's refusal."""
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: view"])
    if len(json.dumps(view).encode()) > MOST_BYTES:
        raise ApiError("view_too_large")
    check_view(view, surface=surface)
    check_pictures(state, view["blocks"], "invalid_arguments")
    return view


def _made(state: State, sent: View, previous: View | None = None) -> View:
    """Slack's view object for what the bot sent; it keeps the id and inputs of its predecessor."""
    blocks = posting.numbered(state, sent["blocks"])
    kept = previous["state"]["values"] if previous else None
    return {
        "id": previous["id"] if previous else state.ids.make("V"),
        "team_id": state.team_id,
        "type": sent["type"],
        "title": None,
        "close": None,
        "submit": None,
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        **{key: sent[key] for key in SENT if sent.get(key) is not None},
        "blocks": blocks,
        "state": {"values": forms.values(blocks, kept)},
        "hash": state.ids.hash(),
        "clear_on_close": bool(sent.get("clear_on_close")),
        "notify_on_close": bool(sent.get("notify_on_close")),
        "submit_disabled": bool(sent.get("submit_disabled")),
        "root_view_id": None,
        "previous_view_id": None,
        "app_id": state.app_id,
        "app_installed_team_id": state.team_id,
        "bot_id": state.bot_id,
    }


def _claim_external_id(state: State, sent: View, own_id: str = "") -> None:
    wanted = sent.get("external_id")
    if not wanted:
        return
    for view in all_views(state):
        if view["external_id"] == wanted and view["id"] != own_id:
            raise ApiError("duplicate_external_id")


def all_views(state: State) -> list[View]:
    return [*(view for stack in state.views.values() for view in stack), *state.homes.values()]


def open_modal(state: State, user_id: str, sent: View) -> View:
    _claim_external_id(state, sent)
    view = _made(state, sent)
    view["root_view_id"] = view["id"]
    state.views[user_id] = [view]
    state.changed.tell()
    return view


def push_modal(state: State, user_id: str, sent: View) -> View:
    stack = state.views.get(user_id, [])
    if not stack:
        raise ApiError("not_found")
    if len(stack) >= MOST_STACKED:
        raise ApiError("push_limit_reached")
    _claim_external_id(state, sent)
    view = _made(state, sent)
    view |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
    stack.append(view)
    state.changed.tell()
    return view


def replace(state: State, old: View, sent: View) -> View:
    """Put a new picture in the place of an open modal."""
    _claim_external_id(state, sent, old["id"])
    view = _made(state, sent, old)
    view |= {key: old[key] for key in ("root_view_id", "previous_view_id")}
    for stack in state.views.values():
        stack[:] = [view if each["id"] == old["id"] else each for each in stack]
    state.changed.tell()
    return view


def publish(state: State, user_id: str, sent: View, expected_hash: str | None) -> View:
    old = state.homes.get(user_id)
    if expected_hash and old and old["hash"] != expected_hash:
        raise ApiError("hash_conflict", view=old)
    _claim_external_id(state, sent, old["id"] if old else "")
    view = _made(state, sent, old)
    view["root_view_id"] = view["id"]
    state.homes[user_id] = view
    state.changed.tell()
    return view


def find(state: State, user_id: str, view_id: str) -> View | None:
    """A view this person has before them: a modal of hers, or her Home."""
    home = state.homes.get(user_id)
    mine = [*state.views.get(user_id, []), *([home] if home else [])]
    return next((view for view in mine if view["id"] == view_id), None)


def pop(state: State, user_id: str, view_id: str, *, everything: bool = False) -> None:
    """Close a modal and what lies above it, or the whole stack."""
    stack = state.views.get(user_id, [])
    places = [place for place, view in enumerate(stack) if view["id"] == view_id]
    if places:
        del stack[0 if everything else places[0] :]
    if not stack:
        state.views.pop(user_id, None)
    state.changed.tell()
