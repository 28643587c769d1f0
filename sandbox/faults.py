"""What goes wrong on purpose: knobs that spoil the next answers and deliveries."""

import asyncio
from dataclasses import dataclass
from typing import Literal

Kind = Literal["limited", "status", "hang", "drop", "error", "repeat", "late"]


@dataclass
class Fault:
    kind: Kind
    times: int = 1
    # Whether the call takes effect before its answer is spoilt.
    after: bool = False
    status: int = 500
    retry_after: int = 1
    error: str = ""


class Faults:
    """Each is set for a method ("chat.postMessage", "*" for any) or a kind of delivery."""

    def __init__(self) -> None:
        self._set: dict[str, list[Fault]] = {}
        self._released = asyncio.Event()

    def limit(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """Answer 429 and `Retry-After`."""
        self._add(method, Fault("limited", times, retry_after=retry_after))

    def fail(self, method: str, times: int = 1, *, status: int = 500, after: bool = False) -> None:
        """Answer 500, before or after the call has taken effect."""
        self._add(method, Fault("status", times, after=after, status=status))

    def hang(self, method: str, times: int = 1, *, after: bool = False) -> None:
        """Answer nothing until `release`, before or after the effect."""
        self._add(method, Fault("hang", times, after=after))

    def drop(self, method: str, times: int = 1, *, after: bool = False) -> None:
        """Cut the connection instead of answering, before or after the effect."""
        self._add(method, Fault("drop", times, after=after))

    def answer(self, method: str, error: str, times: int = 1) -> None:
        """Answer HTTP 200 with ok: false and this error."""
        self._add(method, Fault("error", times, error=error))

    def repeat(self, kind: str, times: int = 1) -> None:
        """Deliver twice: "command", "event", "block_actions", "view_submission", …."""
        self._add(kind, Fault("repeat", times))

    def delay(self, kind: str, times: int = 1) -> None:
        """Keep a delivery back until `release`."""
        self._add(kind, Fault("late", times))

    def release(self) -> None:
        """Let go of everything that hangs or is kept back."""
        self._released.set()
        self._released = asyncio.Event()

    def clear(self) -> None:
        self._set.clear()
        self.release()

    async def wait(self) -> None:
        await self._released.wait()

    def take(self, name: str) -> Fault | None:
        """The next fault for this method or kind, counted off."""
        if not self._set:
            return None
        # "*" stands for any method; deliveries, which have no dot, are always named.
        waiting = self._set.get(name) or (self._set.get("*") if "." in name else None)
        if not waiting:
            return None
        fault = waiting[0]
        fault.times -= 1
        if fault.times <= 0:
            waiting.pop(0)
        return fault

    def _add(self, name: str, fault: Fault) -> None:
        self._set.setdefault(name, []).append(fault)
