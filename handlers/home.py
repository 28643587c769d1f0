"""The app's Home and /nqsw: everyone's own page."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import views.home
import views.people
import views.surveys
import views.tables
from handlers import results, settings, words
from handlers.routes import Routes
from models import help_lines
from models.refusals import NotOnRoster
from services import homes, people
from services.work import Look

# What Slack says of a view with a block that it does not know.
UNKNOWN_BLOCKS = ("invalid_arguments", "invalid_blocks")

# What opens a window when it is typed after /nqsw.
WINDOWS = {
    "results": results.typed,
    "settings": settings.settings_opened,
    "comments": words.comments_opened,
    "words": words.released_opened,
}


def register(routes: Routes) -> None:
    """What belongs to everyone's page."""
    routes.event("app_home_opened", home_opened)
    routes.command("/nqsw", nqsw)
    routes.action(views.home.HELP, help_clicked)
    routes.action(views.home.ABOUT_ME, about_me_clicked)


async def show_home(client: AsyncWebClient, look: Look) -> None:
    """Publish the page of whoever acts."""
    async with look() as work:
        whose = work.actor.name
        try:
            page = await homes.tab(work)
        except NotOnRoster:
            page = views.people.stranger_home()
    try:
        await client.views_publish(user_id=whose, view=page)
    except SlackApiError as refused:
        if refused.response.get("error") not in UNKNOWN_BLOCKS:
            raise
        await client.views_publish(user_id=whose, view=views.home.plainly(page))


async def home_opened(event: dict[str, Any], client: AsyncWebClient, look: Look) -> None:
    """Someone opened the app's Home."""
    if event.get("tab") == "home":
        await show_home(client, look)


async def nqsw(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, look: Look) -> None:
    """Someone typed /nqsw."""
    typed = command.get("text", "").strip().lower()
    if typed in WINDOWS:
        await WINDOWS[typed](ack, command, client, look)
        return
    if typed == "help":
        shown = views.people.help_panel(help_lines.load())
        shown = [*shown, *views.home.command_help()]
    elif typed == "rights":
        async with look() as work:
            shown = views.people.about_me(await people.stored_about_me(work))
    else:
        async with look() as work:
            # An answer to a command cannot be sent again if Slack knows no tables yet.
            shown = views.tables.plainly(views.home.content(await homes.page(work)))
    await ack(text=views.surveys.words_of(shown), blocks=shown)


async def help_clicked(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Someone pressed "Get help"."""
    await ack()
    panel = views.people.help_panel(help_lines.load())
    await client.views_open(trigger_id=body["trigger_id"], view=views.home.help_modal(panel))


async def about_me_clicked(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone wants to see what is stored about them."""
    async with look() as work:
        shown = views.people.about_me(await people.stored_about_me(work))
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=views.home.about_modal(shown))
