"""The one card of an announcement, where co-ordinators are: it is always true."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import views.announcement_card
import views.announcement_letters
from models.announcement import Announcement, AnnouncementState
from models.outbox import MessageState
from models.person import Person
from services import announcements, outbox
from services.work import LONDON, Delivery, Work
from views.announcement_card import Card
from views.announcement_letters import Copy
from views.letters import Letter


def starts_at(work: Work, announcement: Announcement) -> datetime:
    """When it starts, or would: at its moment or now, and never outside working hours."""
    wanted = max(work.now, announcement.send_at or work.now)
    return work.calendar.next_working_moment(wanted, LONDON)


async def copy_of(work: Work, announcement: Announcement) -> Copy:
    """What everybody reads of it."""
    author = await announcements.author_of(work, announcement)
    return Copy(announcement, author.name if author else "")


async def gone(work: Work, announcement: Announcement) -> int:
    """How many messages of it have gone."""
    progress = await outbox.progress(work, announcement.id)
    return progress.get(MessageState.SENT, 0) + progress.get(MessageState.SENDING, 0)


async def show(work: Work, announcement: Announcement) -> None:
    """Bring the card up to date, wherever it stands; the first one is posted."""
    letter = await _letter(work, announcement)
    channel, key = work.policy.channels.coordinators, card_key(announcement)
    if channel and not await outbox.revise(work, key, letter):
        # What was never more than a draft is nobody's business yet.
        if announcement.state is not AnnouncementState.DRAFT:
            work.post(channel, letter, key)
    elif not channel:
        for person in await announcements.others(work, announcement):
            await outbox.revise(work, f"{key}:{person.id}", letter)


async def show_to(work: Work, announcement: Announcement, people: Sequence[Person]) -> None:
    """The card as a direct message to each, where co-ordinators have no channel."""
    letter = await _letter(work, announcement)
    for person in people:
        key = f"{card_key(announcement)}:{person.id}"
        if person.slack_id is not None and not await outbox.revise(work, key, letter):
            work.post(person.slack_id, letter, key, Delivery(person_id=person.id))


async def tell(
    work: Work, announcement: Announcement, person_id: UUID | None, letter: Letter
) -> None:
    """Write to whoever it is about, unless they have just done it themselves."""
    person = await work.session.get(Person, person_id) if person_id else None
    if person is None or person.slack_id is None or person.slack_id == work.actor.name:
        return
    key = f"announcement:{announcement.id}:told:{work.new_id()}"
    work.post(person.slack_id, letter, key, Delivery(person_id=person.id))


def card_key(announcement: Announcement) -> str:
    """The key of the card."""
    return f"announcement:{announcement.id}:card"


async def _letter(work: Work, announcement: Announcement) -> Letter:
    copy = await copy_of(work, announcement)
    corrected, corrector = None, ""
    if announcement.corrector_id is not None and announcement.correction is not None:
        corrected = views.announcement_letters.corrected(copy, work.now)
        person = await work.session.get_one(Person, announcement.corrector_id)
        corrector = person.name
    card = Card(
        copy=copy,
        people=announcement.people,
        starts_at=starts_at(work, announcement),
        gone=await gone(work, announcement),
        corrected=corrected,
        corrector=corrector,
    )
    return views.announcement_card.card(card)
