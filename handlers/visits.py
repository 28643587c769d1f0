"""Somebody wants to see the results in their browser."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.visits
from handlers.routes import Routes
from handlers.windows import open_over
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
        window = views.visits.way_in(await visits.invite(work), work.policy.visiting)
    await ack()
    await open_over(client, body, window)


async def link_followed(ack: AsyncAck) -> None:
    """Someone pressed the link itself, which their browser opens without us."""
    await ack()
