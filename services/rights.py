"""Who may do what, here and today: decided from the roster at the moment of acting."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from models.person import Employer, Person, Reach, Role, RoleName, Standing
from models.refusals import NotAllowed, NotOnRoster
from services.work import OPERATOR, SYSTEM, Work


@dataclass(frozen=True)
class Place:
    """Where something is done: for an employer in its region, for a region, or for England."""

    employer: str = ""
    region: str = ""


ENGLAND = Place()


async def me(work: Work) -> Person:
    """The person who acts; NotOnRoster for an account of nobody who may take part."""
    if work.actor.slack_id is None:
        raise NotOnRoster
    asked = {"slack_id": work.actor.slack_id}
    person = (await work.session.scalars(_by_account(), asked)).one_or_none()
    if person is None or not may_act(work, person):
        raise NotOnRoster
    return person


def may_act(work: Work, person: Person) -> bool:
    """Whether this person may do anything today; whoever acts before the directory is read may."""
    has_left = person.left_on is not None and person.left_on <= work.today
    return person.standing in {Standing.ACTIVE, Standing.UNMATCHED} and not has_left


async def require(
    work: Work, roles: RoleName | Collection[RoleName], place: Place | None = None
) -> None:
    """Refuse unless the actor holds one of the roles for this place; without one, anywhere.

    The house writes every refusal into the audit trail, after what was begun is undone.
    """
    wanted = {roles} if isinstance(roles, RoleName) else set(roles)
    if work.actor in {SYSTEM, OPERATOR}:
        # The shell may do what a co-ordinator for England may, and the timetable what it is told.
        if work.actor == SYSTEM or RoleName.COORDINATOR in wanted:
            return
        raise NotAllowed(*_needed(wanted, place))
    held = await held_by_actor(work, wanted)
    if not any(place is None or covers(role, place.employer, place.region) for role in held):
        raise NotAllowed(*_needed(wanted, place))


async def may(
    work: Work, roles: RoleName | Collection[RoleName], place: Place | None = None
) -> bool:
    """Whether `require` would let the actor pass; to decide what to show, never what to do."""
    try:
        await require(work, roles, place)
    except NotAllowed:
        return False
    return True


async def held_by_actor(work: Work, roles: Collection[RoleName] = tuple(RoleName)) -> list[Role]:
    """The rights of the actor that are in force today; none for who is not on the roster."""
    try:
        person = await me(work)
    except NotOnRoster:
        return []
    return await _in_force(work, person.id, roles)


async def scopes_of(work: Work, person_id: UUID, role: RoleName) -> list[Role]:
    """The rights of this role that a person holds today; none after leaving or deactivation."""
    person = await work.session.get(Person, person_id)
    if person is None or not may_act(work, person):
        return []
    return await _in_force(work, person_id, [role])


def covers(role: Role, employer: str, region: str) -> bool:
    """Whether a right reaches an employer in a region; with both empty, all of England."""
    match role.reach:
        case Reach.NATIONAL:
            return True
        case Reach.REGION:
            return bool(region) and role.scope == region
        case Reach.EMPLOYER:
            return bool(employer) and role.scope == employer


async def employers_within(work: Work, role: RoleName) -> list[Employer]:
    """The employers that the actor may act for in this role, by region and name."""
    query = select(Employer).order_by(col(Employer.region), col(Employer.name))
    employers = list((await work.session.scalars(query)).all())
    if work.actor in {SYSTEM, OPERATOR}:
        return employers
    held = await held_by_actor(work, [role])
    return [one for one in employers if any(covers(right, one.name, one.region) for right in held)]


def _needed(roles: Collection[RoleName], place: Place | None) -> list[str]:
    """What was missing, for the audit trail."""
    needed = sorted(role.value for role in roles)
    return needed if place is None else [*needed, place.employer or place.region or "England"]


async def _in_force(work: Work, person_id: UUID, roles: Collection[RoleName]) -> list[Role]:
    asked = {"person_id": person_id, "roles": list(roles)}
    found = await work.session.scalars(_roles(), asked)
    return [role for role in found if role.holds(work.today)]


# Every press asks these.
@cache
def _by_account() -> Select[Person]:
    return select(Person).where(col(Person.slack_id) == bindparam("slack_id"))


@cache
def _roles() -> Select[Role]:
    is_asked_for = col(Role.role).in_(bindparam("roles", expanding=True))
    return select(Role).where(col(Role.person_id) == bindparam("person_id"), is_asked_for)
