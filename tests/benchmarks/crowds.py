"""Thousands at once: opening a wave, sealing it, sixteen writers, and a growing pile of answers."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from statistics import median

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from models.ballot import NONCE_BYTES, Answers, Ballot, lock
from models.survey import Survey, Wave, WaveState
from services import ballots, sealing, surveys
from services.ballots import Sent
from services.work import LONDON, SYSTEM, House, account
from tests.benchmarks.houses import NAMES, Bench, open_wave, populate
from tests.benchmarks.letters import WORDS, person_id, user_id
from tests.benchmarks.rounds import MILLISECONDS
from tests.doubles import FrozenClock

PEOPLE = 5000
WRITERS, WRITES = 16, 50
FEW_ANSWERS, MANY_ANSWERS = 1_000, 1_000_000
SAVES, SAVING_ROUNDS = 60, 6
BLINK = 0.002

FILL = {
    "sqlite": (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
        "INSERT INTO answer (id, item, wave_id, version, unit, kind, score) "
        "SELECT lower(hex(randomblob(16))), 'A' || (i % 7), '{wave}', 1, 'e:' || (i % 200), "
        "'scored', 1 + i % 5 FROM n"
    ),
    "postgres": (
        "INSERT INTO answer (id, item, wave_id, version, unit, kind, score) "
        "SELECT gen_random_uuid(), 'A' || (i % 7), '{wave}', 1, 'e:' || (i % 200), "
        "'scored', 1 + i % 5 FROM generate_series(1, :count) AS n(i)"
    ),
}


async def opening(bench: Bench) -> None:
    """How long it takes to invite everybody, until it is committed."""
    bench.board.title(f"Opening a wave for {PEOPLE:,} people")
    for kind in bench.kinds:
        async with bench.house(bench.fresh(kind)) as house:
            await populate(house, PEOPLE)
            async with house.begin(SYSTEM) as work:
                await surveys.found_pulse(work)
            # The bank holidays are read once in the life of a process.
            house.calendar.add_working_days(house.clock.now(), 1, LONDON)
            started, cpu = time.perf_counter(), time.process_time()
            async with house.begin(SYSTEM) as work:
                wave = await surveys.open_by_hand(work, surveys.PULSE)
            seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
            assert wave.invited == PEOPLE
        bench.board.add(f"opening a wave, {NAMES[kind]}: queued", seconds, "s", goal="<= 1 s")
        bench.board.add(f"opening a wave, {NAMES[kind]}: CPU of it", cpu, "s")


async def sealing_many(bench: Bench) -> None:
    """From the close to nothing that points to a person, and what requests notice meanwhile."""
    bench.board.title(f"Sealing {PEOPLE:,} ballots")
    for kind in bench.kinds:
        clock = FrozenClock()
        async with bench.house(bench.fresh(kind), clock) as house:
            await populate(house, PEOPLE)
            wave = await open_wave(house)
            await _fill_box(house, wave)
            clock.move_to(wave.closes_at)
            async with _blocked() as waits:
                started, cpu = time.perf_counter(), time.process_time()
                state = await sealing.run(house, wave.id)
                seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
            assert state is WaveState.DESTROYED
        name = f"sealing, {NAMES[kind]}"
        bench.board.add(f"{name}: from the close to the end", seconds, "s", goal="<= 5 s")
        bench.board.add(f"{name}: CPU of it", cpu, "s")
        longest = max(waits) * MILLISECONDS
        bench.board.add(f"{name}: longest time the loop was blocked", longest, "ms")


async def writers(bench: Bench) -> None:
    """Sixteen in one bot read, think and write the same row; then a command does so beside it."""
    bench.board.title(f"{WRITERS} writers at once, {WRITES} changes of one row each")
    for kind in bench.kinds:
        name = f"16 writers, {NAMES[kind]}"
        lost, locked = await _race(bench, kind, beside=0)
        bench.board.add(f"{name}: lost", lost, "", goal="<= 0")
        bench.board.add(f"{name}: refused as locked", locked, "", goal="<= 0")
        lost, locked = await _race(bench, kind, beside=1)
        bench.board.add(f"{name}, one in another process: lost", lost, "", goal="<= 0")
        bench.board.add(f"{name}, one in another process: refused as locked", locked, "")


async def _race(bench: Bench, kind: str, beside: int) -> tuple[int, int]:
    """How many changes were lost, and how many refused; `beside` of them have their own house."""
    url = bench.fresh(kind)
    async with bench.house(url) as house, bench.house(url) as other:
        async with house.begin(SYSTEM) as work:
            await surveys.found_pulse(work)
            (await surveys.fetch(work, surveys.PULSE)).reminders = 0
        turns = [_write(other if number < beside else house) for number in range(WRITERS)]
        locked = sum(await asyncio.gather(*turns))
        async with house.look(SYSTEM) as work:
            survey = await surveys.fetch(work, surveys.PULSE)
    return WRITERS * WRITES - locked - survey.reminders, locked


async def growth(bench: Bench) -> None:
    """A submission beside few stored answers and beside many."""
    bench.board.title(f"A submission at {MANY_ANSWERS:,} stored answers and at {FEW_ANSWERS:,}")
    for kind in bench.kinds:
        async with AsyncExitStack() as stack:
            many = await _piled(bench, stack, kind, MANY_ANSWERS)
            few = await _piled(bench, stack, kind, FEW_ANSWERS)
            times: tuple[list[float], list[float]] = ([], [])
            for turn in range(SAVING_ROUNDS):
                for (house, wave), kept in zip((many, few), times, strict=True):
                    kept.extend(await _save(house, wave, range(turn * SAVES, (turn + 1) * SAVES)))
        middle = [median(one) * MILLISECONDS for one in times]
        bench.board.add(
            f"growth, {NAMES[kind]}: a submission", middle[0], "ms", middle[1], "<= 1.1x"
        )


async def _write(house: House) -> int:
    """How many of the changes were refused because another was under way."""
    locked = 0
    for _ in range(WRITES):
        try:
            async with house.begin(SYSTEM) as work:
                query = sa.select(Survey).where(col(Survey.id) == surveys.PULSE).with_for_update()
                survey = (await work.session.scalars(query)).one()
                await asyncio.sleep(0)
                survey.reminders += 1
        except OperationalError:
            locked += 1
    return locked


async def _fill_box(house: House, wave: Wave) -> None:
    key = house.custody.fetch(wave.id)
    rows = []
    for number in range(PEOPLE):
        person = person_id(number)
        words = {wave.items[-1]: f"{WORDS} {number}"} if number % 2 else {}
        answers = Answers({item: str(1 + number % 5) for item in wave.items[:-1]}, words)
        nonce = house.chance.randbytes(NONCE_BYTES)
        box = lock(key, wave.id, person, answers, nonce)
        rows.append({"wave_id": wave.id, "person_id": person, "box": box})
    async with house.begin(SYSTEM) as work:
        await work.session.execute(sa.insert(Ballot), rows)


async def _piled(
    bench: Bench, stack: AsyncExitStack, kind: str, answers: int
) -> tuple[House, Wave]:
    house = await stack.enter_async_context(bench.house(bench.fresh(kind)))
    await populate(house, SAVES * SAVING_ROUNDS)
    wave = await open_wave(house)
    async with house.begin(SYSTEM) as work:
        earlier = person_id(-1_000_000)
        fill = FILL[kind].format(wave=earlier if kind == "postgres" else earlier.hex)
        await work.session.execute(sa.text(fill), {"count": answers})
    return house, wave


async def _save(house: House, wave: Wave, numbers: range) -> list[float]:
    times = []
    for number in numbers:
        choices = dict.fromkeys(wave.items[:-1], "4")
        answers = Answers(choices, {wave.items[-1]: WORDS}, form=f"V{number}")
        started = time.perf_counter()
        async with house.begin(account(user_id(number))) as work:
            await ballots.save(work, Sent(wave.id, 0, answers))
        times.append(time.perf_counter() - started)
    return times


@asynccontextmanager
async def _blocked() -> AsyncIterator[list[float]]:
    """Collects how much later than asked for a short nap ends."""
    waits = [0.0]

    async def watch() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(BLINK)
            waits.append(time.perf_counter() - before - BLINK)

    watching = asyncio.create_task(watch())
    try:
        yield waits
    finally:
        watching.cancel()
