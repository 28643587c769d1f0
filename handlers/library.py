"""What readers do with an example: read, save, use, ask, and keep it for longer."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import views.library
import views.library_letters
import views.practice_form
import views.practice_page
from handlers import library_files, newsletter, shelf
from handlers.reading import Form, practice_id
from handlers.routes import Routes
from handlers.windows import open_instead, open_over
from services import library, renewing, sending, uses
from services.work import Begin, Look
from views.blocks import Block


def register(routes: Routes) -> None:
    """What belongs to the library."""
    routes.action(views.library.READ, read_clicked)
    routes.action(views.library.SAVE, save_clicked)
    routes.action(views.library.UNSAVE, save_clicked)
    routes.action(views.library.USE, use_clicked)
    routes.view(views.library.USED, use_sent)
    routes.action(views.library.ASK, ask_clicked)
    routes.action(views.library.KEEP, keep_clicked)
    routes.action(views.library.WITHDRAW, withdraw_clicked)
    routes.action(views.library.CHANGE, change_clicked)
    shelf.register(routes)
    library_files.register(routes)
    newsletter.register(routes)


async def read_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone pressed "Read it all"."""
    async with look() as work:
        shown = await library.read(work, practice_id(action.get("value")))
    await ack()
    await open_over(client, body, _page(shown))


async def save_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """Someone pressed "Save", or "Saved" to keep it no more."""
    one = practice_id(action.get("value"))
    async with begin() as work:
        if action["action_id"] == views.library.SAVE:
            await uses.save(work, one)
        else:
            await uses.unsave(work, one)
        shown = await library.read(work, one)
    await ack()
    is_in_window = (body.get("view") or {}).get("type") == "modal"
    await open_instead(client, body, _page(shown) if is_in_window else views.library.saved())


async def use_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone pressed "I used this"."""
    async with look() as work:
        shown = await uses.form(work, practice_id(action.get("value")))
    await ack()
    await open_over(client, body, views.library.used_form(shown))


async def use_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """Someone said where they used an example, and what changed."""
    async with begin() as work:
        is_new = await uses.use(work, practice_id(view.get("private_metadata")), _typed(view))
    await ack(response_action="update", view=views.library.thanks(is_new))


async def ask_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    look: Look,
    begin: Begin,
) -> None:
    """Someone pressed "Ask the author"."""
    one = practice_id(action.get("value"))
    async with look() as work:
        route = await uses.route(work, one)
    await ack()
    channel = await _conversation(client, route)
    if channel is not None:
        async with begin() as work:
            await uses.ask(work, one, channel)
    window = views.library.together() if channel else views.library.write_to(route.contact)
    await open_over(client, body, window)


async def keep_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """An author or a co-ordinator says that an example is still good."""
    async with begin() as work:
        until = await library.keep(work, practice_id(action.get("value")))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.library.kept(until))


async def withdraw_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """An author or a co-ordinator takes an example out when asked whether it is still good."""
    async with begin() as work:
        one = practice_id(action.get("value"))
        await sending.withdraw(work, one, views.library.NO_LONGER_GOOD)
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.library.withdrawn())


async def change_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """An author would like to change an example that is published."""
    async with begin() as work:
        form = await renewing.renew(work, practice_id(action.get("value")))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.practice_form.window(form))


def _page(shown: views.library.Book) -> Block:
    content = views.practice_page.beneath_title(shown.entry.content, shown.files)
    return views.library.book(shown, content)


async def _conversation(client: AsyncWebClient, route: uses.Route) -> str | None:
    """Their conversation with the app; None where only the contact leads to the author."""
    if route.author is None:
        return None
    try:
        opened = await client.conversations_open(users=[route.asker, route.author])
    except SlackApiError:
        return None
    return str(opened["channel"]["id"])


def _typed(view: dict[str, Any]) -> uses.Typed:
    form = Form(view)
    return uses.Typed(
        place=form.text(views.library.PLACE),
        how=form.choice(views.library.HOW),
        told=form.text(views.library.TOLD),
        sentence=form.text(views.library.SENTENCE),
        is_named=bool(form.choices(views.library.NAMED)),
    )
