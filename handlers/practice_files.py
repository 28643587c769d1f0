"""Fetching from Slack what somebody put into a form: from its own host, and within our limits."""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import views.practice_form
from models import practice_files
from models.refusals import BadInput
from services import attachments, screening
from services.attachments import Fetched
from services.work import Look

SLACK = "slack.com"
PATIENCE = aiohttp.ClientTimeout(total=20)
# So long an answer to Slack may wait for files; after that the window says that they are coming.
AT_ONCE = 1.5


class Arriving:
    """Files on their way; whoever waits is told when it takes too long to wait."""

    def __init__(
        self, client: AsyncWebClient, look: Look, user_id: str, files: Sequence[Any]
    ) -> None:
        self.names = [str(each.get("name") or "") for each in files]
        ids = [str(each.get("id")) for each in files]
        self._task = asyncio.create_task(_fetch(client, look, user_id, ids))

    async def are_here_soon(self) -> bool:
        """Whether they came while an answer can still wait."""
        return await is_soon(self._task)

    async def files(self) -> list[Fetched]:
        """The files with their bytes; BadInput when one did not come or cannot be read."""
        return await self._task


async def is_soon(task: "asyncio.Task[Any]") -> bool:
    """Whether something ends while an answer can still wait for it."""
    await asyncio.wait({task}, timeout=AT_ONCE)
    return task.done()


def check(chosen: Sequence[dict[str, Any]]) -> None:
    """Refuse what cannot be taken by what the form says of it; BadInput with words."""
    named = [(str(one.get("name")), int(one.get("size") or 0)) for one in chosen]
    if fault := practice_files.fault(named):
        raise BadInput(practice_files.FIELD, fault)


async def _fetch(
    client: AsyncWebClient, look: Look, user_id: str, ids: Sequence[str]
) -> list[Fetched]:
    try:
        files = [await _one(client, user_id, each) for each in ids]
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as fault:
        raise BadInput(practice_files.FIELD, views.practice_form.NOT_FETCHED) from fault
    async with look() as work:
        # Whoever is shown what was found in them waits no longer for it.
        await screening.screen(work, {one.slack_file_id: one.text for one in files})
    return files


async def _one(client: AsyncWebClient, user_id: str, file_id: str) -> Fetched:
    # What the form says of a file may be tampered with; Slack itself says where it is, and whose.
    file = (await client.files_info(file=file_id))["file"]
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if fault := practice_files.fault([(str(file["name"]), int(file["size"]))]):
        raise BadInput(practice_files.FIELD, fault)
    if file.get("user") != user_id or not _is_slacks(address, client.base_url):
        raise BadInput(practice_files.FIELD, views.practice_form.NOT_FETCHED)
    content = await _download(client, address)
    if len(content) != int(file["size"]):
        raise BadInput(practice_files.FIELD, views.practice_form.NOT_FETCHED)
    return await asyncio.to_thread(attachments.opened, file_id, str(file["name"]), content)


async def _download(client: AsyncWebClient, address: str) -> bytes:
    """What is at the address, and no more than one byte too many of it."""
    if client.session is None:
        return b""
    token = {"Authorization": f"Bearer {client.token}"}
    most, content = practice_files.MOST_BYTES + 1, b""
    # A redirect would carry the token to somewhere else.
    asked = client.session.get(address, headers=token, allow_redirects=False, timeout=PATIENCE)
    async with asked as answer:
        while answer.ok and len(content) < most:
            more = await answer.content.read(most - len(content))
            if not more:
                break
            content += more
    return content


def _is_slacks(address: str, api: str) -> bool:
    """Whether the token may go there: Slack's own hosts, or the one that stands in for Slack."""
    there, known = urlsplit(address), urlsplit(api)
    host, ours = there.hostname or "", known.hostname or ""
    if ours == SLACK or ours.endswith(f".{SLACK}"):
        return there.scheme == "https" and (host == SLACK or host.endswith(f".{SLACK}"))
    return host == ours
