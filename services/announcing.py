"""Sending announcements: agreement, the frozen audience, the start, and what stops it."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

import views.announcement_letters
from models.announcement import Announcement, AnnouncementState, Recipient
from models.outbox import Message, MessageState
from models.person import Person, RoleName
from models.refusals import NobodyToApprove, NobodyToAsk, OwnAnnouncement
from services import (
    agenda,
    announcement_cards,
    announcements,
    circulars,
    outbox,
    reaching,
    rights,
)
from services.announcement_cards import copy_of, starts_at
from services.announcements import Step, move
from services.audiences import Asked
from services.work import LONDON, Delivery, Work

STARTING = "announcement.start"
TENDING = "announcement.tend"

# How often we look whether everything has gone.
SOON = timedelta(minutes=1)

RUNNING = (AnnouncementState.SENDING, AnnouncementState.PAUSED)
WAITING = (MessageState.QUEUED, MessageState.HELD, MessageState.SENDING)


async def submit(work: Work, announcement_id: UUID) -> Announcement:
    """Send it, or ask for a second co-ordinator where it needs more messages than one may send."""
    announcement = await announcements.own(work, announcement_id)
    extent = await reaching.extent(work, announcement)
    if not extent.people:
        raise NobodyToAsk
    if extent.direct <= work.policy.announce_alone_up_to:
        step = Step([AnnouncementState.DRAFT], AnnouncementState.SCHEDULED, "sent")
        return await _schedule(work, announcement_id, step, None)
    others = await announcements.others(work, announcement)
    if not others:
        raise NobodyToApprove
    step = Step([AnnouncementState.DRAFT], AnnouncementState.AWAITING, "submitted")
    asked = await move(work, announcement_id, step, people=extent.direct)
    await announcement_cards.show(work, asked)
    if not work.policy.channels.coordinators:
        await announcement_cards.show_to(work, asked, others)
    return asked


async def approve(work: Work, announcement_id: UUID, edition: int) -> Announcement:
    """Agree to just these words as a second co-ordinator; the audience is frozen now."""
    await _second(work, announcement_id)
    step = Step(
        [AnnouncementState.AWAITING], AnnouncementState.SCHEDULED, "approved", edition=edition
    )
    approved = await _schedule(work, announcement_id, step, (await rights.me(work)).id)
    told = views.announcement_letters.approved(approved, starts_at(work, approved))
    await announcement_cards.tell(work, approved, approved.author_id, told)
    return approved


async def send_back(work: Work, announcement_id: UUID, edition: int, why: str) -> Announcement:
    """Give it back to its author with words; they alone may change it."""
    why = announcements.checked_words(why)
    await _second(work, announcement_id)
    step = Step([AnnouncementState.AWAITING], AnnouncementState.DRAFT, "sent_back", edition=edition)
    returned = await move(work, announcement_id, step)
    letter = views.announcement_letters.sent_back(returned, why)
    await announcement_cards.tell(work, returned, returned.author_id, letter)
    await announcement_cards.show(work, returned)
    return returned


async def cancel(work: Work, announcement_id: UUID) -> Announcement:
    """Take back what has not started; it never will."""
    await announcements.required(work, announcement_id)
    before = [AnnouncementState.AWAITING, AnnouncementState.SCHEDULED]
    step = Step(before, AnnouncementState.CANCELLED, "cancelled")
    cancelled = await move(work, announcement_id, step)
    await agenda.cancel(work, STARTING, str(announcement_id))
    await announcements.forget_audience(work, announcement_id)
    await announcement_cards.show(work, cancelled)
    letter = views.announcement_letters.news(cancelled, views.announcement_letters.CANCELLED)
    await announcement_cards.tell(work, cancelled, cancelled.author_id, letter)
    return cancelled


async def start(work: Work, announcement_id: UUID) -> None:
    """Queue a copy for everybody of the frozen audience, once; nothing if it was taken back."""
    announcement = await announcements.fetch(work, announcement_id)
    if announcement.state is not AnnouncementState.SCHEDULED:
        return
    if not await _is_vouched_for(work, announcement):
        await _drop(work, announcement_id)
        return
    step = Step([AnnouncementState.SCHEDULED], AnnouncementState.SENDING, "started")
    started = await move(work, announcement_id, step, started_at=work.now)
    await _queue(work, started)
    await agenda.schedule(work, TENDING, str(announcement_id), work.now + SOON)
    await announcement_cards.show(work, started)


async def pause(work: Work, announcement_id: UUID) -> Announcement:
    """Hold back what has not gone."""
    await announcements.required(work, announcement_id)
    step = Step([AnnouncementState.SENDING], AnnouncementState.PAUSED, "paused")
    paused = await move(work, announcement_id, step)
    await outbox.hold(work, announcement_id)
    await announcement_cards.show(work, paused)
    return paused


async def resume(work: Work, announcement_id: UUID) -> Announcement:
    """Let go on what was held back."""
    await announcements.required(work, announcement_id)
    step = Step([AnnouncementState.PAUSED], AnnouncementState.SENDING, "continued")
    resumed = await move(work, announcement_id, step)
    await outbox.release(work, announcement_id)
    await agenda.cancel(work, TENDING, str(announcement_id))
    await agenda.schedule(work, TENDING, str(announcement_id), work.now + SOON)
    await announcement_cards.show(work, resumed)
    return resumed


async def stop(work: Work, announcement_id: UUID) -> Announcement:
    """End it here: what has gone stays, what has not never goes."""
    await announcements.required(work, announcement_id)
    stopped = await move(work, announcement_id, Step(RUNNING, AnnouncementState.STOPPED, "stopped"))
    await outbox.take_back_batch(work, announcement_id)
    await announcement_cards.show(work, stopped)
    return stopped


async def tend(work: Work, announcement_id: UUID) -> None:
    """See whether everything has gone; if not, look again when more can have."""
    announcement = await announcements.fetch(work, announcement_id)
    if announcement.state is not AnnouncementState.SENDING:
        return
    waiting = select(func.count(), func.min(col(Message.not_before))).where(
        col(Message.batch_id) == announcement_id, col(Message.state).in_(WAITING)
    )
    count, next_at = (await work.session.execute(waiting)).one()
    if count:
        again = max(work.now, next_at or work.now) + SOON
        await agenda.schedule(work, TENDING, str(announcement_id), again)
        return
    step = Step([AnnouncementState.SENDING], AnnouncementState.SENT, "completed")
    await announcement_cards.show(work, await move(work, announcement_id, step))


async def test(work: Work, announcement_id: UUID) -> None:
    """Send the author a copy of their own draft, marked as a test."""
    announcement = await announcements.required(work, announcement_id)
    me = await rights.me(work)
    shown = await copy_of(work, announcement)
    letter = views.announcement_letters.letter(shown, views.announcement_letters.TEST)
    key = f"announcement:{announcement_id}:test:{work.new_id()}"
    work.post(work.actor.name, letter, key, Delivery(person_id=me.id))


def direct_key(announcement_id: UUID, person_id: UUID) -> str:
    """The key of somebody's own copy."""
    return f"announcement:{announcement_id}:to:{person_id}"


