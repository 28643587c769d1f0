"""Answering through the address that came with a request, on the connections we have."""

from typing import Any

from aiohttp import ClientSession
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse
from yarl import URL

SLACKS_API = "slack.com"
SLACKS_HOOKS = "https://hooks.slack.com/"


class NowhereToRespond(Exception):  # noqa: N818 - a fact, like a refusal
    """The request brought no address to answer to, or one that is not Slack's."""


class Responses:
    """Makes `respond` for each request; one session serves them all."""

    def __init__(self, session: ClientSession, api_url: str) -> None:
        self._session = session
        self._host = URL(api_url).host

    def to(self, address: str | None) -> "Respond":
        return Respond(self, address)

    def client(self, address: str | None) -> AsyncWebhookClient:
        if address is None or not self._is_trusted(address):
            raise NowhereToRespond
        # What was answered twice would be read twice: no retries.
        return AsyncWebhookClient(address, session=self._session, retry_handlers=[])

    def _is_trusted(self, address: str) -> bool:
        if self._host == SLACKS_API:
            return address.startswith(SLACKS_HOOKS)
        return URL(address).host == self._host


class Respond(AsyncRespond):
    """Bolt's `respond` for one request."""

    def __init__(self, responses: Responses, address: str | None) -> None:
        super().__init__(response_url=address)
        self._responses = responses

    async def __call__(self, text: str | dict[str, Any] = "", *_: Any, **rest: Any) -> Any:
        """Send text, blocks, response_type, replace_original and so on, by name."""
        body = dict(text) if isinstance(text, dict) else {"text": text}
        body |= {name: value for name, value in rest.items() if value is not None}
        answer: WebhookResponse = await self._responses.client(self.response_url).send_dict(body)
        return answer
