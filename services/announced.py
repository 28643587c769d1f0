"""What co-ordinators and readers see of announcements: pages, lists, their part of Home."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

import views.announcement_letters
import views.announcement_lists
from models.announcement import (
    STARTED,
    Acknowledgement,
    Announcement,
    AnnouncementState,
    Recipient,
)
from models.person import RoleName
from models.refusals import AnnouncementHidden
from models.survey import Survey
from services import acknowledging, announcement_cards, announcements, correcting, reaching, rights
from services.announcement_cards import copy_of
from services.work import Work
from views.announcement_letters import Copy
from views.announcement_lists import Listed
from views.announcement_pages import Seen, Size
from views.blocks import Block

MOST = 60


async def page(work: Work, announcement_id: UUID, done: str = "") -> Seen:
    """One announcement, as far as the actor may see it; `done` is what they have just done."""
    await rights.require(work, RoleName.COORDINATOR)
    announcement = await announcements.fetch(work, announcement_id)
    await announcements.must_not_be_hidden(work, announcement)
    place = await announcements.place_of(work, announcement.reaches)
    may_look_after = await rights.may(work, RoleName.COORDINATOR, place)
    me = await rights.me(work)
    copy = await copy_of(work, announcement)
    if announcement.author_id is None:
        copy = Copy(announcement, me.name)
    seen = Seen(
        copy=copy,
        size=await _size(work, announcement),
        starts_at=announcement_cards.starts_at(work, announcement),
        now=work.now,
        is_mine=announcement.author_id == me.id,
        may_look_after=may_look_after,
        surveys=await _surveys(work),
        done=done,
    )
    if announcement.state not in STARTED:
        return seen
    is_waiting = announcement.corrector_id is not None and may_look_after
    return replace(
        seen,
        gone=await announcement_cards.gone(work, announcement),
        to_change=await correcting.to_change(work, announcement_id),
        unreached=len(await acknowledging.unreached(work, announcement_id)),
        figures=await acknowledging.figures(work, announcement) if announcement.asks else None,
        corrected=views.announcement_letters.corrected(copy, work.now) if is_waiting else None,
        may_agree=announcement.corrector_id != me.id,
    )


async def every(work: Work) -> list[Listed]:
    """All announcements that the actor may see, the newest first; NotAllowed for others."""
    await rights.require(work, RoleName.COORDINATOR)
    me = await rights.me(work)
    unfinished = col(Announcement.state) == AnnouncementState.DRAFT
    theirs = or_(col(Announcement.author_id) == me.id, col(Announcement.author_id).is_(None))
    query = (
        select(Announcement)
        .where(or_(~unfinished, theirs))
        .order_by(col(Announcement.changed_at).desc(), col(Announcement.id))
        .limit(MOST)
    )
    found = (await work.session.scalars(query)).all()
    return [_listed(work, one) for one in found if await _may_see(work, one, me.id)]


async def for_home(work: Work) -> list[Block]:
    """The part of Home for co-ordinators: what they have written, and something new."""
    if not await rights.may(work, RoleName.COORDINATOR):
        return []
    me = await rights.me(work)
    query = (
        select(Announcement)
        .where(col(Announcement.author_id) == me.id)
        .where(col(Announcement.state) != AnnouncementState.CANCELLED)
        .order_by(col(Announcement.changed_at).desc(), col(Announcement.id))
        .limit(views.announcement_lists.MOST_ON_HOME)
    )
    mine = await work.session.scalars(query)
    return views.announcement_lists.home([_listed(work, one) for one in mine])


async def to_do(work: Work) -> list[Block]:
    """What waits for the actor: their agreement as a second, or their acknowledgement."""
    shown: list[Block] = []
    if await rights.may(work, RoleName.COORDINATOR):
        shown += views.announcement_lists.to_agree(await _to_agree(work))
    return [*shown, *views.announcement_lists.to_acknowledge(await _to_acknowledge(work))]


async def read(work: Work, announcement_id: UUID) -> Copy:
    """The announcement for somebody of its audience; AnnouncementHidden for who has not got it."""
    me = await rights.me(work)
    announcement = await announcements.fetch(work, announcement_id)
    found = await work.session.get(Recipient, (announcement_id, me.id))
    if found is None or announcement.state not in STARTED:
        raise AnnouncementHidden("not in the audience")
    copy = await copy_of(work, announcement)
    return Copy(announcement, copy.author, found.acknowledged_at)


def _listed(work: Work, announcement: Announcement) -> Listed:
    return Listed(announcement, announcement_cards.starts_at(work, announcement))


async def _size(work: Work, announcement: Announcement) -> Size:
    """How many it reaches: counted anew until it is frozen."""
    policy = work.policy
    others = len(await announcements.others(work, announcement))
    if announcement.state in STARTED or announcement.state is AnnouncementState.SCHEDULED:
        extent = await reaching.frozen(work, announcement)
    else:
        extent = await reaching.extent(work, announcement)
    return Size(
        people=extent.people,
        direct=extent.direct,
        per_minute=policy.send_per_minute,
        changes_per_minute=policy.changes_per_minute,
        alone_up_to=policy.announce_alone_up_to,
        others=others,
    )


async def _surveys(work: Work) -> dict[str, str]:
    return {one.id: one.title for one in await work.session.scalars(select(Survey))}


async def _may_see(work: Work, announcement: Announcement, me: UUID) -> bool:
    """Whose place it is for; and whose people have got it, once they have."""
    if announcement.author_id == me:
        return True
    if await _may_look_after(work, announcement):
        return True
    if announcement.state not in STARTED or not announcement.asks:
        return False
    return (await acknowledging.figures(work, announcement)).asked > 0


async def _to_agree(work: Work) -> Sequence[Announcement]:
    me = await rights.me(work)
    state = col(Announcement.state)
    by_others = (state == AnnouncementState.AWAITING) & (col(Announcement.author_id) != me.id)
    # Where nobody has written new words, this comparison is not true either.
    corrected = state.in_(STARTED) & (col(Announcement.corrector_id) != me.id)
    query = (
        select(Announcement).where(or_(by_others, corrected)).order_by(col(Announcement.changed_at))
    )
    found = (await work.session.scalars(query)).all()
    return [one for one in found if await _may_look_after(work, one)]


async def _may_look_after(work: Work, announcement: Announcement) -> bool:
    place = await announcements.place_of(work, announcement.reaches)
    return await rights.may(work, RoleName.COORDINATOR, place)


async def _to_acknowledge(work: Work) -> Sequence[Announcement]:
    me = await rights.me(work)
    query = (
        select(Announcement)
        .join(Recipient, col(Recipient.announcement_id) == col(Announcement.id))
        .where(
            col(Recipient.person_id) == me.id,
            col(Recipient.acknowledged_at).is_(None),
            col(Announcement.acknowledgement) == Acknowledgement.MUST,
            col(Announcement.state) == AnnouncementState.SENT,
        )
        .order_by(col(Announcement.started_at))
    )
    return (await work.session.scalars(query)).all()