def channel_key(announcement_id: UUID) -> str:
    """The key of the copy in the community channel."""
    return f"announcement:{announcement_id}:channel"


async def _second(work: Work, announcement_id: UUID) -> None:
    announcement = await announcements.required(work, announcement_id)
    if announcement.author_id == (await rights.me(work)).id:
        raise OwnAnnouncement("own announcement")


async def _schedule(
    work: Work, announcement_id: UUID, step: Step, approver: UUID | None
) -> Announcement:
    """Freeze the audience and make the appointment at which it starts."""
    approved = {"approved_by": approver, "approved_at": work.now if approver else None}
    scheduled = await move(work, announcement_id, step, **approved)
    await announcements.forget_audience(work, announcement_id)
    extent = await reaching.freeze(work, scheduled)
    if not extent.people:
        raise NobodyToAsk
    scheduled.people = extent.direct
    await work.session.flush()
    await agenda.cancel(work, STARTING, str(announcement_id))
    await agenda.schedule(work, STARTING, str(announcement_id), starts_at(work, scheduled))
    await announcement_cards.show(work, scheduled)
    return scheduled


async def _queue(work: Work, started: Announcement) -> None:
    """One letter is the same for all."""
    letter = views.announcement_letters.letter(await copy_of(work, started))
    query = (
        select(col(Person.id), col(Person.slack_id), col(Person.zone))
        .join(Recipient, col(Recipient.person_id) == col(Person.id))
        .where(col(Recipient.announcement_id) == started.id, col(Recipient.is_direct))
    )
    found = await work.session.execute(query)
    people = [Asked(row[0], row[1], row[2]) for row in found if row[1] is not None]
    await circulars.post(work, letter, started.id, people, partial(direct_key, started.id))
    if started.is_in_channel and work.policy.channels.community:
        moment = work.calendar.next_working_moment(work.now, LONDON)
        delivery = Delivery(not_before=moment, batch_id=started.id)
        work.post(work.policy.channels.community, letter, channel_key(started.id), delivery)


async def _is_vouched_for(work: Work, announcement: Announcement) -> bool:
    """Whether its author, or who approved it, may still announce so far today."""
    place = await announcements.place_of(work, announcement.reaches)
    for person_id in (announcement.author_id, announcement.approved_by):
        if person_id is None:
            continue
        held = await rights.scopes_of(work, person_id, RoleName.COORDINATOR)
        if any(rights.covers(right, place.employer, place.region) for right in held):
            return True
    return False


async def _drop(work: Work, announcement_id: UUID) -> None:
    """Nobody who may announce so far stands behind it any more."""
    before = [AnnouncementState.SCHEDULED]
    step = Step(before, AnnouncementState.CANCELLED, "cancelled", "author_has_no_right")
    dropped = await move(work, announcement_id, step)
    await announcements.forget_audience(work, announcement_id)
    await announcement_cards.show(work, dropped)
    letter = views.announcement_letters.news(dropped, views.announcement_letters.DROPPED)
    await announcement_cards.tell(work, dropped, dropped.author_id, letter)
