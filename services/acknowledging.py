"""Acknowledging: once for each, counted by place, and one reminder for those who have not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Select, func, or_, select, true, update
from sqlmodel import col

import views.announcement_letters
from models.announcement import STARTED, Announcement, AnnouncementState, Recipient, Where, Wishes
from models.outbox import Message, MessageState
from models.person import Person, Reach, Role, RoleName, Standing
from models.refusals import (
    AlreadyReminded,
    AnnouncementHidden,
    AnnouncementNotSent,
    NotAllowed,
)
from services import announcements, circulars, outbox, rights, rows
from services.announcement_cards import copy_of
from services.announcing import direct_key
from services.audiences import Asked
from services.work import Work
from views.announcement_letters import REMINDER, Copy
from views.announcement_pages import Figures, Line
from views.letters import Letter

OTHERS = "Others"


@dataclass(frozen=True)
class Thanks:
    """What becomes of the copy: it is acknowledged, for who it was for."""

    copy: Copy
    is_counted: bool


async def acknowledge(work: Work, announcement_id: UUID) -> Thanks:
    """Note that the actor has read it, once; all copies of their own say so, wherever pressed."""
    me = await rights.me(work)
    announcement = await announcements.fetch(work, announcement_id)
    await announcements.must_not_be_hidden(work, announcement)
    if announcement.state not in STARTED or not announcement.asks:
        raise AnnouncementNotSent
    is_first = await _tick(work, announcement_id, me.id)
    found = await work.session.get(Recipient, (announcement_id, me.id), populate_existing=True)
    if found is None:
        await _must_have_met_it(work, announcement)
    at = found.acknowledged_at if found else None
    copy = await copy_of(work, announcement)
    thanks = Thanks(Copy(announcement, copy.author, at), found is not None)
    if is_first:
        await outbox.cancel(work, reminder_key(announcement_id, me.id))
        letter = views.announcement_letters.letter(thanks.copy)
        # Thousands who press within an hour must not hold a correction up.
        for key in (direct_key, reminder_key):
            await outbox.revise_seen(work, key(announcement_id, me.id), letter)
    return thanks


async def _must_have_met_it(work: Work, announcement: Announcement) -> None:
    """Whoever it was not sent to knows it from the channel, or because they look after it."""
    place = await announcements.place_of(work, announcement.reaches)
    if not announcement.is_in_channel and not await rights.may(work, RoleName.COORDINATOR, place):
        raise AnnouncementHidden("not in the audience")


async def figures(work: Work, announcement: Announcement) -> Figures:
    """How many have acknowledged, by region and employer, as far as the actor may see."""
    query = (
        select(
            col(Recipient.region),
            col(Recipient.employer),
            func.count(),
            func.count(col(Recipient.acknowledged_at)),
        )
        .where(col(Recipient.announcement_id) == announcement.id, await _visible(work))
        .group_by(col(Recipient.region), col(Recipient.employer))
        .order_by(col(Recipient.region), col(Recipient.employer))
    )
    found = [(row[0], row[1], row[2], row[3]) for row in await work.session.execute(query)]
    floor = 1 if announcement.names_are_shown else work.policy.floor_wider
    regions: dict[str, Line] = {}
    for region, _, asked, done in found:
        before = regions.get(region, Line(region, 0, 0))
        regions[region] = Line(region, before.asked + asked, before.done + done)
    employers = [Line(employer, asked, done) for _, employer, asked, done in found]
    return Figures(
        asked=sum(line.asked for line in employers),
        done=sum(line.done for line in employers),
        regions=pooled(list(regions.values()), floor),
        employers=pooled(employers, floor),
    )


def pooled(lines: Sequence[Line], floor: int) -> list[Line]:
    """The lines with at least so many people; the others are one line, and never a small one.

    Where names are not shown, the line of two people would nearly show them.
    """
    large = sorted((line for line in lines if line.asked >= floor), key=lambda one: -one.asked)
    small = [line for line in lines if line.asked < floor]
    # Whoever knows the sum could take the large ones away from it.
    while small and large and sum(line.asked for line in small) < floor:
        small.append(large.pop())
    if not small:
        return list(lines)
    if not large:
        return []
    rest = Line(OTHERS, sum(line.asked for line in small), sum(line.done for line in small))
    return [*(line for line in lines if line in large), rest]


async def missing(work: Work, announcement_id: UUID) -> list[str]:
    """Who has not acknowledged what must be; NotAllowed for any other announcement."""
    await rights.require(work, RoleName.COORDINATOR)
    announcement = await announcements.fetch(work, announcement_id)
    await announcements.must_not_be_hidden(work, announcement)
    if not announcement.names_are_shown:
        raise NotAllowed(RoleName.COORDINATOR.value, "names are not shown")
    query = (
        select(col(Person.name), col(Recipient.employer))
        .join(Recipient, col(Recipient.person_id) == col(Person.id))
        .where(
            col(Recipient.announcement_id) == announcement_id,
            col(Recipient.acknowledged_at).is_(None),
            await _visible(work),
        )
        .order_by(col(Person.name), col(Person.id))
    )
    return [f"{name}, {employer}" for name, employer in await work.session.execute(query)]


async def unreached(work: Work, announcement_id: UUID) -> list[tuple[str, str]]:
    """Who could not be reached and why, by name, as far as the actor may see."""
    await rights.require(work, RoleName.COORDINATOR)
    await announcements.must_not_be_hidden(work, await announcements.fetch(work, announcement_id))
    query = (
        select(col(Person.name), col(Message.reason))
        .join(Message, col(Message.person_id) == col(Person.id))
        .join(Recipient, col(Recipient.person_id) == col(Person.id))
        .where(
            col(Recipient.announcement_id) == announcement_id,
            col(Message.batch_id) == announcement_id,
            col(Message.state) == MessageState.UNREACHABLE,
            await _visible(work),
        )
        .order_by(col(Person.name), col(Person.id))
    )
    return [(name, reason or "") for name, reason in await work.session.execute(query)]


async def remind(work: Work, announcement_id: UUID) -> tuple[Announcement, int]:
    """Remind those who have not acknowledged it, once, in random order; how many."""
    announcement = await announcements.required(work, announcement_id)
    if announcement.state is not AnnouncementState.SENT or not announcement.asks:
        raise announcement.moved()
    once = (
        update(Announcement)
        .where(col(Announcement.id) == announcement_id, col(Announcement.reminded_at).is_(None))
        .values(reminded_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if await rows.change(work.session, once) == 0:
        raise AlreadyReminded
    announcement = await announcements.fetch(work, announcement_id)
    letter = views.announcement_letters.letter(await copy_of(work, announcement), REMINDER)
    waiting = await work.session.execute(_waiting(work, announcement))
    found = [Asked(row[0], row[1] or "", row[2]) for row in waiting]
    batch, key = reminder_batch(announcement_id), partial(reminder_key, announcement_id)
    await circulars.post(work, letter, batch, found, key)
    announcements.note(work, announcement, "reminded")
    return announcement, len(found)


async def letters(work: Work, announcement: Announcement) -> dict[str, Letter]:
    """Every message of an announcement to a person, by its key, as it should read now."""
    copy = await copy_of(work, announcement)
    query = select(col(Recipient.person_id), col(Recipient.acknowledged_at)).where(
        col(Recipient.announcement_id) == announcement.id
    )
    made: dict[tuple[str, str], Letter] = {}
    result: dict[str, Letter] = {}
    for person_id, at in await work.session.execute(query):
        day = views.announcement_letters.acknowledged_day(at)
        shown = Copy(announcement, copy.author, at)
        keys = [(direct_key(announcement.id, person_id), "")]
        if announcement.reminded_at is not None:
            keys.append((reminder_key(announcement.id, person_id), "" if at else REMINDER))
        for key, before in keys:
            if (day, before) not in made:
                made[day, before] = views.announcement_letters.letter(shown, before)
            result[key] = made[day, before]
    return result


def reminder_key(announcement_id: UUID, person_id: UUID) -> str:
    """The key of somebody's reminder."""
    return f"announcement:{announcement_id}:remind:{person_id}"


