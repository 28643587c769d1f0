"""Browsing the library on Home: filters, words, pages; everything is kept in the view itself."""

import html
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

import views.library_home
from handlers.home import show_home
from handlers.reading import chosen
from handlers.routes import Routes
from models.shelf import Wish, clipped, of, read
from services import shelf
from services.work import Look
from views.library_home import EVERYTHING


def register(routes: Routes) -> None:
    """What belongs to browsing."""
    for action in (
        views.library_home.FILTER,
        views.library_home.WORDS,
        views.library_home.SAVED,
        views.library_home.CLEAR,
        views.library_home.NEWER,
        views.library_home.OLDER,
        views.library_home.OPEN,
    ):
        routes.action(action, looked)
    routes.action(views.library_home.BACK, back_clicked)
    routes.action(views.library_home.MORE, more_clicked)


async def looked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    look: Look,
    respond: AsyncRespond,
) -> None:
    """Someone opened the library, or wants to see another part of it."""
    wish = _turned(_kept(body), action)
    async with look() as work:
        whose = work.actor.name
        page = views.library_home.page(await shelf.shelf(work, wish))
    await ack()
    await client.views_publish(user_id=whose, view=page)
    if "response_url" in body:
        # Who pressed in a message sees nothing of their Home.
        told = views.library_home.OPENED
        await respond(told, response_type="ephemeral", replace_original=False)


async def back_clicked(ack: AsyncAck, client: AsyncWebClient, look: Look) -> None:
    """Someone wants their own page again."""
    await ack()
    await show_home(client, look)


async def search_typed(ack: AsyncAck, command: dict[str, Any], look: Look) -> None:
    """Someone typed /practice search and words."""
    # Slack escapes three signs in what is typed after a command.
    typed = html.unescape(str(command.get("text") or "")).strip()
    wish = shelf.searched(typed[len("search") :] if typed.lower().startswith("search") else typed)
    async with look() as work:
        found, has_more = await shelf.answer(work, wish)
    shown = views.library_home.answer(wish, found, has_more=has_more)
    await ack(text=views.library_home.answer_text(wish, found), blocks=shown)


async def more_clicked(
    ack: AsyncAck, action: dict[str, Any], look: Look, respond: AsyncRespond
) -> None:
    """Someone wants to see further examples for the same words."""
    wish = read(action.get("value"))
    async with look() as work:
        found, has_more = await shelf.answer(work, wish)
    await ack()
    shown = views.library_home.answer(wish, found, has_more=has_more)
    text = views.library_home.answer_text(wish, found)
    await respond(text=text, blocks=shown, replace_original=False, response_type="ephemeral")


def _kept(body: Mapping[str, Any]) -> Wish:
    view = body.get("view") or {}
    return read(view.get("private_metadata")) if view.get("type") == "home" else Wish()


def _turned(wish: Wish, action: dict[str, Any]) -> Wish:  # noqa: PLR0911 - one for each button
    """The wish after what was pressed, chosen or typed."""
    kind, _, name = str(action.get("action_id")).partition(":")
    match kind:
        case views.library_home.OPEN:
            return Wish()
        case views.library_home.CLEAR:
            return Wish(is_saved=wish.is_saved, turn=wish.turn + 1)
        case views.library_home.SAVED:
            return Wish(is_saved=not wish.is_saved, turn=wish.turn + 1)
        case views.library_home.NEWER:
            return replace(wish, page=max(0, wish.page - 1))
        case views.library_home.OLDER:
            return replace(wish, page=wish.page + 1)
        case views.library_home.WORDS:
            return replace(wish, words=clipped(str(action.get("value") or "")), page=0)
    value = chosen(action)
    kept = "" if value == EVERYTHING else value
    return of({**vars(wish), name: kept, "page": 0}) if name in _FILTERS else wish


_FILTERS = ("criterion", "heading", "kind", "region", "order")
