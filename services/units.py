"""Says which reporting unit each answer belongs to: the finest place it will ever know."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlmodel import col

from analysis.cohorts import by_part, count_asked, split_units
from analysis.pooling import (
    Asked,
    History,
    Least,
    Part,
    Place,
    Unit,
    Whom,
    assign_units,
    beforehand,
    remember,
)
from models import regions
from models import unit as tables
from models.unit import CoarsestUnit
from services.work import LONDON, Work

APRIL = 4

# With the word for its level before it, or a cohort behind it, a name still fits where units
# are stored.
LONGEST_NAME = 160
MARK = 10


def place(employer: str | None, region: str | None) -> Place:
    """Where somebody works; whoever is on no roster any more works nowhere we know."""
    return Place(_short(employer or ""), region or "")


def _short(name: str) -> str:
    """The name, cut where it is too long, with a mark that no other long name has."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - MARK - 1]}…{sha256(name.encode()).hexdigest()[:MARK]}"


def assign(places: Sequence[Place], asked: Asked, least: Least, history: History) -> list[Unit]:
    """The unit of each respondent, in the same order."""
    neighbours = regions.load().neighbours
    units = assign_units(dict(enumerate(places)), asked, least, neighbours, history.coarsest)
    return [units[number] for number in range(len(places))]


def split(people: Sequence[Whom], asked: Asked, least: Least, history: History) -> list[Part]:
    """The unit of each respondent, with their cohort where it may be told, in the same order."""
    units = assign([one.place for one in people], asked, least, history)
    placed = {one.place: unit for one, unit in zip(people, units, strict=True)}
    invited = by_part(asked, placed, regions.load().neighbours)
    numbered = dict(enumerate(people)), invited, dict(enumerate(units))
    parts = split_units(*numbered, least.answered, history)
    return [parts[number] for number in range(len(people))]


def before(history: History, asked: Asked, floor: int) -> History:
    """The history with which units are chosen when so many people were asked at each employer."""
    return beforehand(history, asked, floor, regions.load().neighbours)


def after(history: History, asked: Asked, people: Sequence[Whom], parts: Sequence[Part]) -> History:
    """The history as it is after these units."""
    neighbours = regions.load().neighbours
    return remember(history, asked, dict(zip(people, parts, strict=True)), neighbours)


def asked_of(asked: Asked, people: Sequence[Whom], parts: Sequence[Part]) -> dict[Part, int]:
    """How many people were asked in each unit and cohort of these respondents, and in England."""
    return count_asked(asked, dict(zip(people, parts, strict=True)), regions.load().neighbours)


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


async def note_asked(work: Work, wave_id: UUID, asked: Mapping[Part, int]) -> None:
    """Keep how many people each unit and each cohort was asked in a wave."""
    rows = [
        {"wave_id": wave_id, "unit": part.key, "people": people}
        for part, people in sorted(asked.items())
    ]
    if rows:
        await work.session.execute(insert(tables.Asked), rows)


def _year(at: datetime) -> int:
    """The year of a report, which runs from April to March."""
    local = at.astimezone(LONDON)
    return local.year if local.month >= APRIL else local.year - 1
