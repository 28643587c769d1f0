"""What is asked and when: surveys, their waves, and who was invited to each."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from models.columns import choice, moment
from models.refusals import WaveNotOpen
from models.tables import Table


class WaveState(StrEnum):
    """The way of a wave; it only ever goes forward, one step at a time."""

    OPEN = "open"
    CLOSING = "closing"
    SEALED = "sealed"
    DESTROYED = "destroyed"
    LOST = "lost"


class Survey(Table, table=True):
    """A series of waves with its schedule (cron, Europe/London), length and audience."""

    __tablename__: ClassVar[str] = "survey"

    id: str = Field(primary_key=True, max_length=40)
    title: str = Field(max_length=200)
    questionnaire: str = Field(max_length=60)
    cron: str = Field(max_length=80)
    working_days: int
    reminders: int = 2
    audience: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    is_paused: bool = False


class Wave(Table, table=True):
    """One round of a survey: a frozen audience, a fixed set of questions, one key."""

    __tablename__: ClassVar[str] = "wave"
    # The slot is the moment the wave was due: whoever comes second finds it taken.
    __table_args__ = (
        UniqueConstraint("survey_id", "slot"),
        # One wave of a survey is open at a time, whoever presses first.
        Index(
            "ix_wave_one_open",
            "survey_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: UUID = Field(primary_key=True)
    survey_id: str = Field(foreign_key="survey.id", max_length=40)
    slot: str = Field(max_length=60)
    questionnaire: str = Field(max_length=60)
    version: int
    items: list[str] = Field(sa_type=JSON)
    opens_at: datetime = moment()
    closes_at: datetime = moment()
    closing_since: datetime | None = moment(default=None)
    state: WaveState = choice(WaveState, default=WaveState.OPEN)
    invited: int = 0
    answered: int | None = None

    def must_be_open(self) -> None:
        """Refuse to close what is not open."""
        if self.state is not WaveState.OPEN:
            raise WaveNotOpen(str(self.id))


class Invitation(Table, table=True):
    """One person was asked in one wave; the edition counts their writes until the sealing."""

    __tablename__: ClassVar[str] = "invitation"

    wave_id: UUID = Field(foreign_key="wave.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    edition: int = 0
