"""An example sent as a file, into the person's own conversation with the app."""

import asyncio
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

import views.example_files
import views.library
from handlers import sending_files
from handlers.reading import practice_id
from handlers.routes import Routes
from handlers.sending_files import File
from handlers.windows import open_over
from services import library, library_files
from services.work import Look


def register(routes: Routes) -> None:
    """What belongs to files of an example."""
    routes.action(views.library.WORD_FILE, file_clicked)
    routes.action(views.library.WEB_PAGE, file_clicked)
    routes.action(views.library.FILES, file_clicked)


async def file_clicked(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, look: Look
) -> None:
    """Someone wants an example as a Word file or a web page, or the files it came with."""
    async with look() as work:
        whose = work.actor.name
        entry = await library.entry_of(work, practice_id(action.get("value")))
        wants_files = action["action_id"] == views.library.FILES
        kept = await library_files.files_of(work, entry) if wants_files else []
    await ack()
    files = [(file.name, file.content) for file in kept]
    if action["action_id"] == views.library.WORD_FILE:
        # Writing it takes a moment, in which nobody else should have to wait.
        made = await asyncio.to_thread(views.example_files.word_file, entry)
        files = [(views.example_files.name(entry, "docx"), made)]
    elif action["action_id"] == views.library.WEB_PAGE:
        made = views.example_files.web_page(entry)
        files = [(views.example_files.name(entry, "html"), made)]
    told = await sent(client, whose, files, entry.title)
    await open_over(client, body, views.library.file(told))


async def sent(client: AsyncWebClient, whose: str, files: list[File], title: str) -> str:
    """Send files to one person; how that ended, in words."""
    if not files:
        return views.library.NO_FILES
    is_sent = await sending_files.sent(client, whose, files, views.library.here_is(title))
    return views.library.FILE_SENT if is_sent else views.library.FILE_FAILED
