"""Announcements: drafts, who may have them, and the one way in which they change their state."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col

import views.announcement_lists
from models import rich_text
from models.announcement import (
    STARTED,
    Announcement,
    AnnouncementState,
    Hearers,
    Recipient,
    Scope,
)
from models.audience import Audience
from models.person import Employer, Person, Reach, Role, RoleName
from models.refusals import (
    AnnouncementHidden,
    AnnouncementUnknown,
    BadInput,
    NotAllowed,
)
from models.roster import ENGLAND
from services import rights, rows
from services.work import OPERATOR, SYSTEM, Work

NATIONAL = Scope(Reach.NATIONAL, ENGLAND)


CHANGEABLE = (
    AnnouncementState.DRAFT,
    AnnouncementState.AWAITING,
    AnnouncementState.SCHEDULED,
)


@dataclass(frozen=True)
class Step:
    """From which states into which, and why (never a word of the announcement)."""

    before: Collection[AnnouncementState]
    after: AnnouncementState
    what: str
    why: str = ""
    # Where a button stands under words, it decides about those words and no others.
    edition: int | None = None


async def fetch(work: Work, announcement_id: UUID) -> Announcement:
    """One announcement as it is now; AnnouncementUnknown if there is none."""
    found = await work.session.get(Announcement, announcement_id, populate_existing=True)
    if found is None:
        raise AnnouncementUnknown(str(announcement_id))
    return found


async def draft(work: Work, title: str, text: dict[str, Any], audience: Audience) -> Announcement:
    """A draft for England, ready to be edited; what the timetable writes has no author yet."""
    author = None if work.actor in {SYSTEM, OPERATOR} else await rights.me(work)
    scope = NATIONAL if author is None else (await scopes(work))[0]
    made = Announcement(
        id=work.new_id(),
        author_id=author.id if author else None,
        reach=scope.reach,
        scope=scope.name,
        title=title,
        text=rich_text.kept(text, {}),
        audience=Hearers(audience).kept(),
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.add(made)
    await work.session.flush()
    note(work, made, "created")
    return made


async def move(work: Work, announcement_id: UUID, step: Step, **columns: Any) -> Announcement:
    """Take an announcement one step on, once, whoever presses first.

    The columns are set with the state. AnnouncementMoved if it is not where the step begins.
    """
    meant = [col(Announcement.id) == announcement_id]
    meant.append(col(Announcement.state).in_(list(step.before)))
    if step.edition is not None:
        meant.append(col(Announcement.edition) == step.edition)
    changed = (
        update(Announcement)
        .where(*meant)
        .values(state=step.after, changed_at=work.now, **columns)
        .execution_options(synchronize_session=False)
    )
    count = await rows.change(work.session, changed)
    announcement = await fetch(work, announcement_id)
    if count == 0:
        raise announcement.moved()
    note(work, announcement, step.what, step.why)
    return announcement


async def erase(work: Work, announcement_id: UUID) -> None:
    """Delete a draft of the actor's own, as if never written; only the trace stays."""
    announcement = await own(work, announcement_id)
    await forget_audience(work, announcement_id)
    gone = (
        delete(Announcement)
        .where(
            col(Announcement.id) == announcement_id,
            col(Announcement.state) == AnnouncementState.DRAFT,
        )
        .execution_options(synchronize_session=False)
    )
    if await rows.change(work.session, gone) == 0:
        raise announcement.moved()
    note(work, announcement, "deleted")


async def forget_audience(work: Work, announcement_id: UUID) -> None:
    """Thaw an audience that was frozen for what did not go."""
    frozen = delete(Recipient).where(col(Recipient.announcement_id) == announcement_id)
    await work.session.execute(frozen.execution_options(synchronize_session=False))


async def own(work: Work, announcement_id: UUID) -> Announcement:
    """An announcement of the actor, who may still announce so far; NotAllowed otherwise."""
    announcement = await required(work, announcement_id)
    if announcement.author_id != (await rights.me(work)).id:
        raise NotAllowed(RoleName.COORDINATOR.value, "not the author")
    return announcement


