"""The form of an example as its author goes through it: saved at every step, whatever follows."""

import asyncio
import json
from collections.abc import Coroutine, Sequence
from typing import Any
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import views.library
import views.practice_fields
import views.practice_form
from handlers.home import show_home
from handlers.practice_files import Arriving, check, is_soon
from handlers.reading import id_of
from handlers.routes import Routes
from models import practice_files, practice_form
from models.refusals import BadInput, PracticeUnknown
from services import attachments, drafts, sending
from services.work import Begin, Look
from views.blocks import Block
from views.practice_form import Sheet

HIGHEST = 10**9
GONE = "not_found"
SEARCH_PATIENCE = 0.8


def register(routes: Routes) -> None:
    """What belongs to the form of an example."""
    form = views.practice_form
    # Each saves under the window's own name, so that a second time is the same as the first.
    routes.view(form.STEP, step_sent, leaves_receipt=False)
    routes.view(form.SIMILAR, similar_passed, leaves_receipt=False)
    routes.view(form.SEND, example_sent, leaves_receipt=False)
    for action in (form.BACK, form.SAVE, form.STEP_TO):
        routes.action(action, step_left, leaves_receipt=False)
    routes.action(views.practice_fields.REMOVE, remove_clicked, leaves_receipt=False)
    routes.action(views.practice_fields.TITLE_TYPED, title_entered)


