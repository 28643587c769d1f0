"""`python -m sandbox` starts a pretend workspace by itself, for a bot that runs elsewhere."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from sandbox.clock import Clock
from sandbox.server import running
from sandbox.workspace import Workspace

NAMES = ("Amira Khan", "Ben Osei", "Chloe Davies")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--app-url", help="where the bot listens, such as http://127.0.0.1:3000")
    parser.add_argument("--manifest", type=Path, help="the app's manifest as JSON")
    return parser.parse_args()


def _peopled(asked: argparse.Namespace) -> Workspace:
    workspace = Workspace(Clock(), app_url=asked.app_url)
    if asked.manifest:
        workspace.install(json.loads(asked.manifest.read_text(encoding="utf-8")))
    people = [workspace.add_user(name) for name in NAMES]
    workspace.add_channel("general", members=[*people, workspace.bot_user_id])
    return workspace


async def _serve(asked: argparse.Namespace) -> None:
    workspace = _peopled(asked)
    async with running(workspace, host=asked.host, port=asked.port) as base_url:
        lines = (
            f"The pretend workspace is at {base_url}/",
            f"SLACK_API_URL={base_url}/api/",
            f"SLACK_BOT_TOKEN={workspace.bot_token}",
            f"SLACK_SIGNING_SECRET={workspace.signing_secret}",
            f"SLACK_APP_TOKEN={workspace.app_token}",
        )
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(_serve(_asked()))
    except KeyboardInterrupt:
        sys.exit(0)