async def required(work: Work, announcement_id: UUID) -> Announcement:
    """An announcement that the actor may look after: theirs, or one within their own right."""
    await rights.require(work, RoleName.COORDINATOR)
    announcement = await fetch(work, announcement_id)
    place = await place_of(work, announcement.reaches)
    await must_not_be_hidden(work, announcement)
    await rights.require(work, RoleName.COORDINATOR, place)
    return announcement


async def must_not_be_hidden(work: Work, announcement: Announcement) -> None:
    """What has not started is there for those alone who may look after it."""
    place = await place_of(work, announcement.reaches)
    if announcement.state in STARTED or await rights.may(work, RoleName.COORDINATOR, place):
        return
    raise AnnouncementHidden(RoleName.COORDINATOR.value, place.employer or place.region or ENGLAND)


async def place_of(work: Work, scope: Scope) -> rights.Place:
    """The place whose co-ordinators may look after what has this scope."""
    match scope.reach:
        case Reach.NATIONAL:
            return rights.ENGLAND
        case Reach.REGION:
            return rights.Place(region=scope.name)
        case Reach.EMPLOYER:
            query = select(Employer).where(col(Employer.name) == scope.name)
            employer = (await work.session.scalars(query)).one_or_none()
            return rights.Place(scope.name, employer.region if employer else "")


async def others(work: Work, announcement: Announcement) -> list[Person]:
    """Who could agree to it today: other co-ordinators of the same scope or a wider one."""
    found = await all_within(work, announcement)
    return [person for person in found if person.id != announcement.author_id]


async def all_within(work: Work, announcement: Announcement) -> list[Person]:
    """All co-ordinators whose right reaches so far, or farther, today."""
    place = await place_of(work, announcement.reaches)
    query = (
        select(Person, Role)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(col(Role.role) == RoleName.COORDINATOR)
        .order_by(col(Person.name), col(Person.id))
    )
    found = {
        person.id: person
        for person, right in await work.session.execute(query)
        if right.holds(work.today)
        and rights.may_act(work, person)
        and rights.covers(right, place.employer, place.region)
    }
    return list(found.values())


def checked_words(typed: str) -> str:
    """What somebody says with what they send back; BadInput under its field if it is no good."""
    why = typed.strip()
    if not why:
        raise BadInput(views.announcement_lists.WORDS, views.announcement_lists.WORDS_NEEDED)
    if len(why) > views.announcement_lists.LONGEST_WORDS:
        raise BadInput(views.announcement_lists.WORDS, views.announcement_lists.WORDS_TOO_LONG)
    return why


async def author_of(work: Work, announcement: Announcement) -> Person | None:
    """Who wrote it; None as long as nobody has taken up what the timetable wrote."""
    if announcement.author_id is None:
        return None
    return await work.session.get(Person, announcement.author_id)


def note(work: Work, announcement: Announcement, what: str, why: str = "") -> None:
    """Leave a trace of what happened, with the right it happened under, without its words."""
    told = {"by": work.actor.name if work.actor in {SYSTEM, OPERATOR} else "coordinator"}
    told |= {"reach": announcement.reach.value, "scope": announcement.scope}
    work.record(f"announcement.{what}", announcement.id, **told, why=why)


async def scopes(work: Work) -> list[Scope]:
    """How far the actor may announce today, the widest first; NotAllowed if nowhere."""
    held = await rights.held_by_actor(work, [RoleName.COORDINATOR])
    order = [Reach.NATIONAL, Reach.REGION, Reach.EMPLOYER]
    found = {
        NATIONAL if right.reach is Reach.NATIONAL else Scope(right.reach, right.scope)
        for right in held
    }
    if not found:
        raise NotAllowed(RoleName.COORDINATOR.value)
    return sorted(found, key=lambda scope: (order.index(scope.reach), scope.name))
