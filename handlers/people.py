"""Coming and going: asking to be added, being added, moved milestones, and the directory."""

import asyncio
from typing import Any

from aiohttp import ClientError
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import views.joining
import views.people
from handlers.reading import Form
from handlers.routes import Routes
from models.person import RoleName
from services import directory, joining, people, rights
from services.joining import Asked, Entry, Typed
from services.work import Begin, Look

# Slack waits three seconds for the answer to a form.
PATIENCE = 1.0

ANSWERS = {
    Asked.NOW: views.people.ASKED,
    Asked.BEFORE: views.people.ASKED_BEFORE,
    Asked.KNOWN: views.people.IS_KNOWN,
    Asked.NOBODY_TO_TELL: views.people.NOBODY_TO_TELL,
}


def register(routes: Routes) -> None:
    """What belongs to the people of the roster."""
    routes.event("team_join", member_changed)
    routes.event("user_change", member_changed)
    routes.event("user_profile_changed", member_changed)
    routes.action(views.people.ASK, ask_clicked)
    routes.action(views.joining.ADD, add_clicked)
    routes.view(views.joining.ADDING, adding_sent)
    routes.action(views.joining.MOVE, move_clicked)
    routes.view(views.joining.WHOM, whom_sent)
    routes.view(views.joining.MOVING, moving_sent)


async def member_changed(
    event: dict[str, Any], body: dict[str, Any], begin: Begin, look: Look
) -> None:
    """Somebody came, went, came back, or has another name or zone."""
    member, team_id = event.get("user"), body.get("team_id") or ""
    if not isinstance(member, dict):
        return
    # Most of these events are about people or things that are not on the roster.
    async with look() as work:
        if not await directory.would_change(work, [member], team_id):
            return
    async with begin() as work:
        await directory.apply_members(work, [member], team_id)


async def ask_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    respond: AsyncRespond,
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """Somebody who is not on the roster would like to be."""
    await ack()
    # The roster may have them by an address that only the directory knows.
    members = await _members(client, body["user"]["id"])
    async with begin() as work:
        await directory.apply_members(work, members, _team(body))
        answer = ANSWERS[await joining.ask(work)]
    view = body.get("view") or {}
    if view.get("type") == "home":
        home = views.people.stranger_home(answer)
        await client.views_publish(user_id=body["user"]["id"], view=home)
    elif view.get("type") == "modal":
        await client.views_update(view_id=view["id"], view=views.people.notice(answer))
    else:
        await respond(text=answer, replace_original=True)


async def add_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to add somebody who asked."""
    async with look() as work:
        form = views.joining.adding(await joining.form(work, action.get("value", "")))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=form)


async def adding_sent(
    ack: AsyncAck,
    body: dict[str, Any],
    view: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """A co-ordinator added somebody."""
    slack_id = view["private_metadata"]
    members = await _members(client, slack_id)
    async with begin() as work:
        entry = Entry(members, _team(body))
        _, employer = await joining.add(work, slack_id, _typed(view), entry)
    await ack(response_action="update", view=views.joining.added(slack_id, employer.name))


async def move_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A co-ordinator wants to move somebody's milestones."""
    async with look() as work:
        await rights.require(work, RoleName.COORDINATOR)
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.joining.whom())


async def whom_sent(ack: AsyncAck, view: dict[str, Any], look: Look) -> None:
    """A co-ordinator said whose milestones."""
    slack_id = Form(view).entry(views.joining.PERSON).get("selected_user") or ""
    async with look() as work:
        person, steps = await people.steps_of(work, slack_id)
    await ack(response_action="update", view=views.joining.moving(str(person.id), slack_id, steps))


async def moving_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """A co-ordinator chose the new days."""
    start, form = f"{views.joining.DATE}:", Form(view)
    typed = {
        name.removeprefix(start): form.day(name) for name in form.names if name.startswith(start)
    }
    async with begin() as work:
        count = await people.move_milestones(work, view["private_metadata"], typed)
    await ack(response_action="update", view=views.joining.moved(count))


async def _members(client: AsyncWebClient, slack_id: str) -> list[dict[str, Any]]:
    """What the directory says of one account; nothing where it cannot be asked just now."""
    try:
        async with asyncio.timeout(PATIENCE):
            return [(await client.users_info(user=slack_id))["user"]]
    except (SlackApiError, ClientError, TimeoutError, OSError):
        # A reading of the whole directory will tell.
        return []


def _team(body: dict[str, Any]) -> str:
    return (body.get("team") or {}).get("id") or ""


def _typed(view: dict[str, Any]) -> Typed:
    form = Form(view)
    return Typed(
        employer=form.choice(views.joining.EMPLOYER),
        role=form.choice(views.joining.ROLE),
        started_on=form.day(views.joining.STARTED_ON),
        cohort=form.text(views.joining.COHORT),
        framework=form.choice(views.joining.FRAMEWORK),
        part_time=form.choice(views.joining.PART_TIME),
    )
