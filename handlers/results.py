"""What people do with released figures: look, choose, ask why, and take them along."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.results
from handlers import sending_files
from handlers.routes import TAIL, Routes
from models.refusals import ReleaseUnknown
from services import result_files, result_windows
from services.work import Begin, Look
from views.blocks import Block
from views.result_files import Kind
from views.results import Place

LONGEST_NUMBER = 9


def register(routes: Routes) -> None:
    """What belongs to results."""
    routes.action(views.results.SHOW, show_clicked)
    routes.action(views.results.UNIT, unit_chosen)
    routes.action(views.results.RELEASE, release_chosen)
    routes.action(views.results.QUESTIONS, questions_clicked)
    routes.action(views.results.WHY, why_clicked)
    routes.action(views.results.FILES, files_clicked)
    routes.action(views.results.FILE, file_clicked)


async def typed(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, look: Look) -> None:
    """Someone typed /nqsw results."""
    async with look() as work:
        shown = await result_windows.window(work)
    await ack()
    await client.views_open(trigger_id=command["trigger_id"], view=shown)


async def show_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone wants to see a unit, perhaps instead of one that is hidden."""
    async with look() as work:
        shown = await result_windows.window(work, place_of(action.get("value")))
    await ack()
    await _open(client, body, shown)


async def unit_chosen(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone chose another place in the window."""
    place = Place(_seen(body).release, _chosen(action))
    async with look() as work:
        shown = await result_windows.window(work, place)
    await ack()
    await client.views_update(view_id=body["view"]["id"], view=shown)


async def release_chosen(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone chose another time in the window."""
    place = Place(place_of(_chosen(action)).release, _seen(body).unit)
    async with look() as work:
        shown = await result_windows.at_another_time(work, place)
    await ack()
    await client.views_update(view_id=body["view"]["id"], view=shown)


async def questions_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone wants to see every question."""
    async with look() as work:
        shown = await result_windows.questions(work, place_of(action.get("value")))
    await ack()
    await _open(client, body, shown)


async def why_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone asks why a figure is hidden."""
    async with look() as work:
        shown = await result_windows.why_hidden(work, place_of(action.get("value")))
    await ack()
    await _open(client, body, shown)


async def files_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone wants the figures as a file."""
    async with look() as work:
        shown = await result_windows.files(work, place_of(action.get("value")))
    await ack()
    await _open(client, body, shown)


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
    told = views.results.file_sent(place, is_sent=is_sent)
    await client.views_update(view_id=body["view"]["id"], view=told)


def place_of(text: object) -> Place:
    """The release and the unit that a button is about; ReleaseUnknown for what is none."""
    number, _, unit = str(text or "").partition(" ")
    if not number:
        return Place()
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise ReleaseUnknown(number[:LONGEST_NUMBER])
    return Place(int(number), unit)


async def _open(client: AsyncWebClient, body: dict[str, Any], shown: Block) -> None:
    """Show a window, in the place of the one that was pressed in: Slack stacks only three."""
    pressed_in = body.get("view") or {}
    if pressed_in.get("type") == "modal":
        await client.views_update(view_id=pressed_in["id"], view=shown)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=shown)


def _seen(body: dict[str, Any]) -> Place:
    """What the window showed when something was chosen in it."""
    return place_of((body.get("view") or {}).get("private_metadata"))


def _chosen(action: dict[str, Any]) -> str:
    return str((action.get("selected_option") or {}).get("value", ""))


def _kind(action_id: str) -> Kind:
    try:
        return Kind(action_id.partition(TAIL)[2])
    except ValueError as wrong:
        raise ReleaseUnknown("") from wrong
