"""The year before the story: made-up waves of nobody in particular, sealed and released."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import delete
from sqlmodel import col

from analysis.pooling import Place, Whom
from bot import story_answers, story_before, story_cast, story_words
from bot.story_cast import Cast, Two
from models import calendar, questionnaire, rotation
from models.agenda import Appointment
from models.ballot import Answers
from models.outbox import Message
from models.person import Employer
from models.policy import Channels
from models.questionnaire import Item
from models.release import Release, Stage
from models.reporting import Period, days_of, quarter_of, year_of
from models.survey import Wave, WaveState
from services import (
    agenda,
    forgetting,
    mixing,
    preparing,
    releasing,
    response_judging,
    responses,
    rows,
    surveys,
    units,
)
from services.mixing import Box, Opened
from services.work import LONDON, SYSTEM, House, Work

DAYS_OPEN, DAYS_TO_RELEASE, DAYS_TO_ANSWER = 7, 3, 4
ANSWERING, SCORING, QUOTING = 0.75, 0.93, 0.6
WITHOUT = ("not_yet", "skip")

# The year has been over for a while when the story begins, and its figures are new.
OVER_FOR = timedelta(days=40)
NEW_FOR = timedelta(days=5)
A_YEAR = timedelta(days=365)

# Examples of the year before are shared as late as this wave, so that none is due for renewal yet.
SHARED_AT = -2

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

# Its waves, their words, its quarters and the year itself: told to whoever watches, one by one.
RELEASES = 12 + 1 + 4 + 1
Watch = Callable[[float], None]


@dataclass
class Hindsight:
    """A clock for what was before the story."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def move_to(self, moment: datetime) -> None:
        self.at = moment


def unseen(_one: float) -> None:
    """Let nobody watch."""


async def live_through(house: House, now: datetime, watch: Watch = unseen) -> None:
    """Let the last whole year of reports pass: waves, words, quarters, answers, and the year."""
    clock = Hindsight(now)
    # Nobody in the story waits for what was told then.
    before = replace(house, clock=clock, policy=replace(house.policy, channels=Channels()))
    year = year_of((now - OVER_FOR - A_YEAR).date())
    first, last = days_of(Period.YEAR, year)
    cast = await story_cast.gathered(before, first)
    await _found_employers(before)
    random = Random(2026)
    dues = _due(first, last)
    await story_before.share(before, clock.move_to, dues[SHARED_AT])
    for due, following in zip(dues, [*dues[1:], None], strict=True):
        clock.at = due + timedelta(days=DAYS_OPEN + DAYS_TO_RELEASE, hours=6)
        written = [] if following else list(story_words.SAID)
        wave = await seal(before, random, _people(), due, written)
        await release(before, cast.two, Period.WAVE, str(wave.id))
        watch(1)
        quarter = quarter_of(due.date())
        if following is None or quarter_of(following.date()) != quarter:
            over = datetime.combine(days_of(Period.QUARTER, quarter)[1], time(), LONDON)
            clock.at = house.calendar.add_working_days(over, DAYS_TO_RELEASE, LONDON)
            await _answered(before, clock, cast, Period.QUARTER, quarter)
            watch(1)
    await story_words.release(before, cast, wave.id)
    watch(1)
    clock.at = now - NEW_FOR
    await _answered(before, clock, cast, Period.YEAR, year)
    watch(1)
    await _tidy(before)


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
    house: House,
    random: Random,
    people: Sequence[Place],
    opens_at: datetime,
    written: Sequence[str] = (),
) -> Wave:
    """Seal made-up answers of these people as those of a wave, some of them with these words.

    Some do not answer, some leave items out. Of the box they were never in nothing is left either.
    """
    answering = [place for place in people if random.random() < ANSWERING]
    writing = dict(zip(random.sample(range(len(answering)), len(written)), written, strict=True))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await _wave(work, random, opens_at, len(people))
        opened = [
            Opened(Whom(place), _answers(random, wave, place, writing.get(number, "")))
            for number, place in enumerate(answering)
        ]
        box = Box(opened, unreadable=0, asked=Counter(map(Whom, people)))
        history = await units.recall(work, opens_at)
        await mixing.keep(work, wave, mixing.mix(work, wave, box, history))
    return wave


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


async def _found_employers(house: House) -> None:
    """Those who took part then and do not now had a region, too."""
    async with house.begin(SYSTEM) as work:
        new = [
            {"id": work.new_id(), "name": name, "region": region}
            for region, employers in EMPLOYERS.items()
            for name in employers
        ]
        await rows.insert_new(work.session, Employer, new)


async def _wave(work: Work, random: Random, opens_at: datetime, invited: int) -> Wave:
    """A wave as it is after its sealing, with the questions whose turn it was."""
    questions = questionnaire.load(surveys.PULSE)
    asked = rotation.choose(questions, await surveys.history(work, surveys.PULSE), random)
    closes_at = opens_at + timedelta(days=DAYS_OPEN)
    wave = Wave(
        id=work.new_id(),
        survey_id=surveys.PULSE,
        slot=opens_at.isoformat(),
        questionnaire=questions.id,
        version=questions.version,
        items=list(asked),
        opens_at=opens_at,
        closes_at=closes_at,
        closing_since=closes_at,
        state=WaveState.DESTROYED,
        invited=invited,
    )
    work.session.add(wave)
    await work.session.flush()
    return wave


def _answers(random: Random, wave: Wave, place: Place, words: str) -> Answers:
    """One person's answers: a better month is a later one, and employers differ."""
    differs = 0.4 * math.sin(len(place.employer))
    mood = random.gauss(3.3 + 0.05 * wave.opens_at.month + differs, 0.9)
    choices, texts = {}, {}
    for question in map(questionnaire.load(wave.questionnaire).question, wave.items):
        if isinstance(question, Item):
            score = min(5, max(1, round(random.gauss(mood, 0.7))))
            is_scored = random.random() < SCORING
            choices[question.id] = str(score) if is_scored else random.choice(WITHOUT)
        elif words:
            texts[question.id] = words
    return Answers(choices, texts, may_quote=random.random() < QUOTING)


async def _answered(
    house: House, clock: Hindsight, cast: Cast, period: Period, subject: str
) -> None:
    """Release a quarter or the year, and answer it some days later."""
    released = await release(house, cast.two, period, subject)
    clock.at += timedelta(days=DAYS_TO_ANSWER)
    await story_answers.give(house, cast, released)


async def _tidy(house: House) -> None:
    """What was told and asked then is over: count what people thought of it, and forget the rest.

    What the story still has to do by itself stays on its agenda.
    """
    over = (releasing.PREPARING, responses.COUNTING, forgetting.SCRUBBING)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(delete(Message))
        for one in await agenda.due(work):
            if one.what == responses.COUNTING:
                await response_judging.count(work, int(one.subject))
        await work.session.execute(
            delete(Appointment).where(
                col(Appointment.what).in_(over), col(Appointment.at) <= work.now
            )
        )
    await house.database.scrub()
