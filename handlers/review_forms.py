"""What reviewers write: a view, words for each field, and a message to the author."""

from collections.abc import Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.review_forms
import views.reviews
from handlers.reading import Form, kept, number, practice_id
from handlers.routes import Routes
from handlers.windows import open_over
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
    about = {"id": str(practice.id), "version": practice.version}
    await open_over(client, body, views.review_forms.opinion(about, _before(practice, review)))


async def opinion_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin, look: Look) -> None:
    """A reviewer sent their view; changes need words first."""
    about, opinion = kept(view), _opinion(view)
    if opinion.proposal == Proposal.CHANGES and opinion.scores.get(SAFE) != 0:
        async with look() as work:
            _, review = await reviews.to_vote(work, practice_id(about.get("id")))
        about |= {"scores": opinion.scores}
        written = {**review.changes, views.review_forms.REASON: opinion.reason}
        form = views.review_forms.words(about, Filled(words=written))
        await ack(response_action="push", view=form)
        return
    await _give(ack, begin, about, opinion, views.review_forms.opinion)


async def words_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """A reviewer sent the words for each field."""
    about, form = kept(view), Form(view)
    texts = {one.name: form.text(one.name).strip() for one in FIELDS}
    scores = about.get("scores")
    opinion = Opinion(
        version=number(about.get("version")) or 0,
        scores=scores if isinstance(scores, dict) else {},
        proposal=Proposal.CHANGES,
        changes={name: text for name, text in texts.items() if text},
        reason=form.text(views.review_forms.REASON),
        settled=_settled(form),
    )
    await _give(ack, begin, about, opinion, views.review_forms.words)


async def write_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A reviewer pressed "Write to the author"."""
    async with look() as work:
        practice, _ = await reviews.to_vote(work, practice_id(action.get("value")))
    await ack()
    await open_over(client, body, views.review_forms.writing(practice.id, Filled()))


async def write_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """A reviewer sent words to the author."""
    form, example = Form(view), practice_id(kept(view).get("id"))
    text, settled = form.text(views.review_forms.TEXT), _settled(form)
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
    about: dict[str, Any],
    opinion: Opinion,
    form: Callable[[dict[str, Any], Filled], Block],
) -> None:
    """Give a view, or show the same form with what in its words is to be checked."""
    window = views.review_forms.given()
    try:
        async with begin() as work:
            await reviews.vote(work, practice_id(about.get("id")), opinion)
    except MayIdentify as fault:
        filled = Filled(
            scores=opinion.scores,
            proposal=opinion.proposal,
            ways=opinion.ways,
            words={**opinion.changes, views.review_forms.REASON: opinion.reason},
            found=fault.found,
            settled=opinion.settled,
        )
        window = form(about, filled)
    await ack(response_action="update", view=window)


def _before(practice: Practice, review: Review) -> Filled:
    """A view as it was given on the same version."""
    if review.voted_version != practice.version:
        return Filled()
    words = {views.review_forms.REASON: review.reason}
    return Filled(review.scores, review.proposal or "", review.ways, words)


def _opinion(view: dict[str, Any]) -> Opinion:
    form = Form(view)
    scores = {name: number(form.choice(name)) for name in TESTS}
    return Opinion(
        version=number(kept(view).get("version")) or 0,
        scores={name: -1 if score is None else score for name, score in scores.items()},
        proposal=form.choice(views.review_forms.PROPOSAL),
        ways=form.choices(views.review_forms.WAYS_FIELD),
        reason=form.text(views.review_forms.REASON),
        settled=_settled(form),
    )


def _settled(form: Form) -> set[str]:
    """The keys of findings of which a reviewer says that they identify nobody."""
    return {
        key
        for name in form.names
        if name.startswith(views.review_forms.SURE)
        for key in form.choices(name)
    }
