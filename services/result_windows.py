"""Released figures for Slack: whatever a button says, its presser sees what is theirs to see."""

from collections.abc import Sequence

from analysis.published import HIDDEN, ItemInfo, Row, UnitInfo
from models.refusals import NothingReleased, UnitHidden
from models.reporting import ENGLAND, Level
from services import readings, result_files, sight
from services.readings import Asked, Reading
from services.result_files import Taking
from services.work import Work
from views import results, results_home
from views.blocks import Block
from views.result_files import Kind
from views.results import Place, Shown

NEWEST = Place()


async def for_home(work: Work) -> list[Block]:
    """The newest wave: the actor's own unit beside its region and England, by criterion."""
    try:
        return results_home.on_home(await _shown(work, NEWEST))
    except NothingReleased:
        return results_home.nothing_yet()


async def window(work: Work, place: Place = NEWEST) -> Block:
    """One unit in one release; UnitHidden for a unit that is not the actor's to see."""
    return results.window(await _shown(work, place))


async def at_another_time(work: Work, place: Place) -> Block:
    """The same unit in another release, or the actor's own where it is not there."""
    try:
        return await window(work, place)
    except UnitHidden:
        return await window(work, Place(place.release))


async def questions(work: Work, place: Place) -> Block:
    """Every question of one unit in one release."""
    return results.questions(await _shown(work, place, has_questions=True))


async def why_hidden(work: Work, place: Place) -> Block:
    """Why figures of a unit are hidden, and the wider unit to look at instead."""
    async with readings.opened(work, Asked(place.release)) as reading:
        unit = _unit(reading, place)
        seen = {one.key: one for one in reading.units if one != unit}
        wider = seen.get(unit.wider) or seen.get(ENGLAND)
        return results.why(reading.release, unit, wider)


async def files(work: Work, place: Place) -> Block:
    """The kinds of file in which the actor may have a release."""
    async with readings.opened(work, Asked(place.release)) as reading:
        return results.files(reading.release, place)


async def take_file(work: Work, place: Place, kind: Kind) -> Taking:
    """Put on record that the actor takes the figures of a release that they may see."""
    seen = await sight.sight(work)
    return await result_files.take(work, seen, await result_files.one(work, place.release), kind)


async def _shown(work: Work, place: Place, *, has_questions: bool = False) -> Shown:
    async with readings.opened(work, Asked(place.release)) as reading:
        unit = _unit(reading, place)
        region = next((one for one in reading.units if _is_region_of(one, unit)), unit)
        beside = list({one.key: one for one in (unit, region, reading.unit(ENGLAND))}.values())
        items = [one for one in reading.items if has_questions or one.is_criterion]
        return Shown(
            release=reading.release,
            releases=reading.releases,
            beside=beside,
            units=reading.units,
            own=reading.own,
            rows=await _rows(reading, beside, items),
        )


async def _rows(
    reading: Reading, units: Sequence[UnitInfo], items: Sequence[ItemInfo]
) -> list[Row]:
    """A row for each item and unit: what a release leaves out is hidden, too."""
    found = await reading.figures(units, [one.id for one in items])
    figures = {(row.unit.key, row.item.id): row.figure for row in found}
    return [
        Row(reading.release.number, unit, item, figures.get((unit.key, item.id), HIDDEN))
        for item in items
        for unit in units
    ]


def _unit(reading: Reading, place: Place) -> UnitInfo:
    """The unit that is meant; UnitHidden for one that the actor may not see, or that is none."""
    if not place.unit:
        return reading.own
    for one in reading.units:
        if results.mark(one.key) == place.unit:
            return one
    raise UnitHidden("results", "unit")


def _is_region_of(region: UnitInfo, unit: UnitInfo) -> bool:
    return (
        region.level is Level.REGION
        and unit.level is not Level.ENGLAND
        and set(unit.regions) <= set(region.regions)
    )
