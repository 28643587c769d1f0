"""A year that was released: made-up waves of England, its regions and some employers.

Written as it would stand after a release, without one, because preparing takes its time; what is
released in earnest comes from `tests.published`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from analysis.change import Verdict
from analysis.intervals import Interval
from analysis.measures import ScoreBand, ShownChange
from analysis.protection import Band, Rounded
from analysis.published import HIDDEN, Published, Strength, UnitInfo
from models import questionnaire, regions
from models.person import Reach
from models.release import (
    FIRST_LINK,
    Release,
    ReleasedFigure,
    ReleasedItem,
    ReleasedPair,
    ReleasedUnit,
    link_after,
)
from models.reporting import ENGLAND, Level, Period
from models.response import Response
from models.words import ReleasedQuote, ReleasedTheme
from services.work import SYSTEM, House
from views import figure_words

FLOOR = 8
# People of a unit by its level; employers are small.
SIZES = {
    Level.ENGLAND: Band(1000, None),
    Level.REGION: Band(50, 999),
    Level.EMPLOYER: Band(8, 19),
    Level.COHORT: Band(8, 19),
}


async def publish(house: House, waves: int = 3, employers: tuple[str, ...] = ("Thameside",)) -> int:
    """Release so many monthly waves from September 2026 on; the number of the last.

    Employers are in the regions in turn, London first. In each unit below England the last
    question of C4 is hidden.
    """
    chance, link = Random(5), FIRST_LINK
    units = list(_units(employers))
    async with house.begin(SYSTEM) as work:
        for number in range(1, waves + 1):
            link = await _wave(work.session, chance, number, units, link)
    return waves


async def publish_year(house: House, employers: tuple[str, ...] = ("Thameside",)) -> None:
    """Release a year, which has neither a response rate nor what goes together."""
    units = list(_units(employers))
    async with house.begin(SYSTEM) as work:
        release = Release(
            number=1,
            period=Period.YEAR,
            subject="2025-26",
            title="The year 2025-26",
            starts_on=date(2025, 4, 1),
            ends_on=date(2026, 3, 31),
            released_at=work.now,
            questionnaire="pulse",
            version=1,
            floor=FLOOR,
            before=FIRST_LINK,
            link=link_after(FIRST_LINK, {"year": 1}),
        )
        work.session.add(release)
        await work.session.flush()
        await _tables(work.session, Random(5), 1, units)


async def publish_words(
    house: House, employers: tuple[str, ...], quote: str, number: int = 1, subject: str = "words-1"
) -> None:
    """Release the words of a wave, with one quotation for England; without any if it is empty."""
    async with house.begin(SYSTEM) as work:
        release = Release(
            number=number,
            period=Period.WORDS,
            subject=subject,
            title="Comments of the pulse",
            starts_on=work.today,
            ends_on=work.today,
            released_at=work.now,
            questionnaire="pulse",
            version=1,
            floor=10,
            before=FIRST_LINK,
            link=link_after(FIRST_LINK, {"words": 1}),
        )
        work.session.add(release)
        await work.session.flush()
        units = list(_units(employers))
        await work.session.execute(
            sa.insert(ReleasedUnit), [_unit_row(number, one) for one in units]
        )
        themes = [_theme_row(number, one) for one in units]
        await work.session.execute(sa.insert(ReleasedTheme), themes)
        if quote:
            said = ReleasedQuote(
                id=work.new_id(), release=number, unit=ENGLAND, theme="workload", text=quote
            )
            work.session.add(said)


async def answer(house: House, reach: Reach, scope: str, said: str) -> None:
    """Let co-ordinators of a place have answered the first release."""
    async with house.begin(SYSTEM) as work:
        later = work.now + timedelta(days=20)
        response = Response(
            id=work.new_id(),
            release=1,
            reach=reach,
            scope=scope,
            asked_at=work.now,
            due_at=later,
            closes_at=later,
            said=said,
            did="We changed the rota.",
            owner="ASYE lead",
            by_when=later.date(),
            edition=1,
            written_at=work.now,
        )
        work.session.add(response)


async def spoil(house: House) -> None:
    """Take the figures to where nobody finds them."""
    async with house.begin(SYSTEM) as work:
        await work.session.execute(sa.text("ALTER TABLE release_figure RENAME TO elsewhere"))


def employer_key(name: str) -> str:
    return f"employer:{name}"


def _units(employers: tuple[str, ...]) -> Iterator[UnitInfo]:
    names = ["London", *(name for name in regions.load().names if name != "London")]
    yield UnitInfo(ENGLAND, "England", Level.ENGLAND, tuple(names), ENGLAND)
    for name in names:
        yield UnitInfo(f"region:{name}", name, Level.REGION, (name,), ENGLAND)
    for place, name in enumerate(employers):
        region = names[place % len(names)]
        key = employer_key(name)
        yield UnitInfo(key, name, Level.EMPLOYER, (region,), f"region:{region}")


async def _wave(session: Any, chance: Random, number: int, units: list[UnitInfo], link: str) -> str:
    starts_on = date(2026 + (8 + number - 1) // 12, (8 + number - 1) % 12 + 1, 1)
    after = link_after(link, {"wave": number})
    release = Release(
        number=number,
        period=Period.WAVE,
        subject=f"wave-{number}",
        title=f"Pulse, {starts_on:%B %Y}",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=7),
        released_at=datetime(starts_on.year, starts_on.month, 12, 10, tzinfo=UTC),
        questionnaire="pulse",
        version=1,
        floor=FLOOR,
        rate={"value": 50 + 10 * (number % 3), "end": "about"},
        before=link,
        link=after,
    )
    session.add(release)
    await session.flush()
    await _tables(session, chance, number, units)
    await session.execute(sa.insert(ReleasedPair), list(_pairs(number, list(_items(number)))))
    return after


async def _tables(session: Any, chance: Random, number: int, units: list[UnitInfo]) -> None:
    items = list(_items(number))
    await session.execute(sa.insert(ReleasedItem), items)
    await session.execute(sa.insert(ReleasedUnit), [_unit_row(number, unit) for unit in units])
    figures = [
        {
            "release": number,
            "unit": unit.key,
            "item": item["item"],
            "content": _figure(chance, unit, item, number, items[-1]["item"]).as_json(),
        }
        for unit in units
        for item in items
    ]
    await session.execute(sa.insert(ReleasedFigure), figures)


def _items(number: int) -> Iterator[dict[str, Any]]:
    place = 0
    asked = questionnaire.load("pulse").items
    for code in figure_words.CRITERIA:
        texts = [(code, figure_words.CRITERIA_IN_FULL[code])]
        texts += [(one.id, one.text) for one in asked if one.criterion == code]
        for name, text in texts:
            place += 1
            row = {"release": number, "item": name, "place": place}
            yield {**row, "criterion": code, "text": text}


def _pairs(number: int, items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    strengths = list(Strength)
    anchors = {one["criterion"]: one["item"] for one in items if one["item"].startswith("A")}
    for place, one in enumerate(items):
        if one["item"] not in (one["criterion"], anchors[one["criterion"]]):
            pair = {"release": number, "item": one["item"], "anchor": anchors[one["criterion"]]}
            yield {**pair, "strength": strengths[place % len(strengths)].value}


def _unit_row(number: int, unit: UnitInfo) -> dict[str, Any]:
    return {
        "release": number,
        "key": unit.key,
        "name": unit.name,
        "level": unit.level,
        "regions": list(unit.regions),
        "wider": unit.wider,
        "rate": None,
    }


def _theme_row(number: int, unit: UnitInfo) -> dict[str, Any]:
    figure = Published(
        people=Band(20, 49), favourable=Rounded(30), interval=Interval(0.2, 0.5), reckoned=20
    )
    theme = {"release": number, "theme": "workload", "name": "Workload", "place": 1}
    return {**theme, "unit": unit.key, "content": figure.as_json()}


def _figure(
    chance: Random, unit: UnitInfo, item: dict[str, Any], number: int, last: str
) -> Published:
    if item["item"] == last and unit.level is not Level.ENGLAND:
        return HIDDEN
    percent = chance.randrange(55, 91, 1 if unit.level is Level.ENGLAND else 5)
    wide = {Level.ENGLAND: 3, Level.REGION: 9}.get(unit.level, 25)
    interval = Interval(max(0, percent - wide) / 100, min(100, percent + wide) / 100)
    if unit.level in (Level.EMPLOYER, Level.COHORT):
        share: Band | Rounded = Band(70, None) if percent >= 70 else Band(40, 69)
        mean = None
    else:
        share, mean = Rounded(percent), Rounded(3.6)
    moved = chance.choice(list(Verdict))
    reach = {
        Verdict.ROSE: Interval(0.02, 0.12),
        Verdict.FELL: Interval(-0.09, -0.01),
        Verdict.NO_CLEAR_CHANGE: Interval(-0.06, 0.05),
    }[moved]
    return Published(
        people=SIZES[unit.level],
        favourable=share,
        mean=mean,
        score=None if mean is None else ScoreBand.MIDDLE,
        reckoned=SIZES[unit.level].at_least,
        interval=interval,
        bounds=Interval(0.4, 0.85) if unit.level is Level.ENGLAND else None,
        change=None if number == 1 else ShownChange(moved, reach),
    )
