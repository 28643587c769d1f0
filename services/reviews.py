"""Reviews: a round of readers for each version of an example, and how it ends."""

from models.practice import Practice
from services.work import Work


async def begin_round(work: Work, practice: Practice) -> None:
    """Ask for readers of the newest version; whoever read the one before keeps their seat."""


async def end(work: Work, practice: Practice) -> None:
    """Nobody need read this any more; again changes nothing."""


async def queue(work: Work) -> list[Practice]:
    """What waits for readers, by due date."""
    return []
