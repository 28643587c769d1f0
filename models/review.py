"""Who reads an example before it is shared, what they say, and who volunteers to."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON, Text
from sqlmodel import Field

from models.columns import choice, moment
from models.tables import Table


class Seat(StrEnum):
    """For whom a reviewer speaks."""

    CHAMPION = "champion"
    NQSW = "nqsw"


class ReviewState(StrEnum):
    """The way of one reviewer with one example."""

    ASKED = "asked"
    REVIEWING = "reviewing"
    VOTED = "voted"
    DECLINED = "declined"
    CONFLICTED = "conflicted"
    LEFT = "left"


class Proposal(StrEnum):
    """What a reviewer would do with it."""

    SHARE = "share"
    CHANGES = "changes"
    NOT_NOW = "not_now"


class Review(Table, table=True):
    """One reviewer of one example: a seat taken or offered, and one vote that may change."""

    __tablename__: ClassVar[str] = "review"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    seat: Seat = choice(Seat)
    state: ReviewState = choice(ReviewState)
    since: datetime = moment()
    read_version: int = 0
    voted_version: int = 0
    voted_at: datetime | None = moment(default=None)
    # Nought to two for each of the seven acceptance tests.
    scores: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    proposal: Proposal | None = choice(Proposal, default=None)
    ways: list[str] = Field(default_factory=list, sa_type=JSON)
    # The words for the author, by field.
    changes: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    reason: str = Field(default="", sa_type=Text)


class Volunteer(Table, table=True):
    """An NQSW who offered to review; whoever was asked longest ago is asked next."""

    __tablename__: ClassVar[str] = "volunteer"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    since: datetime = moment()
    last_asked_at: datetime | None = moment(default=None)


class Reading(Table, table=True):
    """Somebody pressed "Read" on a card: shown there as who has read it."""

    __tablename__: ClassVar[str] = "reading"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    version: int
    at: datetime = moment()
