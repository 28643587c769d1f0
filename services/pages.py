"""What the pages show: each gathers what was released, as far as its reader may see it."""

from collections.abc import Sequence

import views.site.criterion
import views.site.overview
import views.site.places
import views.site.releases
import views.site.unit
from analysis.published import Row, UnitInfo, clearest
from models.refusals import PageUnknown
from services import readings, release_trail, results, rights
from services.readings import Asked, Reading
from services.work import Work
from views.site.criterion import Criterion
from views.site.frame import Frame
from views.site.overview import Overview
from views.site.places import Places
from views.site.unit import Unit

MOST_CLEAREST, LONGEST_NUMBER = 3, 9


async def overview(work: Work, asked: Asked) -> str:
    """The four criteria in England and where the reader is, over time, and who answered."""
    async with readings.opened(work, asked) as reading:
        places = list({one.key: one for one in (reading.england, reading.own)}.values())
        rows = await reading.figures(places, reading.codes)
        told = await reading.figures([reading.england], reading.questions)
        trends = await reading.series(reading.england, reading.codes)
        shown = Overview(
            places=[(one, _of(rows, one)) for one in places],
            trends_of=reading.england,
            trends=[(code, trends.get(code, ())) for code in reading.codes],
            waves=reading.waves,
            clearest=clearest(told, MOST_CLEAREST),
        )
        return views.site.overview.page(reading.frame, reading.lines, shown)


async def criterion(work: Work, asked: Asked) -> str:
    """One criterion: its questions in one unit, what goes together, and all the units one sees."""
    async with readings.opened(work, asked) as reading:
        code = asked.part
        if code not in reading.codes:
            raise PageUnknown
        unit = reading.unit(asked.unit) if asked.unit else reading.england
        items = [one.id for one in reading.items if one.criterion == code]
        pairs = await results.pairs(reading.session, reading.release.number)
        series = await reading.series(unit, [code])
        shown = Criterion(
            code=code,
            codes=reading.codes,
            unit=unit,
            units=reading.units,
            rows=await reading.figures([unit], items),
            trend=series.get(code, ()),
            around=_around(reading, unit),
            everywhere=await reading.figures(reading.units, [code]),
            pairs=[one for one in pairs if one.item.criterion == code],
        )
        return views.site.criterion.page(reading.frame, reading.lines, shown)


async def places(work: Work, asked: Asked) -> str:
    """All the units that the reader may see, with the four criteria."""
    async with readings.opened(work, asked) as reading:
        rows = await reading.figures(reading.units, reading.codes)
        shown = Places(reading.codes, reading.units, reading.own, rows)
        return views.site.places.page(reading.frame, reading.lines, shown)


async def unit(work: Work, asked: Asked) -> str:
    """One unit, to read and to print: its criteria over time, and every question."""
    async with readings.opened(work, asked) as reading:
        chosen = reading.unit(asked.unit) if asked.unit else reading.own
        series = await reading.series(chosen, reading.codes)
        shown = Unit(
            unit=chosen,
            codes=reading.codes,
            rows=await reading.figures([chosen], [one.id for one in reading.items]),
            trends=[(code, series.get(code, ())) for code in reading.codes],
            parts=[one for one in reading.units if one.wider == chosen.key != one.key],
        )
        return views.site.unit.page(reading.frame, reading.lines, shown)


async def releases(work: Work, _asked: Asked) -> str:
    """All that was released, the newest first, and whether each follows the one before."""
    around = await _frame(work)
    steps = await release_trail.steps(work)
    return views.site.releases.page(around, steps)


async def one_release(work: Work, asked: Asked) -> str:
    """One release: what it is about, and who let it out."""
    around = await _frame(work)
    return views.site.releases.one(around, await release_trail.step(work, _number(asked)))


async def checked_release(work: Work, asked: Asked) -> str:
    """The same with all that it says read and reckoned again, which takes a while."""
    around = await _frame(work)
    return views.site.releases.one(around, await release_trail.checked(work, _number(asked)))


def _number(asked: Asked) -> int:
    if not asked.part.isdecimal() or len(asked.part) > LONGEST_NUMBER:
        raise PageUnknown
    return int(asked.part)


async def _frame(work: Work) -> Frame:
    """Around a page that is about no release; NotOnRoster for who may see none."""
    await rights.me(work)
    return Frame(readings.addresses(work))


def _around(reading: Reading, unit: UnitInfo) -> Sequence[str]:
    return [one.key for one in reading.around(unit)]


def _of(rows: Sequence[Row], unit: UnitInfo) -> list[Row]:
    return [row for row in rows if row.unit == unit]
