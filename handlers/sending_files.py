"""Files that the app sends to one person, into their own conversation with it."""

from collections.abc import Sequence

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

File = tuple[str, bytes]


async def sent(client: AsyncWebClient, whose: str, files: Sequence[File], comment: str) -> bool:
    """Send files to one person; whether Slack took them."""
    uploads = [{"filename": name, "content": content, "title": name} for name, content in files]
    try:
        opened = await client.conversations_open(users=[whose])
        await client.files_upload_v2(
            channel=opened["channel"]["id"], file_uploads=uploads, initial_comment=comment
        )
    except (SlackClientError, aiohttp.ClientError, TimeoutError):
        return False
    return True
