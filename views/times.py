"""Moments in words, as the programme's own clock shows them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def moment(at: datetime) -> str:
    """Such as "Friday 27 November, 17:00 (UK time)"."""
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M} (UK time)"


def full_moment(at: datetime) -> str:
    """The same of what is looked up years later: "27 November 2026, 17:00 (UK time)"."""
    return f"{local_day(at)}, {at.astimezone(LONDON):%H:%M} (UK time)"


def day(on: date) -> str:
    """Such as "27 November 2026"."""
    return f"{on.day} {on:%B %Y}"


def days(first: date, last: date) -> str:
    """From one day to another, with nothing said twice: "3 to 10 March 2026"."""
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begins} to {day(last)}"


def local_day(at: datetime) -> str:
    """The day a moment falls on here, such as "27 November 2026"."""
    return day(at.astimezone(LONDON).date())
