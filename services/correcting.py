"""Correcting an announcement: new words for the copies that wait, then for those that arrived."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import col

import views.announcement_letters
import views.announcement_pages
from models.announcement import STARTED, Announcement
from models.outbox import Message, MessageState, Posting, Rank
from models.refusals import NobodyToApprove, OwnAnnouncement
from services import acknowledging, announcement_cards, announcements, outbox, rights, rows
from services.announcement_cards import copy_of
from services.announcing import channel_key
from services.drafting import checked_text, checked_title, must_fit, names_in
from services.work import Work
from views.announcement_letters import Copy
from views.announcements import Correction


async def to_correct(work: Work, announcement_id: UUID) -> Announcement:
    """One that has begun to arrive, for who may look after it."""
    announcement = await announcements.required(work, announcement_id)
    if announcement.state not in STARTED:
        raise announcement.moved()
    return announcement


async def form(work: Work, announcement_id: UUID) -> Correction:
    """The form for new words, with what it takes to bring them to everybody."""
    announcement = await to_correct(work, announcement_id)
    copies = await announcement_cards.gone(work, announcement)
    takes = views.announcement_pages.duration(copies, work.policy.changes_per_minute)
    return Correction(announcement, takes, needs_agreement(work, announcement))


def needs_agreement(work: Work, announcement: Announcement) -> bool:
    """Whether so many have it that new words need a second co-ordinator, too."""
    return announcement.people > work.policy.announce_alone_up_to


async def correct(work: Work, announcement_id: UUID, title: str, text: object) -> Announcement:
    """Give it new words at once, or ask a second co-ordinator where many people have it."""
    announcement = await to_correct(work, announcement_id)
    new = {
        "title": checked_title(title),
        "text": checked_text(await names_in(work, text), text),
    }
    shown = await copy_of(work, announcement)
    dated = {**new, "corrected_at": work.now}
    must_fit(Copy(announcement.model_copy(update=dated), shown.author))
    if not needs_agreement(work, announcement):
        return await _apply(work, announcement, new)
    me = await rights.me(work)
    second = [one for one in await announcements.all_within(work, announcement) if one.id != me.id]
    if not second:
        raise NobodyToApprove
    asked = await _set(work, announcement, correction=new, corrector_id=me.id)
    announcements.note(work, asked, "correction_asked")
    await announcement_cards.show(work, asked)
    if not work.policy.channels.coordinators:
        await announcement_cards.show_to(work, asked, second)
    return asked


async def agree(work: Work, announcement_id: UUID, edition: int) -> Announcement:
    """Agree to just these new words as a second co-ordinator; they go out now."""
    announcement, new = await _waiting(work, announcement_id, edition)
    corrector_id = announcement.corrector_id
    done = await _apply(work, announcement, new)
    letter = views.announcement_letters.news(done, views.announcement_letters.AGREED)
    await announcement_cards.tell(work, done, corrector_id, letter)
    return done


async def send_back(work: Work, announcement_id: UUID, edition: int, why: str) -> Announcement:
    """Give just these new words back to whoever wrote them; what has gone stays as it is."""
    why = announcements.checked_words(why)
    announcement, _ = await _waiting(work, announcement_id, edition)
    corrector_id = announcement.corrector_id
    # The words are kept, so that whoever wrote them begins with them.
    returned = await _set(work, announcement, corrector_id=None)
    announcements.note(work, returned, "correction_sent_back")
    letter = views.announcement_letters.correction_sent_back(returned, why)
    await announcement_cards.tell(work, returned, corrector_id, letter)
    await announcement_cards.show(work, returned)
    return returned


async def to_change(work: Work, announcement_id: UUID) -> int:
    """How many copies in Slack still say what they said before."""
    query = select(func.count()).where(
        col(Message.batch_id).in_([announcement_id, acknowledging.reminder_batch(announcement_id)]),
        col(Message.posting) == Posting.UPDATE,
        col(Message.state).in_([MessageState.QUEUED, MessageState.SENDING]),
        # Whoever acknowledged has seen the newest words when they did.
        col(Message.rank) != Rank.SEEN,
    )
    return await work.session.scalar(query) or 0


async def _waiting(
    work: Work, announcement_id: UUID, edition: int
) -> tuple[Announcement, dict[str, Any]]:
    """New words that wait for somebody else than the actor, if they are still these."""
    announcement = await to_correct(work, announcement_id)
    if announcement.corrector_id == (await rights.me(work)).id:
        raise OwnAnnouncement("own correction")
    new = announcement.correction
    if announcement.edition != edition or announcement.corrector_id is None or new is None:
        raise announcement.moved()
    return announcement, new


async def _apply(work: Work, announcement: Announcement, new: dict[str, Any]) -> Announcement:
    more = {"correction": None, "corrector_id": None, "corrected_at": work.now}
    done = await _set(work, announcement, title=new["title"], text=new["text"], **more)
    announcements.note(work, done, "corrected")
    letters = await acknowledging.letters(work, done)
    if done.is_in_channel:
        letter = views.announcement_letters.letter(await copy_of(work, done))
        letters[channel_key(done.id)] = letter
    await outbox.revise_many(work, letters)
    await announcement_cards.show(work, done)
    return done


async def _set(work: Work, announcement: Announcement, **columns: Any) -> Announcement:
    """Change just the edition that was read; whoever was faster wins."""
    changed = (
        update(Announcement)
        .where(
            col(Announcement.id) == announcement.id,
            col(Announcement.edition) == announcement.edition,
        )
        .values(edition=announcement.edition + 1, changed_at=work.now, **columns)
        .execution_options(synchronize_session=False)
    )
    if await rows.change(work.session, changed) == 0:
        raise announcement.moved()
    return await announcements.fetch(work, announcement.id)
