"""What people choose about the messages they get: `/nqsw settings`."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.settings
from handlers.routes import Routes
from services import wishes
from services.work import Begin, Look


def register(routes: Routes) -> None:
    """What belongs to somebody's settings."""
    routes.action(views.settings.OPEN, settings_clicked)
    routes.view(views.settings.FORM, settings_sent)


async def typed(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, look: Look) -> None:
    """Someone typed /nqsw settings."""
    async with look() as work:
        form = views.settings.form(await wishes.mine(work))
    await ack()
    await client.views_open(trigger_id=command["trigger_id"], view=form)


async def settings_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone pressed "Settings"."""
    async with look() as work:
        form = views.settings.form(await wishes.mine(work))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=form)


async def settings_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """Someone saved their settings."""
    form = view["state"]["values"]
    where = form.get(views.settings.WHERE, {}).get(views.settings.VALUE, {})
    chosen = where.get("selected_option") or {}
    muted = form.get(views.settings.MUTED, {}).get(views.settings.VALUE, {})
    options = [one["value"] for one in muted.get("selected_options") or []]
    async with begin() as work:
        is_muted = views.settings.MUTE in options
        saved = await wishes.save(work, str(chosen.get("value", "")), is_muted=is_muted)
    await ack(response_action="update", view=views.settings.saved(saved))
