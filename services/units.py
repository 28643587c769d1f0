"""Says which reporting unit each answer belongs to: the finest place it will ever know."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlmodel import col

from analysis.pooling import (
    History,
    Part,
    Place,
    Unit,
    assign_units,
    beforehand,
    count_asked,
    remember,
    split_units,
)
from models import regions
from models.unit import Asked, CoarsestUnit
from services.work import LONDON, Work

APRIL = 4

# With the word for its level before it, a name still fits where units are stored.
LONGEST_NAME = 180


def place(employer: str | None, region: str | None) -> Place:
    """Where somebody works; whoever is on no roster any more works nowhere we know."""
    return Place((employer or "")[:LONGEST_NAME], region or "")


def assign(places: Sequence[Place], floor: int, history: History) -> list[Unit]:
    """The unit of each respondent, in the same order."""
    neighbours = regions.load().neighbours
    units = assign_units(dict(enumerate(places)), floor, neighbours, history.coarsest)
    return [units[number] for number in range(len(places))]


def split(
    places: Sequence[Place], cohorts: Sequence[str], floor: int, history: History
) -> list[Part]:
    """The unit of each respondent, with their cohort where it may be told, in the same order."""
    units = dict(enumerate(assign(places, floor, history)))
    numbered = dict(enumerate(places)), dict(enumerate(cohorts))
    parts = split_units(*numbered, units, floor, history)
    return [parts[number] for number in range(len(places))]


def before(history: History, invited: Mapping[Place, int], floor: int) -> History:
    """The history with which units are chosen when so many people were asked at each employer."""
    return beforehand(history, invited, floor, regions.load().neighbours)


def after(history: History, places: Sequence[Place], parts: Sequence[Part]) -> History:
    """The history as it is after these units."""
    return remember(history, dict(enumerate(places)), dict(enumerate(parts)))


def asked(
    invited: Mapping[Place, int], places: Sequence[Place], parts: Sequence[Part]
) -> dict[Unit, int]:
    """How many people were asked in each unit that these respondents have, and in England."""
    units = {place: part.unit for place, part in zip(places, parts, strict=True)}
    return count_asked(invited, units, regions.load().neighbours)


async def recall(work: Work, at: datetime) -> History:
    """How coarsely each employer was counted so far, in the year of that moment."""
    of_year = select(CoarsestUnit).where(col(CoarsestUnit.year) == _year(at))
    found = (await work.session.scalars(of_year)).all()
    return History(
        {one.employer: Unit.parse(one.unit) for one in found},
        frozenset(one.employer for one in found if one.is_mixed),
    )


async def note(work: Work, at: datetime, history: History) -> None:
    """Keep the history of that year, in the place of what was known before."""
    year = _year(at)
    old = delete(CoarsestUnit).where(col(CoarsestUnit.year) == year)
    await work.session.execute(old.execution_options(synchronize_session=False))
    rows = [
        {
            "year": year,
            "employer": employer,
            "unit": unit.key,
            "is_mixed": employer in history.mixed,
        }
        for employer, unit in sorted(history.coarsest.items())
    ]
    if rows:
        await work.session.execute(insert(CoarsestUnit), rows)


async def note_asked(work: Work, wave_id: UUID, asked: Mapping[Unit, int]) -> None:
    """Keep how many people each unit was asked in a wave."""
    rows = [
        {"wave_id": wave_id, "unit": unit.key, "people": people}
        for unit, people in sorted(asked.items())
    ]
    if rows:
        await work.session.execute(insert(Asked), rows)


def _year(at: datetime) -> int:
    """The year of a report, which runs from April to March."""
    local = at.astimezone(LONDON)
    return local.year if local.month >= APRIL else local.year - 1
