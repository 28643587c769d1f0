"""The headings that questions and figures are sorted by, each list in its published versions."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import ClassVar

from models import shipped


@dataclass(frozen=True)
class Heading:
    """One criterion, statement, domain or standard, in its exact words."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    code: str
    text: str


@dataclass(frozen=True)
class HeadingSet:
    """One version of a list of headings; one that is not complete is not shown as a whole."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    id: str
    title: str
    complete: bool
    headings: tuple[Heading, ...]
    applies_until: date | None = None

    def text(self, code: str) -> str:
        """Give the words of a heading; KeyError if this version has no such heading."""
        return {heading.code: heading.text for heading in self.headings}[code]


@dataclass(frozen=True)
class Headings:
    """All versions of all lists."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    sets: tuple[HeadingSet, ...]

    def __getitem__(self, set_id: str) -> HeadingSet:
        return {one.id: one for one in self.sets}[set_id]


@cache
def load() -> Headings:
    """Read every version of every list."""
    return shipped.read("data/headings.toml", Headings)
