"""The newsletter: once a month co-ordinators get a draft of what there is to tell."""

from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

import views.library_letters
from models.announcement import Announcement
from models.audience import Audience
from models.library import LibraryNote, NoteKind
from models.person import RoleName
from models.refusals import AlreadyDone, AnnouncementUnknown
from services import announcements, library, newsletter_draft, outbox, rights, rows
from services.work import LONDON, Delivery, Work

ROUND = "library.newsletter"
MONTHLY = "0 9 * * 1#1"


async def send_draft(work: Work) -> None:
    """Show the co-ordinators what could stand in the newsletter; nothing new, no message."""
    channel = work.policy.channels.coordinators
    lists = await newsletter_draft.lists(work)
    if not channel or not lists:
        return
    month = f"{work.now.astimezone(LONDON):%B %Y}"
    letter = views.library_letters.newsletter(lists, month)
    moment = work.calendar.next_working_moment(work.now, LONDON)
    work.post(channel, letter, newsletter_draft.key(month), Delivery(not_before=moment))


async def take_up(work: Work, month: str) -> Announcement:
    """Make a draft announcement of it; the examples in it have had their newsletter now.

    They count as told when they are taken into a draft: who deletes the draft tells them by hand.
    """
    await rights.require(work, RoleName.COORDINATOR, rights.ENGLAND)
    taken = views.library_letters.newsletter_taken(month)
    # A month that no draft was sent for is one that somebody made up.
    if not await outbox.revise(work, newsletter_draft.key(month), taken):
        raise AnnouncementUnknown(month[:40])
    lists = await newsletter_draft.lists(work)
    if not lists:
        raise AlreadyDone
    done = (
        update(LibraryNote)
        .where(col(LibraryNote.kind) == NoteKind.NEWSLETTER, col(LibraryNote.done_at).is_(None))
        .values(done_at=work.now)
    )
    await work.session.execute(done.execution_options(synchronize_session=False))
    text = views.library_letters.newsletter_text(lists)
    return await announcements.draft(work, f"Newsletter, {month}", text, Audience())


async def arranged(work: Work, practice_id: UUID, kind: NoteKind) -> None:
    """An event or a mentor offer is arranged; AlreadyDone when somebody said so before."""
    await rights.require(work, RoleName.COORDINATOR)
    entry = await library.entry_of(work, practice_id)
    done = (
        update(LibraryNote)
        .where(col(LibraryNote.practice_id) == practice_id, col(LibraryNote.kind) == kind)
        .where(col(LibraryNote.done_at).is_(None))
        .values(done_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if await rows.change(work.session, done) == 0:
        raise AlreadyDone
    work.record("library.arranged", practice_id, kind=kind.value)
    letter = views.library_letters.arranged(entry.title, kind)
    await outbox.revise(work, library.note_key(practice_id, kind), letter)
