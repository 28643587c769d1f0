"""`python -m tests.benchmarks.pretend PORT PEOPLE`: a pretend workspace that limits nobody."""

import asyncio
import sys

from sandbox.clock import Clock
from sandbox.server import running
from sandbox.workspace import Workspace

SECRET = "a-benchmark-secret"


async def _serve(port: int, people: int) -> None:
    workspace = Workspace(Clock(), signing_secret=SECRET)
    workspace.limits = None
    # The first channel of a workspace has always the same id.
    workspace.add_channel("champions", members=[workspace.bot_user_id])
    for number in range(people):
        workspace.add_user(f"Person {number}", id=f"U{number:08d}")
    async with running(workspace, port=port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
