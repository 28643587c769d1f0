"""What people do with released figures: look, choose, ask why, and take them along."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.results
from handlers import sending_files
from handlers.reading import chosen, number
from handlers.routes import TAIL, Routes
from handlers.windows import open_instead
from models.refusals import ReleaseUnknown
from services import result_files, result_windows
from services.work import Begin, Look
from views.result_files import Kind
from views.results import Place

WINDOWS = {
    views.results.SHOW: result_windows.window,
    views.results.QUESTIONS: result_windows.questions,
    views.results.WHY: result_windows.why_hidden,
    views.results.FILES: result_windows.files,
}


def register(routes: Routes) -> None:
    """What belongs to results."""
    for action in WINDOWS:
        routes.action(action, window_clicked)
    routes.action(views.results.UNIT, unit_chosen)
    routes.action(views.results.RELEASE, release_chosen)
    routes.action(views.results.FILE, file_clicked)


async def typed(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, look: Look) -> None:
    """Someone typed /nqsw results."""
    async with look() as work:
        shown = await result_windows.window(work)
    await ack()
    await client.views_open(trigger_id=command["trigger_id"], view=shown)


async def window_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone wants a unit, every question, why a figure is hidden, or the figures as a file."""
    name, _, _ = action["action_id"].partition(TAIL)
    async with look() as work:
        shown = await WINDOWS[name](work, place_of(action.get("value")))
    await ack()
    await open_instead(client, body, shown)


async def unit_chosen(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone chose another place in the window."""
    place = Place(_seen(body).release, chosen(action))
    async with look() as work:
        shown = await result_windows.window(work, place)
    await ack()
    await open_instead(client, body, shown)


async def release_chosen(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone chose another time in the window."""
    place = Place(place_of(chosen(action)).release, _seen(body).unit)
    async with look() as work:
        shown = await result_windows.at_another_time(work, place)
    await ack()
    await open_instead(client, body, shown)


async def file_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """Someone takes the figures along in one kind of file; that they did is recorded first."""
    place, kind = place_of(action.get("value")), _kind(action["action_id"])
    async with begin() as work:
        whose = work.actor.name
        taking = await result_windows.take_file(work, place, kind)
    await ack()
    async with look() as work:
        made = await result_files.make(work, taking)
    comment = views.results.here_is(taking.title)
    is_sent = await sending_files.sent(client, whose, [made], comment)
    await open_instead(client, body, views.results.file_sent(place, is_sent=is_sent))


def place_of(text: object) -> Place:
    """The release and the unit that a button is about; ReleaseUnknown for what is none."""
    said, _, unit = str(text or "").partition(" ")
    if not said:
        return Place()
    release = number(said)
    if release is None:
        raise ReleaseUnknown
    return Place(release, unit)


def _seen(body: dict[str, Any]) -> Place:
    """What the window showed when something was chosen in it."""
    return place_of((body.get("view") or {}).get("private_metadata"))


def _kind(action_id: str) -> Kind:
    try:
        return Kind(action_id.partition(TAIL)[2])
    except ValueError as wrong:
        raise ReleaseUnknown from wrong
