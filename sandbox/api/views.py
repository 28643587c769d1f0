"""views.*: modals by trigger, and Home tabs."""

from typing import Any

from sandbox import viewing
from sandbox.api.calls import Call
from sandbox.errors import ApiError
from sandbox.state import View
from sandbox.triggers import Trigger


def _trigger(call: Call) -> Trigger:
    return call.state.triggers.check(call.needed("trigger_id"))


async def open_(call: Call) -> dict[str, Any]:
    sent = viewing.checked(call.state, call.arguments.get("view"), "modal")
    trigger = _trigger(call)
    view = viewing.open_modal(call.state, trigger.user_id, sent)
    trigger.is_spent = True
    return {"view": view}


async def push(call: Call) -> dict[str, Any]:
    sent = viewing.checked(call.state, call.arguments.get("view"), "modal")
    trigger = _trigger(call)
    if trigger.view_id is None:
        # A push needs something underneath: only a press inside a modal can ask for it.
        raise ApiError("invalid_trigger_id")
    view = viewing.push_modal(call.state, trigger.user_id, sent)
    trigger.is_spent = True
    return {"view": view}


async def update(call: Call) -> dict[str, Any]:
    sent = viewing.checked(call.state, call.arguments.get("view"), "modal")
    view = _open_view(call)
    expected = call.text("hash")
    if expected and expected != view["hash"]:
        raise ApiError("hash_conflict", view=view)
    return {"view": viewing.replace(call.state, view, sent)}


def _open_view(call: Call) -> View:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: view_id"])
    for stack in call.state.views.values():
        for view in stack:
            if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                return view
    raise ApiError("not_found")


async def publish(call: Call) -> dict[str, Any]:
    state, user_id = call.state, call.needed("user_id")
    if user_id not in state.users or state.users[user_id]["deleted"]:
        raise ApiError("user_not_found")
    if not state.app_home("home_tab_enabled"):
        raise ApiError("not_enabled")
    sent = viewing.checked(state, call.arguments.get("view"), "home")
    return {"view": viewing.publish(state, user_id, sent, call.text("hash") or None)}
