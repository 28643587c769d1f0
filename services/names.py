"""The names on the roster, arranged for searching and read again every few minutes."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.names import NameIndex
from models.person import Person

FRESH = timedelta(minutes=5)


class NameBook:
    """Keeps one index of names; whoever was added in the last minutes may be missing."""

    def __init__(self) -> None:
        self._index: NameIndex | None = None
        self._read_at: datetime | None = None

    async def index(self, session: AsyncSession, now: datetime) -> NameIndex:
        """The index, read again when it is no longer fresh."""
        if self._index is None or self._read_at is None or abs(now - self._read_at) > FRESH:
            names = (await session.scalars(select(col(Person.name)))).all()
            self._index, self._read_at = NameIndex([name for name in names if name]), now
        return self._index
