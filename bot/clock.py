"""The one place that reads the real clock."""

from dataclasses import dataclass
from datetime import UTC, datetime


class SystemClock:
    """The time as this machine has it, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class StoppedClock:
    """Tells the time at which somebody asked for something, however long it takes."""

    at: datetime

    def now(self) -> datetime:
        return self.at
