"""`python -m tests.benchmarks.baselines KIND PORT SLACK_API_URL`: what the bot is compared with.

`bare` is aiohttp alone, `bolt` an ack-only Bolt app as Bolt comes, `prompt` the same with
`process_before_response=True`.
"""

import asyncio
import sys
from collections.abc import Callable

from aiohttp import web

SECRET = "a-benchmark-secret"


def bare(_api_url: str) -> web.Application:
    """Reads the request and says nothing."""

    async def read(request: web.Request) -> web.Response:
        await request.read()
        return web.Response()

    application = web.Application()
    application.router.add_post("/slack/events", read)
    return application


def unread(_api_url: str) -> web.Application:
    """Says nothing, without a look at the body."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response()

    application = web.Application()
    application.router.add_post("/slack/events", answer)
    return application


def bolt(api_url: str, *, is_prompt: bool = False) -> web.Application:
    """Acknowledges and does nothing."""
    from slack_bolt.app.async_app import AsyncApp  # noqa: PLC0415 - `bare` has none of it
    from slack_bolt.context.ack.async_ack import AsyncAck  # noqa: PLC0415 - as above
    from slack_sdk.web.async_client import AsyncWebClient  # noqa: PLC0415 - as above

    client = AsyncWebClient(token="xoxb-pretend", base_url=api_url)
    app = AsyncApp(
        token="xoxb-pretend",
        client=client,
        signing_secret=SECRET,
        process_before_response=is_prompt,
    )

    async def acknowledged(ack: AsyncAck) -> None:
        await ack()

    app.command("/pulse")(acknowledged)
    app.view("pulse.form")(acknowledged)
    app.action("review.take")(acknowledged)
    application: web.Application = app.web_app("/slack/events")
    return application


def prompt(api_url: str) -> web.Application:
    return bolt(api_url, is_prompt=True)


KINDS: dict[str, Callable[[str], web.Application]] = {
    "bare": bare,
    "unread": unread,
    "bolt": bolt,
    "prompt": prompt,
}


async def _ready(_request: web.Request) -> web.Response:
    return web.Response()


async def _serve(kind: str, port: int, api_url: str) -> None:
    application = KINDS[kind](api_url)
    application.router.add_get("/ready", _ready)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
