"""Whoever waits for something to be seen waits here, on a condition and never on a sleep."""

import asyncio
from collections.abc import Callable


class Changed:
    """A counter of changes; `wait` returns as soon as it has moved on."""

    def __init__(self) -> None:
        self.version = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self) -> None:
        self.version += 1
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, after: int | None = None) -> int:
        """Wait for the next change, or for any change later than version `after`."""
        if after is not None and self.version > after:
            return self.version
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)
        return self.version

    async def until(self, claim: Callable[[], bool], timeout: float = 5) -> bool:  # noqa: ASYNC109 -- the answer is False, not a cancelled caller
        """Wait until the claim holds; False when it did not within the time."""
        try:
            async with asyncio.timeout(timeout):
                while not claim():
                    await self.wait()
        except TimeoutError:
            return claim()
        return True
