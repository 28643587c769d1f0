"""The calendar: what is due is a row with a unique key."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.columns import moment
from models.tables import Table


class Appointment(Table, table=True):
    """Something to be done once: what, for whom or which, and when."""

    __tablename__: ClassVar[str] = "appointment"
    __table_args__ = (
        UniqueConstraint("what", "subject", "at"),
        Index("ix_appointment_due", "done_at", "at"),
    )

    id: UUID = Field(primary_key=True)
    what: str = Field(max_length=60)
    subject: str = Field(max_length=80)
    at: datetime = moment()
    done_at: datetime | None = moment(default=None)
