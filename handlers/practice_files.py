"""Fetching from Slack what somebody put into a form: from its own host, and within our limits."""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from models import practice_files
from models.refusals import BadInput
from services.attachments import Fetched

SLACK = "slack.com"
PATIENCE = aiohttp.ClientTimeout(total=20)
NOT_FETCHED = "Slack did not hand over this file. Please choose it once more."


async def fetch(client: AsyncWebClient, files: Sequence[dict[str, Any]]) -> list[Fetched]:
    """The files of a form with their bytes; BadInput when Slack does not give one."""
    return list(await asyncio.gather(*(_one(client, str(each.get("id"))) for each in files)))


async def _one(client: AsyncWebClient, file_id: str) -> Fetched:
    # What the form says of a file may be tampered with; Slack itself says where it is.
    file = (await client.files_info(file=file_id))["file"]
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if fault := practice_files.fault([(str(file["name"]), int(file["size"]))]):
        raise BadInput(practice_files.FIELD, fault)
    if client.session is None or not _is_slacks(address, client.base_url):
        raise BadInput(practice_files.FIELD, NOT_FETCHED)
    token = {"Authorization": f"Bearer {client.token}"}
    # A redirect would carry the token to somewhere else.
    asked = client.session.get(address, headers=token, allow_redirects=False, timeout=PATIENCE)
    async with asked as answer:
        content = await answer.content.read(practice_files.MOST_BYTES + 1) if answer.ok else b""
        while answer.ok and len(content) <= practice_files.MOST_BYTES:
            more = await answer.content.read(practice_files.MOST_BYTES + 1 - len(content))
            if not more:
                break
            content += more
    if len(content) != int(file["size"]):
        raise BadInput(practice_files.FIELD, NOT_FETCHED)
    return Fetched(file_id, str(file["name"]), content)


def _is_slacks(address: str, api: str) -> bool:
    """Whether the token may go there: Slack's own hosts, or the one that stands in for Slack."""
    there, known = urlsplit(address), urlsplit(api)
    host, ours = there.hostname or "", known.hostname or ""
    if ours == SLACK or ours.endswith(f".{SLACK}"):
        return there.scheme == "https" and (host == SLACK or host.endswith(f".{SLACK}"))
    return host == ours
