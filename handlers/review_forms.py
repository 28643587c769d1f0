"""What reviewers write: a view, words for each field, and a message to the author."""

import json
from collections.abc import Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.review_forms
import views.reviews
from handlers.reading import practice_id
from handlers.routes import Routes
from models.practice import Practice
from models.practice_form import FIELDS
from models.review import Proposal, Review
from models.verdict import SAFE, TESTS
from services import reviews
from services.reviews import Opinion
from services.settling import MayIdentify
from services.work import Begin, Look
from views.blocks import Block
from views.review_forms import Filled

# No version and no score has as many figures as this.
LONGEST = 9


def register(routes: Routes) -> None:
    """What belongs to the words of reviewers."""
    routes.action(views.reviews.OPINION, opinion_clicked)
    routes.view(views.review_forms.OPINION_FORM, opinion_sent)
    routes.view(views.review_forms.WORDS_FORM, words_sent)
    routes.action(views.reviews.WRITE, write_clicked)
    routes.view(views.review_forms.WRITE_FORM, write_sent)


async def opinion_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A reviewer pressed "Give my view"."""
    async with look() as work:
        practice, review = await reviews.to_vote(work, practice_id(action.get("value")))
    await ack()
    kept = {"id": str(practice.id), "version": practice.version}
    form = views.review_forms.opinion(kept, _before(practice, review))
    await client.views_push(trigger_id=body["trigger_id"], view=form)


async def opinion_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin, look: Look) -> None:
    """A reviewer sent their view; changes need words first."""
    kept, opinion = _kept(view), _opinion(view)
    if opinion.proposal == Proposal.CHANGES and opinion.scores.get(SAFE) != 0:
        async with look() as work:
            _, review = await reviews.to_vote(work, practice_id(kept.get("id")))
        kept |= {"scores": opinion.scores}
        written = {**review.changes, views.review_forms.REASON: opinion.reason}
        form = views.review_forms.words(kept, Filled(words=written))
        await ack(response_action="push", view=form)
        return
    await _give(ack, begin, kept, opinion, views.review_forms.opinion)


async def words_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """A reviewer sent the words for each field."""
    kept, form = _kept(view), _values(view)
    texts = {one.name: _typed(form, one.name).strip() for one in FIELDS}
    scores = kept.get("scores")
    opinion = Opinion(
        version=_number(kept.get("version")),
        scores=scores if isinstance(scores, dict) else {},
        proposal=Proposal.CHANGES,
        changes={name: text for name, text in texts.items() if text},
        reason=_typed(form, views.review_forms.REASON),
        settled=_settled(form),
    )
    await _give(ack, begin, kept, opinion, views.review_forms.words)


async def write_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A reviewer pressed "Write to the author"."""
    async with look() as work:
        practice, _ = await reviews.to_vote(work, practice_id(action.get("value")))
    await ack()
    form = views.review_forms.writing(practice.id, Filled())
    await client.views_push(trigger_id=body["trigger_id"], view=form)


async def write_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """A reviewer sent words to the author."""
    form, example = _values(view), practice_id(_kept(view).get("id"))
    text, settled = _typed(form, views.review_forms.TEXT), _settled(form)
    window = views.review_forms.written()
    try:
        async with begin() as work:
            await reviews.write_to_author(work, example, text, settled)
    except MayIdentify as fault:
        words = {views.review_forms.TEXT: text}
        filled = Filled(words=words, found=fault.found, settled=settled)
        window = views.review_forms.writing(example, filled)
    await ack(response_action="update", view=window)


async def _give(
    ack: AsyncAck,
    begin: Begin,
    kept: dict[str, Any],
    opinion: Opinion,
    form: Callable[[dict[str, Any], Filled], Block],
) -> None:
    """Give a view, or show the same form with what in its words is to be checked."""
    window = views.review_forms.given()
    try:
        async with begin() as work:
            await reviews.vote(work, practice_id(kept.get("id")), opinion)
    except MayIdentify as fault:
        filled = Filled(
            scores=opinion.scores,
            proposal=opinion.proposal,
            ways=opinion.ways,
            words={**opinion.changes, views.review_forms.REASON: opinion.reason},
            found=fault.found,
            settled=opinion.settled,
        )
        window = form(kept, filled)
    await ack(response_action="update", view=window)


def _before(practice: Practice, review: Review) -> Filled:
    """A view as it was given on the same version."""
    if review.voted_version != practice.version:
        return Filled()
    words = {views.review_forms.REASON: review.reason}
    return Filled(review.scores, review.proposal or "", review.ways, words)


def _opinion(view: dict[str, Any]) -> Opinion:
    form = _values(view)
    ways = form.get(views.review_forms.WAYS_FIELD, {}).get("selected_options") or []
    return Opinion(
        version=_number(_kept(view).get("version")),
        scores={name: _number(_chosen(form, name), -1) for name in TESTS},
        proposal=_chosen(form, views.review_forms.PROPOSAL),
        ways=[str(one.get("value")) for one in ways],
        reason=_typed(form, views.review_forms.REASON),
        settled=_settled(form),
    )


def _typed(form: dict[str, Any], name: str) -> str:
    return str(form.get(name, {}).get("value") or "")


def _settled(form: dict[str, Any]) -> set[str]:
    """The keys of findings of which a reviewer says that they identify nobody."""
    return {
        str(one.get("value"))
        for name, entry in form.items()
        if name.startswith(views.review_forms.SURE)
        for one in entry.get("selected_options") or []
    }


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
