"""A clock that runs on in real time, stands still when frozen, and can be moved."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """The one clock of a workspace; a bot that shares it lives in the same moment."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._moment = start.astimezone(UTC) if start else datetime.now(UTC)
        self._since = time.monotonic()
        self._frozen = frozen
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        if self._frozen:
            return self._moment
        return self._moment + timedelta(seconds=time.monotonic() - self._since)

    @property
    def frozen(self) -> bool:
        return self._frozen

    @frozen.setter
    def frozen(self, frozen: bool) -> None:
        self._moment, self._since = self.now(), time.monotonic()
        self._frozen = frozen
        self._tell()

    def move_to(self, moment: datetime) -> None:
        self._moment, self._since = moment.astimezone(UTC), time.monotonic()
        self._tell()

    def advance(self, by: timedelta) -> None:
        self.move_to(self.now() + by)

    def on_move(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after every jump; the answer takes the callback off again."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
