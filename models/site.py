"""The way to the pages: a link that works once, and the visit that it becomes.

Of both, only the hash of what the person holds is kept: whoever reads the table cannot come in.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel import Field

from models.columns import moment
from models.tables import Table


class SiteLink(Table, table=True):
    """A link from Slack to the pages; used once, and not for long."""

    __tablename__: ClassVar[str] = "site_link"

    token: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    ends_at: datetime = moment()
    used_at: datetime | None = moment(default=None)


class SiteVisit(Table, table=True):
    """Somebody's hours on the pages; `rights` is what they were when it began, as a hash."""

    __tablename__: ClassVar[str] = "site_visit"

    token: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    rights: str = Field(max_length=64)
    ends_at: datetime = moment()
