"""Good practice on its way: what somebody shares, each version of it, and its files."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from models.columns import choice, moment
from models.refusals import PracticeMoved
from models.tables import Table


class PracticeState(StrEnum):
    """The way of an example; `services.practices.move` is the only one that changes it."""

    DRAFT = "draft"
    CHECKING = "identifier_check"
    IN_REVIEW = "with_reviewers"
    STOPPED = "stopped"
    CHANGES_ASKED = "changes_asked"
    NOT_NOW = "not_now"
    PUBLISHED = "published"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Way(StrEnum):
    """How the sector gets to know an example; one decision may choose several."""

    LIBRARY = "library"
    NEWSLETTER = "newsletter"
    EVENT = "event"
    MENTOR = "mentor"


class Practice(Table, table=True):
    """One example and where it is; `content` is what the author last saved, by field."""

    __tablename__: ClassVar[str] = "practice"

    id: UUID = Field(primary_key=True)
    author_id: UUID = Field(foreign_key="person.id", index=True)
    # The employer when it was sent: nobody from there reviews it, wherever the author is later.
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    state: PracticeState = choice(PracticeState, default=PracticeState.DRAFT, index=True)
    # Counts what was saved: a form that was opened before is told from the newest.
    edition: int = 0
    # The window that saved last: what it saves next is newer, whatever it was opened with.
    window: str = Field(default="", max_length=40)
    # The version of the published example that this one is to take the place of; nought if none.
    follows: int = 0
    # Counts what was sent to reviewers, or published, from what it follows on.
    version: int = 0
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # Why a finding of the screen is no identifier: field, kind, excerpt and reason each.
    explained: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    # What reviewers asked for, by field, in their words.
    asked_changes: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    ways: list[str] = Field(default_factory=list, sa_type=JSON)
    reason: str = Field(default="", sa_type=Text)
    created_at: datetime = moment()
    changed_at: datetime = moment()
    # In what role whoever brought it into its state did so.
    changed_by: str = Field(default="author", max_length=20)
    submitted_at: datetime | None = moment(default=None)
    due_at: datetime | None = moment(default=None)
    decided_at: datetime | None = moment(default=None)
    review_on: date | None = None

    @property
    def was_sent(self) -> bool:
        """Whether reviewers have ever had it; until then it is its author's alone."""
        return self.version > self.follows

    def moved(self) -> PracticeMoved:
        """The refusal that says where it is by now, since when, and in what role it was moved."""
        return PracticeMoved(self.state.value, self.changed_at, self.changed_by)


class PracticeVersion(Table, table=True):
    """What was sent to reviewers each time, so that what changed can be marked.

    Where an example follows a published one, what was published comes first.
    """

    __tablename__: ClassVar[str] = "practice_version"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    version: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    # The names of the files that went with it, by id; one may have been taken away since.
    files: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = moment()


class PracticeFile(Table, table=True):
    """A file of an example, kept here because Slack shows it to nobody but its owner."""

    __tablename__: ClassVar[str] = "practice_file"
    __table_args__ = (UniqueConstraint("practice_id", "slack_file_id"),)

    id: UUID = Field(primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id", index=True)
    slack_file_id: str = Field(max_length=40)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=20)
    size: int
    content: bytes = Field(sa_type=LargeBinary)
    # What can be read in it: looked through like everything that is typed.
    text: str = Field(default="", sa_type=Text)
