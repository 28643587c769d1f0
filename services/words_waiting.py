"""Comments that wait in vain: no two analysts for England may read them, so nobody ever will."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import models.regions
import views.words_release
from analysis.pooling import Level, Unit
from models.person import RoleName
from models.words import WordsStep
from services import rights, word_readers, words, words_release
from services.words import Unsettled
from services.work import Work
from views.blocks import Block

# One redacts, another one agrees.
ANALYSTS_NEEDED = 2


@dataclass(frozen=True)
class Waiting:
    """That comments of a wave wait in vain, and from which regions they may be; not how many.

    An empty one stands for the region of an employer that is on no roster any more.
    """

    wave_id: UUID
    regions: tuple[str, ...]


async def in_vain(work: Work) -> list[Waiting]:
    """Where comments can be finished by nobody who is an analyst for England today."""
    readers = await word_readers.all_of_today(work)
    region_of = await word_readers.regions(work)
    found: dict[Waiting, None] = {}
    for one in await words.unsettled(work):
        able = {
            reader.person.id
            for reader in readers
            if word_readers.is_independent(reader, one.unit, region_of)
        }
        if _is_in_vain(one, able):
            found[Waiting(one.wave_id, _regions(one.unit, region_of))] = None
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


def _regions(unit: str, region_of: Mapping[str, str]) -> tuple[str, ...]:
    place = Unit.parse(unit)
    match place.level:
        case Level.ENGLAND:
            return models.regions.load().names
        case Level.OTHERS:
            return place.names
        case Level.EMPLOYER:
            return (region_of.get(place.names[0], ""),)


def _is_in_vain(one: Unsettled, able: set[UUID]) -> bool:
    if one.step is WordsStep.WAITING:
        return not able - {one.redactor_id}
    return len(able) < ANALYSTS_NEEDED
