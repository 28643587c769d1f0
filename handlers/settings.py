"""What people choose about the messages they get: `/nqsw settings`."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.settings
from handlers.reading import Form
from handlers.routes import Routes
from services import wishes
from services.work import Begin, Look


def register(routes: Routes) -> None:
    """What belongs to somebody's settings."""
    routes.action(views.settings.OPEN, settings_opened)
    routes.view(views.settings.FORM, settings_sent)


async def settings_opened(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone typed /nqsw settings, or pressed "Settings"."""
    async with look() as work:
        form = views.settings.form(await wishes.mine(work))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=form)


async def settings_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """Someone saved their settings."""
    form = Form(view)
    is_muted = views.settings.MUTE in form.choices(views.settings.MUTED)
    async with begin() as work:
        saved = await wishes.save(work, form.choice(views.settings.WHERE), is_muted=is_muted)
    await ack(response_action="update", view=views.settings.saved(saved))
