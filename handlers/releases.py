"""What analysts and co-ordinators for England do with figures: prepare, look, release."""

from typing import Any
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.releases
from handlers.home import show_home
from handlers.reading import Form, id_of
from handlers.routes import Routes
from models.refusals import PreparationUnknown
from models.reporting import Period
from services import releasing
from services.work import Begin, Look


def register(routes: Routes) -> None:
    """What belongs to releases."""
    routes.action(views.releases.PREPARE, prepare_clicked)
    routes.action(views.releases.OPEN, open_clicked)
    routes.view(views.releases.DECIDING, decision_sent)


async def prepare_clicked(
    ack: AsyncAck, action: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """Somebody wants figures to be prepared."""
    period, subject = _subject(action.get("value"))
    async with begin() as work:
        await releasing.ask(work, period, subject)
    await ack()
    await show_home(client, look)


async def open_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Somebody looks at figures that are prepared."""
    async with look() as work:
        shown = await releasing.look_at(work, _id(action.get("value")))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.releases.window(shown))


async def decision_sent(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """A second person decided whether figures are released."""
    about, form = _id(view["private_metadata"]), Form(view)
    is_released = form.choice(views.releases.DECISION) == views.releases.RELEASE
    async with begin() as work:
        title = (await releasing.look_at(work, about)).title
        if is_released:
            await releasing.approve(work, about)
        else:
            await releasing.decline(work, about, form.text(views.releases.WHY))
    await ack(response_action="update", view=views.releases.done(title, is_released=is_released))
    await show_home(client, look)


def _id(text: object) -> UUID:
    return id_of(text, PreparationUnknown())


def _subject(value: object) -> tuple[Period, str]:
    period, _, subject = str(value or "").partition(" ")
    try:
        return Period(period), subject
    except ValueError as wrong:
        raise PreparationUnknown from wrong
