"""The one place that reads the real clock."""

from datetime import UTC, datetime


class SystemClock:
    """The time as this machine has it, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)
