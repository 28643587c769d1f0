"""A wave in which everybody says something nobody else says, so that it can be found again."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from models.ballot import Answers, Ballot, lock
from models.person import Person
from models.survey import Invitation, Survey, Wave
from services.work import SYSTEM, House
from tests.doubles import COHORT, START, Community

ITEMS = ("A1", "A2", "A3", "A4", "07", "19")
OPEN = "O1"
CHOICES = ("1", "2", "3", "4", "5", "not_yet", "skip")


@dataclass
class Planted:
    """A wave, its people in the order of the roster, and what each is to say."""

    wave_id: UUID
    key: bytes
    people: Sequence[Person]
    order: list[UUID]
    said: Mapping[UUID, Answers]
    texts: Mapping[UUID, str] = field(default_factory=dict)


def marker(number: int) -> str:
    """A word that is in no other text, nor in anything else."""
    return f"zebra{number:04d}quince"


def answers(number: int, form: str = "") -> Answers:
    """A pattern of choices and a text that only this person gives."""
    choices = {}
    rest = number
    for item in ITEMS:
        rest, choice = divmod(rest, len(CHOICES))
        choices[item] = CHOICES[choice]
    return Answers(choices, {OPEN: f"What helped me was {marker(number)}."}, form=form)


async def add_wave(house: House, people: Sequence[Person], wave_id: UUID, key: bytes) -> Wave:
    """A wave that is open and asks these people."""
    house.custody.create(wave_id, key)
    wave = Wave(
        id=wave_id,
        survey_id="pulse",
        slot=str(wave_id),
        questionnaire="pulse",
        version=1,
        items=[*ITEMS, OPEN],
        opens_at=START,
        closes_at=START + timedelta(days=7),
        invited=len(people),
    )
    async with house.begin(SYSTEM) as work:
        if await work.session.get(Survey, "pulse") is None:
            work.session.add(
                Survey(
                    id="pulse",
                    title="Monthly pulse",
                    questionnaire="pulse",
                    cron="0 9 * * 2#1",
                    working_days=5,
                )
            )
        await work.session.flush()
        work.session.add(wave)
        await work.session.flush()
        work.session.add_all(
            [Invitation(wave_id=wave_id, person_id=person.id) for person in people]
        )
    return wave


async def fill(house: House, planted: Planted) -> None:
    """Put everybody's ballot into the box, in the order of submission, in one go."""
    nonces = random.Random(5)
    async with house.begin(SYSTEM) as work:
        work.session.add_all(
            Ballot(
                wave_id=planted.wave_id,
                person_id=person_id,
                box=lock(
                    planted.key,
                    planted.wave_id,
                    person_id,
                    planted.said[person_id],
                    nonces.randbytes(12),
                ),
            )
            for person_id in planted.order
        )


async def plant(
    house: House,
    community: Community,
    groups: Sequence[tuple[str, str, int]],
    seed: int = 11,
    silent: int = 0,
    cohorts: Sequence[str] = (COHORT,),
) -> Planted:
    """Employers (name, region, how many) whose people will all answer but the last `silent`.

    The people of an employer are of these cohorts in turn.
    """
    people: list[Person] = []
    for name, region, count in groups:
        people += await community.nqsws(count, await community.employer(name, region), cohorts)
    source = random.Random(seed)
    wave_id = UUID(bytes=source.randbytes(16), version=4)
    key = source.randbytes(32)
    await add_wave(house, people, wave_id, key)
    order = [person.id for person in people[: len(people) - silent]]
    source.shuffle(order)
    numbers = source.sample(range(7 ** len(ITEMS)), len(order))
    said = {person_id: answers(number) for person_id, number in zip(order, numbers, strict=True)}
    texts = {person_id: one.texts[OPEN] for person_id, one in said.items()}
    return Planted(wave_id, key, people, order, said, texts)
