"""An announcement to thousands: what each press waits for, the queueing, and its correction."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from models.outbox import MessageState
from models.person import Person, Reach, RoleName
from models.tables import Table
from services import announced, announcing, correcting, outbox
from services.work import SYSTEM, House, account
from tests.announcing import SAID, drafted
from tests.benchmarks.houses import NAMES, Bench, deliver, populate
from tests.benchmarks.letters import person_id, user_id
from tests.doubles import START, FrozenClock

PEOPLE = 5000
AUTHOR, SECOND = 0, 1


@dataclass
class Took:
    """Seconds on the wall and of the processor."""

    seconds: float = 0.0
    cpu: float = 0.0


async def measure(bench: Bench) -> None:
    """How long it takes until an announcement is queued for everybody, and a correction of it."""
    bench.board.title(f"An announcement to {PEOPLE:,} people")
    for kind in bench.kinds:
        async with bench.house(bench.fresh(kind), FrozenClock(START)) as house:
            await populate(house, PEOPLE)
            await _appoint(house)
            asking, agreeing, queueing, one = await _send(house)
            await deliver(house)
            correction = await _correct(house, one)
        name = f"announcement, {NAMES[kind]}"
        # Slack waits three seconds for the answer to a press; this is all work of one.
        bench.board.add(f'{name}: "Ask for approval"', asking.seconds, "s", goal="<= 1")
        bench.board.add(f'{name}: "Approve"', agreeing.seconds, "s", goal="<= 1")
        bench.board.add(f"{name}: queued", queueing.seconds, "s", goal="<= 1")
        bench.board.add(f"{name}: CPU of it", queueing.cpu, "s")
        bench.board.add(f"{name}: corrected", correction.seconds, "s", goal="<= 2")


async def _send(house: House) -> tuple[Took, Took, Took, UUID]:
    async with house.look(SYSTEM) as work:
        author = await work.session.get_one(Person, person_id(AUTHOR))
    one = await drafted(house, author)
    async with _watched() as asking, house.begin(account(user_id(AUTHOR))) as work:
        edition = (await announcing.submit(work, one)).edition
        await announced.page(work, one)
    async with _watched() as agreeing, house.begin(account(user_id(SECOND))) as work:
        await announcing.approve(work, one, edition)
        await announced.page(work, one)
    async with _watched() as queueing, house.begin(SYSTEM) as work:
        await announcing.start(work, one)
    async with house.look(SYSTEM) as work:
        progress = await outbox.progress(work, one)
    assert progress[MessageState.QUEUED] >= PEOPLE
    return asking, agreeing, queueing, one


async def _correct(house: House, one: UUID) -> Took:
    async with _watched() as took, house.begin(account(user_id(AUTHOR))) as work:
        corrected = await correcting.correct(work, one, "Another room", SAID)
        edition = corrected.edition
    if corrected.correction is not None:
        async with _watched() as took, house.begin(account(user_id(SECOND))) as work:
            await correcting.agree(work, one, edition)
    return took


@asynccontextmanager
async def _watched() -> AsyncIterator[Took]:
    took, started, cpu = Took(), time.perf_counter(), time.process_time()
    yield took
    took.seconds, took.cpu = time.perf_counter() - started, time.process_time() - cpu


async def _appoint(house: House) -> None:
    """Two co-ordinators for England: one writes, the other agrees."""
    async with house.begin(SYSTEM) as work:
        roles = [_coordinator(number) for number in (AUTHOR, SECOND)]
        await work.session.execute(sa.insert(Table.metadata.tables["role"]), roles)


def _coordinator(number: int) -> dict[str, Any]:
    return {
        "id": person_id(2_000_000 + number),
        "person_id": person_id(number),
        "role": RoleName.COORDINATOR,
        "reach": Reach.NATIONAL,
        "scope": "",
        "valid_from": date(2020, 9, 1),
    }
