"""What readers do: see the queue, read, take a seat, and give their view."""

import json
from typing import Any
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

import views.library
import views.review_card
import views.reviews
from handlers import library_files
from handlers.home import show_home
from handlers.routes import Routes
from models.practice_form import FIELDS
from models.refusals import PracticeUnknown
from models.review import Proposal
from models.verdict import SAFE, TESTS
from services import review_queue, reviews, volunteers
from services.reviews import Opinion
from services.work import Begin, Look

# No version and no score has as many figures as this.
LONGEST = 9


def register(routes: Routes) -> None:
    """What belongs to reviews."""
    routes.action(views.review_card.READ, read_clicked)
    routes.action(views.review_card.TAKE, take_clicked)
    routes.action(views.review_card.CONFLICT, conflict_clicked)
    routes.action(views.review_card.DECLINE, decline_clicked)
    routes.action(views.review_card.QUEUE, queue_clicked)
    routes.action(views.review_card.VOLUNTEER, volunteer_clicked)
    routes.action(views.reviews.FILES, files_clicked)
    routes.action(views.reviews.OPINION, opinion_clicked)
    routes.view(views.reviews.OPINION_FORM, opinion_sent)
    routes.view(views.reviews.WORDS_FORM, words_sent)
    routes.action(views.reviews.WRITE, write_clicked)
    routes.view(views.reviews.WRITE_FORM, write_sent)


def practice_id(text: object) -> UUID:
    """The example a button is about; PracticeUnknown if it names none."""
    try:
        return UUID(str(text))
    except ValueError as wrong:
        raise PracticeUnknown(str(text)[:40]) from wrong


async def queue_typed(ack: AsyncAck, look: Look) -> None:
    """Somebody typed /practice queue."""
    async with look() as work:
        waiting = await review_queue.queue(work)
    await ack(text="Examples that wait", blocks=views.reviews.queue(waiting))


async def volunteer_typed(ack: AsyncAck, begin: Begin) -> None:
    """Somebody typed /practice volunteer."""
    async with begin() as work:
        is_one = await volunteers.toggle(work)
    await ack(views.reviews.VOLUNTEERED if is_one else views.reviews.NO_VOLUNTEER)


async def queue_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Somebody pressed "See the whole queue"."""
    async with look() as work:
        waiting = await review_queue.queue(work)
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.reviews.queue_modal(waiting))


async def volunteer_clicked(
    ack: AsyncAck, client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """An NQSW offered to read, or took the offer back."""
    async with begin() as work:
        await volunteers.toggle(work)
    await ack()
    await show_home(client, look)


async def read_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """A reader pressed "Read"."""
    async with begin() as work:
        sheet = await reviews.read(work, practice_id(action.get("value")))
    await ack()
    window = views.reviews.sheet(sheet)
    opened = body.get("view") or {}
    if opened.get("type") == "modal":
        # It takes the place of the queue, because a view and its words lie on top of it.
        await client.views_update(view_id=opened["id"], view=window)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=window)


async def files_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A reader pressed "Send me the files"."""
    async with look() as work:
        title, found = await reviews.files(work, practice_id(action.get("value")))
        whose = work.actor.name
    await ack()
    told = await library_files.sent(
        client, whose, [(one.name, one.content) for one in found], title
    )
    window = views.library.done("Your file", told)
    await client.views_push(trigger_id=body["trigger_id"], view=window)


async def take_clicked(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, begin: Begin
) -> None:
    """Somebody pressed "I'll review this"."""
    async with begin() as work:
        await reviews.take(work, practice_id(action.get("value")))
    await ack()
    await respond(views.reviews.TAKEN, response_type="ephemeral", replace_original=False)


async def conflict_clicked(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, begin: Begin
) -> None:
    """Somebody pressed "Not me: I know them"."""
    async with begin() as work:
        await reviews.declare_conflict(work, practice_id(action.get("value")))
    await ack()
    await respond(views.reviews.CONFLICT, response_type="ephemeral", replace_original=False)


async def decline_clicked(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, begin: Begin
) -> None:
    """Somebody who was asked pressed "Not this time"."""
    async with begin() as work:
        await reviews.decline(work, practice_id(action.get("value")))
    await ack()
    await respond(views.reviews.DECLINED, response_type="ephemeral", replace_original=False)


async def opinion_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A reviewer pressed "Give my view"."""
    async with look() as work:
        practice, review = await reviews.to_vote(work, practice_id(action.get("value")))
    await ack()
    form = views.reviews.opinion(practice, review)
    await client.views_push(trigger_id=body["trigger_id"], view=form)


async def opinion_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin, look: Look) -> None:
    """A reviewer sent their view; changes need words first."""
    kept, opinion = _kept(view), _opinion(view)
    if opinion.proposal == Proposal.CHANGES and opinion.scores.get(SAFE) != 0:
        async with look() as work:
            _, review = await reviews.to_vote(work, practice_id(kept.get("id")))
        kept |= {"scores": opinion.scores, "reason": ""}
        await ack(response_action="push", view=views.reviews.words(kept, review.changes))
        return
    async with begin() as work:
        await reviews.vote(work, practice_id(kept.get("id")), opinion)
    await ack(response_action="update", view=views.reviews.done(views.reviews.GIVEN))


async def words_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """A reviewer sent the words for each field."""
    kept, form = _kept(view), _values(view)
    texts = {one.name: (form.get(one.name, {}).get("value") or "").strip() for one in FIELDS}
    scores = kept.get("scores")
    opinion = Opinion(
        version=_number(kept.get("version")),
        scores=scores if isinstance(scores, dict) else {},
        proposal=Proposal.CHANGES,
        changes={name: text for name, text in texts.items() if text},
    )
    async with begin() as work:
        await reviews.vote(work, practice_id(kept.get("id")), opinion)
    await ack(response_action="update", view=views.reviews.done(views.reviews.GIVEN))


async def write_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A reviewer pressed "Write to the author"."""
    async with look() as work:
        practice, _ = await reviews.to_vote(work, practice_id(action.get("value")))
    await ack()
    await client.views_push(trigger_id=body["trigger_id"], view=views.reviews.writing(practice.id))


async def write_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """A reviewer sent words to the author."""
    form, example = _values(view), _kept(view).get("id")
    text = form.get(views.reviews.TEXT, {}).get("value") or ""
    is_sure = bool(form.get(views.reviews.SURE, {}).get("selected_options"))
    async with begin() as work:
        await reviews.write_to_author(work, practice_id(example), text, names_nobody=is_sure)
    await ack(response_action="update", view=views.reviews.done(views.reviews.WRITTEN))


def _opinion(view: dict[str, Any]) -> Opinion:
    form = _values(view)
    ways = form.get(views.reviews.WAYS_FIELD, {}).get("selected_options") or []
    return Opinion(
        version=_number(_kept(view).get("version")),
        scores={name: _number(_chosen(form, name), -1) for name in TESTS},
        proposal=_chosen(form, views.reviews.PROPOSAL),
        ways=[str(one.get("value")) for one in ways],
        reason=form.get(views.reviews.REASON, {}).get("value") or "",
    )


def _chosen(form: dict[str, Any], name: str) -> str:
    return str((form.get(name, {}).get("selected_option") or {}).get("value", ""))


def _number(text: object, otherwise: int = 0) -> int:
    return int(str(text)) if str(text).isdecimal() and len(str(text)) < LONGEST else otherwise


def _values(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    values = view["state"]["values"]
    return {name: next(iter(fields.values()), {}) for name, fields in values.items()}


def _kept(view: dict[str, Any]) -> dict[str, Any]:
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
