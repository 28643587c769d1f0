"""Looks into a conversation for a letter whose fate is unknown, before it is sent again."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.posting import EVENT, Caller, Kind, Verdict, read
from models.outbox import Message

# Our clock and Slack's need not agree.
CLOCKS_DIFFER = timedelta(minutes=10)

PAGE = 200
MOST_PAGES = 10

# Slack's letter for the id of a person.
PERSONS = ("U", "W")


@dataclass(frozen=True)
class Place:
    """Where a letter was found."""

    channel: str
    ts: str


class CannotLook(Exception):  # noqa: N818 - the verdict says why, and whether to come back
    """The conversation cannot be read: not allowed, not now, or not at all."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


async def find(client: Caller, message: Message, patience: float) -> Place | None:
    """Where the letter is; None when it is certain that it never arrived; else CannotLook."""
    try:
        async with asyncio.timeout(patience):
            channel = await _conversation(client, message.channel)
            return await _search(client, channel, message)
    except SlackApiError as refusal:
        raise CannotLook(read(refusal)) from refusal
    except (ClientError, OSError, TimeoutError) as fault:
        raise CannotLook(Verdict(Kind.AGAIN, "no_answer")) from fault


async def _conversation(client: Caller, channel: str) -> str:
    if not channel.startswith(PERSONS):
        return channel
    opened = await client.api_call("conversations.open", params={"users": channel})
    return str(opened["channel"]["id"])


async def _search(client: Caller, channel: str, message: Message) -> Place | None:
    asked: dict[str, Any] = {
        "channel": channel,
        "include_all_metadata": "true",
        "limit": PAGE,
        "oldest": _since(message.claimed_at),
    }
    method = "conversations.history"
    if message.thread_ts:
        method, asked["ts"] = "conversations.replies", message.thread_ts
    for _ in range(MOST_PAGES):
        answer = await client.api_call(method, http_verb="GET", params=asked)
        for posted in answer.get("messages") or []:
            if _carries(posted, str(message.id)):
                return Place(channel, str(posted["ts"]))
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
        asked["cursor"] = cursor
    raise CannotLook(Verdict(Kind.REFUSED, "too_much_to_read"))


def _since(claimed_at: datetime | None) -> str:
    moment = claimed_at or datetime(2020, 1, 1, tzinfo=UTC)
    return f"{(moment - CLOCKS_DIFFER).timestamp():.6f}"


def _carries(posted: dict[str, Any], message_id: str) -> bool:
    metadata = posted.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT and payload.get("id") == message_id
