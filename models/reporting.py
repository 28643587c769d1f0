"""The terms of reporting: how long a period is, and how fine a unit."""

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
