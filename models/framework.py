"""The versions of the programme: which headings hold for whom, and when its milestones fall."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import ClassVar

from models import shipped

MONTHS_IN_YEAR = 12


class UnknownFramework(KeyError):  # noqa: N818  # it states a fact, as refusals do
    """No version of the programme has this id."""


@dataclass(frozen=True)
class Offset:
    """A length of time after the start, in whole months and weeks."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    months: int = 0
    weeks: int = 0

    def after(self, start: date) -> date:
        """Give the same day of the month so many months on, or the last day of a shorter month."""
        years, month = divmod(start.month - 1 + self.months, MONTHS_IN_YEAR)
        year, month = start.year + years, month + 1
        day = min(start.day, calendar.monthrange(year, month)[1])
        return date(year, month, day) + timedelta(weeks=self.weeks)


@dataclass(frozen=True)
class Milestone:
    """A point of the year at which something is due."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    code: str
    title: str
    full_time: Offset
    part_time: Offset

    def offset(self, part_time: bool) -> Offset:
        return self.part_time if part_time else self.full_time


@dataclass(frozen=True)
class Framework:
    """One version of the programme, naming the lists of headings that hold in it."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    id: str
    title: str
    starts_from: date
    standards: str
    capabilities: str
    employer_standards: str
    criteria: str
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True)
class Frameworks:
    """All versions of the programme, oldest first."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    versions: tuple[Framework, ...]

    def __getitem__(self, version: str) -> Framework:
        for framework in self.versions:
            if framework.id == version:
                return framework
        raise UnknownFramework(version)

    def for_start(self, started_on: date) -> Framework:
        """Give the version that holds for those who start on this day."""
        begun = [one for one in self.versions if one.starts_from <= started_on]
        return max(begun or self.versions[:1], key=lambda one: one.starts_from)


@cache
def load() -> Frameworks:
    """Read all versions of the programme."""
    return shipped.read("data/framework.toml", Frameworks)


def milestone_dates(version: str, started_on: date, part_time: bool) -> dict[str, date]:
    """Give the days proposed for each milestone; the stored ones may be moved by a co-ordinator."""
    return {
        milestone.code: milestone.offset(part_time).after(started_on)
        for milestone in load()[version].milestones
    }
