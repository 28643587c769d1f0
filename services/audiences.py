"""Turns the description of an audience into the people who can be asked today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlmodel import col

from models.announcement import Hearers, Scope, Where, Wish, Wishes
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
    employer: str
    region: str
    wish: Wish


async def members(work: Work, audience: Audience) -> Sequence[Asked]:
    """Everybody in the audience who is here today: active, with a right in force."""
    found = await work.session.execute(_query(work, audience))
    return [Asked(person_id, slack_id or "", zone) for person_id, slack_id, zone in found]


async def hearers(work: Work, wanted: Hearers, scope: Scope) -> list[Hearer]:
    """Everybody an announcement is for who is here today, and within the scope in any case."""
    found = await work.session.execute(await _hearing(work, wanted, scope))
    return [Hearer(row[0], row[1], row[2], _wish(row[3], row[4])) for row in found]


async def counted(work: Work, wanted: Hearers, scope: Scope) -> Mapping[Wish, int]:
    """How many `hearers` there are with each wish."""
    each = (await _hearing(work, wanted, scope)).subquery()
    kinds = (each.c.where, each.c.is_muted)
    query = select(*kinds, func.count()).group_by(*kinds)
    counts: Counter[Wish] = Counter()
    for row in await work.session.execute(query):
        counts[_wish(row[0], row[1])] += row[2]
    return counts


async def _hearing(
    work: Work, wanted: Hearers, scope: Scope
) -> Select[UUID, str, str, Where, bool]:
    asked = [await work.session.get(Survey, survey_id) for survey_id in wanted.surveys]
    columns = (col(Employer.name), col(Employer.region), col(Wishes.where), col(Wishes.is_muted))
    return (
        _query(work, wanted.audience)
        .with_only_columns(col(Person.id), *columns)
        .outerjoin(Wishes, col(Wishes.person_id) == col(Person.id))
        .where(_within(scope), _asked(work, [survey for survey in asked if survey], wanted))
    )


def _wish(where: Where | None, is_muted: bool | None) -> Wish:
    return Wish(where or Where.BOTH, bool(is_muted))


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
