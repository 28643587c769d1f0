"""Comments that wait in vain: no two analysts for England may read them, so nobody ever will."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

import views.words_release
from analysis.pooling import Level, Unit
from models.person import Employer, Person, Reach, Role, RoleName
from models.words import WordsStep
from services import rights, units, words, words_release
from services.words import Reader, Unsettled
from services.work import Work
from views.blocks import Block

# One redacts, another one agrees.
ANALYSTS_NEEDED = 2


@dataclass(frozen=True)
class Waiting:
    """That comments of a wave wait in vain, and from which regions they may be; not how many."""

    wave_id: UUID
    regions: tuple[str, ...]


async def in_vain(work: Work) -> list[Waiting]:
    """Where comments can be finished by nobody who is an analyst for England today."""
    readers, region_of = await _readers(work), await words.regions(work)
    found: dict[Waiting, None] = {}
    for one in await words.unsettled(work):
        able = {
            reader.person.id
            for reader in readers
            if words.is_independent(reader, one.unit, region_of)
        }
        if _is_in_vain(one, able):
            unit = Unit.parse(one.unit)
            is_one_employer = unit.level is Level.EMPLOYER
            names = [region_of.get(unit.names[0], "")] if is_one_employer else unit.names
            found[Waiting(one.wave_id, tuple(names))] = None
    return list(found)


async def to_do(work: Work) -> list[Block]:
    """For Home: what a co-ordinator for England, who keeps the roster, can do about it."""
    if not await rights.may(work, RoleName.COORDINATOR, rights.ENGLAND):
        return []
    return await told(work)


async def told(work: Work) -> list[Block]:
    """The same for whoever releases words."""
    waiting = await in_vain(work)
    if not waiting:
        return []
    title = {one.wave_id: one.title for one in await words_release.progress(work)}
    return [views.words_release.in_vain(title[one.wave_id], one.regions) for one in waiting]


def _is_in_vain(one: Unsettled, able: set[UUID]) -> bool:
    if one.step is WordsStep.WAITING:
        return not able - {one.redactor_id}
    return len(able) < ANALYSTS_NEEDED


async def _readers(work: Work) -> Sequence[Reader]:
    """Everybody who is an analyst for England today, and where they work."""
    query = (
        select(Role, Person, Employer)
        .join(Person, col(Person.id) == col(Role.person_id))
        .join(Employer, col(Employer.id) == col(Person.employer_id))
        .where(col(Role.role) == RoleName.ANALYST, col(Role.reach) == Reach.NATIONAL)
    )
    places = [
        (person, units.place(employer.name, employer.region))
        for role, person, employer in (await work.session.execute(query)).all()
        if role.holds(work.today) and rights.may_act(work, person)
    ]
    return [Reader(person, place.employer, place.region) for person, place in places]
