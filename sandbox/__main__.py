"""`python -m sandbox` starts a pretend workspace by itself, for a bot that runs elsewhere."""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from sandbox.clock import Clock
from sandbox.server import running
from sandbox.workspace import Workspace

NAMES = ("Amira Khan", "Ben Osei", "Chloe Davies")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument(
        "--app-url", help="where a bot without a socket listens, such as http://127.0.0.1:3000"
    )
    parser.add_argument("--manifest", type=Path, help="the app's manifest, as YAML or JSON")
    parser.add_argument(
        "--channel", action="append", help="the name of a channel with everybody in it; repeatable"
    )
    return parser.parse_args()


def _peopled(asked: argparse.Namespace) -> Workspace:
    workspace = Workspace(Clock(), app_url=asked.app_url)
    if asked.manifest:
        # Whatever is JSON is YAML as well.
        workspace.install(yaml.safe_load(asked.manifest.read_text(encoding="utf-8")))
    people = [
        workspace.add_user(name, email=f"{name.lower().replace(' ', '.')}@example.org")
        for name in NAMES
    ]
    for name in asked.channel or ["general"]:
        workspace.add_channel(name, members=[*people, workspace.bot_user_id])
    return workspace


def _told(workspace: Workspace, base_url: str) -> Iterator[str]:
    """Where it is, the settings of a bot, and who and what there is."""
    yield f"# The pretend workspace is at {base_url}/"
    yield f"SLACK_API_URL={base_url}/api/"
    yield f"SLACK_BOT_TOKEN={workspace.bot_token}"
    yield f"SLACK_SIGNING_SECRET={workspace.signing_secret}"
    yield f"SLACK_APP_TOKEN={workspace.app_token}"
    for channel in workspace.channels.values():
        yield f"# The channel {channel.name}: {channel.id}"
    for user in workspace.users.values():
        if email := user["profile"].get("email"):
            yield f"# {user['real_name']}: {user['id']}, {email}"


async def _serve(asked: argparse.Namespace) -> None:
    workspace = _peopled(asked)
    async with running(workspace, host=asked.host, port=asked.port) as base_url:
        sys.stdout.write("\n".join(_told(workspace, base_url)) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(_serve(_asked()))
    except KeyboardInterrupt:
        sys.exit(0)
