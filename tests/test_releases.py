"""Releases: prepared by one, let out by another, complete, chained, and never changed."""

from analysis.published import Row
from models.reporting import ENGLAND, Level
from services import results
from services.work import House
from tests.doubles import Community, FrozenClock
from tests.published import publish


async def rows(house: House, number: int) -> list[Row]:
    async with house.database.results() as session:
        return await results.figures(session, number)


async def test_a_sealed_wave_becomes_figures_of_every_unit(
    house: House, community: Community, clock: FrozenClock
) -> None:
    year = await publish(house, community, count=2)

    found = await rows(house, year.releases[-1].number)
    shown = {row.unit.level for row in found if not row.figure.is_hidden}
    england = next(row for row in found if row.unit.key == ENGLAND and row.item.id == "C1")

    assert shown == {Level.ENGLAND, Level.REGION, Level.OTHERS, Level.EMPLOYER}
    assert england.figure.interval is not None
    assert england.figure.change is not None
