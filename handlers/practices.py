"""What authors do with their examples: the form in steps, drafts, sending, withdrawing."""

import html
import json
import re
from typing import Any
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.library
import views.practice_form
import views.practice_lists
import views.practice_page
from handlers import library, practice_files, reviews
from handlers.announced import show
from handlers.home import show_home
from handlers.routes import Routes
from models import practice_files as files
from models import practice_form
from models.practice import Practice
from models.refusals import BadInput, NotYourMessage, PracticeUnknown
from services import attachments, drafts, practices, sending
from services.work import Begin, Look, Work
from views.blocks import Block
from views.practice_form import Sheet

MENTION = re.compile(r"<[@!#][^>]*>")
HIGHEST = 10**9
LINK = re.compile(r"<((?:https?|mailto)[^|>]*)(?:\|([^>]*))?>")


def register(routes: Routes) -> None:
    """What belongs to sharing good practice."""
    form, lists = views.practice_form, views.practice_lists
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
    # Each saves under the window's own name, so that a second time is the same as the first.
    routes.view(form.STEP, step_sent, leaves_receipt=False)
    routes.view(form.SIMILAR, similar_passed, leaves_receipt=False)
    routes.view(form.SEND, example_sent, leaves_receipt=False)
    for action in (form.BACK, form.SAVE, form.STEP_TO):
        routes.action(action, step_left)
    routes.action(form.REMOVE, remove_clicked)


