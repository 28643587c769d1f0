"""What happens to announcements on their way: read, acknowledged, paused, counted."""

import json
from typing import Any
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

import views.announcement_card
import views.announcement_letters
import views.announcement_lists
import views.announcement_pages
import views.unreached
from handlers.home import show_home
from handlers.reading import id_of, kept, number
from handlers.routes import Routes
from handlers.windows import open_instead, open_over
from models.refusals import AnnouncementUnknown
from services import acknowledging, announced, announcing
from services.work import Begin, Look
from views.blocks import Block

ORIGIN, HOME = "from", "home"

PAUSES = {
    views.announcement_card.PAUSE: announcing.pause,
    views.announcement_card.CONTINUE: announcing.resume,
    views.announcement_card.STOP: announcing.stop,
}


def register(routes: Routes) -> None:
    """What belongs to announcements that have begun to go."""
    routes.action(views.announcement_letters.OPEN, open_clicked)
    routes.action(views.announcement_lists.LIST, list_clicked)
    routes.action(views.announcement_lists.READ, read_clicked)
    routes.action(views.announcement_letters.ACKNOWLEDGE, acknowledge_clicked)
    for action in PAUSES:
        routes.action(action, pause_clicked)
    routes.action(views.announcement_pages.REMIND, remind_clicked)
    routes.action(views.announcement_pages.MISSING, missing_clicked)
    routes.action(views.announcement_pages.UNREACHED, unreached_clicked)


def announcement_id(text: object) -> UUID:
    """The announcement a button is about; AnnouncementUnknown if it names none."""
    return id_of(text, AnnouncementUnknown())


def decided(text: object) -> tuple[UUID, int]:
    """The announcement and the edition that a decision is about."""
    one, _, said = str(text or "").partition(":")
    edition = number(said)
    if edition is None:
        raise AnnouncementUnknown
    return announcement_id(one), edition


def onwards(view: Block, window: Block) -> Block:
    """The window that takes the place of another; it knows that both began on Home."""
    if not _is_from_home(view):
        return window
    return {**window, "private_metadata": json.dumps({**kept(window), ORIGIN: HOME})}


async def show(client: AsyncWebClient, body: dict[str, Any], window: Block) -> None:
    """Show a window; it knows, as the one that was pressed in, whether all began on Home."""
    await open_instead(client, body, onwards(body.get("view") or {}, window))


async def refresh_home(client: AsyncWebClient, view: Block | None, look: Look) -> None:
    """Home lies beneath a window that began there: it shows what has become of things, too."""
    if _is_from_home(view or {}):
        await show_home(client, look)


def _is_from_home(view: Block) -> bool:
    return view.get("type") == HOME or kept(view).get(ORIGIN) == HOME


async def show_done(
    client: AsyncWebClient, body: dict[str, Any], window: Block, look: Look
) -> None:
    """Show what has become of something, in the window and on Home beneath it."""
    await show(client, body, window)
    await refresh_home(client, body.get("view"), look)


async def open_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to see one announcement."""
    async with look() as work:
        seen = await announced.page(work, announcement_id(action.get("value")))
    await ack()
    await show(client, body, views.announcement_pages.page(seen))


async def list_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to see all announcements."""
    async with look() as work:
        found = await announced.every(work)
    await ack()
    await show(client, body, views.announcement_lists.every(found))


async def read_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Somebody reads on their Home what they must acknowledge."""
    async with look() as work:
        copy = await announced.read(work, announcement_id(action.get("value")))
    await ack()
    await show(client, body, views.announcement_lists.reading(copy))


async def acknowledge_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    begin: Begin,
    look: Look,
) -> None:
    """Somebody pressed "I have read this": the answer is given where they did."""
    async with begin() as work:
        thanks = await acknowledging.acknowledge(work, announcement_id(action.get("value")))
    await ack()
    if "response_url" not in body:
        await show_done(client, body, views.announcement_lists.reading(thanks.copy), look)
        return
    # Their own copy shows it at once: thousands who press at nine would wait long for the postman.
    if str((body.get("channel") or {}).get("id", "")).startswith("D") and thanks.is_counted:
        letter = views.announcement_letters.letter(thanks.copy)
        await respond(letter.text, blocks=list(letter.blocks), replace_original=True)
        return
    told = views.announcement_lists.thanks(thanks.copy, is_counted=thanks.is_counted)
    await respond(told, response_type="ephemeral", replace_original=False)


async def pause_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """A co-ordinator pressed "Pause", "Continue" or "Stop"."""
    change = PAUSES[action["action_id"]]
    async with begin() as work:
        one = announcement_id(action.get("value"))
        await change(work, one)
        seen = await announced.page(work, one)
    await ack()
    await show_done(client, body, views.announcement_pages.page(seen), look)


async def remind_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """A co-ordinator pressed "Remind those who have not"."""
    async with begin() as work:
        one = announcement_id(action.get("value"))
        _, count = await acknowledging.remind(work, one)
        seen = await announced.page(work, one, views.announcement_pages.reminded(count))
    await ack()
    await show_done(client, body, views.announcement_pages.page(seen), look)


async def missing_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to know who has not acknowledged what must be."""
    async with look() as work:
        found = await acknowledging.missing(work, announcement_id(action.get("value")))
    await ack()
    await open_over(client, body, views.announcement_lists.missing(found))


async def unreached_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to know who could not be reached."""
    async with look() as work:
        found = await acknowledging.unreached(work, announcement_id(action.get("value")))
    await ack()
    lines = [views.unreached.line(name, reason) for name, reason in found]
    await open_over(client, body, views.announcement_lists.unreached(lines))
