"""The pace of sending: evenly, never faster than Slack takes it, without losing a beat."""

import asyncio
import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


class Time(Protocol):
    """Seconds that pass, which need not be those on the calendar."""

    def monotonic(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


class RealTime:
    """Seconds as they pass."""

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass(frozen=True)
class Pace:
    """How fast the postman goes, and how long it waits for what."""

    per_minute: float = 240
    # Slack takes 50 a minute of each of these; handlers need some of the changes themselves.
    updates_per_minute: float = 40
    lookups_per_minute: float = 45
    per_channel: float = 1.0
    # So far ahead letters are taken in one transaction, which costs as much as sending a few.
    stride: float = 2.0
    # What is taken at once is in doubt after a crash: never more than this.
    most_at_once: int = 8
    most_in_flight: int = 64
    # An answer that takes longer counts as lost.
    patience: float = 10.0
    # What was lost on its way back may still be on its way there.
    settling: float = 2.0
    poll: float = 1.0
    lease: timedelta = timedelta(seconds=20)


class Pacer:
    """Hands out moments, each a fixed interval after the one before."""

    # A minute as Slack measures it and our minute differ by what the network adds and takes.
    MARGIN = 1.02
    # So much lateness is made up for; more of it would come out as a burst.
    CATCH_UP = 0.6

    def __init__(self, per_minute: float) -> None:
        self._interval = 60 / per_minute * self.MARGIN
        self._next = -math.inf
        self._closed_until = -math.inf

    def is_closed(self, now: float) -> bool:
        return now < self._closed_until

    def close(self, until: float) -> None:
        """Hand out nothing before that moment."""
        self._closed_until = max(self._closed_until, until)

    def room(self, now: float, horizon: float) -> int:
        """How many moments there are from now to the horizon."""
        ahead = now + horizon - self.next_at(now)
        return max(0, math.ceil(ahead / self._interval))

    def next_at(self, now: float) -> float:
        """The first moment that is free."""
        return max(self._next, self._closed_until, now - self.CATCH_UP)

    def book(self, now: float) -> float:
        """Take the first moment that is free."""
        moment = self.next_at(now)
        self._next = moment + self._interval
        return moment
