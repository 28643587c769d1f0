"""Turns the description of an audience into the people who can be asked today."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlmodel import col

from models.audience import Audience
from models.person import Employer, Person, Role, RoleName, Standing
from services.work import Work


class Asked(NamedTuple):
    """One person to be asked, and the zone they live in."""

    person_id: UUID
    slack_id: str
    zone: str


async def members(work: Work, audience: Audience) -> Sequence[Asked]:
    """Everybody in the audience who is here today: active, with a right in force."""
    found = await work.session.execute(_query(work, audience))
    return [Asked(person_id, slack_id or "", zone) for person_id, slack_id, zone in found]


def _query(work: Work, audience: Audience) -> Select[UUID, str | None, str]:
    today = work.today
    query = (
        select(col(Person.id), col(Person.slack_id), col(Person.zone))
        .distinct()
        .join(Role, col(Role.person_id) == col(Person.id))
        .join(Employer, col(Employer.id) == col(Person.employer_id))
        .where(
            col(Person.standing) == Standing.ACTIVE,
            col(Person.slack_id).is_not(None),
            or_(col(Person.left_on).is_(None), col(Person.left_on) > today),
            col(Role.valid_from) <= today,
            or_(col(Role.valid_until).is_(None), col(Role.valid_until) > today),
        )
    )
    parts = (
        (col(Role.role), [RoleName(role) for role in audience.roles]),
        (col(Employer.region), audience.regions),
        (col(Employer.name), audience.employers),
        (col(Person.cohort), audience.cohorts),
    )
    for column, values in parts:
        if values:
            query = query.where(column.in_(values))
    return query
