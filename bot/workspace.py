"""Who we are in the workspace: told once at the start by `auth.test`, asked never again."""

from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.heard import Body
from handlers.routes import Kind

TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)


class StartRefused(Exception):  # noqa: N818 - its text is shown as it is, to the operator
    """The bot cannot start; the text is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Workspace:
    """The one workspace that this bot serves, and the bot's own ids in it."""

    team_id: str
    enterprise_id: str | None
    bot_id: str | None
    bot_user_id: str
    name: str = ""
    scopes: tuple[str, ...] = ()

    def is_ours(self, kind: Kind, body: Body) -> bool:
        """Whether both the request and whoever made it belong here."""
        ids = {self.team_id, self.enterprise_id}
        return all(team is None or team in ids for team in _teams(kind, body))


def _teams(kind: Kind, body: Body) -> list[Any]:
    if kind is Kind.COMMAND:
        return [body.get("team_id")]
    if kind is Kind.EVENT:
        # An event may be about somebody from elsewhere, and that is worth hearing.
        granted = body.get("authorizations") or [body]
        return [granted[0].get("team_id")]
    team, user = body.get("team") or {}, body.get("user") or {}
    return [team.get("id"), user.get("team_id")]


class OneWorkspace(AsyncAuthorize):
    """Answers Bolt's question with what the start has learnt, without asking Slack."""

    def __init__(self, workspace: Workspace, token: str) -> None:
        self._result = AuthorizeResult(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            bot_user_id=workspace.bot_user_id,
            bot_id=workspace.bot_id,
            bot_token=token,
        )

    async def __call__(self, **_: Any) -> AuthorizeResult:
        return self._result


def web_client(token: str | None, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client on the one session; who calls it decides what to do when a call fails."""
    # A retry after a lost answer may post twice.
    return AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])


def web_session() -> aiohttp.ClientSession:
    """The connections of the whole process."""
    return aiohttp.ClientSession(timeout=TIMEOUT, connector=aiohttp.TCPConnector(limit=0))


async def introduce(client: AsyncWebClient) -> Workspace:
    """Ask Slack who we are; StartRefused when it does not want us."""
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        raise StartRefused(_refusal(client.base_url, said_by(error))) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise StartRefused(
            f"Slack cannot be reached at {client.base_url} ({type(error).__name__}); "
            "check the network and SLACK_API_URL."
        ) from None
    if not isinstance(answer.data, dict):
        raise StartRefused(_refusal(client.base_url, ""))
    scopes = str(answer.headers.get("x-oauth-scopes", ""))
    return Workspace(
        team_id=answer["team_id"],
        enterprise_id=answer.get("enterprise_id"),
        bot_id=answer.get("bot_id"),
        bot_user_id=answer["user_id"],
        name=answer.get("team") or "",
        scopes=tuple(scope.strip() for scope in scopes.split(",") if scope.strip()),
    )


def said_by(error: SlackApiError) -> str:
    """Slack's own word for why it refused; empty when what answered did not speak like Slack."""
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error", "")) if isinstance(answer, dict) else ""


def _refusal(address: str, why: str) -> str:
    if not why:
        return f"What answers at {address} is not Slack's Web API; check SLACK_API_URL."
    return f"Slack refused SLACK_BOT_TOKEN ({why}); copy the bot token of the installed app again."
