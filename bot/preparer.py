"""Prepares figures in a process of its own, so that nobody who presses a button waits for it."""

import asyncio
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from uuid import UUID

from bot import logs
from bot.clock import StoppedClock
from bot.house import opened
from bot.settings import Settings
from services import preparing
from services.work import Clock


async def prepare(settings: Settings, clock: Clock, preparation_id: UUID) -> None:
    """Prepare what was asked for; whatever happens to the process, it can be done again."""
    loop = asyncio.get_running_loop()
    with one_worker() as pool:
        await loop.run_in_executor(pool, _work, settings, clock.now(), preparation_id)


def one_worker() -> ProcessPoolExecutor:
    """A process that ends with this one, even if this one is killed."""
    # A copy of this process would share its connections.
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=1, mp_context=fresh, initializer=_end_with_the_bot)


def _end_with_the_bot() -> None:
    # It knows exact counts, and by itself it would wait for work for ever.
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(settings: Settings, now: datetime, preparation_id: UUID) -> None:
    logs.configure(as_json=True)
    asyncio.run(_run(settings, now, preparation_id))


async def _run(settings: Settings, now: datetime, preparation_id: UUID) -> None:
    async with opened(settings, StoppedClock(now)) as house:
        await preparing.run(house, preparation_id)
