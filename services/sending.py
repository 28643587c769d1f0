"""An example leaves its author's hands, and may be taken back: sending and withdrawing."""

from uuid import UUID

from models.practice import Practice
from services import practices
from services.work import Work


async def withdraw(work: Work, practice_id: UUID, reason: str) -> Practice:
    """Take an example back, by its author at any time or by a co-ordinator once published."""
    return await practices.fetch(work, practice_id)
