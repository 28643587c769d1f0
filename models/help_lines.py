"""Where people find help: a list with an owner and a date by which a person checks it again."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import ClassVar

from models import shipped


@dataclass(frozen=True)
class HelpLine:
    """One place to turn to; without a contact, the source is how to reach it."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    id: str
    name: str
    contact: str
    when: str
    source: str


@dataclass(frozen=True)
class HelpLines:
    """All places to turn to, in the order in which we show them."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    owner: str
    review_by: date
    lines: tuple[HelpLine, ...]
    # Empty until a person has checked every line.
    reviewed_on: date | None = None

    def is_due_for_review(self, today: date) -> bool:
        return today >= self.review_by


@cache
def load() -> HelpLines:
    """Read the help lines as they were last checked."""
    return shipped.read("data/help_lines.toml", HelpLines)
