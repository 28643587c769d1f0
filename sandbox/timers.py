"""What is to happen at a later moment of the workspace's clock, also when the clock is moved."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime

from sandbox.clock import Clock

Work = Callable[[], Awaitable[None]]


class Timers:
    def __init__(self, clock: Clock, on_end: Callable[[asyncio.Task[None]], None]) -> None:
        self._clock, self._on_end = clock, on_end
        self._due: list[tuple[datetime, int, Work]] = []
        self._order = itertools.count()
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._off = clock.on_move(self._woken.set)

    def at(self, moment: datetime, work: Work) -> None:
        heapq.heappush(self._due, (moment, next(self._order), work))
        self._woken.set()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())
            self._task.add_done_callback(self._on_end)

    def stop(self) -> None:
        self._off()
        self._off = lambda: None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            while self._due and self._due[0][0] <= self._clock.now():
                await heapq.heappop(self._due)[2]()
            await self._pause()

    async def _pause(self) -> None:
        """Until the next is due, the clock is moved, or something new is booked."""
        seconds = None
        if self._due and not self._clock.frozen:
            seconds = max(0.0, (self._due[0][0] - self._clock.now()).total_seconds())
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return
