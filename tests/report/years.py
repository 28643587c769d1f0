"""A made-up released year: monthly waves and the year itself, for England, regions, employers."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from analysis.measures import people_to_reckon_with, score_band, shown_change, shown_interval
from analysis.protection import protect
from analysis.published import HIDDEN, Published
from analysis.summary import Tally
from models import questionnaire, regions
from models.release import FIRST_LINK, link_after
from models.reporting import ENGLAND, Level, Period
from models.tables import Table
from services.work import SYSTEM, House

FLOOR = 8
YEAR = "2026-27"
REGIONS = tuple(regions.load().neighbours)
PULSE = questionnaire.load("pulse")
CRITERIA = ("C1", "C2", "C3", "C4")

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Unit:
    """A unit and how many people answer in it; none is a unit that is always hidden."""

    key: str
    name: str
    level: Level
    regions: tuple[str, ...]
    wider: str
    people: int


def units(employers: int) -> list[Unit]:
    """England, nine regions, and so many employers in them, every seventh of them too small."""
    found = [Unit(ENGLAND, "England", Level.ENGLAND, REGIONS, ENGLAND, 2100)]
    found += [
        Unit(f"region:{name}", name, Level.REGION, (name,), ENGLAND, 150 + 25 * place)
        for place, name in enumerate(REGIONS)
    ]
    for number in range(employers):
        region = REGIONS[number % len(REGIONS)]
        name, people = f"Employer {number + 1:03}", 0 if number % 7 == 6 else 8 + number % 60
        found.append(
            Unit(f"employer:{name}", name, Level.EMPLOYER, (region,), f"region:{region}", people)
        )
    return found


async def publish(house: House, employers: int = 12, waves: int = 12) -> None:
    """Insert so many monthly waves from April 2026, and the year, as released figures."""
    rows = Rows(release=[], release_unit=[], release_item=[], release_figure=[], release_pair=[])
    link, before = FIRST_LINK, dict[tuple[str, str], Published]()
    for number in range(1, waves + 2):
        about = _about(number, waves)
        # The year has nothing before it.
        earlier = before if number <= waves else {}
        figures = dict(_figures(number, units(employers), earlier))
        link = _release(rows, about, link, employers, figures)
        before = figures
    async with house.begin(SYSTEM) as work:
        for name, found in rows.items():
            for start in range(0, len(found), 2000):
                await work.session.execute(
                    sa.insert(Table.metadata.tables[name]), found[start : start + 2000]
                )


def _about(number: int, waves: int) -> dict[str, Any]:
    if number > waves:
        about = {"period": Period.YEAR, "subject": YEAR, "title": "April 2026 to March 2027"}
        days = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    else:
        month = date(2026 + (number + 2) // 12, (number + 2) % 12 + 1, 1)
        about = {"period": Period.WAVE, "subject": f"w{number:02}", "title": f"{month:%B %Y}"}
        days = {"starts_on": month, "ends_on": month + timedelta(days=14)}
    last = datetime(2026, 1, 1, 9, tzinfo=UTC)
    released = last.combine(days["ends_on"], last.timetz()) + timedelta(days=10)
    fixed = {"questionnaire": "pulse", "version": PULSE.version, "floor": FLOOR}
    rate = {"value": 70, "end": "about"} if number <= waves else None
    return {"number": number, **about, **days, "released_at": released, **fixed, "rate": rate}


def _figures(
    number: int, found: list[Unit], before: dict[tuple[str, str], Published]
) -> Iterator[tuple[tuple[str, str], Published]]:
    chance = random.Random(number)
    for unit in found:
        for item in (*CRITERIA, *(item.id for item in PULSE.items)):
            figure = _figure(chance, unit.people, item)
            earlier = before.get((unit.key, item), HIDDEN)
            if not figure.is_hidden and not earlier.is_hidden:
                pair = (earlier, earlier.reckoned or 0), (figure, figure.reckoned or 0)
                figure = replace(figure, change=shown_change(*pair))
            yield (unit.key, item), figure


def _figure(chance: random.Random, people: int, item: str) -> Published:
    lean = 0.35 + (sum(map(ord, item)) * 7 % 10) / 20
    favourable = sum(chance.random() < lean for _ in range(people))
    fours, threes = favourable // 2, (people - favourable) // 2
    tally = Tally((people - favourable - threes, 0, threes, fours, favourable - fours))
    shown, reckoned = protect(tally, FLOOR), people_to_reckon_with(people, FLOOR)
    if shown.is_hidden or reckoned is None:
        return HIDDEN
    bare = Published(shown.people, shown.favourable, shown.mean, reckoned=reckoned)
    return replace(bare, score=score_band(bare), interval=shown_interval(bare, reckoned))


def _release(
    rows: Rows,
    about: dict[str, Any],
    before: str,
    employers: int,
    figures: dict[tuple[str, str], Published],
) -> str:
    number = about["number"]
    content = {key: value.as_json() for key, value in figures.items()}
    said = {f"{unit} {item}": one for (unit, item), one in content.items()}
    link = link_after(before, {"number": number, "figures": said})
    rows["release"].append({**about, "before": before, "link": link})
    is_wave = about["period"] is Period.WAVE
    rows["release_unit"] += [_unit(number, unit) for unit in units(employers)]
    rows["release_item"] += list(_items(number))
    rows["release_figure"] += [
        {"release": number, "unit": unit, "item": item, "content": one}
        for (unit, item), one in content.items()
    ]
    if is_wave:
        rows["release_pair"] += list(_pairs(number))
    return link


def _unit(number: int, unit: Unit) -> dict[str, Any]:
    return {
        "release": number,
        "key": unit.key,
        "name": unit.name,
        "level": unit.level,
        "regions": list(unit.regions),
        "wider": unit.wider,
        "rate": None,
    }


def _items(number: int) -> Iterator[dict[str, Any]]:
    place = 0
    for criterion in CRITERIA:
        asked = [(item.id, item.text) for item in PULSE.items if item.criterion == criterion]
        for item, text in ((criterion, criterion), *asked):
            row = {"release": number, "item": item, "place": place}
            yield {**row, "criterion": criterion, "text": text}
            place += 1


def _pairs(number: int) -> Iterator[dict[str, Any]]:
    strengths = ("strong", "moderate", "weak", "not_clear")
    for place, item in enumerate(PULSE.rotating):
        anchor = next(one.id for one in PULSE.anchors if one.criterion == item.criterion)
        strength = strengths[place % len(strengths)]
        yield {"release": number, "item": item.id, "anchor": anchor, "strength": strength}
