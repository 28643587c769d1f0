"""Which verified requests were heard in the last minutes, so that a repeat has no second effect."""

import asyncio

# Some 200 bytes each; who floods a signed door knows the secret.
MOST_REMEMBERED = 50_000

GOOD = 200


class Repeats:
    """Remembers signatures in memory: those being worked on, and those that went well."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._until: dict[str, float] = {}
        self._running: dict[str, asyncio.Future[int]] = {}

    def __len__(self) -> int:
        return len(self._until) + len(self._running)

    def find(self, signature: str) -> asyncio.Future[int] | None:
        """The outcome of the same request, perhaps yet to come; None when it is new."""
        running = self._running.get(signature)
        if running is not None or signature not in self._until:
            return running
        ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        ended.set_result(GOOD)
        return ended

    def start(self, signature: str, now: float, until: float) -> asyncio.Future[int]:
        """Remember a new request; `until` it could be repeated."""
        self._forget(now)
        self._until[signature] = until
        running: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._running[signature] = running
        return running

    def end(self, signature: str, running: asyncio.Future[int], status: int) -> None:
        """Tell who waits; what went wrong may come again."""
        del self._running[signature]
        if status != GOOD:
            self._until.pop(signature, None)
        running.set_result(status)

    def _forget(self, now: float) -> None:
        while self._until:
            oldest = next(iter(self._until))
            if self._until[oldest] > now and len(self._until) < self._most:
                return
            del self._until[oldest]
