"""You said, we did: co-ordinators write it, and NQSWs say whether it helps."""

import json
from typing import Any
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.responses
from handlers.home import show_home
from handlers.routes import Routes
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
    opens = client.views_push if (body.get("view") or {}).get("type") == "modal" else None
    await (opens or client.views_open)(trigger_id=body["trigger_id"], view=form)


async def answer_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """A co-ordinator published an answer, or changed it."""
    kept = _kept(view)
    async with begin() as work:
        await responses.answer(work, _id(kept.get("id")), _written(view, kept))
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
    window = views.responses.done(views.responses.NOTED)
    opens = client.views_push if (body.get("view") or {}).get("type") == "modal" else None
    await (opens or client.views_open)(trigger_id=body["trigger_id"], view=window)


def _id(text: object) -> UUID:
    """The answer a button or a form is about; ResponseUnknown if it names none."""
    try:
        return UUID(str(text))
    except ValueError as wrong:
        raise ResponseUnknown("response") from wrong


def _written(view: dict[str, Any], kept: dict[str, Any]) -> Written:
    values = view["state"]["values"]
    form: dict[str, Any] = {
        name: next(iter(fields.values()), {}) for name, fields in values.items()
    }

    def typed(name: str) -> str:
        return form.get(name, {}).get("value") or ""

    edition = kept.get("edition")
    return Written(
        edition=edition if isinstance(edition, int) else -1,
        said=typed(SAID),
        did=typed(DID),
        cannot=typed(CANNOT),
        owner=typed(views.responses.OWNER),
        by_when=form.get(views.responses.BY_WHEN, {}).get("selected_date") or "",
        names_nobody=bool(form.get(views.responses.SURE, {}).get("selected_options")),
    )


def _kept(view: dict[str, Any]) -> dict[str, Any]:
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
