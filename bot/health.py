"""Whether the bot can do its work now: what `/ready` and `/metrics` ask the database."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from models.outbox import Message, MessageState
from services.work import Database

# Who asks may ask often, and a database that takes longer is of no use either.
DATABASE_SECONDS = 2.0

Claim = tuple[str, Callable[[], bool]]


class Health:
    """Asks the database, and whatever else claims to be well."""

    def __init__(self, database: Database, claims: Sequence[Claim] = ()) -> None:
        self._database = database
        self._claims = claims

    async def faults(self) -> list[str]:
        """What is not as it should be, in a word each; empty when all is well."""
        faults = [name for name, is_well in self._claims if not is_well()]
        if await self.outbox() is None:
            faults.append("database")
        return faults

    async def outbox(self) -> Mapping[str, int] | None:
        """How many messages are in each state; None when the database does not answer."""
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                return await self._depths()
        except (SQLAlchemyError, OSError, TimeoutError):
            return None

    async def _depths(self) -> Mapping[str, int]:
        state = Message.__table__.c.state  # type: ignore[attr-defined]
        async with self._database.read() as session:
            found = await session.execute(select(state, func.count()).group_by(state))
            counted = {MessageState(name): count for name, count in found}
        return {str(name): counted.get(name, 0) for name in MessageState}
