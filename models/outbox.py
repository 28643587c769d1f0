"""What is to be sent, who may send it, and what has been heard before."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlmodel import Field

from models.columns import choice, moment
from models.tables import Table

# How the keys begin of what only those are sent who have not answered a wave.
REMINDER = "remind:"


class Posting(StrEnum):
    """What the postman does with a message: post it, or update what stands there of it."""

    POST = "post"
    UPDATE = "update"


class Rank(IntEnum):
    """Who goes first: one letter to one person never waits behind thousands about a wave.

    A change that its reader has seen already, because the answer to their press showed it, waits
    for everything that nobody has seen.
    """

    SINGLE = 0
    BULK = 1
    SEEN = 2


class MessageState(StrEnum):
    """The way of a message."""

    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    DROPPED = "dropped"
    UNCERTAIN = "uncertain"


class Message(Table, table=True):
    """A message written in the transaction of its cause, rendered when written."""

    __tablename__: ClassVar[str] = "message"
    # With the rank and the id a long queue is read in order without being sorted; with the posting
    # at the end, thousands of updates are passed over without being read.
    __table_args__ = (Index("ix_message_due", "state", "rank", "not_before", "id", "posting"),)

    id: UUID = Field(primary_key=True)
    dedupe: str = Field(unique=True, max_length=200)
    posting: Posting = choice(Posting, default=Posting.POST)
    channel: str = Field(max_length=40)
    person_id: UUID | None = Field(default=None, index=True)
    wave_id: UUID | None = Field(default=None, index=True)
    # Letters that are held, released and taken back together, such as those of an announcement.
    batch_id: UUID | None = Field(default=None, index=True)
    # The key of the letter in whose thread this one stands, and where that was when we sent.
    thread_of: str | None = Field(default=None, max_length=200)
    thread_ts: str | None = Field(default=None, max_length=40)
    payload: dict[str, Any] = Field(sa_type=JSON)
    fallback: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    is_harmless_twice: bool = True
    rank: int = Rank.SINGLE
    not_before: datetime = moment()
    not_after: datetime | None = moment(default=None)
    state: MessageState = choice(MessageState, default=MessageState.QUEUED)
    # What becomes of it when an attempt has failed: its batch may have been paused meanwhile.
    returns_as: MessageState = choice(MessageState, default=MessageState.QUEUED)
    attempts: int = 0
    claimed_by: str | None = Field(default=None, max_length=60)
    claimed_at: datetime | None = moment(default=None)
    reason: str | None = Field(default=None, max_length=80)
    sent_channel: str | None = Field(default=None, max_length=40)
    sent_ts: str | None = Field(default=None, max_length=40)
    # Counts what it is to say; the other is the edition that was on its way last.
    edition: int = 0
    sent_edition: int = 0
    # How often it was posted: more than once when what stood there was deleted.
    copies: int = 0


class Lease(Table, table=True):
    """One holder at a time, until a moment."""

    __tablename__: ClassVar[str] = "lease"

    name: str = Field(primary_key=True, max_length=60)
    holder: str = Field(max_length=60)
    until: datetime = moment()


class Receipt(Table, table=True):
    """A request that has had its effect."""

    __tablename__: ClassVar[str] = "receipt"

    key: str = Field(primary_key=True, max_length=120)
    at: datetime = moment(index=True)
