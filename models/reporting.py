"""The terms of reporting: how long a period is, and how fine a unit."""

import re
from datetime import date, timedelta
from enum import StrEnum


class Period(StrEnum):
    """How long a time a release is about; the words of a wave leave on their own, later."""

    WAVE = "wave"
    QUARTER = "quarter"
    YEAR = "year"
    WORDS = "words"


class Level(StrEnum):
    """From the coarsest to the finest unit that has figures."""

    ENGLAND = "england"
    REGION = "region"
    OTHERS = "others"
    EMPLOYER = "employer"
    COHORT = "cohort"


ENGLAND = "england:"

APRIL = 4
MONTHS_OF_QUARTER = 3
_YEAR = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-(\d{2})-Q([1-4])")


def year_of(day: date) -> str:
    """The year of a report that a day is in, which runs from April to March: 2026-27."""
    first = day.year if day.month >= APRIL else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def quarter_of(day: date) -> str:
    """The quarter of a report that a day is in: 2026-27-Q1 is April to June."""
    return f"{year_of(day)}-Q{(day.month - APRIL) % 12 // MONTHS_OF_QUARTER + 1}"


def days_of(period: Period, subject: str) -> tuple[date, date]:
    """The first and the last day of a quarter or a year; ValueError for what is none."""
    pattern = _QUARTER if period is Period.QUARTER else _YEAR
    found = pattern.fullmatch(subject)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ValueError(f'"{subject}" is no {period} of a report.')
    months = 12 if period is Period.YEAR else MONTHS_OF_QUARTER
    before = 0 if period is Period.YEAR else MONTHS_OF_QUARTER * (int(found[3]) - 1)
    first = _month(int(found[1]), APRIL + before)
    return first, _month(first.year, first.month + months) - timedelta(days=1)


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
