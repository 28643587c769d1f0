"""What readers do: see the queue, read, and take a seat."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

import views.library
import views.review_card
import views.reviews
from handlers import library_files, review_forms
from handlers.home import show_home
from handlers.reading import practice_id
from handlers.routes import Routes
from handlers.windows import open_instead, open_over
from services import review_queue, reviews, volunteers
from services.work import Begin, Look

ANSWERS = {
    views.review_card.TAKE: (reviews.take, views.reviews.TAKEN),
    views.review_card.CONFLICT: (reviews.declare_conflict, views.reviews.CONFLICT),
    views.review_card.DECLINE: (reviews.decline, views.reviews.DECLINED),
}


def register(routes: Routes) -> None:
    """What belongs to reviews."""
    routes.action(views.review_card.READ, read_clicked)
    for action in ANSWERS:
        routes.action(action, answer_clicked)
    routes.action(views.review_card.QUEUE, queue_clicked)
    routes.action(views.review_card.VOLUNTEER, volunteer_clicked)
    routes.action(views.reviews.FILES, files_clicked)
    review_forms.register(routes)


async def queue_typed(ack: AsyncAck, look: Look) -> None:
    """Somebody typed /practice queue."""
    async with look() as work:
        waiting = await review_queue.queue(work)
    await ack(text=views.reviews.WAITING, blocks=views.reviews.queue(waiting))


async def volunteer_typed(ack: AsyncAck, begin: Begin) -> None:
    """Somebody typed /practice volunteer."""
    async with begin() as work:
        is_one = await volunteers.toggle(work)
    await ack(views.reviews.VOLUNTEERED if is_one else views.reviews.NO_VOLUNTEER)


async def queue_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Somebody pressed "See the whole queue"."""
    async with look() as work:
        waiting = await review_queue.queue(work)
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.reviews.queue_modal(waiting))


async def volunteer_clicked(
    ack: AsyncAck, client: AsyncWebClient, begin: Begin, look: Look
) -> None:
    """An NQSW offered to read, or took the offer back."""
    async with begin() as work:
        await volunteers.toggle(work)
    await ack()
    await show_home(client, look)


async def read_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """A reader pressed "Read"."""
    async with begin() as work:
        sheet = await reviews.read(work, practice_id(action.get("value")))
    await ack()
    # It takes the place of the queue, because a view and its words lie on top of it.
    await open_instead(client, body, views.reviews.sheet(sheet))


async def files_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """A reader pressed "Send me the files"."""
    async with look() as work:
        title, found = await reviews.files(work, practice_id(action.get("value")))
        whose = work.actor.name
    await ack()
    told = await library_files.sent(
        client, whose, [(one.name, one.content) for one in found], title
    )
    await open_over(client, body, views.library.file(told))


async def answer_clicked(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, begin: Begin
) -> None:
    """Somebody pressed "I'll review this", "Not me: I know them" or "Not this time"."""
    answer, told = ANSWERS[action["action_id"]]
    async with begin() as work:
        await answer(work, practice_id(action.get("value")))
    await ack()
    await respond(told, response_type="ephemeral", replace_original=False)
