"""What is stored about the people of the roster, and how dates of theirs are moved."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

import views.joining
from models import framework
from models.person import Employer, Milestone, Person, Role, RoleName
from models.refusals import BadInput, NotAllowed
from models.roster_cells import FIRST_YEAR, LAST_YEAR
from services import rights
from services.rights import Place
from services.work import Delivery, Work
from views.people import Programme, Step, Stored


async def programme_of(work: Work, person: Person) -> Programme:
    """The year of one person: employer, roles, version of the framework, milestone dates."""
    roles = [role for role in await _roles(work, person) if role.holds(work.today)]
    is_nqsw = any(role.role is RoleName.NQSW for role in roles)
    return Programme(
        person=person,
        employer=await work.session.get_one(Employer, person.employer_id),
        roles=roles,
        framework=_title(person.framework),
        steps=list((await _steps(work, person)).values()) if is_nqsw else [],
        today=work.today,
    )


async def stored_about_me(work: Work) -> Stored:
    """Everything that the roster has of whoever asks."""
    me = await rights.me(work)
    past = [role for role in await _roles(work, me) if not role.holds(work.today)]
    return Stored(await programme_of(work, me), past)


async def steps_of(work: Work, slack_id: str) -> tuple[Person, Mapping[str, Step]]:
    """The milestones of somebody for whom the actor may move them."""
    query = select(Person).where(col(Person.slack_id) == slack_id)
    person = (await work.session.scalars(query)).one_or_none()
    if person is None:
        await rights.require(work, RoleName.COORDINATOR)
        raise BadInput(views.joining.PERSON, views.joining.NO_ROSTER)
    await _require_for(work, person)
    steps = await _steps(work, person)
    if not steps:
        raise BadInput(views.joining.PERSON, views.joining.NO_MILESTONES)
    return person, steps


async def move_milestones(work: Work, person_id: str, typed: Mapping[str, str]) -> int:
    """Move the milestones whose day is another now, and tell the person; how many moved."""
    person = await _require_person(work, person_id)
    steps = await _steps(work, person)
    moved = []
    for code, text in typed.items():
        due_on = day(f"{views.joining.DATE}:{code}", text)
        if code in steps and due_on != steps[code].due_on:
            stored = await work.session.get_one(Milestone, (person.id, code))
            stored.due_on = due_on
            moved.append((code, due_on))
    if moved:
        work.record("milestones.moved", person.id, codes=[code for code, _ in moved])
        _tell(work, person, [(steps[code], due_on) for code, due_on in moved])
    return len(moved)


def day(field: str, text: str) -> date:
    """Read a day that somebody chose; BadInput under its field when it is none, or far away."""
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        raise BadInput(field, views.joining.NO_SUCH_DAY) from None
    if not FIRST_YEAR <= chosen.year <= LAST_YEAR:
        raise BadInput(field, views.joining.NO_SUCH_DAY)
    return chosen


async def _require_person(work: Work, person_id: str) -> Person:
    """Somebody named by a form, which may have been tampered with."""
    try:
        person = await work.session.get(Person, UUID(person_id))
    except ValueError:
        person = None
    if person is None:
        raise NotAllowed(RoleName.COORDINATOR.value, "no such person")
    await _require_for(work, person)
    return person


async def _require_for(work: Work, person: Person) -> None:
    employer = await work.session.get_one(Employer, person.employer_id)
    await rights.require(work, RoleName.COORDINATOR, Place(employer.name, employer.region))


def _tell(work: Work, person: Person, moved: Sequence[tuple[Step, date]]) -> None:
    if person.slack_id is None:
        return
    when = work.calendar.next_working_moment(work.now, ZoneInfo(person.zone))
    letter = views.joining.dates_changed(moved)
    delivery = Delivery(not_before=when, person_id=person.id)
    work.post(person.slack_id, letter, f"milestones:{work.new_id()}", delivery)


async def _roles(work: Work, person: Person) -> Sequence[Role]:
    query = select(Role).where(col(Role.person_id) == person.id)
    return (await work.session.scalars(query.order_by(col(Role.valid_from), col(Role.role)))).all()


async def _steps(work: Work, person: Person) -> dict[str, Step]:
    """The stored milestones in the order of their days."""
    titles = {one.code: one.title for one in _milestones_of(person.framework)}
    query = select(Milestone).where(col(Milestone.person_id) == person.id)
    found = await work.session.scalars(query.order_by(col(Milestone.due_on), col(Milestone.code)))
    return {one.code: Step(titles.get(one.code, one.code), one.due_on) for one in found}


def _milestones_of(version: str) -> Sequence[framework.Milestone]:
    known = {one.id: one for one in framework.load().versions}
    return known[version].milestones if version in known else ()


def _title(version: str) -> str:
    known = {one.id: one for one in framework.load().versions}
    return f"{known[version].title} ({version})" if version in known else version
