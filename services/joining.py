"""How somebody comes onto the roster from Slack: they ask, and a co-ordinator adds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlmodel import col

import views.joining
from models import framework
from models.outbox import Message
from models.person import Employer, JoinRequest, Milestone, Person, Reach, Role, RoleName, Standing
from models.refusals import AlreadyOnRoster, BadInput, NotAllowed
from models.roster_changes import version_for
from services import agenda, directory, outbox, people, rights, rows
from services.directory import Member
from services.rights import Place
from services.work import Delivery, Work
from views.joining import Adding

LONGEST_COHORT = 60


class Asked(StrEnum):
    """What became of asking to be added."""

    NOW = "now"
    BEFORE = "before"
    KNOWN = "known"
    NOBODY_TO_TELL = "nobody_to_tell"


@dataclass(frozen=True)
class Typed:
    """The form of a co-ordinator as it came; nothing of it is checked."""

    employer: str
    role: str
    started_on: str
    cohort: str
    framework: str
    part_time: str


@dataclass(frozen=True)
class Entry:
    """What the directory says of the account: one member, or none where it did not answer."""

    members: Sequence[Member] = ()
    team_id: str = ""


async def ask(work: Work) -> Asked:
    """Tell the co-ordinators that whoever acts would like to be added; once a day at most."""
    slack_id = work.actor.slack_id
    if slack_id is None:
        raise NotAllowed
    if await _find(work, slack_id, is_here=True):
        return Asked.KNOWN
    whom = await _whom_to_tell(work)
    if not whom:
        return Asked.NOBODY_TO_TELL
    request = {"slack_id": slack_id, "day": work.today, "asked_at": work.now}
    if not await rows.insert_new(work.session, JoinRequest, [request]):
        return Asked.BEFORE
    for channel, delivery in whom:
        dedupe = f"{_cards_of(slack_id)}{work.today}:{channel}"
        work.post(channel, views.joining.wish(slack_id), dedupe, delivery)
    return Asked.NOW


async def form(work: Work, slack_id: str) -> Adding:
    """What a co-ordinator may choose from for somebody who asked."""
    await rights.require(work, RoleName.COORDINATOR)
    await _must_have_asked(work, slack_id)
    employers = await rights.employers_within(work, RoleName.COORDINATOR)
    if not employers:
        raise NotAllowed(RoleName.COORDINATOR.value)
    return Adding(slack_id, employers, framework.load().versions)


async def add(work: Work, slack_id: str, typed: Typed, entry: Entry) -> tuple[Person, Employer]:
    """Add somebody who asked, within the actor's reach, and welcome them."""
    employer = await _employer(work, typed.employer)
    await rights.require(work, RoleName.COORDINATOR, Place(employer.name, employer.region))
    await _must_have_asked(work, slack_id)
    role = _role(typed.role)
    person = await _person(work, slack_id, employer, _details(typed, role))
    await _start(work, person, role, employer)
    await _set_milestones(work, person, role)
    await _identify(work, person, entry)
    work.record("person.added", person.id, role=role.value, employer=employer.name)
    letter = views.joining.welcome(employer.name, role)
    work.post(slack_id, letter, f"welcome:{person.id}:{work.now.isoformat()}")
    await _settle_cards(work, slack_id)
    return person, employer


@dataclass(frozen=True)
class _Details:
    started_on: date | None
    cohort: str
    framework: str
    part_time: bool | None


def _details(typed: Typed, role: RoleName) -> _Details:
    started_on = (
        people.day(views.joining.STARTED_ON, typed.started_on) if typed.started_on else None
    )
    if role is RoleName.NQSW and started_on is None:
        raise BadInput(views.joining.STARTED_ON, views.joining.START_MISSING)
    cohort = " ".join(typed.cohort.split())
    if len(cohort) > LONGEST_COHORT or not cohort.isprintable():
        raise BadInput(views.joining.COHORT, views.joining.COHORT_WRONG)
    version = typed.framework or version_for(started_on)
    if version and version not in {one.id for one in framework.load().versions}:
        raise BadInput(views.joining.FRAMEWORK, views.joining.NOT_OFFERED)
    return _Details(started_on, cohort, version, {"yes": True, "no": False}.get(typed.part_time))


async def _identify(work: Work, person: Person, entry: Entry) -> None:
    """Name and zone come from the directory, and so does whether this is one of us at all."""
    if not entry.members:
        subject = f"added:{person.id}"
        await agenda.schedule(work, directory.READING, subject, work.now)
    await directory.apply_members(work, entry.members, entry.team_id)
    await work.session.refresh(person)
    if not rights.may_act(work, person):
        raise BadInput(views.joining.EMPLOYER, views.joining.NOT_ONE_OF_US)


