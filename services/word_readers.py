"""Who may read a comment: analysts for England who work neither for its employer nor in its region.

That is asked of the roster of today. A comment whose finest place is England may be of anybody, so
every national analyst may read it; one of small employers of all regions may be of a colleague of
any analyst, so none may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from analysis.pooling import Level, Unit
from models.person import Employer, Person, Reach, Role, RoleName
from services import rights, units
from services.work import Work


@dataclass(frozen=True)
class Reader:
    """An analyst for England, and where they work themselves."""

    person: Person
    employer: str
    region: str


async def acting(work: Work) -> Reader:
    """The analyst who acts; NotAllowed for whoever is none for England."""
    await rights.require(work, RoleName.ANALYST, rights.ENGLAND)
    me = await rights.me(work)
    return _reader(me, await work.session.get_one(Employer, me.employer_id))


async def all_of_today(work: Work) -> Sequence[Reader]:
    """Everybody who is an analyst for England today."""
    query = (
        select(Role, Person, Employer)
        .join(Person, col(Person.id) == col(Role.person_id))
        .join(Employer, col(Employer.id) == col(Person.employer_id))
        .where(col(Role.role) == RoleName.ANALYST, col(Role.reach) == Reach.NATIONAL)
    )
    return [
        _reader(person, employer)
        for role, person, employer in (await work.session.execute(query)).all()
        if role.holds(work.today) and rights.may_act(work, person)
    ]


async def regions(work: Work) -> dict[str, str]:
    """The region of each employer, by its name as units have it."""
    employers = await work.session.scalars(select(Employer))
    return {units.place(one.name, None).employer: one.region for one in employers}


def is_independent(me: Reader, unit: str, region_of: Mapping[str, str]) -> bool:
    """Whether somebody may read comments of a unit: neither their employer's nor their region's.

    Of an employer that is on no roster any more nobody knows the region: then nobody may.
    """
    place = Unit.parse(unit)
    match place.level:
        case Level.ENGLAND:
            return True
        case Level.OTHERS:
            return me.region not in place.names
        case Level.EMPLOYER:
            region = region_of.get(place.names[0], "")
            return me.employer not in place.names and region not in ("", me.region)


def _reader(person: Person, employer: Employer) -> Reader:
    place = units.place(employer.name, employer.region)
    return Reader(person, place.employer, place.region)
