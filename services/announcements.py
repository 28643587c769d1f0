"""Announcements: drafts, who may have them, and the one way in which they change their state."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, update
from sqlmodel import col

from models import rich_text
from models.announcement import Announcement, AnnouncementState, Hearers, Scope
from models.audience import Audience
from models.person import Reach, RoleName
from models.refusals import AnnouncementMoved, AnnouncementUnknown, NotAllowed
from models.roster import ENGLAND
from services import rights
from services.work import OPERATOR, SYSTEM, Work

NATIONAL = Scope(Reach.NATIONAL, ENGLAND)


@dataclass(frozen=True)
class Step:
    """From which states into which, and why (never a word of the announcement)."""

    before: Collection[AnnouncementState]
    after: AnnouncementState
    what: str
    why: str = ""


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
    before = col(Announcement.state).in_(list(step.before))
    changed = (
        update(Announcement)
        .where(col(Announcement.id) == announcement_id, before)
        .values(state=step.after, changed_at=work.now, **columns)
        .execution_options(synchronize_session=False)
    )
    result = await work.session.execute(changed)
    assert isinstance(result, CursorResult)  # noqa: S101 - an UPDATE gives no other result
    announcement = await fetch(work, announcement_id)
    if result.rowcount == 0:
        raise AnnouncementMoved(announcement.state.value, announcement.changed_at)
    note(work, announcement, step.what, step.why)
    return announcement


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
