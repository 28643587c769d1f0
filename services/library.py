"""The library: what is published, how it is found, and how it leaves again."""

from models.library import LibraryEntry
from models.practice import Practice
from services.work import Work


async def publish(work: Work, practice: Practice) -> None:
    """Let an example be found and read, in its newest version; again changes nothing."""


async def remove(work: Work, practice: Practice) -> None:
    """Let an example be found no more; nothing happens if it was not there."""


async def similar(work: Work, title: str, problem: str, limit: int = 3) -> list[LibraryEntry]:
    """Published examples that may be about the same, the likeliest first."""
    return []
