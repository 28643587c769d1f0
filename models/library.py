"""The library: published examples as they are searched, who saved them, and who used them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Text
from sqlmodel import Field

from models.columns import choice, moment
from models.tables import Table


class LibraryEntry(Table, table=True):
    """One published example as it is found: written at publication, gone with its withdrawal.

    The words are searched by the database itself: in SQLite by the virtual table `library_words`
    (FTS5), in PostgreSQL by the generated column `words` (tsvector); the migration makes both.
    """

    __tablename__: ClassVar[str] = "library_entry"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    version: int
    title: str = Field(max_length=150)
    problem: str = Field(sa_type=Text)
    # What else is searched, after title and problem.
    body: str = Field(sa_type=Text)
    # What was agreed to, and its files: later drafts are seen when they are agreed to as well.
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    files: list[str] = Field(default_factory=list, sa_type=JSON)
    criteria: list[str] = Field(sa_type=JSON)
    headings: list[str] = Field(default_factory=list, sa_type=JSON)
    employer: str = Field(max_length=200)
    employer_kind: str = Field(max_length=80, index=True)
    region: str = Field(max_length=60, index=True)
    published_at: datetime = moment(index=True)
    review_on: date
    uses: int = Field(default=0, index=True)


class LibraryUse(Table, table=True):
    """Somebody used an example; one row each, which they may change."""

    __tablename__: ClassVar[str] = "library_use"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    at: datetime = moment()
    place: str = Field(default="", max_length=150)
    changed: str = Field(default="", sa_type=Text)
    sentence: str = Field(default="", max_length=300)
    is_named: bool = False


class LibrarySave(Table, table=True):
    """Somebody keeps an example for later."""

    __tablename__: ClassVar[str] = "library_save"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    at: datetime = moment()


class NoteKind(StrEnum):
    """What else than the library was decided for an example."""

    NEWSLETTER = "newsletter"
    EVENT = "event"
    MENTOR = "mentor"


class LibraryNote(Table, table=True):
    """An example waits for a newsletter, an event or a mentor offer; once done it says when."""

    __tablename__: ClassVar[str] = "library_note"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    kind: NoteKind = choice(NoteKind, primary_key=True)
    at: datetime = moment()
    done_at: datetime | None = moment(default=None)
