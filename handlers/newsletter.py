"""What co-ordinators do with the newsletter, and with what is to be arranged."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.announcements
import views.library
import views.library_letters
from handlers.reading import practice_id
from handlers.routes import Routes
from models.library import NoteKind
from models.refusals import PracticeUnknown
from services import drafting, newsletter
from services.work import Begin


def register(routes: Routes) -> None:
    """What belongs to the newsletter."""
    routes.action(views.library_letters.TAKE_UP, take_up_clicked)
    routes.action(views.library.ARRANGED, arranged_clicked)


async def take_up_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """A co-ordinator pressed "Edit and announce" under the newsletter."""
    async with begin() as work:
        made = await newsletter.take_up(work, str(action.get("value") or "")[:40])
        form = views.announcements.form(await drafting.form(work, made.id))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=form)


async def arranged_clicked(ack: AsyncAck, action: dict[str, Any], begin: Begin) -> None:
    """A co-ordinator pressed "It is arranged"."""
    one, _, kind = str(action.get("value")).partition(":")
    if kind not in set(NoteKind):
        raise PracticeUnknown
    async with begin() as work:
        await newsletter.arranged(work, practice_id(one), NoteKind(kind))
    await ack()
