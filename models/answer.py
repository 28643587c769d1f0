"""What is left after sealing: answers that belong to nobody."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from models.columns import choice
from models.tables import Table


class AnswerKind(StrEnum):
    """The three things an answer can be; they stay distinct for ever."""

    SCORED = "scored"
    NOT_YET = "not_yet"
    SKIPPED = "skipped"


class Answer(Table, table=True):
    """One answer to one item under a random id; the finest place it knows is its reporting unit.

    It knows a cohort only where each cohort of its unit has enough people to be told.
    """

    __tablename__: ClassVar[str] = "answer"
    # A hidden rowid would keep the order of insertion.
    __table_args__ = (
        CheckConstraint("(kind = 'scored') = (score is not null)", name="score_iff_scored"),
        CheckConstraint("score between 1 and 5", name="score_on_scale"),
        {"sqlite_with_rowid": False},
    )

    id: UUID = Field(primary_key=True)
    item: str = Field(primary_key=True, max_length=10)
    wave_id: UUID = Field(index=True)
    version: int
    unit: str = Field(max_length=200)
    cohort: str = Field(default="", max_length=60)
    kind: AnswerKind = choice(AnswerKind)
    score: int | None = None


class Comment(Table, table=True):
    """One sealed free text, under an id that it shares with no scores."""

    __tablename__: ClassVar[str] = "comment"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    id: UUID = Field(primary_key=True)
    wave_id: UUID = Field(index=True)
    item: str = Field(max_length=10)
    version: int
    unit: str = Field(max_length=200)
    text: str = Field(sa_type=Text)
    may_quote: bool = False
