"""What authors do with their examples: beginning, drafts, the list of one's own, withdrawing."""

import html
import re
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.practice_form
import views.practice_lists
import views.practice_page
from handlers import practice_steps, reviews, shelf
from handlers.reading import Form, practice_id
from handlers.routes import Routes
from handlers.windows import open_instead
from models.refusals import NotYourMessage
from services import attachments, drafts, practices, sending
from services.work import Begin, Look, Work
from views.blocks import Block

MENTION = re.compile(r"<[@!#][^>]*>")
LINK = re.compile(r"<((?:https?|mailto)[^|>]*)(?:\|([^>]*))?>")


def register(routes: Routes) -> None:
    """What belongs to sharing good practice."""
    lists = views.practice_lists
    routes.command("/practice", practice)
    routes.shortcut("practice.shortcut", share_clicked)
    routes.shortcut("practice.from_message", message_shared)
    routes.action(lists.SHARE, share_clicked)
    routes.action(lists.CONTINUE, continue_clicked)
    routes.action(lists.MINE, mine_clicked)
    routes.action(lists.READ, read_clicked)
    routes.action(lists.DELETE, delete_clicked)
    routes.action(lists.WITHDRAW, withdraw_clicked)
    routes.view(lists.WITHDRAWAL, withdrawal_sent)
    practice_steps.register(routes)


async def practice(
    ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """Someone typed /practice."""
    typed = command.get("text", "").strip()
    word = typed.partition(" ")[0].lower()
    if word == "search":
        await shelf.search_typed(ack, command, look)
    elif word == "queue":
        await reviews.queue_typed(ack, look)
    elif word == "volunteer":
        await reviews.volunteer_typed(ack, begin)
    elif word and word != "mine":
        await ack(text=views.practice_lists.HELP)
    else:
        async with look() as work:
            window = await (_mine(work) if word else _start(work))
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=window)


async def share_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone wants to share something new."""
    async with look() as work:
        window = views.practice_form.window(await drafts.begun(work))
    await ack()
    await open_instead(client, body, window)


async def message_shared(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, begin: Begin
) -> None:
    """Someone used "Share as good practice" on a message."""
    message = body["message"]
    if message.get("user") != body["user"]["id"]:
        raise NotYourMessage
    async with begin() as work:
        form = await drafts.start_with(work, _plainly(str(message.get("text") or "")))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.practice_form.window(form))


async def continue_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """An author goes on with a draft, or changes what reviewers asked for."""
    async with look() as work:
        form = await drafts.opened(work, practice_id(action.get("value")))
    await ack()
    await open_instead(client, body, views.practice_form.window(form))


async def mine_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone pressed "My examples"."""
    async with look() as work:
        window = await _mine(work)
    await ack()
    await open_instead(client, body, window)


async def read_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """An author reads an example of theirs."""
    async with look() as work:
        found = await drafts.own(work, practice_id(action.get("value")))
        files = await attachments.of(work, found.id)
    content = views.practice_page.beneath_title(found.content, files)
    await ack()
    await open_instead(client, body, views.practice_lists.full(found, content))


async def delete_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """An author confirmed that a draft is to be deleted."""
    async with begin() as work:
        await drafts.delete_draft(work, practice_id(action.get("value")))
        window = await _mine(work)
    await ack()
    await open_instead(client, body, window)


async def withdraw_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone pressed "Withdraw"."""
    async with look() as work:
        found, is_author = await sending.to_withdraw(work, practice_id(action.get("value")))
    await ack()
    await open_instead(client, body, views.practice_lists.withdrawal(found, is_author=is_author))


async def withdrawal_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """Someone withdrew an example."""
    reason = Form(view).text(views.practice_lists.REASON)
    async with begin() as work:
        found = await sending.withdraw(work, practice_id(view.get("private_metadata")), reason)
    await ack(response_action="update", view=views.practice_lists.withdrawn(found))


async def _start(work: Work) -> Block:
    found = await drafts.unfinished(work)
    if found:
        return views.practice_lists.offer(found)
    return views.practice_form.window(await drafts.begun(work))


async def _mine(work: Work) -> Block:
    found = await practices.mine(work)
    return views.practice_lists.mine(found, await practices.places(work, found))


def _plainly(text: str) -> str:
    """A message without Slack's marks; who is mentioned becomes nobody in particular."""
    text = MENTION.sub("somebody", text)
    text = LINK.sub(lambda found: found[2] or found[1], text)
    return html.unescape(text)
