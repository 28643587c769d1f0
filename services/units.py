"""Says which reporting unit each answer belongs to: the finest place it will ever know."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlmodel import col

from analysis.pooling import Place, Unit, assign_units, remember
from models import regions
from models.unit import CoarsestUnit
from services.work import LONDON, Work

APRIL = 4

# With the word for its level before it, a name still fits where units are stored.
LONGEST_NAME = 180

History = Mapping[str, Unit]


def place(employer: str | None, region: str | None) -> Place:
    """Where somebody works; whoever is on no roster any more works nowhere we know."""
    return Place((employer or "")[:LONGEST_NAME], region or "")


def assign(places: Sequence[Place], floor: int, history: History) -> list[Unit]:
    """The unit of each respondent, in the same order."""
    neighbours = regions.load().neighbours
    units = assign_units(dict(enumerate(places)), floor, neighbours, history)
    return [units[number] for number in range(len(places))]


def after(history: History, places: Sequence[Place], units: Sequence[Unit]) -> History:
    """The history as it is after these units."""
    return remember(history, dict(enumerate(places)), dict(enumerate(units)))


async def recall(work: Work, at: datetime) -> History:
    """The coarsest unit of each employer so far, in the year of that moment."""
    of_year = select(CoarsestUnit).where(col(CoarsestUnit.year) == _year(at))
    found = await work.session.scalars(of_year)
    return {one.employer: Unit.parse(one.unit) for one in found}


async def note(work: Work, at: datetime, history: History) -> None:
    """Keep the history of that year, in the place of what was known before."""
    year = _year(at)
    old = delete(CoarsestUnit).where(col(CoarsestUnit.year) == year)
    await work.session.execute(old.execution_options(synchronize_session=False))
    rows = [
        {"year": year, "employer": employer, "unit": unit.key}
        for employer, unit in sorted(history.items())
    ]
    if rows:
        await work.session.execute(insert(CoarsestUnit), rows)


def _year(at: datetime) -> int:
    """The year of a report, which runs from April to March."""
    local = at.astimezone(LONDON)
    return local.year if local.month >= APRIL else local.year - 1
