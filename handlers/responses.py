"""You said, we did: co-ordinators write it, and NQSWs say whether it helps."""

from typing import Any
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.responses
from handlers.home import show_home
from handlers.reading import Form, edition, id_of, kept
from handlers.routes import Routes
from handlers.windows import open_over
from models.person import RoleName
from models.refusals import ResponseUnknown
from models.response import CANNOT, DID, SAID
from services import response_judging, responses, rights
from services.response_writing import Written
from services.work import Begin, Look


def register(routes: Routes) -> None:
    """What belongs to answers to a release."""
    routes.action(views.responses.WRITE, write_clicked)
    routes.view(views.responses.FORM, answer_sent)
    routes.action(views.responses.OVERDUE, overdue_clicked)
    routes.action(views.responses.READ, read_clicked)
    routes.action(views.responses.HELPFUL, judged)
    routes.action(views.responses.OTHER, judged)


async def write_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator pressed "Answer for …" or "Change it"."""
    async with look() as work:
        form = views.responses.form(await responses.form(work, _id(action.get("value"))))
    await ack()
    await open_over(client, body, form)


async def answer_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """A co-ordinator published an answer, or changed it."""
    async with begin() as work:
        await responses.answer(work, _id(kept(view).get("id")), _written(view))
    await ack(response_action="update", view=views.responses.done(views.responses.SAVED))
    await show_home(client, look)


async def overdue_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator for England wants to know which places are late."""
    async with look() as work:
        window = views.responses.overdue_modal(await responses.overdue(work))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=window)


async def read_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Somebody pressed "Was this helpful?" in an invitation."""
    async with look() as work:
        me = await rights.me(work)
        shown = await responses.newest_for(work, me)
        may_judge = bool(await rights.scopes_of(work, me.id, RoleName.NQSW))
    await ack()
    window = views.responses.reading(shown, may_judge=may_judge)
    await client.views_open(trigger_id=body["trigger_id"], view=window)


async def judged(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """An NQSW pressed "Helpful" or "Not what I meant"."""
    is_helpful = action["action_id"] == views.responses.HELPFUL
    async with begin() as work:
        await response_judging.judge(work, _id(action.get("value")), is_helpful=is_helpful)
    await ack()
    await open_over(client, body, views.responses.done(views.responses.NOTED))


def _id(text: object) -> UUID:
    """The answer a button or a form is about; ResponseUnknown if it names none."""
    return id_of(text, ResponseUnknown("response"))


def _written(view: dict[str, Any]) -> Written:
    form = Form(view)
    return Written(
        edition=edition(kept(view)),
        said=form.text(SAID),
        did=form.text(DID),
        cannot=form.text(CANNOT),
        owner=form.text(views.responses.OWNER),
        by_when=form.day(views.responses.BY_WHEN),
        names_nobody=bool(form.choices(views.responses.SURE)),
    )
