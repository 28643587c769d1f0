"""The names on the roster, arranged for searching and read again every few minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.names import NameIndex
from models.person import Person

FRESH = timedelta(minutes=5)

# What kind of trace, from where to where.
Place = tuple[str, int, int]


class NameBook:
    """Keeps one index of names; whoever was added in the last minutes may be missing."""

    def __init__(self) -> None:
        self._index: NameIndex | None = None
        self._read_at: datetime | None = None
        # Where in long texts somebody may be recognised, by the digests of the texts;
        # nothing of a text is kept, and nothing for longer than these names.
        self.seen: dict[bytes, Sequence[Place]] = {}

    async def index(self, session: AsyncSession, now: datetime) -> NameIndex:
        """The index, read again when it is no longer fresh."""
        if self._index is None or self._read_at is None or abs(now - self._read_at) > FRESH:
            names = (await session.scalars(select(col(Person.name)))).all()
            self._index, self._read_at = NameIndex([name for name in names if name]), now
            self.seen = {}
        return self._index
