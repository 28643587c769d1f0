"""Reads who is in the workspace, page by page, and brings the roster in line with it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.workspace import web_client, web_session
from services.directory import apply_members
from services.work import SYSTEM, House

PAGE = 200
# Slack allows twenty pages a minute; a directory that takes longer than this is read tomorrow.
MOST_WAITS = 30
TOO_MANY = 429
# What Slack does not say when it asks us to wait.
USUAL_WAIT = 30.0

# Whoever waits at a shell is told after so long that the bot will do it.
LONGEST_READING = 60.0

Pause = Callable[[float], Awaitable[None]]

log = structlog.stdlib.get_logger(__name__)


async def read(
    client: AsyncWebClient, house: House, team_id: str = "", pause: Pause = asyncio.sleep
) -> None:
    """Read the whole directory, then apply it in one go; broken off, it changes nothing."""
    home = team_id or (await client.auth_test())["team_id"]
    members = await _members(client, pause)
    async with house.begin(SYSTEM) as work:
        changes = await apply_members(work, members, home, is_whole=True)
    log.info("directory read", members=len(members), changed=changes.changed)


async def read_now(settings: Settings, house: House) -> bool:
    """Read the directory from the shell; False where there is no token or Slack is not reached."""
    if not settings.slack_bot_token:
        return False
    async with web_session() as session:
        client = web_client(settings.slack_bot_token, settings.slack_api_url, session)
        try:
            async with asyncio.timeout(LONGEST_READING):
                await read(client, house)
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError):
            return False
    return True


async def _members(client: AsyncWebClient, pause: Pause) -> list[dict[str, Any]]:
    members: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = await _page(client, cursor, pause)
        members += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return members


async def _page(client: AsyncWebClient, cursor: str | None, pause: Pause) -> Any:
    for _ in range(MOST_WAITS):
        try:
            return await client.users_list(limit=PAGE, cursor=cursor)
        except SlackApiError as refusal:
            if refusal.response.status_code != TOO_MANY:
                raise
            await pause(_seconds(refusal))
    return await client.users_list(limit=PAGE, cursor=cursor)


def _seconds(refusal: SlackApiError) -> float:
    said = {name.lower(): value for name, value in refusal.response.headers.items()}
    try:
        return float(said["retry-after"])
    except (KeyError, TypeError, ValueError):
        return USUAL_WAIT
