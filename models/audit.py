"""What happened, in a chain that cannot be changed unseen; never an answer, never who answered."""

import hashlib
import json
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlmodel import Field

from models.columns import moment
from models.tables import Table

FIRST_LINK = "0" * 64


class AuditEntry(Table, table=True):
    """One thing that happened, tied to the entry before it."""

    __tablename__: ClassVar[str] = "audit_entry"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = moment()
    actor: str = Field(max_length=60)
    what: str = Field(max_length=60)
    subject: str = Field(max_length=120)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    link: str = Field(max_length=64)

    def link_after(self, previous: str) -> str:
        """The hash that ties this entry to the one before (SHA-256 over a canonical JSON)."""
        content = [self.number, self.at.isoformat(), self.actor, self.what, self.subject]
        text = json.dumps([previous, *content, self.details], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
