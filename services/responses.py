"""You said, we did: each release asks the co-ordinators of every place, and all read the answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlmodel import col

import views.responses
from analysis.published import published
from models.person import Employer, Person, Reach, Role, RoleName
from models.refusals import NotAllowed, NotOnRoster, ResponseUnknown
from models.release import Release
from models.response import Response
from services import agenda, response_writing, rights, rows
from services.response_writing import Written
from services.rights import Place
from services.sight import Sight
from services.work import LONDON, Delivery, Work
from views.blocks import Block
from views.responses import Asked, Listed

COUNTING = "response.count"
ENGLAND = "England"
# So long an answer is shown on Home and in invitations; a quarter brings newer ones.
NEWS = timedelta(days=92)
REACHES = (Reach.NATIONAL, Reach.REGION, Reach.EMPLOYER)

# A place: how far it reaches, and its name.
Scope = tuple[Reach, str]


@dataclass(frozen=True)
class News:
    """Answers by their id, and the ids of those that speak to each person, the nearest first."""

    answers: Mapping[UUID, Listed] = field(default_factory=dict)
    of_person: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)


async def ask(work: Work, release_number: int) -> int:
    """Ask the co-ordinators of every place about a release, once; how many places are new."""
    await work.session.flush()
    release = await work.session.get_one(Release, release_number)
    numbers = work.policy.responding
    due = work.calendar.add_working_days(work.now, numbers.days, LONDON)
    closes = work.calendar.add_working_days(due, numbers.open_days, LONDON)
    asked: defaultdict[UUID, list[Asked]] = defaultdict(list)
    people: dict[UUID, Person] = {}
    new_places = 0
    for (reach, scope), theirs in sorted((await coordinators(work)).items()):
        new = Response(
            id=work.new_id(),
            release=release.number,
            reach=reach,
            scope=scope,
            asked_at=work.now,
            due_at=due,
            closes_at=closes,
        )
        if not await rows.insert_new(work.session, Response, [new.model_dump()]):
            continue
        new_places += 1
        for one in theirs:
            asked[one.id].append(Asked(new, release.title))
            people[one.id] = one
    _write_to(work, release, asked, people)
    await agenda.schedule(work, COUNTING, str(release.number), closes)
    return new_places


async def form(work: Work, response_id: UUID) -> Asked:
    """What is to be answered, as it stands; ResponseUnknown for whom it is none of."""
    found = await _mine(work, response_id)
    found.must_be_open(work.now)
    return Asked(found, await _title(work, found.release))


async def answer(work: Work, response_id: UUID, written: Written) -> Response:
    """Publish an answer, or change it; BadInput if it may show who somebody is.

    The audit trail has that it was written and by whom, each time, and never the words: those can
    be changed, and the trail cannot.
    """
    found = await _mine(work, response_id, to_change=True)
    me = await rights.me(work)
    texts = await response_writing.checked(work, written)
    is_new = not found.is_written
    found.write(texts, me.id, written.edition, work.now)
    found.owner, found.by_when = written.owner.strip(), response_writing.day(written.by_when)
    await work.session.flush()
    what = "response.written" if is_new else "response.changed"
    work.record(what, found.id, scope=found.scope, release=found.release, edition=found.edition)
    return found


async def to_do(work: Work) -> list[Block]:
    """For Home: what the actor is asked to write, and for England how many places are late."""
    try:
        held = await rights.held_by_actor(work, [RoleName.COORDINATOR])
    except NotOnRoster:
        return []
    mine = {(one.reach, _scope_name(one)) for one in held}
    if not mine:
        return []
    waiting = [one for one in await _open(work) if not one.response.is_written]
    own = [one for one in waiting if scope_of(one.response) in mine]
    is_national = any(one.reach is Reach.NATIONAL for one in held)
    late = [one for one in waiting if one.response.is_missed(work.now)] if is_national else []
    return views.responses.to_do(own, len(late), work.now)


async def overdue(work: Work) -> list[Asked]:
    """Which places have not answered in time and still can; for co-ordinators of England."""
    await rights.require(work, RoleName.COORDINATOR, rights.ENGLAND)
    return [one for one in await _open(work) if one.response.is_missed(work.now)]


async def for_home(work: Work) -> list[Block]:
    """For Home: what the actor's places answered last, with buttons for NQSWs and its writers."""
    me = await rights.me(work)
    shown = await newest_for(work, me)
    may_judge = bool(await rights.scopes_of(work, me.id, RoleName.NQSW))
    held = await rights.held_by_actor(work, [RoleName.COORDINATOR])
    own = {(one.reach, _scope_name(one)) for one in held}
    changeable = [one.response.id for one in shown if scope_of(one.response) in own]
    return views.responses.home(shown, may_judge=may_judge, mine=changeable)


async def newest_for(work: Work, person: Person) -> list[Listed]:
    """What England, a person's region and their employer answered last, the nearest first."""
    employer = await work.session.get_one(Employer, person.employer_id)
    newest = await newest_answers(work)
    return [newest[one] for one in scopes_of(employer.name, employer.region) if one in newest]


