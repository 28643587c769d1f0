"""Whom an announcement reaches: counted for whoever looks, frozen when it is agreed to."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from models.announcement import Announcement, Recipient, Wish
from services import audiences, bulk
from services.work import Work


@dataclass(frozen=True)
class Extent:
    """How many people an announcement is for, and how many of them by direct message."""

    people: int
    direct: int


async def extent(work: Work, announcement: Announcement) -> Extent:
    """How many it would reach if it started now, by the roster and everybody's wishes."""
    gets_direct = _rule(announcement)
    counts = await audiences.counted(work, announcement.hearers, announcement.reaches)
    direct = sum(count for wish, count in counts.items() if gets_direct(wish))
    return Extent(sum(counts.values()) if announcement.is_in_channel else direct, direct)


async def freeze(work: Work, announcement: Announcement) -> Extent:
    """Write down everybody whom it reaches now; whoever comes later does not hear it."""
    gets_direct = _rule(announcement)
    found = await audiences.hearers(work, announcement.hearers, announcement.reaches)
    frozen = [
        {
            "person_id": one.person_id,
            "employer": one.employer,
            "region": one.region,
            "is_direct": gets_direct(one.wish),
        }
        for one in found
        if announcement.is_in_channel or gets_direct(one.wish)
    ]
    shared = {"announcement_id": announcement.id}
    await bulk.insert_all(work.session, Recipient, frozen, shared=shared)
    return Extent(len(frozen), sum(1 for row in frozen if row["is_direct"]))


async def frozen(work: Work, announcement: Announcement) -> Extent:
    """How many the frozen audience has."""
    query = select(func.count()).where(col(Recipient.announcement_id) == announcement.id)
    return Extent(await work.session.scalar(query) or 0, announcement.people)


def _rule(announcement: Announcement) -> Callable[[Wish], bool]:
    return lambda wish: wish.gets_direct(announcement.where, announcement.acknowledgement)
