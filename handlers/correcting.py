"""Other words for an announcement that people have got: written, agreed to, sent back."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.announcement_card
import views.announcement_lists
import views.announcement_pages
import views.announcements
from handlers.announced import (
    announcement_id,
    decided,
    onwards,
    refresh_home,
    show,
    show_done,
)
from handlers.reading import Form, kept
from handlers.routes import Routes
from services import announced, announcements, correcting
from services.work import Begin, Look


def register(routes: Routes) -> None:
    """What belongs to corrections."""
    routes.action(views.announcement_pages.CORRECT, correct_clicked)
    routes.view(views.announcements.CORRECTION, correction_sent)
    routes.action(views.announcement_card.CORRECTION_APPROVE, agree_clicked)
    routes.action(views.announcement_card.CORRECTION_RETURN, return_clicked)
    routes.view(views.announcement_lists.CORRECTION_RETURN_FORM, return_sent)


async def correct_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator would like other words."""
    async with look() as work:
        shown = await correcting.form(work, announcement_id(action.get("value")))
    await ack()
    await show(client, body, views.announcements.correction(shown))


async def correction_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """A co-ordinator sent other words."""
    one = announcement_id(kept(view).get("id"))
    form = Form(view)
    title = form.text(views.announcements.TITLE)
    text = form.entry(views.announcements.TEXT).get("rich_text_value")
    async with begin() as work:
        done = await correcting.correct(work, one, title, text)
        is_asked = done.corrector_id is not None
        told = views.announcement_pages.CORRECTION_ASKED
        seen = await announced.page(
            work, one, told if is_asked else views.announcement_pages.CORRECTED
        )
    await ack(response_action="update", view=onwards(view, views.announcement_pages.page(seen)))
    await refresh_home(client, view, look)


async def agree_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """A second co-ordinator agreed to other words."""
    one, edition = decided(action.get("value"))
    async with begin() as work:
        await correcting.agree(work, one, edition)
        seen = await announced.page(work, one, views.announcement_pages.CORRECTED)
    await ack()
    await show_done(client, body, views.announcement_pages.page(seen), look)


async def return_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A second co-ordinator would like other words than these."""
    one, edition = decided(action.get("value"))
    async with look() as work:
        announcement = await announcements.required(work, one)
    await ack()
    question = views.announcement_lists.returning_correction(announcement, edition)
    await show(client, body, question)


async def return_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """A second co-ordinator said what is the matter with the new words."""
    one, edition = decided(kept(view).get("decided"))
    why = Form(view).text(views.announcement_lists.WORDS)
    async with begin() as work:
        await correcting.send_back(work, one, edition, why)
        seen = await announced.page(work, one, views.announcement_pages.CORRECTION_RETURNED)
    await ack(response_action="update", view=onwards(view, views.announcement_pages.page(seen)))
    await refresh_home(client, view, look)
