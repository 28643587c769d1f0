"""A year of waves that were sealed, prepared and released, with made-up answers of nobody."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from analysis.pooling import (
    History,
    Place,
    assign_units,
    count_asked,
    remember,
    split_units,
)
from models import questionnaire, regions
from models.answer import Answer, AnswerKind
from models.person import Employer, Person, Reach, RoleName
from models.questionnaire import CRITERIA
from models.release import Release, Stage
from models.reporting import Period
from models.survey import Wave, WaveState
from models.unit import Asked
from services import preparing, releasing, surveys
from services.work import SYSTEM, House, account
from tests.doubles import Community

SPRING = datetime(2026, 4, 7, 8, tzinfo=UTC)
DAYS_OPEN, DAYS_BETWEEN = 7, 30
ANSWERING, SCORING = 0.75, 0.93
WITHOUT = (AnswerKind.NOT_YET, AnswerKind.SKIPPED)

# A large employer, some smaller ones, and enough that are too small for figures of their own.
EMPLOYERS: Mapping[str, tuple[str, int]] = {
    "Northshire": ("North East", 60),
    "Tyneford": ("North East", 14),
    "Weardale": ("North East", 4),
    "Southam": ("London", 34),
    "Eastbrook": ("London", 22),
    "Little Ham": ("London", 5),
    "Westmere": ("South West", 18),
    "Combe": ("South West", 12),
    "Moorland": ("South West", 6),
}


@dataclass
class Year:
    """What was released: the numbers of the releases, and the two people who did it."""

    analyst: Person
    second: Person
    waves: list[UUID] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)


async def publish(
    house: House,
    community: Community,
    employers: Mapping[str, tuple[str, int]] = EMPLOYERS,
    count: int = 3,
    first: datetime = SPRING,
) -> Year:
    """Let waves pass from this day on, a month apart, seal each and release its figures.

    The clock must be past them; the answers get slowly better, so that some figures rise.
    """
    year = await _people(community, employers)
    places = [Place(name, region) for name, (region, _) in employers.items()]
    people = [place for place in places for _ in range(employers[place.employer][1])]
    random, history = Random(7), History()
    for number in range(count):
        opens_at = first + timedelta(days=number * DAYS_BETWEEN)
        wave, history = await seal(house, random, people, opens_at, history)
        year.waves.append(wave.id)
        year.releases.append(await release(house, year, Period.WAVE, str(wave.id)))
    return year


async def release(house: House, year: Year, period: Period, subject: str) -> Release:
    """Prepare figures as one person and release them as the other."""
    async with house.begin(account(year.analyst.slack_id or "")) as work:
        preparation = await releasing.ask(work, period, subject)
    assert await preparing.run(house, preparation.id) is Stage.READY
    async with house.begin(account(year.second.slack_id or "")) as work:
        return await releasing.approve(work, preparation.id)


async def seal(
    house: House, random: Random, people: Sequence[Place], opens_at: datetime, history: History
) -> tuple[Wave, History]:
    """Write a wave as it is after its sealing; some do not answer, some leave items out."""
    neighbours, floor = regions.load().neighbours, house.policy.floor_employer
    answering = {who: at for who, at in enumerate(people) if random.random() < ANSWERING}
    units = assign_units(answering, floor, neighbours, history.coarsest)
    parts = split_units(answering, dict.fromkeys(answering, ""), units, floor, history)
    asked = count_asked(
        Counter(people), {at: units[who] for who, at in answering.items()}, neighbours
    )
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = _wave(work.new_id(), opens_at, len(people))
        work.session.add(wave)
        await work.session.flush()
        rows = [
            row
            for part in parts.values()
            for row in _answers(random, wave, part.unit.key, work.new_id())
        ]
        await work.session.execute(insert(Answer), sorted(rows, key=lambda row: row["id"].bytes))
        counts = [{"wave_id": wave.id, "unit": unit.key, "people": n} for unit, n in asked.items()]
        await work.session.execute(insert(Asked), counts)
    return wave, remember(history, answering, parts)


def _wave(wave_id: UUID, opens_at: datetime, invited: int) -> Wave:
    questions = questionnaire.load("pulse")
    month = opens_at.month
    rotating = [
        [one.id for one in questions.rotating if one.criterion == code] for code in CRITERIA
    ]
    items = [*(one.id for one in questions.anchors), *(of[month % len(of)] for of in rotating)]
    closes_at = opens_at + timedelta(days=DAYS_OPEN)
    return Wave(
        id=wave_id,
        survey_id=surveys.PULSE,
        slot=opens_at.isoformat(),
        questionnaire=questions.id,
        version=questions.version,
        items=items,
        opens_at=opens_at,
        closes_at=closes_at,
        closing_since=closes_at,
        state=WaveState.DESTROYED,
        invited=invited,
    )


def _answers(random: Random, wave: Wave, unit: str, nobody: UUID) -> Iterator[dict[str, Any]]:
    """One person's answers: a better month is a later one, and units differ."""
    mood = random.gauss(3.3 + 0.05 * wave.opens_at.month + 0.4 * math.sin(len(unit)), 0.9)
    for item in wave.items:
        is_scored = random.random() < SCORING
        yield {
            "id": nobody,
            "item": item,
            "wave_id": wave.id,
            "version": wave.version,
            "unit": unit,
            "cohort": "",
            "kind": AnswerKind.SCORED if is_scored else random.choice(WITHOUT),
            "score": min(5, max(1, round(random.gauss(mood, 0.7)))) if is_scored else None,
        }


async def _people(community: Community, employers: Mapping[str, tuple[str, int]]) -> Year:
    """The employers, and the two who prepare and release; nobody needs the others any more."""
    found: list[Employer] = []
    for name, (region, _) in employers.items():
        found.append(await community.employer(name, region))
    return Year(
        await community.member(RoleName.ANALYST, found[0], Reach.NATIONAL, "England"),
        await community.member(RoleName.COORDINATOR, found[0], Reach.NATIONAL, "England"),
    )
