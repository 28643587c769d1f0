"""The outbox: what is to be sent is written in the transaction of its cause."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.outbox import Message
from services import rows


async def write(session: AsyncSession, letters: Sequence[dict[str, Any]]) -> None:
    """Queue the letters; one whose dedupe key is taken was queued before and stays as it is."""
    await rows.insert_new(session, Message, letters)