async def step_sent(
    ack: AsyncAck,
    body: dict[str, Any],
    view: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """An author saved a step; the next one is shown, or published examples that are similar."""
    sheet, typed, chosen = _read(view)
    check(chosen)
    async with begin() as work:
        saved = await drafts.save(work, sheet, typed)
    practice_form.check_step(saved.practice.content, sheet.step)
    if not chosen:
        await _answer(ack, client, look, view, _after(look, saved, sheet))
        return
    arriving = Arriving(client, look, body["user"]["id"], chosen)
    if await arriving.are_here_soon():
        async with begin() as work:
            await attachments.keep(work, sheet.practice_id, await arriving.files())
        await _answer(ack, client, look, view, _drawn(look, sheet, sheet.step + 1))
        return
    await ack(response_action="update", view=views.practice_form.fetching(arriving.names))
    await _show_arrived(client, view, (begin, look), arriving, (sheet, sheet.step + 1))


async def similar_passed(ack: AsyncAck, view: dict[str, Any], look: Look) -> None:
    """An author pressed "None of these, continue"."""
    sheet = _sheet(view)
    await ack(response_action="update", view=await _drawn(look, sheet, 2))


async def step_left(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """An author pressed "Back", "Save draft" or "Change step"; what is there is saved first."""
    view = body["view"]
    sheet, typed, chosen = _read(view)
    async with begin() as work:
        if sheet.step <= practice_form.STEPS and view["callback_id"] == views.practice_form.STEP:
            await drafts.save(work, sheet, typed)
    await ack()
    window = await _drawn(look, sheet, _goal(view, action, sheet))
    if not chosen:
        await _update(client, view, window)
        return
    arriving = Arriving(client, look, body["user"]["id"], chosen)
    if not await arriving.are_here_soon():
        await _update(client, view, views.practice_form.fetching(arriving.names))
    await _show_arrived(client, view, (begin, look), arriving, (sheet, _goal(view, action, sheet)))


async def remove_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """An author takes a file away; one that is chosen meanwhile stays in its field."""
    sheet, typed, _ = _read(body["view"])
    async with begin() as work:
        await drafts.save(work, sheet, typed)
        file_id = id_of(action.get("value"), PracticeUnknown())
        await attachments.drop(work, sheet.practice_id, file_id)
    await ack()
    await _update(client, body["view"], await _drawn(look, sheet, sheet.step))


async def title_entered(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """An author pressed Enter in the title: similar examples are shown, and nothing is saved."""
    await ack()
    sheet, typed, _ = _read(body["view"])
    async with look() as work:
        form = await drafts.previewed(work, sheet, typed)
    found = await _similar(look, form.practice.content)
    if found:
        window = views.practice_form.window(views.practice_form.beside_title(form, found))
        await _update(client, body["view"], window, body["view"].get("hash"))


async def example_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """An author pressed "Send for review"."""
    sheet = _sheet(view)
    reasons = {name: str(value or "") for name, value in _texts(view).items()}
    await _answer(ack, client, look, view, _sent(begin, look, sheet, reasons))
    await show_home(client, look)


async def _sent(begin: Begin, look: Look, sheet: Sheet, reasons: dict[str, str]) -> Block:
    """Send it, and what its author sees then; what is looked through first need not wait."""
    async with look() as work:
        await sending.prepare(work, sheet)
    async with begin() as work:
        sent = await sending.send(work, sheet, reasons)
        numbers = work.policy.reviewing
    if sent.is_with_reviewers:
        return views.practice_form.sent(sent.practice, numbers)
    return await _drawn(look, sheet, views.practice_form.SUMMARY)


async def _answer(
    ack: AsyncAck,
    client: AsyncWebClient,
    look: Look,
    view: dict[str, Any],
    drawing: Coroutine[Any, Any, Block],
) -> None:
    """Answer with a window; where full files make it wait, say so and show it afterwards."""
    window = asyncio.create_task(drawing)
    if await is_soon(window):
        await ack(response_action="update", view=await window)
        return
    await ack(response_action="update", view=views.practice_form.looking())
    try:
        shown = await window
    except BadInput as fault:
        sheet = _sheet(view)
        shown = await _drawn(look, sheet, sheet.step, fault.why)
    await _update(client, view, shown)


async def _show_arrived(
    client: AsyncWebClient,
    view: dict[str, Any],
    ways: tuple[Begin, Look],
    arriving: Arriving,
    goal: tuple[Sheet, int],
) -> None:
    """Keep files that came late and go on; where one cannot be kept, say why and stay there."""
    (sheet, step), (begin, look) = goal, ways
    try:
        fetched = await arriving.files()
        async with begin() as work:
            await attachments.keep(work, sheet.practice_id, fetched)
        window = await _drawn(look, sheet, step)
    except BadInput as fault:
        window = await _drawn(look, sheet, sheet.step, fault.why)
    await _update(client, view, window)


async def _update(
    client: AsyncWebClient, view: dict[str, Any], window: Block, seen: str | None = None
) -> None:
    """Show what is now there; whoever closed the window, or went on in it, misses nothing."""
    try:
        await client.views_update(view_id=view["id"], view=window, hash=seen)
    except SlackApiError as fault:
        if fault.response.get("error") not in {GONE, "hash_conflict"}:
            raise


async def _similar(look: Look, content: dict[str, Any]) -> Sequence[views.practice_form.Likeness]:
    """Looked for apart, so that a search that fails or takes long spoils nothing else."""
    try:
        async with asyncio.timeout(SEARCH_PATIENCE), look() as work:
            found = await drafts.similar(work, content)
    except TimeoutError:
        return []
    return [(one.practice_id, one.title, one.employer, one.problem) for one in found]


async def _after(look: Look, saved: drafts.Saved, sheet: Sheet) -> Block:
    """The next step, or what is similar before the second."""
    found = []
    if sheet.step == 1 and saved.is_new_subject:
        found = list(await _similar(look, saved.practice.content))
    if not found:
        return await _drawn(look, sheet, sheet.step + 1)
    async with look() as work:
        form = await drafts.form(work, saved.practice, sheet)
    cards = views.practice_form.cards(found, views.library.READ)
    return views.practice_form.similar(form, cards)


async def _drawn(look: Look, sheet: Sheet, step: int, notice: str = "") -> Block:
    """What a step shows; looking through full files takes long, and must hold up no change."""
    async with look() as work:
        found = await drafts.own(work, sheet.practice_id)
        there = Sheet(sheet.practice_id, found.edition, sheet.window, step)
        return views.practice_form.window(await drafts.form(work, found, there, notice))


def _goal(view: dict[str, Any], action: dict[str, Any], sheet: Sheet) -> int:
    kind, _, tail = action["action_id"].partition(":")
    if kind == views.practice_form.STEP_TO and tail.isdecimal():
        return max(1, min(int(tail), practice_form.STEPS))
    if kind == views.practice_form.SAVE or view["callback_id"] == views.practice_form.SIMILAR:
        return sheet.step
    return max(1, min(sheet.step, practice_form.STEPS + 1) - 1)


def _read(view: dict[str, Any]) -> tuple[Sheet, dict[str, Any], list[dict[str, Any]]]:
    """Which form comes back, what is typed in it, and the files chosen in it."""
    values = _texts(view)
    return _sheet(view), values, values.pop(practice_files.FIELD, None) or []


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


def _texts(view: dict[str, Any]) -> dict[str, Any]:
    """What stands in the fields of a form, by their names."""
    return {
        name: _value(next(iter(fields.values()), {}))
        for name, fields in view["state"]["values"].items()
    }


def _value(entry: dict[str, Any]) -> Any:
    if "selected_options" in entry:
        return [one["value"] for one in entry["selected_options"] or []]
    return entry.get("files", entry.get("value"))
