"""What co-ordinators for England do with surveys and waves; every right is checked when used."""

import json
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.manage
import views.surveys
import views.unreached
from handlers.home import show_home
from handlers.reading import Form, wave_id
from handlers.routes import Routes
from services import manage
from services.work import Begin, Look


def register(routes: Routes) -> None:
    """What belongs to the "Manage" part of Home."""
    routes.action(views.manage.OPEN, open_clicked)
    routes.view(views.manage.OPENING, opening_sent)
    routes.action(views.manage.CLOSE, close_clicked)
    routes.action(views.manage.PAUSE, switch_clicked)
    routes.action(views.manage.RESUME, switch_clicked)
    routes.action(views.manage.PREVIEW, preview_clicked)
    routes.action(views.manage.CREATE, plan_clicked)
    routes.action(views.manage.CHANGE, plan_clicked)
    routes.view(views.manage.PLAN, plan_sent)
    routes.action(views.manage.UNREACHED, unreached_clicked)


async def open_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator pressed "Open a wave now"."""
    async with look() as work:
        managed = await manage.one(work, action["value"])
    await ack()
    question = views.manage.opening(managed)
    await client.views_open(trigger_id=body["trigger_id"], view=question)


async def opening_sent(
    ack: AsyncAck,
    view: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """A co-ordinator opened a wave by hand."""
    days = Form(view).text(views.manage.DAYS)
    async with begin() as work:
        wave = await manage.open_wave(work, view["private_metadata"], days)
    await ack(response_action="update", view=views.manage.opened(wave))
    await show_home(client, look)


async def close_clicked(
    ack: AsyncAck,
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """A co-ordinator confirmed that a wave is to be closed."""
    async with begin() as work:
        await manage.close_wave(work, wave_id(action.get("value")))
    await ack()
    await show_home(client, look)


async def switch_clicked(
    ack: AsyncAck, action: dict[str, Any], client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """A co-ordinator stopped a schedule or let it run again."""
    is_paused = action["action_id"] == views.manage.PAUSE
    async with begin() as work:
        await manage.pause(work, action["value"], is_paused=is_paused)
    await ack()
    await show_home(client, look)


async def preview_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to see the form before it goes out."""
    async with look() as work:
        form, people = await manage.preview(work, action["value"])
    await ack()
    shown = views.surveys.preview(form, views.manage.count(people))
    await client.views_open(trigger_id=body["trigger_id"], view=shown)


async def plan_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to create a survey or to change one."""
    async with look() as work:
        survey, choices = await manage.plan_of(work, action.get("value"))
    await ack()
    form = views.manage.plan(survey, choices)
    await client.views_open(trigger_id=body["trigger_id"], view=form)


async def plan_sent(
    ack: AsyncAck,
    view: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
    look: Look,
) -> None:
    """A co-ordinator sent the plan of a survey."""
    async with begin() as work:
        survey_id = json.loads(view["private_metadata"])
        next_due = await manage.save_plan(work, survey_id, _read_plan(view))
    await ack(response_action="update", view=views.manage.planned(next_due))
    await show_home(client, look)


async def unreached_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to know who could not be reached."""
    async with look() as work:
        lines = await manage.unreached(work)
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.unreached.modal(lines))


def _read_plan(view: dict[str, Any]) -> manage.Typed:
    form = Form(view)
    return manage.Typed(
        title=form.text(views.manage.TITLE),
        cron=form.text(views.manage.SCHEDULE),
        days=form.text(views.manage.DAYS),
        reminders=form.choice(views.manage.REMINDERS),
        audience={part: form.choices(part) for part in views.manage.PARTS},
    )
