"""The process that prepares figures knows exact counts: it does not outlive the bot."""

import asyncio
import sys
from asyncio.subprocess import PIPE

BOT = """
import time
from bot.preparer import one_worker
with one_worker() as pool:
    print(pool.submit(abs, -7).result(), flush=True)
    pool.submit(time.sleep, {seconds}).result()
"""

LONGEST_END = 20


async def start(seconds: float) -> asyncio.subprocess.Process:
    """A bot whose worker has begun with something that takes so long."""
    script = BOT.format(seconds=seconds)
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=PIPE)
    assert bot.stdout
    assert await bot.stdout.readline() == b"7\n"
    return bot


async def test_no_worker_outlives_a_bot_that_is_killed() -> None:
    bot = await start(seconds=1)
    assert bot.stdout

    bot.kill()

    # Whatever the bot has started holds the other end of the pipe open for as long as it lives.
    async with asyncio.timeout(LONGEST_END):
        assert await bot.stdout.read() == b""
        await bot.wait()


async def test_a_bot_that_ends_by_itself_waits_for_its_worker() -> None:
    bot = await start(seconds=0.5)

    async with asyncio.timeout(LONGEST_END):
        assert await bot.wait() == 0
