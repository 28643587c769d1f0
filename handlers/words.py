"""Comments: read one at a time, redacted, checked by a second analyst, and released by two."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.words
import views.words_release
from handlers.reading import Form, edition, id_of, kept
from handlers.routes import Routes
from handlers.windows import open_instead, open_over
from models import code_book, help_lines
from models.refusals import WordsUnknown
from services import released_words, themes, words, words_desk, words_release
from services.words import Redacted
from services.work import Begin, Look, Work
from views.words import Sheet

Draw = Callable[[Sheet], dict[str, Any]]
Next = Callable[[Work, UUID | None], Awaitable[Sheet | None]]
Settle = Callable[[Work, UUID], Awaitable[object]]

SETTLED: dict[str, tuple[Settle, str]] = {
    views.words_release.RELEASE: (words_release.release, views.words_release.RELEASED),
    views.words_release.DECLINE: (words_release.decline, views.words_release.DECLINED),
}


def register(routes: Routes) -> None:
    """What belongs to comments."""
    routes.action(views.words.OPEN, comments_opened)
    routes.action(views.words.READ, next_clicked)
    routes.action(views.words.CHECK, next_clicked)
    routes.action(views.words.LATER, later_clicked)
    routes.action(views.words.SAFETY, safety_clicked, leaves_receipt=False)
    routes.view(views.words.REDACTION, redaction_sent)
    routes.view(views.words.CHECKING, checking_sent)
    routes.action(views.words_release.SHOW, released_opened)
    routes.action(views.words_release.PREPARE, prepare_clicked)
    routes.action(views.words_release.SEE, see_clicked)
    for action in SETTLED:
        routes.action(action, settle_clicked)


async def comments_opened(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """An analyst typed /nqsw comments, or pressed "Read comments" on Home."""
    async with look() as work:
        window = await words_desk.desk(work)
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=window)


async def released_opened(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Somebody typed /nqsw words, or pressed "Read what people wrote"."""
    async with look() as work:
        window = views.words_release.released(await released_words.newest(work))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=window)


async def next_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """An analyst pressed "Read the next" or "Check"."""
    await _shows(ack, body, client, look, (str(action["action_id"]), None))


async def later_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """An analyst leaves a comment for now."""
    _, _, which = str(action["action_id"]).partition(":")
    await _shows(ack, body, client, look, (which, _id(action.get("value"))))


async def safety_clicked(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Somebody is worried; they see the written route, and nothing is kept of it."""
    await ack()
    await open_over(client, body, views.words.safety(help_lines.load()))


async def redaction_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """An analyst sent the redacted words of a comment."""
    async with begin() as work:
        await words.redact(work, _id(kept(view).get("id")), _redacted(view))
        window = await words_desk.desk(work, views.words.SENT)
    await ack(response_action="update", view=window)


async def checking_sent(ack: AsyncAck, view: dict[str, Any], begin: Begin) -> None:
    """A second analyst agreed to redacted words, or sent them back."""
    comment_id, given, form = _id(kept(view).get("id")), _redacted(view), Form(view)
    async with begin() as work:
        if form.choice(views.words.DECISION) == views.words.SEND_BACK:
            asked = form.text(views.words.ASKED)
            await words.send_back(work, comment_id, given.edition, asked)
        else:
            await words.approve(work, comment_id, given)
        window = await words_desk.desk(work, views.words.DECIDED)
    await ack(response_action="update", view=window)


async def prepare_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """Somebody pressed "Prepare the release"."""
    wave_id = _id(action.get("value"))
    async with begin() as work:
        await words_release.prepare(work, wave_id)
        window = views.words_release.preview(await words_release.preview(work, wave_id))
    await ack()
    await open_over(client, body, window)


async def see_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Somebody wants to see what would leave."""
    async with look() as work:
        found = await words_release.preview(work, _id(action.get("value")))
    await ack()
    await open_over(client, body, views.words_release.preview(found))


async def settle_clicked(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    begin: Begin,
) -> None:
    """A second person released the words of a wave, or somebody does not let them out."""
    settle, told = SETTLED[action["action_id"]]
    async with begin() as work:
        await settle(work, _id(action.get("value")))
    await ack()
    await open_instead(client, body, views.words_release.done(told))


async def _shows(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    look: Look,
    which: tuple[str, UUID | None],
) -> None:
    """The next comment takes the place of the window from which it was asked for."""
    is_check, after = which[0] == views.words.CHECK, which[1]
    find: Next = words.next_to_check if is_check else words.next_to_read
    draw: Draw = views.words.checking if is_check else views.words.reading
    async with look() as work:
        sheet = await find(work, after)
        window = await words_desk.desk(work, views.words.NOTHING_LEFT_TO_DO)
        book = code_book.read(work.policy.code_book)
    await ack()
    if sheet is not None:
        # The first suggestion takes seconds, so nothing that expires waits for it.
        suggested = await themes.suggest(book, sheet.comment.text)
        window = draw(replace(sheet, suggestions=suggested))
    await open_instead(client, body, window)


def _id(text: object) -> UUID:
    """What a button or a form is about; WordsUnknown if it names nothing."""
    return id_of(text, WordsUnknown("comment"))


def _redacted(view: dict[str, Any]) -> Redacted:
    form = Form(view)
    ticks = form.choices(views.words.TICKS)
    return Redacted(
        edition=edition(kept(view)),
        text=form.text(views.words.TEXT),
        themes=form.choices(views.words.THEMES),
        is_for_use=views.words.NOT_FOR_USE not in ticks,
        names_nobody=views.words.NAMES_NOBODY in ticks,
    )
