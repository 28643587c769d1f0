"""The app's own place: its Home tab and its Messages tab."""

from typing import Any

from sandbox import events
from sandbox.conversations import open_dm
from sandbox.errors import NotOffered
from sandbox.population import person
from sandbox.state import State


async def open_tab(state: State, user_id: str, tab: str) -> None:
    person(state, user_id)
    if not state.app_home(f"{tab}_tab_enabled"):
        raise NotOffered(f"The app has no {tab} tab.")
    channel = open_dm(state, user_id)
    if tab == "home":
        state.at_home.add(user_id)
    else:
        state.at_home.discard(user_id)
    state.changed.tell()
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": state.ids.moment(),
    }
    if tab == "home" and user_id in state.homes:
        event["view"] = state.homes[user_id]
    await events.emit(state, event)


def leave(state: State, user_id: str) -> None:
    state.at_home.discard(user_id)
    state.changed.tell()
