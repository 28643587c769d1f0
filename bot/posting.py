"""One letter on its way into Slack, and what Slack's answer means for it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError

from models.outbox import Message, Posting

METHODS = {Posting.POST: "chat.postMessage", Posting.UPDATE: "chat.update"}

# The kind of the metadata that every letter carries: its id, and nothing else.
EVENT = "letter"

# Where Slack says that we are too fast, but not how long to stay away.
SHORT_BREAK = 30.0

LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
AGAIN = frozenset({"service_unavailable", "request_timeout", "team_added_to_org"})
# The message may have been posted all the same.
UNKNOWN = frozenset({"internal_error", "fatal_error"})
# Slack does not like what we wrote; where there is a plainer letter, it may.
UNFIT = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
STOPPED = frozenset(
    {
        "access_denied",
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
REFUSED = frozenset(
    {
        "app_access_restricted",
        "cannot_dm_bot",
        "channel_not_found",
        "edit_window_closed",
        "ekm_access_denied",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "not_in_channel",
        "thread_not_found",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
MISSING = frozenset({"cant_update_message", "message_not_found"})
REFUSED_STARTS = ("restricted_action", "slack_connect_")
UNFIT_STARTS = ("invalid_metadata",)

SERVER_ERROR = 500
TOO_MANY = 429


class Kind(Enum):
    """What an answer means."""

    SENT = auto()
    LIMITED = auto()
    AGAIN = auto()
    REFUSED = auto()
    UNFIT = auto()
    STOPPED = auto()
    STRANGE = auto()
    # What was to be updated is not there, or not ours to change, any more.
    MISSING = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Verdict:
    """What became of an attempt: where the message is, or why not and when to come back."""

    kind: Kind
    reason: str | None = None
    channel: str | None = None
    ts: str | None = None
    retry_after: float = 0.0


class Caller(Protocol):
    """Calls a method of Slack's Web API."""

    async def api_call(
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        params: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
    ) -> Any: ...


async def send(
    client: Caller, message: Message, payload: Mapping[str, Any], patience: float
) -> Verdict:
    """Try once to post or change what the message says."""
    body = {**_address(message), **payload}
    try:
        async with asyncio.timeout(patience):
            answer = await client.api_call(METHODS[message.posting], json=body)
    except SlackApiError as refusal:
        return read(refusal)
    except ClientConnectorError:
        return Verdict(Kind.AGAIN, "no_connection")
    except TimeoutError:
        return Verdict(Kind.UNKNOWN, "timeout")
    except (ClientError, OSError):
        return Verdict(Kind.UNKNOWN, "connection_lost")
    return Verdict(Kind.SENT, channel=answer.get("channel"), ts=answer.get("ts"))


def _address(message: Message) -> dict[str, Any]:
    if message.posting is Posting.UPDATE:
        return {"channel": message.sent_channel or message.channel, "ts": message.sent_ts}
    # Whoever must know whether this was posted finds it by its id.
    metadata = {"event_type": EVENT, "event_payload": {"id": str(message.id)}}
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    return {"channel": message.channel, "metadata": metadata, **thread}


def read(refusal: SlackApiError) -> Verdict:
    """What a refusal means."""
    response = refusal.response
    status = getattr(response, "status_code", None)
    data = getattr(response, "data", None)
    error = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == TOO_MANY or error in LIMITED:
        return Verdict(Kind.LIMITED, error or "ratelimited", retry_after=_retry_after(response))
    kind = _kind(error)
    if kind is Kind.STRANGE and (not error or (status and status >= SERVER_ERROR)):
        # No word from Slack itself: it may have done what we asked for before something failed.
        return Verdict(Kind.UNKNOWN, error or f"http_{status or 'garbled'}")
    return Verdict(kind, error)


def _kind(error: str) -> Kind:
    for errors, kind in (
        (AGAIN, Kind.AGAIN),
        (UNKNOWN, Kind.UNKNOWN),
        (UNFIT, Kind.UNFIT),
        (STOPPED, Kind.STOPPED),
        (REFUSED, Kind.REFUSED),
        (MISSING, Kind.MISSING),
    ):
        if error in errors:
            return kind
    if error.startswith(UNFIT_STARTS):
        return Kind.UNFIT
    return Kind.REFUSED if error.startswith(REFUSED_STARTS) else Kind.STRANGE


def _retry_after(response: Any) -> float:
    headers = getattr(response, "headers", None) or {}
    found = headers.get("Retry-After") or headers.get("retry-after")
    try:
        return max(1.0, float(found)) if found else SHORT_BREAK
    except ValueError:
        return SHORT_BREAK
