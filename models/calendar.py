"""When people work, and when something is next due on the clock on their wall."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_RANGE = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?")
HOURS = re.compile(r"(\d{2}:\d{2})-(\d{2}:\d{2})")
HOURS_EXAMPLE = 'such as "mon-fri 09:00-17:00", "mon,wed 10:00-12:00" or "always"'
CRON_FIELDS = 5
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)

# Any fixed moment does: an expression that never comes true from here never does.
SOME_DAY = datetime(2024, 1, 1)  # noqa: DTZ001  # cron speaks of wall clocks, which have no zone


@dataclass(frozen=True)
class WorkingHours:
    """The days and hours for messages; `always` lifts this limit, and the working days stay."""

    days: frozenset[int] = frozenset(range(5))
    start: time = time(9)
    end: time = time(17)
    always: bool = False

    @classmethod
    def parse(cls, text: str) -> "WorkingHours":
        words = text.lower().split()
        if words == ["always"]:
            return cls(always=True)
        if len(words) != 2:  # noqa: PLR2004  # the days and the hours
            raise ValueError(f'Working hours are days and hours, {HOURS_EXAMPLE}, not "{text}".')
        start, end = _hours(words[1])
        return cls(_days(words[0]), start, end)


@dataclass(frozen=True)
class Calendar:
    """Working days of the programme: its working hours without English bank holidays."""

    zone: ZoneInfo
    working_hours: WorkingHours

    @cached_property
    def _bank_holidays(self) -> "HolidayBase":
        # The library takes longer to import than the bot takes to answer: it waits for first use.
        from holidays import country_holidays  # noqa: PLC0415  # as said above

        return country_holidays("GB", subdiv="ENG")

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.working_hours.days and day not in self._bank_holidays

    def is_working_moment(self, at: datetime, zone: ZoneInfo) -> bool:
        hours = self.working_hours
        if hours.always:
            return True
        local = at.astimezone(zone)
        return hours.start <= local.time() < hours.end and self.is_working_day(local.date())

    def next_working_moment(self, at: datetime, zone: ZoneInfo) -> datetime:
        """Give this moment if it falls in working hours over there, else the next start of work."""
        if self.is_working_moment(at, zone):
            return at.astimezone(UTC)
        day = at.astimezone(zone).date()
        while True:
            for moment in _moments(datetime.combine(day, self.working_hours.start), zone):
                if moment >= at and self.is_working_moment(moment, zone):
                    return moment
            day += ONE_DAY

    def add_working_days(self, at: datetime, days: int, zone: ZoneInfo) -> datetime:
        """Give the end of work on the last of so many working days after this one."""
        if days < 1:
            raise ValueError("A length in working days is at least one day.")
        day = at.astimezone(zone).date()
        while days:
            day += ONE_DAY
            days -= self.is_working_day(day)
        return moment_of(datetime.combine(day, self.working_hours.end), zone)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Turn a wall clock into its first moment; in a spring gap into the moment the gap ends."""
    moment = wall.replace(tzinfo=zone, fold=0)
    while moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        wall = wall.replace(second=0, microsecond=0) + ONE_MINUTE
        moment = wall.replace(tzinfo=zone, fold=0)
    return moment.astimezone(UTC)


def check_cron(cron: str) -> None:
    """Refuse an expression that nobody can follow, or that never comes true."""
    if len(cron.split()) != CRON_FIELDS:
        raise ValueError(
            "A schedule has five fields: minute, hour, day of the month, month, day of the week."
        )
    try:
        simulation = CronSim(cron, SOME_DAY)
    except CronSimError as error:
        raise ValueError(f'"{cron}" is not a schedule: {error}.') from error
    if next(simulation, None) is None:
        raise ValueError(f'"{cron}" names a day that never comes.')


def due_after(cron: str, after: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Give every moment after this one at which the schedule is due, once each, in order."""
    check_cron(cron)
    # The simulation counts on a clock without a zone, so every time on the wall comes up once.
    for wall in CronSim(cron, after.astimezone(zone).replace(tzinfo=None)):
        moment = moment_of(wall, zone)
        # Several times in a spring gap share one moment; in autumn an hour may lie behind us.
        if moment > after:
            yield moment
            after = moment


def next_due(cron: str, after: datetime, zone: ZoneInfo) -> datetime:
    """Give the first moment after this one at which the schedule is due."""
    return next(due_after(cron, after, zone))


def due_between(cron: str, after: datetime, until: datetime, zone: ZoneInfo) -> list[datetime]:
    """Give the moments at which the schedule is due, after the first and up to the second."""
    due = []
    for moment in due_after(cron, after, zone):
        if moment > until:
            break
        due.append(moment)
    return due


def _moments(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give both moments of a wall clock: they differ only in the hour that autumn repeats."""
    return moment_of(wall, zone), wall.replace(tzinfo=zone, fold=1).astimezone(UTC)


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in text.split(","):
        match = DAY_RANGE.fullmatch(part)
        names = [name for name in match.groups() if name] if match else [part]
        if unknown := [name for name in names if name not in WEEKDAYS]:
            raise ValueError(f'"{unknown[0]}" is not a day; the days are {", ".join(WEEKDAYS)}.')
        first, last = WEEKDAYS.index(names[0]), WEEKDAYS.index(names[-1])
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(days)


def _hours(text: str) -> tuple[time, time]:
    match = HOURS.fullmatch(text)
    try:
        start, end = map(time.fromisoformat, match.groups() if match else (text, text))
    except ValueError as error:
        raise ValueError(f'"{text}" are not hours, {HOURS_EXAMPLE}.') from error
    if start >= end:
        raise ValueError(f'The hours "{text}" end before they start.')
    return start, end