async def practice(
    ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """Someone typed /practice."""
    typed = command.get("text", "").strip()
    word = typed.partition(" ")[0].lower()
    if word == "search":
        await library.search_typed(ack, command, look)
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
    await show(client, body, window)


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
        window = views.practice_form.window(await drafts.opened(work, _id(action.get("value"))))
    await ack()
    await show(client, body, window)


async def mine_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone pressed "My examples"."""
    async with look() as work:
        window = await _mine(work)
    await ack()
    await show(client, body, window)


async def read_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """An author reads an example of theirs."""
    async with look() as work:
        found = await drafts.own(work, _id(action.get("value")))
        content = views.practice_page.whole(found.content, await attachments.of(work, found.id))
    await ack()
    await show(client, body, views.practice_lists.full(found, content))


async def delete_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """An author confirmed that a draft is to be deleted."""
    async with begin() as work:
        await drafts.delete_draft(work, _id(action.get("value")))
        window = await _mine(work)
    await ack()
    await show(client, body, window)


async def withdraw_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone pressed "Withdraw"."""
    async with look() as work:
        found, is_author = await sending.to_withdraw(work, _id(action.get("value")))
    await ack()
    await show(client, body, views.practice_lists.withdrawal(found, is_author=is_author))


async def withdrawal_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """Someone withdrew an example."""
    reason = _typed(view).get(views.practice_lists.REASON) or ""
    async with begin() as work:
        await sending.withdraw(work, _id(view.get("private_metadata")), reason)
    await ack(response_action="update", view=views.practice_lists.withdrawn())


async def step_sent(
    ack: AsyncAck,
    view: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """An author saved a step; the next one is shown, or published examples that are similar."""
    sheet, typed = _sheet(view), _typed(view)
    chosen = typed.pop(files.FIELD, None) or []
    _check_files(chosen)
    fetched = await practice_files.fetch(client, chosen) if chosen else []
    async with begin() as work:
        saved = await drafts.save(work, sheet, typed)
        await attachments.keep(work, sheet.practice_id, fetched)
    _check(saved.practice, sheet.step)
    async with look() as work:
        window = await _after(work, saved, sheet)
    await ack(response_action="update", view=window)


async def similar_passed(ack: AsyncAck, view: dict[str, Any], look: Look) -> None:
    """An author pressed "None of these, continue"."""
    sheet = _sheet(view)
    async with look() as work:
        window = await _at(work, sheet, 2)
    await ack(response_action="update", view=window)


async def step_left(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """An author pressed "Back", "Save draft" or "Change step"; what is typed is saved first."""
    view = body["view"]
    sheet, typed = _sheet(view), _typed(view)
    typed.pop(files.FIELD, None)
    async with begin() as work:
        if sheet.step <= practice_form.STEPS and view["callback_id"] == views.practice_form.STEP:
            await drafts.save(work, sheet, typed)
        window = await _at(work, sheet, _goal(view, action, sheet))
    await ack()
    await client.views_update(view_id=view["id"], view=window)


async def remove_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """An author takes a file away."""
    sheet, typed = _sheet(body["view"]), _typed(body["view"])
    typed.pop(files.FIELD, None)
    async with begin() as work:
        await drafts.save(work, sheet, typed)
        await attachments.drop(work, sheet.practice_id, _id(action.get("value")))
        window = await _at(work, sheet, sheet.step)
    await ack()
    await client.views_update(view_id=body["view"]["id"], view=window)


async def example_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """An author pressed "Send for review"."""
    sheet = _sheet(view)
    reasons = {name: str(value or "") for name, value in _typed(view).items()}
    async with begin() as work:
        sent = await sending.send(work, sheet, reasons)
        window = (
            views.practice_form.sent(sent.practice)
            if sent.is_with_reviewers
            else await _at(work, sheet, views.practice_form.SUMMARY)
        )
    await ack(response_action="update", view=window)
    await show_home(client, look)


async def _start(work: Work) -> Block:
    found = await drafts.unfinished(work)
    if found:
        return views.practice_lists.offer(found)
    return views.practice_form.window(await drafts.begun(work))


async def _mine(work: Work) -> Block:
    found = await practices.mine(work)
    return views.practice_lists.mine(found, await practices.places(work, found))


async def _at(work: Work, sheet: Sheet, step: int) -> Block:
    found = await drafts.own(work, sheet.practice_id)
    there = Sheet(sheet.practice_id, found.edition, sheet.window, step)
    return views.practice_form.window(await drafts.form(work, found, there))


async def _after(work: Work, saved: drafts.Saved, sheet: Sheet) -> Block:
    if sheet.step == 1 and saved.is_new_subject:
        found = await drafts.similar(work, saved.practice)
        if found:
            rows = [(one.practice_id, one.title, one.employer, one.problem) for one in found]
            form = await drafts.form(work, saved.practice, sheet)
            cards = views.practice_form.cards(rows, views.library.READ)
            return views.practice_form.similar(form, cards)
    return await _at(work, sheet, sheet.step + 1)


def _goal(view: dict[str, Any], action: dict[str, Any], sheet: Sheet) -> int:
    kind, _, tail = action["action_id"].partition(":")
    if kind == views.practice_form.STEP_TO and tail.isdecimal():
        return max(1, min(int(tail), practice_form.STEPS))
    if kind == views.practice_form.SAVE or view["callback_id"] == views.practice_form.SIMILAR:
        return sheet.step
    return max(1, min(sheet.step, practice_form.STEPS + 1) - 1)


def _check(saved: Practice, step: int) -> None:
    practice_form.check_step(saved.content, step)


def _check_files(chosen: list[dict[str, Any]]) -> None:
    named = [(str(one.get("name")), int(one.get("size") or 0)) for one in chosen]
    if fault := files.fault(named):
        raise BadInput(files.FIELD, fault)


def _id(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError as wrong:
        raise PracticeUnknown from wrong


def _sheet(view: dict[str, Any]) -> Sheet:
    """Which form comes back; it may be old or tampered with."""
    try:
        kept = json.loads(view["private_metadata"])
        step = max(1, min(int(kept["step"]), practice_form.STEPS + 1))
        # No edition is as high as what a database does not take.
        edition = max(-1, min(int(kept["edition"]), HIGHEST))
        return Sheet(UUID(kept["id"]), edition, str(kept["window"])[:40], step)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as wrong:
        raise PracticeUnknown from wrong


def _typed(view: dict[str, Any]) -> dict[str, Any]:
    """What stands in the fields of a form, by their names."""
    return {
        name: _value(next(iter(fields.values()), {}))
        for name, fields in view["state"]["values"].items()
    }


def _value(entry: dict[str, Any]) -> Any:
    if "selected_options" in entry:
        return [one["value"] for one in entry["selected_options"] or []]
    return entry.get("files", entry.get("value"))


def _plainly(text: str) -> str:
    """A message without Slack's marks; who is mentioned becomes nobody in particular."""
    text = MENTION.sub("somebody", text)
    text = LINK.sub(lambda found: found[2] or found[1], text)
    return html.unescape(text)
