"""Somebody wants to see the results in their browser."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.visits
from handlers.routes import Routes
from services import visits
from services.work import Begin


def register(routes: Routes) -> None:
    """What belongs to the way to the pages."""
    routes.action(views.visits.OPEN, open_clicked)
    routes.action(views.visits.FOLLOWED, link_followed, leaves_receipt=False)


async def open_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, begin: Begin
) -> None:
    """Someone pressed "Open the results page"."""
    async with begin() as work:
        link = await visits.invite(work)
    await ack()
    shown = views.visits.way_in(link)
    is_in_modal = (body.get("view") or {}).get("type") == "modal"
    opening = client.views_push if is_in_modal else client.views_open
    await opening(trigger_id=body["trigger_id"], view=shown)


async def link_followed(ack: AsyncAck) -> None:
    """Someone pressed the link itself, which their browser opens without us."""
    await ack()
