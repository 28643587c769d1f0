"""Comments on their way to be shown: redacted by one analyst, agreed to by another.

Nothing here has a time, and nothing leads from a comment to its author. `comment_id` says which
sealed comment a redaction is of, and the analysts' ids keep one of them from agreeing to their own
work: whoever has a copy learns which analyst read which comment, and no more. Both go, with the
comment itself, when the words of a wave are released or are too old.
"""

from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, Text
from sqlmodel import Field

from models.columns import choice
from models.refusals import OwnRedaction, WordsMoved
from models.tables import Table


class WordsStep(StrEnum):
    """Where a redaction is: with a second analyst, back with the first ones, or agreed."""

    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"


class Redaction(Table, table=True):
    """What one comment says without what could show who somebody is, and what it is about."""

    __tablename__: ClassVar[str] = "redaction"
    # A hidden rowid would keep the order in which analysts worked.
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    # No foreign key: the table of comments must be rewritten when comments are deleted.
    comment_id: UUID = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    themes: list[str] = Field(sa_type=JSON)
    is_for_use: bool
    step: WordsStep = choice(WordsStep)
    # Counts the changes: whoever saw an earlier one decides nothing.
    edition: int = 1
    redactor_id: UUID = Field(foreign_key="person.id")
    approver_id: UUID | None = Field(default=None, foreign_key="person.id")
    # What the second analyst would like to be changed.
    asked: str = Field(default="", max_length=500)

    def must_be_checked_by(self, person_id: UUID, edition: int) -> None:
        """Refuse whoever redacted it, and whoever saw another edition."""
        if self.redactor_id == person_id:
            raise OwnRedaction
        if self.step is not WordsStep.WAITING or self.edition != edition:
            raise WordsMoved


class WordsPlan(Table, table=True):
    """The words of a wave wait for a second person to release them; until then nothing moves."""

    __tablename__: ClassVar[str] = "words_plan"

    wave_id: UUID = Field(primary_key=True)
    prepared_by: UUID = Field(foreign_key="person.id")


class ReleasedTheme(Table, table=True):
    """How many in a unit spoke of a theme, as coarsely as a figure of so many people is shown.

    Every theme of the code book stands there for every unit, so that none is told by being absent.
    """

    __tablename__: ClassVar[str] = "release_theme"

    release: int = Field(foreign_key="release.number", primary_key=True)
    unit: str = Field(primary_key=True, max_length=240)
    theme: str = Field(primary_key=True, max_length=40)
    place: int
    name: str = Field(max_length=80)
    content: dict[str, Any] = Field(sa_type=JSON)


class ReleasedQuote(Table, table=True):
    """Somebody's words, redacted and agreed, for England or a region; the id is no comment's."""

    __tablename__: ClassVar[str] = "release_quote"
    __table_args__ = (
        Index("ix_release_quote_release", "release", "unit"),
        {"sqlite_with_rowid": False},
    )

    id: UUID = Field(primary_key=True)
    release: int = Field(foreign_key="release.number")
    unit: str = Field(max_length=240)
    theme: str = Field(max_length=40)
    text: str = Field(sa_type=Text)
