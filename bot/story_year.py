"""The year before the story: made-up waves of nobody in particular, sealed and released."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlmodel import col

from analysis.pooling import History, Place, assign_units, count_asked, remember, split_units
from models import calendar, questionnaire, regions
from models.agenda import Appointment
from models.answer import Answer, AnswerKind
from models.outbox import Message
from models.person import Person, Reach, Role, RoleName
from models.policy import Channels
from models.questionnaire import CRITERIA
from models.release import Release, Stage
from models.reporting import Period, days_of, year_of
from models.response import Response
from models.survey import Wave, WaveState
from models.unit import Asked
from services import preparing, releasing, responses, surveys
from services.work import LONDON, SYSTEM, Actor, House, account

DAYS_OPEN, DAYS_TO_RELEASE = 7, 3
ANSWERING, SCORING = 0.75, 0.93
WITHOUT = (AnswerKind.NOT_YET, AnswerKind.SKIPPED)
QUARTERS = 4

# How many NQSWs each employer had: a few large ones, and a long tail, as in England.
EMPLOYERS: Mapping[str, Mapping[str, int]] = {
    "North East": {"Northgate Council": 13, "Wearmouth Council": 9, "Tynebank Borough": 5},
    "North West": {
        "Pennine Children's Trust": 38,
        "Merebank Council": 8,
        "Ribblesdale County": 17,
        "Sefton Sands Borough": 6,
        "Irwell Borough": 4,
    },
    "Yorkshire and the Humber": {
        "Calder Vale Council": 21,
        "Holderness Council": 10,
        "Ridings Children's Trust": 7,
        "Don Valley Borough": 3,
    },
    "East Midlands": {"Trentside County": 14, "Soarbridge Council": 9, "Wolds County": 5},
    "West Midlands": {
        "Arden Borough": 24,
        "Severn Vale County": 11,
        "Blackbrook Borough": 8,
        "Marches Council": 4,
        "Tameford Borough": 2,
    },
    "East of England": {
        "Fenland County": 12,
        "Broadwater Council": 9,
        "Stour Valley Council": 6,
        "Ousebridge Council": 3,
    },
    "London": {
        "Thameside Borough": 46,
        "Lea Bridge Borough": 19,
        "Brent Hill Borough": 12,
        "Wandle Borough": 9,
        "Fleetgate Borough": 7,
        "Ravensbourne Borough": 3,
    },
    "South East": {
        "Weald and Coast County": 23,
        "Medwater Council": 10,
        "Solent Children's Trust": 8,
        "Downs Council": 4,
        "Chilternside Council": 2,
    },
    "South West": {
        "Moorland County": 13,
        "Harbour Children's Trust": 7,
        "Levels Council": 6,
        "Tamar Council": 3,
        "Cotswold Edge Council": 2,
    },
}


@dataclass
class Hindsight:
    """A clock for what was before the story."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Two:
    """Who prepares figures, and who releases them."""

    first: Actor
    second: Actor


async def live_through(house: House, now: datetime) -> None:
    """Let the last whole year of reports pass: its waves, its quarters, and the year itself."""
    clock = Hindsight(now)
    # Nobody in the story waits for what was told then.
    before = replace(house, clock=clock, policy=replace(house.policy, channels=Channels()))
    year = year_of(date(now.year - 1, now.month, 1))
    first, last = days_of(Period.YEAR, year)
    two = await _two(before, first)
    random, history = Random(2026), History()
    for due in _due(first, last):
        clock.at = due + timedelta(days=DAYS_OPEN + DAYS_TO_RELEASE, hours=6)
        wave, history = await seal(before, random, _people(), due, history)
        await release(before, two, Period.WAVE, str(wave.id))
    clock.at = datetime.combine(last, time(14), LONDON) + timedelta(days=DAYS_TO_RELEASE)
    for quarter in range(1, QUARTERS + 1):
        await release(before, two, Period.QUARTER, f"{year}-Q{quarter}")
    await release(before, two, Period.YEAR, year)
    await _forget_letters(before)


async def release(house: House, two: Two, period: Period, subject: str) -> Release:
    """Prepare figures as one person and release them as the other."""
    async with house.begin(two.first) as work:
        preparation = await releasing.ask(work, period, subject)
    stage = await preparing.run(house, preparation.id)
    if stage is not Stage.READY:
        raise LookupError(f"The figures of {subject} are {stage}.")
    async with house.begin(two.second) as work:
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


def _people() -> list[Place]:
    """Where each of them works."""
    return [
        Place(name, region)
        for region, employers in EMPLOYERS.items()
        for name, count in employers.items()
        for _ in range(count)
    ]


def _due(first: date, last: date) -> list[datetime]:
    begin, end = (datetime.combine(day, time(), LONDON) for day in (first, last))
    return calendar.due_between(surveys.MONTHLY, begin, end, LONDON)


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


async def _two(house: House, since: date) -> Two:
    """The analyst, and the co-ordinator for England; they were there that year, too."""
    found: list[Actor] = []
    async with house.begin(SYSTEM) as work:
        for name in (RoleName.ANALYST, RoleName.COORDINATOR):
            of_england = select(Person).join(Role, col(Role.person_id) == col(Person.id))
            query = of_england.where(col(Role.role) == name, col(Role.reach) == Reach.NATIONAL)
            person = (await work.session.scalars(query.order_by(col(Person.email)))).first()
            if person is None or person.slack_id is None:
                raise LookupError(f"The story has no {name} for England.")
            mine = update(Role).where(col(Role.person_id) == person.id)
            await work.session.execute(mine.values(valid_from=since))
            found.append(account(person.slack_id))
    return Two(*found)


async def _forget_letters(house: House) -> None:
    """What was told and asked then is over, and before it nobody was told anything."""
    async with house.begin(SYSTEM) as work:
        await work.session.execute(delete(Message))
        await work.session.execute(delete(Response))
        theirs = col(Appointment.what).in_((releasing.PREPARING, responses.COUNTING))
        await work.session.execute(delete(Appointment).where(theirs))
