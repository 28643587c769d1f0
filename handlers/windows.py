"""Windows that open where somebody pressed: over the window they pressed in, or instead of it."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from views.blocks import Block

GONE = "not_found"


async def open_over(client: AsyncWebClient, body: dict[str, Any], window: Block) -> None:
    """Open a window above the one that was pressed in, or as the first."""
    opening = client.views_push if _is_in_window(body) else client.views_open
    await opening(trigger_id=body["trigger_id"], view=window)


async def open_instead(client: AsyncWebClient, body: dict[str, Any], window: Block) -> None:
    """Open a window in the place of the one that was pressed in, or as the first.

    Slack stacks only three, so whatever leads on and on takes the place of what it came from.
    Whoever has closed that window meanwhile misses nothing.
    """
    if not _is_in_window(body):
        await client.views_open(trigger_id=body["trigger_id"], view=window)
        return
    try:
        await client.views_update(view_id=body["view"]["id"], view=window)
    except SlackApiError as fault:
        if fault.response.get("error") != GONE:
            raise


def _is_in_window(body: dict[str, Any]) -> bool:
    return (body.get("view") or {}).get("type") == "modal"