def reminder_batch(announcement_id: UUID) -> UUID:
    """Reminders are counted apart from the copies."""
    return uuid5(announcement_id, "reminders")


async def _tick(work: Work, announcement_id: UUID, person_id: UUID) -> bool:
    once = (
        update(Recipient)
        .where(
            col(Recipient.announcement_id) == announcement_id,
            col(Recipient.person_id) == person_id,
            col(Recipient.acknowledged_at).is_(None),
        )
        .values(acknowledged_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return await rows.change(work.session, once) == 1


def _waiting(work: Work, announcement: Announcement) -> Select[UUID, str | None, str]:
    """Those who have not acknowledged it, are here, and did not ask to be left alone."""
    query = (
        select(col(Person.id), col(Person.slack_id), col(Person.zone))
        .join(Recipient, col(Recipient.person_id) == col(Person.id))
        .outerjoin(Wishes, col(Wishes.person_id) == col(Person.id))
        .where(
            col(Recipient.announcement_id) == announcement.id,
            col(Recipient.acknowledged_at).is_(None),
            col(Person.standing) == Standing.ACTIVE,
            col(Person.slack_id).is_not(None),
            or_(col(Person.left_on).is_(None), col(Person.left_on) > work.today),
        )
    )
    if announcement.names_are_shown:
        return query
    wants_none = or_(col(Wishes.is_muted), col(Wishes.where) == Where.CHANNEL)
    return query.where(or_(col(Wishes.person_id).is_(None), ~wants_none))


async def _visible(work: Work) -> ColumnElement[bool]:
    """The recipients of the places that the actor's rights reach."""
    held = await rights.held_by_actor(work, [RoleName.COORDINATOR])
    return or_(*(_reached_by(right) for right in held)) if held else ~true()


def _reached_by(right: Role) -> ColumnElement[bool]:
    match right.reach:
        case Reach.NATIONAL:
            return true()
        case Reach.REGION:
            return col(Recipient.region) == right.scope
        case Reach.EMPLOYER:
            return col(Recipient.employer) == right.scope
