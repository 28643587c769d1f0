"""Slack's rate limits: per method and minute, and one message a second into a channel."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE = 60.0
TIERS = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
# "Several hundred" messages a minute over a whole workspace, says Slack.
POSTS_PER_MINUTE = 300
# About one a second into one channel; Slack tolerates short bursts.
CHANNEL_BURST = 5


@dataclass
class Window:
    """A minute that slides: no more than `most` calls in any sixty seconds."""

    most: int
    calls: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.calls and self.calls[0] <= now - MINUTE:
            self.calls.popleft()
        return self.calls[0] + MINUTE - now if len(self.calls) >= self.most else 0.0


class Limits:
    def __init__(
        self, monotonic: Callable[[], float], *, posts_per_minute: int = POSTS_PER_MINUTE
    ) -> None:
        self._monotonic = monotonic
        self._posts_per_minute = posts_per_minute
        self._windows: dict[str, Window] = {}
        # channel -> (drops left in its bucket, when that was)
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, method: str, tier: int, channel: str | None = None) -> int | None:
        """Count a call; the seconds to stay away when it is one too many."""
        now = self._monotonic()
        most = self._posts_per_minute if method == "chat.postMessage" else TIERS[tier]
        window = self._windows.setdefault(method, Window(most))
        wait = window.wait(now)
        if not wait and channel is not None:
            wait = self._drip(channel, now)
        if wait:
            return max(1, math.ceil(wait))
        window.calls.append(now)
        return None

    def _drip(self, channel: str, now: float) -> float:
        left, then = self._buckets.get(channel, (float(CHANNEL_BURST), now))
        left = min(float(CHANNEL_BURST), left + now - then)
        if left < 1:
            self._buckets[channel] = (left, now)
            return 1 - left
        self._buckets[channel] = (left - 1, now)
        return 0.0