def _role(text: str) -> RoleName:
    """What may be given here is a list; whoever gives more than that would raise their own like."""
    if text not in {role.value for role in views.joining.ADDABLE}:
        raise BadInput(views.joining.ROLE, views.joining.NOT_OFFERED)
    return RoleName(text)


async def _employer(work: Work, text: str) -> Employer:
    try:
        employer = await work.session.get(Employer, UUID(text))
    except ValueError:
        employer = None
    if employer is None:
        await rights.require(work, RoleName.COORDINATOR)
        raise BadInput(views.joining.EMPLOYER, views.joining.NOT_OFFERED)
    return employer


async def _find(work: Work, slack_id: str, *, is_here: bool) -> Person | None:
    query = select(Person).where(col(Person.slack_id) == slack_id)
    person = (await work.session.scalars(query)).one_or_none()
    if person is None or rights.may_act(work, person) is not is_here:
        return None
    return person


async def _must_have_asked(work: Work, slack_id: str) -> None:
    """Only whoever asked is added here: what a button carries proves nothing."""
    if await _find(work, slack_id, is_here=True):
        raise AlreadyOnRoster
    asked = select(JoinRequest).where(col(JoinRequest.slack_id) == slack_id).limit(1)
    if (await work.session.scalars(asked)).one_or_none() is None:
        raise NotAllowed(RoleName.COORDINATOR.value, "nobody asked")


async def _person(work: Work, slack_id: str, employer: Employer, details: _Details) -> Person:
    """Somebody who was here before comes back; anybody else is new."""
    before = await _find(work, slack_id, is_here=False)
    person_id = before.id if before else work.new_id()
    if before is None:
        new = {"id": person_id, "slack_id": slack_id, "employer_id": employer.id}
        if not await rows.insert_new(work.session, Person, [new]):
            # Another co-ordinator was quicker by a moment.
            raise AlreadyOnRoster
    person = await work.session.get_one(Person, person_id)
    person.employer_id = employer.id
    person.started_on, person.cohort = details.started_on, details.cohort
    person.framework, person.part_time = details.framework, details.part_time
    person.left_on, person.standing = None, Standing.UNMATCHED
    return person


async def _start(work: Work, person: Person, role: RoleName, employer: Employer) -> None:
    """One right, for the own employer; whatever was held before has ended."""
    query = select(Role).where(col(Role.person_id) == person.id)
    for old in await work.session.scalars(query):
        if old.valid_until is None or old.valid_until > work.today:
            old.valid_until = max(old.valid_from, work.today)
    await work.session.flush()
    right = {"role": role, "reach": Reach.EMPLOYER, "scope": employer.name}
    new = {"id": work.new_id(), "person_id": person.id, **right, "valid_from": work.today}
    if not await rows.insert_new(work.session, Role, [new]):
        # It began and ended today already.
        again = query.filter_by(**right, valid_from=work.today)
        (await work.session.scalars(again)).one().valid_until = None


async def _set_milestones(work: Work, person: Person, role: RoleName) -> None:
    await work.session.execute(delete(Milestone).where(col(Milestone.person_id) == person.id))
    if role is not RoleName.NQSW or person.started_on is None or not person.framework:
        return
    dates = framework.milestone_dates(person.framework, person.started_on, bool(person.part_time))
    new = [{"person_id": person.id, "code": code, "due_on": due} for code, due in dates.items()]
    await rows.insert_new(work.session, Milestone, new)


async def _settle_cards(work: Work, slack_id: str) -> None:
    """Take the button off every card that asked for this person, and never put it on again."""
    asking = col(Message.dedupe).startswith(_cards_of(slack_id), autoescape=True)
    letter = views.joining.fulfilled(slack_id, work.actor.name)
    keys = await work.session.scalars(select(col(Message.dedupe)).where(asking))
    await outbox.revise_many(work, dict.fromkeys(keys, letter))


def _cards_of(slack_id: str) -> str:
    return f"join:{slack_id}:"


async def _whom_to_tell(work: Work) -> list[tuple[str, Delivery]]:
    """The co-ordinators' channel; without one, each co-ordinator for England in working hours."""
    if work.policy.channels.coordinators:
        return [(work.policy.channels.coordinators, Delivery())]
    query = (
        select(Person, Role)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(col(Role.role) == RoleName.COORDINATOR, col(Role.reach) == Reach.NATIONAL)
    )
    found = {
        person.slack_id: Delivery(_morning(work, person), person_id=person.id)
        for person, role in (await work.session.execute(query)).all()
        if person.slack_id and person.is_here(work.today) and role.holds(work.today)
    }
    return list(found.items())


def _morning(work: Work, person: Person) -> datetime:
    return work.calendar.next_working_moment(work.now, ZoneInfo(person.zone))
