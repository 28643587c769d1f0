"""You said, we did: what co-ordinators answer to a release, and how it came over."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field

from models.columns import choice, moment
from models.person import Reach
from models.refusals import ResponseClosed, ResponseMoved
from models.tables import Table

SAID, DID, CANNOT = "said", "did", "cannot"


class Response(Table, table=True):
    """What the co-ordinators of one place are asked about one release, and their answer."""

    __tablename__: ClassVar[str] = "response"
    __table_args__ = (
        UniqueConstraint("release", "reach", "scope"),
        Index("ix_response_scope", "reach", "scope"),
    )

    id: UUID = Field(primary_key=True)
    release: int = Field(foreign_key="release.number")
    reach: Reach = choice(Reach)
    scope: str = Field(max_length=200)
    asked_at: datetime = moment()
    due_at: datetime = moment()
    # Until then it can be written and changed, and people say whether it helps.
    closes_at: datetime = moment()
    said: str = Field(default="", sa_type=Text)
    did: str = Field(default="", sa_type=Text)
    cannot: str = Field(default="", sa_type=Text)
    owner: str = Field(default="", max_length=100)
    by_when: date | None = None
    edition: int = 0
    author_id: UUID | None = Field(default=None, foreign_key="person.id")
    written_at: datetime | None = moment(default=None)
    # What those who pressed a button thought, counted once, at the end; None for fewer than ten.
    opinion: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    is_counted: bool = False

    @property
    def is_written(self) -> bool:
        return self.written_at is not None

    def is_missed(self, at: datetime) -> bool:
        """Whether it is due and not there; one that comes late is there."""
        return self.due_at <= at and not self.is_written

    def must_be_open(self, at: datetime) -> None:
        """Refuse what comes after the end."""
        if at >= self.closes_at:
            raise ResponseClosed

    def write(self, texts: dict[str, str], author: UUID, edition: int, at: datetime) -> None:
        """Say it, or say it anew; refuses whoever has not seen the newest words."""
        self.must_be_open(at)
        if edition != self.edition:
            raise ResponseMoved
        self.said, self.did, self.cannot = texts[SAID], texts[DID], texts[CANNOT]
        self.author_id, self.edition = author, self.edition + 1
        self.written_at = self.written_at or at


class Opinion(Table, table=True):
    """One person's button, kept only until it is counted, so that they may change their mind.

    Nobody can list it: no service gives more than a count from ten people on, and that only once.
    """

    __tablename__: ClassVar[str] = "response_opinion"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    response_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    is_helpful: bool
