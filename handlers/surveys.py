"""The pulse as people meet it: /pulse, the buttons, the form, the receipt."""

import json
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

import views.home
import views.people
import views.promise
import views.surveys
from handlers.home import show_home
from handlers.reading import Form, wave_id
from handlers.routes import Routes
from handlers.windows import open_over
from models import help_lines
from models.ballot import Answers
from models.refusals import BadInput, WaveUnknown
from services import ballots, traces
from services.ballots import Sent
from services.work import Begin, Look


class Kept(NamedTuple):
    """What the form of a pulse keeps about itself."""

    wave_id: UUID
    edition: int
    origin: str


def register(routes: Routes) -> None:
    """What belongs to the pulse."""
    # Answering leaves no receipt: the ballot itself makes twice into once.
    routes.view(views.surveys.FORM, form_sent, leaves_receipt=False)
    routes.command("/pulse", pulse)
    routes.action(views.surveys.ANSWER, answer_clicked)
    routes.action(views.surveys.DELETE, delete_clicked, leaves_receipt=False)
    routes.action(views.surveys.KEEP, keep_clicked)
    routes.action(views.promise.ACTION, promise_clicked)
    routes.view("preview", preview_done)
    routes.shortcut(views.surveys.SHORTCUT, shortcut_used)


async def pulse(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, look: Look) -> None:
    """Someone typed /pulse."""
    match command.get("text", "").strip().lower():
        case "":
            await _open_form(ack, client, look, command["trigger_id"])
        case "status":
            await _tell_status(ack, look)
        case "delete":
            await _ask_to_delete(ack, look)
        case _:
            await ack(text=views.surveys.HELP.replace("*", ""), blocks=views.surveys.help_blocks())


async def shortcut_used(
    ack: AsyncAck, shortcut: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone used the shortcut "Answer the pulse"."""
    await _open_form(ack, client, look, shortcut["trigger_id"])


async def answer_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    look: Look,
) -> None:
    """Someone pressed "Answer now" or "Change my answers"."""
    async with look() as work:
        form = await ballots.form(work, wave_id(action.get("value")))
    await ack()
    origin = "home" if body.get("view", {}).get("type") == "home" else ""
    await client.views_open(trigger_id=body["trigger_id"], view=views.surveys.form(form, origin))


async def form_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """Someone sent the form: check it, lock it away, and only then say that it is saved."""
    kept = _kept(view)
    answers, has_checked = _read(view)
    async with begin() as work:
        if not has_checked:
            await traces.refuse_names(work, answers.texts)
        sent = Sent(kept.wave_id, kept.edition, answers)
        closes_at = await ballots.save(work, sent)
    panel = views.people.help_panel(help_lines.load())
    await ack(response_action="update", view=views.surveys.saved(closes_at, panel))
    if kept.origin == "home":
        await show_home(client, look)


async def delete_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    respond: AsyncRespond,
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """Someone confirmed that their answers are to be deleted."""
    async with begin() as work:
        await ballots.take_out(work, wave_id(action.get("value")))
    await ack()
    if body.get("view", {}).get("type") == "home":
        await show_home(client, look)
    else:
        await respond(text=views.surveys.DELETED, replace_original=True)


async def keep_clicked(ack: AsyncAck, respond: AsyncRespond) -> None:
    """Someone thought better of deleting."""
    await ack()
    await respond(text=views.surveys.KEPT, replace_original=True)


async def promise_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone wants to read the whole promise."""
    async with look() as work:
        promise = views.promise.modal(work.policy.floor_employer, work.policy.floor_text)
    await ack()
    await open_over(client, body, promise)


async def preview_done(ack: AsyncAck) -> None:
    """Someone has seen the preview."""
    await ack()


async def _open_form(ack: AsyncAck, client: AsyncWebClient, look: Look, trigger_id: str) -> None:
    async with look() as work:
        form = await ballots.form(work)
    await ack()
    await client.views_open(trigger_id=trigger_id, view=views.surveys.form(form))


async def _tell_status(ack: AsyncAck, look: Look) -> None:
    async with look() as work:
        asked = await ballots.status(work)
    shown = [
        block
        for one in asked
        for block in views.surveys.status(one.title, one.wave, has_ballot=one.has_ballot)
    ]
    if shown:
        await ack(text=views.surveys.words_of(shown), blocks=shown)
    else:
        await ack(text=views.surveys.NO_OPEN_WAVE)


async def _ask_to_delete(ack: AsyncAck, look: Look) -> None:
    async with look() as work:
        asked = [one for one in await ballots.status(work) if one.has_ballot]
    if not asked:
        await ack(text=views.surveys.NO_BALLOT)
        return
    shown = views.surveys.delete_question(asked[0].title, asked[0].wave.id)
    await ack(text=views.surveys.words_of(shown), blocks=shown)


def _kept(view: dict[str, Any]) -> Kept:
    """What a form was opened with; WaveUnknown if that cannot be read any more."""
    try:
        found = json.loads(view["private_metadata"])
        return Kept(wave_id(found["wave"]), int(found["edition"]), str(found.get("from", "")))
    except (ValueError, TypeError, KeyError) as wrong:
        raise WaveUnknown from wrong


def _read(view: dict[str, Any]) -> tuple[Answers, bool]:
    """The answers as they are kept, and whether the author says that they name nobody."""
    form = Form(view)
    choices: dict[str, str] = {}
    texts: dict[str, str] = {}
    for name in form.names:
        kind, _, item = name.partition(":")
        if kind == views.surveys.CHOICE:
            choices[item] = form.choice(name)
        elif kind == views.surveys.WORDS:
            texts[item] = form.text(name)
    ticks = form.choices(views.surveys.ABOUT)
    may_quote = views.surveys.MAY_QUOTE in ticks
    answers = replace(ballots.tidy(choices, texts), form=view.get("id", ""), may_quote=may_quote)
    if ballots.is_empty(answers):
        first = next(iter(form.names), "")
        raise BadInput(first, views.surveys.NOTHING_ANSWERED)
    return answers, views.surveys.NAMES_NOBODY in ticks
