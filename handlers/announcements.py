"""What co-ordinators do with announcements: write, try, send, agree, send back."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.announcement_card
import views.announcement_lists
import views.announcement_pages
import views.announcements
from handlers import announced, correcting
from handlers.announced import announcement_id, decided
from handlers.reading import Form, kept
from handlers.routes import Routes
from models.announcement import AnnouncementState
from services import announced as pages
from services import announcements, announcing, drafting
from services.drafting import Typed
from services.work import Begin, Look
from views.announcements import PARTS


def register(routes: Routes) -> None:
    """What belongs to announcements until they start; the rest is in `announced`."""
    routes.command("/announce", announce)
    routes.action(views.announcements.CREATE, create_clicked)
    routes.action(views.announcements.EDIT, edit_clicked)
    routes.view(views.announcements.FORM, form_sent)
    routes.action(views.announcement_pages.TEST, trial_clicked)
    routes.action(views.announcement_pages.SEND, send_clicked)
    routes.action(views.announcement_pages.DELETE, delete_clicked)
    routes.action(views.announcement_card.APPROVE, approve_clicked)
    routes.action(views.announcement_card.SEND_BACK, send_back_clicked)
    routes.view(views.announcement_lists.RETURN_FORM, return_sent)
    routes.action(views.announcement_pages.CANCEL, cancel_clicked)
    announced.register(routes)
    correcting.register(routes)


async def announce(
    ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator typed /announce."""
    words = command.get("text", "").strip().lower()
    if words == "help":
        await ack(views.announcements.COMMAND_HELP)
        return
    async with look() as work:
        if words in ("list", "mine"):
            window = views.announcement_lists.every(await pages.every(work))
        else:
            window = views.announcements.form(await drafting.form(work, None))
    await ack()
    await client.views_open(trigger_id=command["trigger_id"], view=window)


async def create_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator pressed "Announce something"."""
    async with look() as work:
        window = views.announcements.form(await drafting.form(work, None))
    await ack()
    await announced.show(client, body, window)


async def edit_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator pressed "Change", or "Edit and announce"."""
    async with look() as work:
        shown = await drafting.form(work, announcement_id(action.get("value")))
    await ack()
    await announced.show(client, body, views.announcements.form(shown))


async def form_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """A co-ordinator sent the form; what they see next is the preview."""
    one = kept(view).get("id")
    async with begin() as work:
        saved = await drafting.save(work, announcement_id(one) if one else None, _typed(view))
        seen = await pages.page(work, saved.id)
    window = announced.onwards(view, views.announcement_pages.page(seen))
    await ack(response_action="update", view=window)
    await announced.refresh_home(client, view, look)


async def trial_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """A co-ordinator wants a copy for themselves first."""
    async with begin() as work:
        one = announcement_id(action.get("value"))
        await announcing.test(work, one)
        seen = await pages.page(work, one, views.announcement_pages.TESTED)
    await ack()
    await announced.show(client, body, views.announcement_pages.page(seen))


async def send_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """The author pressed "Send", or "Ask for approval"."""
    async with begin() as work:
        sent = await announcing.submit(work, announcement_id(action.get("value")))
        is_asked = sent.state is AnnouncementState.AWAITING
        told = views.announcement_pages.ASKED if is_asked else views.announcement_pages.SCHEDULED
        seen = await pages.page(work, sent.id, told)
    await ack()
    await announced.show_done(client, body, views.announcement_pages.page(seen), look)


async def delete_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """The author no longer wants their draft."""
    async with begin() as work:
        await announcements.erase(work, announcement_id(action.get("value")))
    await ack()
    await announced.show_done(client, body, views.announcement_lists.deleted(), look)


async def approve_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """A second co-ordinator agreed."""
    one, edition = decided(action.get("value"))
    async with begin() as work:
        await announcing.approve(work, one, edition)
        seen = await pages.page(work, one, views.announcement_pages.APPROVED)
    await ack()
    await announced.show_done(client, body, views.announcement_pages.page(seen), look)


async def send_back_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A second co-ordinator would like it changed."""
    one, edition = decided(action.get("value"))
    async with look() as work:
        announcement = await announcements.required(work, one)
    await ack()
    question = views.announcement_lists.returning(announcement, edition)
    await announced.show(client, body, question)


async def return_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """A second co-ordinator said what should be changed."""
    one, edition = decided(kept(view).get("decided"))
    why = Form(view).text(views.announcement_lists.WORDS)
    async with begin() as work:
        await announcing.send_back(work, one, edition, why)
    window = announced.onwards(view, views.announcement_lists.sent_back())
    await ack(response_action="update", view=window)
    await announced.refresh_home(client, view, look)


async def cancel_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """A co-ordinator took back what had not started."""
    async with begin() as work:
        cancelled = await announcing.cancel(work, announcement_id(action.get("value")))
        seen = await pages.page(work, cancelled.id)
    await ack()
    await announced.show_done(client, body, views.announcement_pages.page(seen), look)


def _typed(view: dict[str, Any]) -> Typed:
    form = Form(view)
    return Typed(
        title=form.text(views.announcements.TITLE),
        text=form.entry(views.announcements.TEXT).get("rich_text_value"),
        link=form.text(views.announcements.LINK),
        scope=form.choice(views.announcements.SCOPE),
        hearers={part: form.choices(part) for part in PARTS},
        where=form.choice(views.announcements.WHERE),
        when=form.choice(views.announcements.WHEN),
        at=form.entry(views.announcements.AT).get("selected_date_time"),
        acknowledgement=form.choice(views.announcements.ASKS),
    )