async def newest_answers(work: Work) -> Mapping[Scope, Listed]:
    """The newest written answer of each place, as long as it is news."""
    is_news = col(Response.asked_at) > work.now - NEWS
    query = _written().where(is_news).order_by(col(Response.release))
    found = (await work.session.execute(query)).all()
    return {scope_of(one): _listed(work, one, title) for one, title in found}


async def news(work: Work) -> News:
    """The newest answers, and which of them speak to whom; empty when there are none."""
    newest = await newest_answers(work)
    if not newest:
        return News()
    query = select(col(Person.id), col(Employer.name), col(Employer.region)).join(
        Employer, col(Employer.id) == col(Person.employer_id)
    )
    of_person = {
        person_id: tuple(
            newest[scope].response.id for scope in scopes_of(employer, region) if scope in newest
        )
        for person_id, employer, region in (await work.session.execute(query)).all()
    }
    return News({one.response.id: one for one in newest.values()}, of_person)


async def listed(work: Work, seen: Sight, release_number: int | None = None) -> list[Listed]:
    """Every written answer that somebody with this sight may read, the newest release first.

    Those of England and of regions are for all, those of an employer for whoever sees its figures.
    Within a release England comes first, then regions, then employers, by name.
    """
    query = _written()
    if release_number is not None:
        query = query.where(col(Response.release) == release_number)
    regions = {one.name: one.region for one in await work.session.scalars(select(Employer))}
    found = [
        _listed(work, one, title)
        for one, title in (await work.session.execute(query)).all()
        if _may_read(seen, one, regions)
    ]
    return sorted(
        found,
        key=lambda one: (
            -one.response.release,
            REACHES.index(one.response.reach),
            one.response.scope,
        ),
    )


async def coordinators(work: Work) -> Mapping[Scope, list[Person]]:
    """The places that have co-ordinators today, with them."""
    query = (
        select(Role, Person)
        .join(Person, col(Person.id) == col(Role.person_id))
        .where(col(Role.role) == RoleName.COORDINATOR)
        .order_by(col(Person.id))
    )
    found: defaultdict[Scope, list[Person]] = defaultdict(list)
    for role, person in (await work.session.execute(query)).all():
        if role.holds(work.today) and rights.may_act(work, person):
            found[role.reach, _scope_name(role)].append(person)
    return found


def _write_to(
    work: Work,
    release: Release,
    asked: Mapping[UUID, Sequence[Asked]],
    people: Mapping[UUID, Person],
) -> None:
    for person_id, theirs in asked.items():
        person = people[person_id]
        if person.slack_id is None:
            continue
        when = work.calendar.next_working_moment(work.now, ZoneInfo(person.zone))
        delivery = Delivery(not_before=when, person_id=person_id)
        key = f"response:{release.number}:{person_id}"
        work.post(person.slack_id, views.responses.letter(theirs), key, delivery)


async def _mine(work: Work, response_id: UUID, *, to_change: bool = False) -> Response:
    """The answer of a place for which the actor is a co-ordinator, or for a wider one."""
    found = await work.session.get(Response, response_id, with_for_update=to_change or None)
    if found is None:
        raise ResponseUnknown("response")
    try:
        await rights.require(work, RoleName.COORDINATOR, await _place(work, found))
    except NotAllowed as refused:
        raise ResponseUnknown(*refused.args) from refused
    return found


async def _place(work: Work, response: Response) -> Place:
    match response.reach:
        case Reach.NATIONAL:
            return rights.ENGLAND
        case Reach.REGION:
            return Place(region=response.scope)
        case Reach.EMPLOYER:
            query = select(col(Employer.region)).where(col(Employer.name) == response.scope)
            region = (await work.session.scalars(query)).one_or_none()
            return Place(response.scope, region or "")


def _listed(work: Work, one: Response, title: str) -> Listed:
    opinion = None if one.opinion is None else published(one.opinion)
    return Listed(one, title, opinion, is_open=work.now < one.closes_at)


async def _open(work: Work) -> list[Asked]:
    """What can still be written or changed, what is due first first."""
    query = (
        select(Response, col(Release.title))
        .join(Release, col(Release.number) == col(Response.release))
        .where(col(Response.closes_at) > work.now)
        .order_by(col(Response.due_at), col(Response.scope))
    )
    return [Asked(one, title) for one, title in (await work.session.execute(query)).all()]


def _written() -> Select[Response, str]:
    return (
        select(Response, col(Release.title))
        .join(Release, col(Release.number) == col(Response.release))
        .where(col(Response.written_at).is_not(None))
    )


async def _title(work: Work, number: int) -> str:
    return (await work.session.get_one(Release, number)).title


def _may_read(seen: Sight, one: Response, regions: Mapping[str, str]) -> bool:
    if one.reach is not Reach.EMPLOYER or seen.is_national:
        return True
    own = {seen.employer, *seen.overseen_employers}
    return one.scope in own or regions.get(one.scope) in seen.overseen_regions


def scope_of(response: Response) -> Scope:
    return response.reach, response.scope


def _scope_name(role: Role) -> str:
    # However a roster writes it, there is one England.
    return ENGLAND if role.reach is Reach.NATIONAL else role.scope


def scopes_of(employer: str, region: str) -> list[Scope]:
    """The places that speak to somebody, the nearest first."""
    return [(Reach.EMPLOYER, employer), (Reach.REGION, region), (Reach.NATIONAL, ENGLAND)]
