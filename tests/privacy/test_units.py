"""Whatever happens to a community in a year, nobody is stored in a group that is too small."""

from collections import Counter
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from analysis.pooling import ENGLAND, Unit
from models.answer import Answer, Comment
from models.person import Employer, Person, Standing
from models.unit import Asked
from services import sealing
from services.work import SYSTEM, House
from tests.communities import REGIONS, waves
from tests.doubles import Community, FrozenClock
from tests.privacy.planting import Planted, add_wave, answers, fill, plant

FLOOR, TEXT_FLOOR = 8, 10
COMMUNITIES = 1000
SHARES = 10
MONTHS = 6


@pytest.mark.parametrize("share", range(SHARES))
def test_in_a_thousand_communities_every_part_of_a_unit_has_enough_people(share: int) -> None:
    split = 0
    for seed in range(share, COMMUNITIES, SHARES):
        random = Random(seed)
        employers, people = random.randint(3, 25), random.randint(20, 160)
        untold: set[Unit] = set()
        for wave in waves(random, employers, people, MONTHS, FLOOR):
            told = {part.unit for part in wave.parts if part.cohort}
            whole = {part.unit for part in wave.parts if not part.cohort}

            assert whole == {ENGLAND} or min(wave.parts.values()) >= FLOOR, seed
            assert not told & (whole | untold), seed
            # A part of no more than the floor would tell that every one of them answered.
            assert whole == {ENGLAND} or min(wave.asked_of[part] for part in wave.parts) > FLOOR, (
                seed
            )
            assert not any(unit.covers(one) for unit in told for one in untold), seed
            untold |= whole
            split += len(told)
    assert split > 0


async def found(community: Community, random: Random) -> tuple[list[Employer], list[Person]]:
    """A dozen employers, most of them small, with people of two cohorts."""
    employers, people = [], []
    for number in range(12):
        employer = await community.employer(f"E{number}", random.choice(REGIONS[:4]))
        employers.append(employer)
        cohorts = random.choice([("25",), ("25", "26"), ("25", "26"), ("25", "26", "26")])
        size = min(60, round(3 * random.paretovariate(0.8)))
        people += await community.nqsws(size, employer, cohorts)
    return employers, people


async def pass_a_month(house: House, random: Random, employers: list[Employer]) -> list[Person]:
    """Some leave, some move to an employer that may be far away; those who are still here."""
    async with house.begin(SYSTEM) as work:
        everybody = (await work.session.scalars(select(Person).order_by(col(Person.id)))).all()
        for person in everybody:
            if random.random() < 0.05:
                person.standing = Standing.DEACTIVATED
            elif random.random() < 0.1:
                person.employer_id = random.choice(employers).id
        region, chosen = random.choice(REGIONS[:4]), random.choice(employers)
        await work.session.execute(
            update(Employer).where(col(Employer.id) == chosen.id).values(region=region)
        )
        return [person for person in everybody if person.standing is Standing.ACTIVE]


async def combinations(house: House, *columns: Any) -> Counter[tuple[Any, ...]]:
    async with house.look(SYSTEM) as work:
        found = await work.session.execute(select(*columns, func.count()).group_by(*columns))
        return Counter({tuple(what): people for *what, people in found})


@pytest.mark.parametrize("seed", range(3))
async def test_every_stored_combination_has_enough_rows_in_every_wave(
    house: House, community: Community, clock: FrozenClock, seed: int
) -> None:
    random = Random(seed)
    employers, people = await found(community, random)
    closed = clock.now().replace(month=12)
    for number in range(4):
        wave_id, key = UUID(int=number + 1), bytes([number]) * 32
        await add_wave(house, people, wave_id, key)
        order = [person.id for person in people if random.random() < 0.8]
        said = {person_id: answers(place) for place, person_id in enumerate(order)}
        await fill(house, Planted(wave_id, key, people, order, said))
        clock.move_to(closed)
        await sealing.run(house, wave_id)
        people = await pass_a_month(house, random, employers)

    shape = (col(Answer.wave_id), col(Answer.item), col(Answer.unit), col(Answer.cohort))
    assert min((await combinations(house, *shape)).values()) >= FLOOR
    texts = await combinations(house, col(Comment.wave_id), col(Comment.unit))
    assert min(texts.values()) >= TEXT_FLOOR
    answered = await combinations(house, col(Answer.wave_id), col(Answer.unit), col(Answer.item))
    async with house.look(SYSTEM) as work:
        asked = {
            (one.wave_id, one.unit): one.people for one in await work.session.scalars(select(Asked))
        }
    assert {(wave_id, unit) for wave_id, unit, _ in answered} <= asked.keys()
    assert all(asked[wave_id, unit] >= n for (wave_id, unit, _), n in answered.items())


async def test_nobody_learns_from_a_unit_of_eight_that_all_eight_answered(
    house: House, community: Community, clock: FrozenClock
) -> None:
    groups = [("Eight", "London", 8), ("Nine", "London", 9), *((a, "London", 8) for a in "AB")]
    planted = await plant(house, community, groups)
    await fill(house, planted)
    clock.move_to(clock.now().replace(month=12))
    await sealing.run(house, planted.wave_id)

    async with house.look(SYSTEM) as work:
        units = set(await work.session.scalars(select(col(Answer.unit))))
    assert units == {"employer:Nine", "others:London"}
