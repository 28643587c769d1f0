"""Looks at the workspace: the token, what it may do, and the channels the bot writes to."""

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import views.doctor as words
from bot.doctor.findings import Finding, fail, ok, warn
from bot.doctor.scopes import SCOPES
from bot.settings import Settings
from bot.workspace import web_client, web_session

TOKEN = "token"  # noqa: S105 - the name of a check
SCOPE = "scopes"
CHANNEL = "channels"
SOCKET = "socket"


async def workspace(settings: Settings) -> list[Finding]:
    """Whether Slack knows us, lets us do what we need, and has our channels."""
    async with web_session() as session:
        client = web_client(settings.slack_bot_token, settings.slack_api_url, session)
        try:
            known = await client.auth_test()
        except (SlackApiError, ClientError, TimeoutError, OSError) as fault:
            return [fail(TOKEN, words.token_refused(_reason(fault)))]
        channels = [await _channel(client, *one) for one in _channels(settings)]
        return [
            ok(TOKEN, words.token_good(str(known.get("team")), str(known.get("user")))),
            _scopes(known.headers),
            *channels,
            *await _socket(client, settings.slack_app_token),
        ]


def _channels(settings: Settings) -> list[tuple[str, str]]:
    return [
        ("COMMUNITY_CHANNEL", settings.community_channel),
        ("CHAMPIONS_CHANNEL", settings.champions_channel),
        ("COORDINATORS_CHANNEL", settings.coordinators_channel),
    ]


def _scopes(headers: dict[str, str]) -> Finding:
    named = {name.lower(): value for name, value in headers.items()}
    if "x-oauth-scopes" not in named:
        return warn(SCOPE, words.SCOPES_UNKNOWN)
    held = {scope.strip() for scope in named["x-oauth-scopes"].split(",")}
    missing = sorted(SCOPES - held)
    if missing:
        return fail(SCOPE, words.scopes_missing(missing))
    return ok(SCOPE, words.SCOPES_GOOD)


async def _channel(client: AsyncWebClient, name: str, channel: str) -> Finding:
    if not channel:
        return warn(CHANNEL, words.channel_not_set(name))
    try:
        answer = await client.conversations_info(channel=channel)
    except (SlackApiError, ClientError, TimeoutError, OSError) as fault:
        return fail(CHANNEL, words.channel_refused(name, channel, _reason(fault)))
    found = answer.get("channel") or {}
    if found.get("is_archived"):
        return fail(CHANNEL, words.channel_archived(name, channel))
    if not found.get("is_member"):
        return fail(CHANNEL, words.channel_closed(name, channel))
    if found.get("is_ext_shared"):
        return warn(CHANNEL, words.channel_shared(name, channel))
    return ok(CHANNEL, words.channel_good(name, str(found.get("name", channel))))


async def _socket(client: AsyncWebClient, app_token: str) -> list[Finding]:
    if not app_token:
        return []
    try:
        await client.apps_connections_open(app_token=app_token)
    except (SlackApiError, ClientError, TimeoutError, OSError) as fault:
        return [fail(SOCKET, words.socket_refused(_reason(fault)))]
    return [ok(SOCKET, words.SOCKET_GOOD)]


def _reason(fault: Exception) -> str:
    if isinstance(fault, SlackApiError):
        # The whole answer may repeat what we sent.
        return str(fault.response.get("error", "unknown_error"))
    return str(fault) or type(fault).__name__
