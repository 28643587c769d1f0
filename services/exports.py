"""Exports: published examples and announcements as rows for a file, each taking recorded."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from models.announcement import Announcement, Recipient
from models.library import LibraryUse
from models.outbox import Message, MessageState
from models.person import Employer
from models.practice import Practice, PracticeState
from models.practice_form import FIELDS, text_of
from services.work import Work

Row = dict[str, Any]


async def published(work: Work) -> list[Row]:
    """Every published example with its fields, ways and count of use; leaves an audit entry."""
    found = await work.session.execute(
        select(Practice, Employer)
        .join(Employer, col(Employer.id) == col(Practice.employer_id))
        .where(col(Practice.state) == PracticeState.PUBLISHED)
        .order_by(col(Practice.decided_at), col(Practice.id))
    )
    uses = await _uses(work)
    rows = [_example(practice, employer, uses) for practice, employer in found.all()]
    work.record("practice.exported", "library", rows=len(rows))
    return rows


async def announced(work: Work) -> list[Row]:
    """Every announcement with counts and no names; leaves an audit entry."""
    found = (
        await work.session.scalars(
            select(Announcement).order_by(col(Announcement.created_at), col(Announcement.id))
        )
    ).all()
    sent, acknowledged = await _delivered(work), await _acknowledged(work)
    rows = [_announcement(one, sent.get(one.id, 0), acknowledged.get(one.id, 0)) for one in found]
    work.record("announcement.exported", "announcements", rows=len(rows))
    return rows


def _example(practice: Practice, employer: Employer, uses: Mapping[UUID, int]) -> Row:
    content = practice.content
    return {
        "id": str(practice.id),
        "employer": employer.name,
        "region": employer.region,
        "version": practice.version,
        "submitted_at": _moment(practice.submitted_at),
        "decided_at": _moment(practice.decided_at),
        "review_on": practice.review_on.isoformat() if practice.review_on else None,
        "ways": list(practice.ways),
        "criteria": list(content.get("criteria") or []),
        "headings": list(content.get("headings") or []),
        **{field.name: text_of(content, field.name) for field in FIELDS},
        "uses": uses.get(practice.id, 0),
    }


def _announcement(one: Announcement, delivered: int, acknowledged: int) -> Row:
    return {
        "id": str(one.id),
        "title": one.title,
        "reach": one.reach.value,
        "scope": one.scope,
        "audience": {part: list(some) for part, some in sorted(one.audience.items())},
        "where": one.where.value,
        "acknowledgement": one.acknowledgement.value,
        "state": one.state.value,
        "created_at": _moment(one.created_at),
        "started_at": _moment(one.started_at),
        "people": one.people,
        "delivered": delivered,
        "acknowledged": acknowledged,
    }


async def _uses(work: Work) -> dict[UUID, int]:
    found = await work.session.execute(
        select(col(LibraryUse.practice_id), func.count()).group_by(col(LibraryUse.practice_id))
    )
    return _counts(found.all())


async def _acknowledged(work: Work) -> dict[UUID, int]:
    found = await work.session.execute(
        select(col(Recipient.announcement_id), func.count())
        .where(col(Recipient.acknowledged_at).is_not(None))
        .group_by(col(Recipient.announcement_id))
    )
    return _counts(found.all())


async def _delivered(work: Work) -> dict[UUID, int]:
    """How many people have a copy; corrections and the post in the channel count nobody."""
    found = await work.session.execute(
        select(col(Message.batch_id), func.count(func.distinct(col(Message.person_id))))
        .where(col(Message.batch_id).is_not(None), col(Message.state) == MessageState.SENT)
        .group_by(col(Message.batch_id))
    )
    return {batch: count for batch, count in found.all() if batch is not None}


def _counts(found: Sequence[Any]) -> dict[UUID, int]:
    return {one: count for one, count in found}  # noqa: C416 - a database's row is no tuple to mypy


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None
