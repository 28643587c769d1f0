"""The files that were agreed to with a published example."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from models.library import LibraryEntry
from models.practice import PracticeFile
from services.work import Work


@dataclass(frozen=True)
class FileName:
    """A file, as far as it is shown."""

    name: str


async def files_of(work: Work, entry: LibraryEntry) -> list[PracticeFile]:
    """The files that were agreed to with an example."""
    query = select(PracticeFile).where(col(PracticeFile.practice_id) == entry.practice_id)
    found = await work.session.scalars(query)
    return [file for file in found if str(file.id) in entry.files]


async def names_of(work: Work, entry: LibraryEntry) -> list[FileName]:
    """What they are called, without reading them."""
    names = select(col(PracticeFile.id), col(PracticeFile.name)).where(
        col(PracticeFile.practice_id) == entry.practice_id
    )
    rows_ = await work.session.execute(names)
    return [FileName(row[1]) for row in rows_ if str(row[0]) in entry.files]
