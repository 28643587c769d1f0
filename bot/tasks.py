"""Work that goes on after its answer has left: kept while it runs, drained at the end."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """Holds what asyncio would let go of, and waits for it when the bot stops."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def drain(self, seconds: float) -> int:
        """Wait for everything, at most so long; what is left is cancelled and counted."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        # What is drained may start something new.
        while self._running and loop.time() < end:
            await asyncio.wait(tuple(self._running), timeout=end - loop.time())
        left = tuple(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)
