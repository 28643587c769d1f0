"""What stands in the draft of a newsletter, and that it stays true until somebody takes it up."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

import views.library_letters
from models.library import LibraryEntry, LibraryNote, NoteKind
from models.outbox import Message
from services import outbox
from services.work import Work
from views.library_letters import Lists

A_MONTH = timedelta(days=31)
MOST_NEW, MOST_USED = 8, 3

_BEGINS = "library.newsletter:"


async def show(work: Work) -> None:
    """Let every draft that nobody has taken up say what taking it up would give now."""
    query = select(Message).where(col(Message.dedupe).startswith(_BEGINS))
    waiting = [
        message.dedupe
        for message in await work.session.scalars(query)
        if views.library_letters.is_offered(message.payload)
    ]
    found = await lists(work) if waiting else []
    for one in waiting:
        month = one.removeprefix(_BEGINS)
        await outbox.revise(work, one, views.library_letters.newsletter(found, month))


async def lists(work: Work) -> Lists:
    """What was chosen for it, what else is new, and what is used most; empty if nothing is new."""
    chosen = await _chosen(work)
    new = [one for one in await _new(work, work.now - A_MONTH) if one not in chosen][:MOST_NEW]
    if not chosen and not new:
        return []
    used = select(LibraryEntry).where(col(LibraryEntry.uses) > 0)
    query = used.order_by(col(LibraryEntry.uses).desc(), col(LibraryEntry.practice_id))
    most = list(await work.session.scalars(query.limit(MOST_USED)))
    named = (
        (views.library_letters.CHOSEN, chosen),
        (views.library_letters.NEW, new),
        (views.library_letters.MOST_USED, most),
    )
    return [(title, entries) for title, entries in named if entries]


def key(month: str) -> str:
    """The key of the draft of a month."""
    return f"{_BEGINS}{month}"


async def _chosen(work: Work) -> list[LibraryEntry]:
    query = (
        select(LibraryEntry)
        .join(LibraryNote, col(LibraryNote.practice_id) == col(LibraryEntry.practice_id))
        .where(col(LibraryNote.kind) == NoteKind.NEWSLETTER, col(LibraryNote.done_at).is_(None))
        .order_by(col(LibraryNote.at), col(LibraryEntry.practice_id))
    )
    return list(await work.session.scalars(query))


async def _new(work: Work, since: datetime) -> list[LibraryEntry]:
    query = select(LibraryEntry).where(col(LibraryEntry.published_at) > since)
    newest = (col(LibraryEntry.published_at).desc(), col(LibraryEntry.practice_id))
    return list(await work.session.scalars(query.order_by(*newest).limit(MOST_NEW * 2)))
