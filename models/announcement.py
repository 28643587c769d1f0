"""Announcements: what is said to whom and when, who agreed, and who has acknowledged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, Self
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from models.audience import Audience
from models.columns import choice, moment
from models.person import Reach
from models.refusals import AnnouncementMoved
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


class Scope(NamedTuple):
    """How far an announcement may reach: England, one region, or one employer."""

    reach: Reach
    name: str


@dataclass(frozen=True)
class Hearers:
    """Everybody who matches the audience and whom one of the surveys asks, where any is named."""

    audience: Audience
    surveys: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Sequence[str]]) -> Self:
        """Read what `kept` wrote."""
        parts = {part: tuple(values) for part, values in kept.items()}
        surveys = parts.pop("surveys", ())
        return cls(Audience(**{"roles": (), **parts}), surveys)

    def kept(self) -> dict[str, list[str]]:
        """What goes into the database."""
        return {**self.audience.kept(), "surveys": list(self.surveys)}


class Announcement(Table, table=True):
    """One announcement; its scope is the right of its author, and never wider."""

    __tablename__: ClassVar[str] = "announcement"

    id: UUID = Field(primary_key=True)
    # A draft that the timetable wrote has no author until a co-ordinator takes it up.
    author_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
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
    # New words that wait for a second co-ordinator, after copies have gone; and whose they are.
    correction: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    corrector_id: UUID | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = moment()
    changed_at: datetime = moment()
    started_at: datetime | None = moment(default=None)
    corrected_at: datetime | None = moment(default=None)
    reminded_at: datetime | None = moment(default=None)

    @property
    def reaches(self) -> Scope:
        """The right that it was written under."""
        return Scope(self.reach, self.scope)

    @property
    def hearers(self) -> Hearers:
        return Hearers.of(self.audience)

    def moved(self) -> AnnouncementMoved:
        """The refusal that says where it is by now, and since when."""
        return AnnouncementMoved(self.state.value, self.changed_at)

    @property
    def is_in_channel(self) -> bool:
        """Whether a copy stands in the community's channel."""
        return self.where is not Where.DIRECT

    @property
    def asks(self) -> bool:
        """Whether a copy has the button to acknowledge it."""
        return self.acknowledgement is not Acknowledgement.NONE

    @property
    def names_are_shown(self) -> bool:
        """Whether co-ordinators see who has not acknowledged it; the message itself says so."""
        return self.acknowledgement is Acknowledgement.MUST


STARTED = frozenset(
    {
        AnnouncementState.SENDING,
        AnnouncementState.PAUSED,
        AnnouncementState.SENT,
        AnnouncementState.STOPPED,
    }
)


class Recipient(Table, table=True):
    """One person of the frozen audience, with the place they are counted under."""

    __tablename__: ClassVar[str] = "recipient"

    announcement_id: UUID = Field(foreign_key="announcement.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    employer: str = Field(max_length=200)
    region: str = Field(max_length=60)
    is_direct: bool = True
    acknowledged_at: datetime | None = moment(default=None)


class Wish(NamedTuple):
    """How somebody would like announcements; who has said nothing gets them as they are sent."""

    where: Where = Where.BOTH
    is_muted: bool = False

    def gets_direct(self, where: Where, acknowledgement: Acknowledgement) -> bool:
        """Whether an announcement sent so reaches this person by direct message.

        What must be acknowledged always does. Who has muted gets nothing else. Who wants the
        channel only is written to where there is no copy in the channel: they did not ask to
        hear nothing. Who wants direct messages gets one of what stands in the channel alone, too.
        """
        if acknowledgement is Acknowledgement.MUST:
            return True
        if self.is_muted:
            return False
        if where is Where.DIRECT:
            return True
        if where is Where.CHANNEL:
            return self.where is Where.DIRECT
        return self.where is not Where.CHANNEL


class Wishes(Table, table=True):
    """What a person wishes; who has said nothing has no row."""

    __tablename__: ClassVar[str] = "wishes"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    where: Where = choice(Where, default=Where.BOTH)
    is_muted: bool = False
