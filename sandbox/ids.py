"""Ids as Slack makes them: a letter and ten signs, and time stamps that never repeat."""

import itertools
import secrets

from sandbox.clock import Clock

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Ids:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._last_stamp = 0

    def count(self) -> int:
        return next(self._numbers)

    def make(self, letter: str) -> str:
        """A new id; ordered as made, so that listings read well, and never the same twice."""
        number, signs = self.count(), ""
        while number:
            number, rest = divmod(number, 36)
            signs = ALPHABET[rest] + signs
        return f"{letter}07{signs.rjust(8, '0')}"

    def stamp(self) -> str:
        """A message's ts: the clock's time in microseconds, later than every one before it."""
        now = int(self._clock.now().timestamp() * 1_000_000)
        self._last_stamp = max(now, self._last_stamp + 1)
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def moment(self) -> str:
        """An action_ts: the clock's time, which may repeat."""
        return f"{self._clock.now().timestamp():.6f}"

    def hash(self) -> str:
        return f"{int(self._clock.now().timestamp())}.{secrets.token_hex(4)}"

    def secret(self) -> str:
        return secrets.token_hex(16)
