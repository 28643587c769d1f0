"""Turns the description of an audience into the people who can be asked today."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlmodel import col

from models.announcement import Hearers, Scope, Where, Wishes
from models.audience import Audience
from models.person import Employer, Person, Reach, Role, RoleName, Standing
from models.survey import Survey
from services.work import Work


class Asked(NamedTuple):
    """One person to be asked, and the zone they live in."""

    person_id: UUID
    slack_id: str
    zone: str


class Hearer(NamedTuple):
    """One person whom an announcement is for, where they belong, and how they want it."""

    person_id: UUID
    slack_id: str
    zone: str
    employer: str
    region: str
    wishes: Wishes


async def members(work: Work, audience: Audience) -> Sequence[Asked]:
    """Everybody in the audience who is here today: active, with a right in force."""
    found = await work.session.execute(_query(work, audience))
    return [Asked(person_id, slack_id or "", zone) for person_id, slack_id, zone in found]


async def hearers(work: Work, wanted: Hearers, scope: Scope) -> list[Hearer]:
    """Everybody an announcement is for who is here today, and within the scope in any case."""
    columns = (col(Employer.name), col(Employer.region), col(Wishes.where), col(Wishes.is_muted))
    asked = [await work.session.get(Survey, survey_id) for survey_id in wanted.surveys]
    query = (
        _query(work, wanted.audience)
        .add_columns(*columns)
        .outerjoin(Wishes, col(Wishes.person_id) == col(Person.id))
        .where(_within(scope), _asked(work, [survey for survey in asked if survey], wanted))
    )
    found = await work.session.execute(query)
    return [
        Hearer(row[0], row[1] or "", row[2], row[3], row[4], _wishes(row[0], row[5], row[6]))
        for row in found
    ]


def _wishes(person_id: UUID, where: Where | None, is_muted: bool | None) -> Wishes:
    return Wishes(person_id=person_id, where=where or Where.BOTH, is_muted=bool(is_muted))


def _within(scope: Scope) -> ColumnElement[bool]:
    match scope.reach:
        case Reach.NATIONAL:
            return true()
        case Reach.REGION:
            return col(Employer.region) == scope.name
        case Reach.EMPLOYER:
            return col(Employer.name) == scope.name


def _asked(work: Work, surveys: Sequence[Survey], wanted: Hearers) -> ColumnElement[bool]:
    """Whom the surveys ask by their audience; who answered is nobody's business."""
    if not wanted.surveys:
        return true()
    audiences = [Audience.of(survey.audience) for survey in surveys]
    asked = [_query(work, audience).with_only_columns(col(Person.id)) for audience in audiences]
    # A survey that is gone asks nobody.
    return or_(false(), *(col(Person.id).in_(one) for one in asked))


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
