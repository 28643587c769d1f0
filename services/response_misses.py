"""Where two releases in a row have no answer: said before the next wave, which may wait for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlmodel import col

import views.response_misses
import views.responses
from models.person import Employer, Person, Reach
from models.policy import AfterMisses
from models.refusals import ResponsesMissing
from models.response import Response
from services import responses, volunteers
from services.audiences import Asked
from services.responses import Scope
from services.work import Delivery, Work
from views.letters import Letter

WARNING = "response.warn"

# So long before a wave opens there is still time to answer.
NOTICE = timedelta(days=3)


async def missing(work: Work) -> list[Scope]:
    """The places whose last releases were not answered in time, by reach and name.

    Only while the newest of them can still be answered: nobody is kept waiting for what nobody can
    do any more.
    """
    query = (
        select(Response)
        .where(col(Response.due_at) <= work.now)
        .order_by(col(Response.release).desc())
    )
    by_place: defaultdict[Scope, list[Response]] = defaultdict(list)
    for one in await work.session.scalars(query):
        by_place[responses.scope_of(one)].append(one)
    enough = work.policy.responding.misses
    return sorted(
        scope
        for scope, asked in by_place.items()
        if len(asked) >= enough
        and work.now < asked[0].closes_at
        and all(one.is_missed(work.now) for one in asked[:enough])
    )


def is_blocked(work: Work) -> bool:
    """Whether nobody is asked where answers are missing."""
    return work.policy.responding.after_misses is AfterMisses.BLOCK


async def may_be_asked(work: Work, asked: Sequence[Asked]) -> Sequence[Asked]:
    """Leave out whoever works where answers are missing, if the policy says so.

    ResponsesMissing where the answer of England is missing, because then nobody is left.
    """
    places = await missing(work) if is_blocked(work) else []
    if not places:
        return asked
    if any(reach is Reach.NATIONAL for reach, _ in places):
        raise ResponsesMissing
    without = await _people_of(work, places)
    return [one for one in asked if one.person_id not in without]


async def warn(work: Work, slot: str, opens_at: datetime) -> int:
    """Tell co-ordinators of these places and of England, once for each wave; how many places."""
    places = await missing(work)
    if not places:
        return 0

    def letter(of: Sequence[Scope]) -> Letter:
        names = [views.responses.named(*scope) for scope in of]
        return views.response_misses.warning(names, opens_at, is_blocked=is_blocked(work))

    theirs: defaultdict[UUID, list[Scope]] = defaultdict(list)
    people: dict[UUID, Person] = {}
    for scope, coordinators in (await responses.coordinators(work)).items():
        for one in coordinators if scope in places else ():
            theirs[one.id].append(scope)
            people[one.id] = one
    for one in people.values():
        if one.slack_id is not None:
            when = work.calendar.next_working_moment(work.now, ZoneInfo(one.zone))
            delivery = Delivery(not_before=when, person_id=one.id)
            work.post(one.slack_id, letter(theirs[one.id]), f"misses:{slot}:{one.id}", delivery)
    await volunteers.tell_coordinators(work, letter(places), f"misses:{slot}")
    return len(places)


async def _people_of(work: Work, places: Sequence[Scope]) -> set[UUID]:
    employers = [name for reach, name in places if reach is Reach.EMPLOYER]
    regions = [name for reach, name in places if reach is Reach.REGION]
    query = (
        select(col(Person.id))
        .join(Employer, col(Employer.id) == col(Person.employer_id))
        .where(or_(col(Employer.name).in_(employers), col(Employer.region).in_(regions)))
    )
    return set(await work.session.scalars(query))
