"""What a person does in the browser, by name, carried out in the workspace."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.workspace import Workspace

Body = dict[str, Any]
Said = dict[str, Any]
Act = Callable[[Workspace, str, Body], Awaitable[Said]]

HOME = ZoneInfo("Europe/London")
MORNING = time(9)
FRIDAY = 4


class CannotMove(LookupError):  # noqa: N818 -- read aloud it says what is wrong
    """The clock was asked for a moment that does not exist."""


def next_working_morning(now: datetime) -> datetime:
    """Nine o'clock of the next weekday in London, later than now."""
    here = now.astimezone(HOME)
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, HOME).astimezone(UTC)


async def _command(workspace: Workspace, user: str, body: Body) -> Said:
    await workspace.command(user, body["channel"], body["text"])
    return {}


async def _say(workspace: Workspace, user: str, body: Body) -> Said:
    thread = body.get("thread_ts")
    return {"ts": await workspace.say(user, body["channel"], body["text"], thread)}


async def _delete(workspace: Workspace, user: str, body: Body) -> Said:
    await workspace.delete(user, body["channel"], body["ts"])
    return {}


async def _click(workspace: Workspace, user: str, body: Body) -> Said:
    ids = (body["block_id"], body["action_id"])
    await workspace.click(user, body["where"], *ids, body.get("value"))
    return {}


async def _suggest(workspace: Workspace, user: str, body: Body) -> Said:
    ids = (body["block_id"], body["action_id"])
    return {"options": await workspace.suggest(user, body["where"], ids, body.get("typed", ""))}


async def _submit(workspace: Workspace, user: str, body: Body) -> Said:
    return {"errors": await workspace.submit(user, body["view_id"], body.get("state") or {})}


async def _close(workspace: Workspace, user: str, body: Body) -> Said:
    await workspace.close_view(user, body["view_id"], everything=bool(body.get("everything")))
    return {}


async def _home(workspace: Workspace, user: str, _body: Body) -> Said:
    await workspace.open_home(user)
    return {}


async def _messages(workspace: Workspace, user: str, _body: Body) -> Said:
    await workspace.open_messages_tab(user)
    return {}


async def _leave_home(workspace: Workspace, user: str, _body: Body) -> Said:
    workspace.leave_home(user)
    return {}


async def _shortcut(workspace: Workspace, user: str, body: Body) -> Said:
    await workspace.global_shortcut(user, body["callback_id"])
    return {}


async def _message_shortcut(workspace: Workspace, user: str, body: Body) -> Said:
    await workspace.message_shortcut(user, body["callback_id"], body["channel"], body["ts"])
    return {}


async def _read(workspace: Workspace, user: str, body: Body) -> Said:
    workspace.mark_read(user, body["channel"])
    return {}


async def _dismiss(workspace: Workspace, user: str, body: Body) -> Said:
    workspace.dismiss(user, body["notice_id"])
    return {}


async def _clock(workspace: Workspace, _user: str, body: Body) -> Said:
    moment = await _wanted(workspace, str(body["to"]))
    workspace.clock.move_to(moment)
    workspace.changed.tell()
    return {"now": workspace.clock.now().isoformat()}


async def _wanted(workspace: Workspace, to: str) -> datetime:
    if to in workspace.moments:
        moment = await workspace.moments[to]()
        if moment is None:
            raise CannotMove(f"There is no “{to.replace('-', ' ')}” ahead.")
        return moment
    if to == "next-working-9":
        return next_working_morning(workspace.clock.now())
    if to.startswith("+") and to.endswith("h") and to[1:-1].isdigit():
        return workspace.clock.now() + timedelta(hours=int(to[1:-1]))
    return _read_moment(to)


def _read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CannotMove(f"“{text}” is not a moment this clock knows.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HOME)


ACTS: dict[str, Act] = {
    "command": _command,
    "say": _say,
    "delete": _delete,
    "click": _click,
    "suggest": _suggest,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "messages": _messages,
    "leave_home": _leave_home,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "read": _read,
    "dismiss": _dismiss,
    "clock": _clock,
}
