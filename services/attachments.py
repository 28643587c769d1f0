"""Files of an example: which are taken, how they are kept, and what can be read in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from models import documents, practice_files
from models.practice import PracticeFile
from models.refusals import BadInput, FileUnreadable
from services import rows
from services.work import Work


@dataclass(frozen=True)
class Attached:
    """A file without its bytes."""

    id: UUID
    name: str
    size: int
    slack_file_id: str


@dataclass(frozen=True)
class Fetched:
    """A file as Slack gave it to us, and the text in it."""

    slack_file_id: str
    name: str
    content: bytes
    text: str


def opened(slack_file_id: str, name: str, content: bytes) -> Fetched:
    """A file with the text in it; BadInput for one that is empty, damaged or locked.

    It may take seconds, so it is called beside the loop.
    """
    try:
        text = documents.text_of(content, practice_files.ending(name))
    except FileUnreadable as fault:
        raise BadInput(practice_files.FIELD, practice_files.unreadable(name)) from fault
    if len(text) >= practice_files.MOST_TEXT:
        raise BadInput(practice_files.FIELD, practice_files.too_long(name))
    return Fetched(slack_file_id, name, content, text.replace("\x00", " "))


async def of(work: Work, practice_id: UUID) -> Sequence[Attached]:
    """The files of an example, by name, without their bytes."""
    query = (
        select(
            col(PracticeFile.id),
            col(PracticeFile.name),
            col(PracticeFile.size),
            col(PracticeFile.slack_file_id),
        )
        .where(col(PracticeFile.practice_id) == practice_id)
        .order_by(col(PracticeFile.name), col(PracticeFile.id))
    )
    return [Attached(row[0], row[1], row[2], row[3]) for row in await work.session.execute(query)]


async def texts(work: Work, practice_id: UUID) -> dict[UUID, tuple[str, str]]:
    """What each file of an example is called, and what can be read in it."""
    query = (
        select(col(PracticeFile.id), col(PracticeFile.name), col(PracticeFile.text))
        .where(col(PracticeFile.practice_id) == practice_id)
        .order_by(col(PracticeFile.name), col(PracticeFile.id))
    )
    return {row[0]: (row[1], row[2]) for row in await work.session.execute(query)}


async def keep(work: Work, practice_id: UUID, fetched: Sequence[Fetched]) -> None:
    """Keep files that are not kept yet; BadInput for one of another kind, too big, or one more."""
    before = {one.slack_file_id for one in await of(work, practice_id)}
    new = [one for one in fetched if one.slack_file_id not in before]
    sizes = [(one.name, len(one.content)) for one in new]
    if fault := practice_files.fault(sizes, already=len(before)):
        raise BadInput(practice_files.FIELD, fault)
    kept = [
        {
            "id": work.new_id(),
            "practice_id": practice_id,
            "slack_file_id": one.slack_file_id,
            "name": one.name[-200:],
            "kind": practice_files.ending(one.name),
            "size": len(one.content),
            "content": one.content,
            "text": one.text,
        }
        for one in new
    ]
    await rows.insert_new(work.session, PracticeFile, kept)


async def drop(work: Work, practice_id: UUID, file_id: UUID) -> None:
    """Take a file away; nothing happens if it is gone."""
    await work.session.execute(
        delete(PracticeFile).where(
            col(PracticeFile.practice_id) == practice_id, col(PracticeFile.id) == file_id
        )
    )
