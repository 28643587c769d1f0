"""The bot and its commands as processes of their own, as an operator runs them."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.settings import Settings

PROJECT = Path(__file__).parents[2]
LONGEST_START = 120.0
AT_ONCE = ClientTimeout(total=5)


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


def environment(settings: Settings, folder: Path) -> dict[str, str]:
    """The variables that make the same settings, and nothing of this machine's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    dumped = settings.model_dump(exclude={"database_url"})
    return {
        **kept,
        "PYTHONPATH": str(PROJECT),
        "DATABASE_URL": settings.database_url,
        "CWD": str(folder),
        **{name.upper(): str(value) for name, value in dumped.items() if value not in {"", None}},
    }


async def command(variables: dict[str, str], *words: str) -> Said:
    """Run `python -m bot …` to its end."""
    process = await _started(variables, words)
    out, err = await process.communicate()
    return Said(process.returncode or 0, out.decode(), err.decode())


@asynccontextmanager
async def serving(variables: dict[str, str]) -> AsyncIterator[Process]:
    """A bot that serves until it is killed, at the latest when the test ends."""
    process = await _started(variables, ["serve"])
    try:
        await _until_ready(process, f"http://127.0.0.1:{variables['PORT']}/ready")
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.communicate()


async def _started(variables: dict[str, str], words: list[str] | tuple[str, ...]) -> Process:
    # Beside the project there may be an .env that must not be read.
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        env=variables, cwd=variables["CWD"], stdout=PIPE, stderr=PIPE,
    )  # fmt: skip


async def _until_ready(process: Process, address: str) -> None:
    async with asyncio.timeout(LONGEST_START), ClientSession(timeout=AT_ONCE) as session:
        while process.returncode is None:
            try:
                async with session.get(address) as answer:
                    if answer.status == 200:
                        return
            except (ClientError, TimeoutError):
                # It does not listen yet; the next look may find it.
                await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=0.1)
    raise AssertionError("The bot ended instead of serving.")
