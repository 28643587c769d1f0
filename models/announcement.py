"""Announcements: what is said to whom and when, who agreed, and who has acknowledged."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from models.columns import choice, moment
from models.person import Reach
from models.tables import Table


class AnnouncementState(StrEnum):
    """The way of an announcement; `services.announcements.move` is the only one to change it."""

    DRAFT = "draft"
    AWAITING = "awaiting_approval"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


class Where(StrEnum):
    """How it reaches people."""

    CHANNEL = "channel"
    DIRECT = "direct"
    BOTH = "both"


class Acknowledgement(StrEnum):
    """Whether it asks for "I have read this"; a must shows co-ordinators names, and says so."""

    NONE = "none"
    ASKED = "asked"
    MUST = "must"


class Announcement(Table, table=True):
    """One announcement; its scope is the right of its author, and never wider."""

    __tablename__: ClassVar[str] = "announcement"

    id: UUID = Field(primary_key=True)
    author_id: UUID = Field(foreign_key="person.id", index=True)
    reach: Reach = choice(Reach)
    scope: str = Field(max_length=200)
    title: str = Field(default="", max_length=150)
    # A rich_text block, as Slack's own input gave it.
    text: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    link: str = Field(default="", max_length=1000)
    audience: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    where: Where = choice(Where, default=Where.DIRECT)
    acknowledgement: Acknowledgement = choice(Acknowledgement, default=Acknowledgement.NONE)
    send_at: datetime | None = moment(default=None)
    state: AnnouncementState = choice(
        AnnouncementState, default=AnnouncementState.DRAFT, index=True
    )
    edition: int = 0
    approved_by: UUID | None = Field(default=None, foreign_key="person.id")
    approved_at: datetime | None = moment(default=None)
    # How many direct messages the frozen audience needs.
    people: int = 0
    created_at: datetime = moment()
    started_at: datetime | None = moment(default=None)
    corrected_at: datetime | None = moment(default=None)
    reminded_at: datetime | None = moment(default=None)


class Recipient(Table, table=True):
    """One person of the frozen audience, with the place they are counted under."""

    __tablename__: ClassVar[str] = "recipient"

    announcement_id: UUID = Field(foreign_key="announcement.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    employer: str = Field(max_length=200)
    region: str = Field(max_length=60)
    is_direct: bool = True
    acknowledged_at: datetime | None = moment(default=None)


class Wishes(Table, table=True):
    """How a person wants announcements; who has no row gets them as they are sent."""

    __tablename__: ClassVar[str] = "wishes"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    where: Where = choice(Where, default=Where.BOTH)
    is_muted: bool = False
