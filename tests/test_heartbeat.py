"""What is due happens once, whatever fails, restarts or runs beside it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.agenda import Appointment
from models.outbox import Message, MessageState, Receipt
from scheduler import jobs
from scheduler.heartbeat import Heartbeat, Timetable
from scheduler.timetable import PURGE
from services import agenda, rows
from services.work import LONDON, SYSTEM, Delivery, House, Work
from tests.doubles import START, FrozenClock
from tests.postoffice import until
from views.letters import Letter

MINUTE = timedelta(minutes=1)


async def plan(house: House, *whats: str, subject: str = "wave") -> None:
    async with house.begin(SYSTEM) as work:
        for what in whats:
            await agenda.schedule(work, what, subject, work.now)


async def ring(work: Work, appointment: Appointment) -> None:
    """Leave a trace that counts: its key is new every time."""
    work.post("C0NEWS", Letter("Ring"), f"{appointment.what}:{work.new_id()}")


async def stumble(_work: Work, _appointment: Appointment) -> None:
    raise ValueError("a bug")


async def rings(house: House) -> int:
    async with house.look(SYSTEM) as work:
        return len((await work.session.scalars(select(Message))).all())


async def waiting(house: House) -> list[str]:
    async with house.look(SYSTEM) as work:
        open_ = select(Appointment).where(col(Appointment.done_at).is_(None))
        return [one.what for one in (await work.session.scalars(open_)).all()]


async def test_what_is_noted_twice_happens_once(house: House) -> None:
    heartbeat = Heartbeat(house, Timetable({"ring": ring}))
    await plan(house, "ring", "ring")

    done = [await heartbeat.do_due(), await heartbeat.do_due()]

    assert done == [1, 0]
    assert await rings(house) == 1


async def test_nothing_happens_before_its_time(house: House, clock: FrozenClock) -> None:
    heartbeat = Heartbeat(house, Timetable({"ring": ring}))
    async with house.begin(SYSTEM) as work:
        await agenda.schedule(work, "ring", "wave", START + MINUTE)

    before = await heartbeat.do_due()
    clock.advance(MINUTE)

    assert (before, await heartbeat.do_due()) == (0, 1)


async def test_what_fails_leaves_no_trace_and_holds_nobody_up(house: House) -> None:
    heartbeat = Heartbeat(house, Timetable({"stumble": stumble, "ring": ring}))
    await plan(house, "stumble", "ring", "nobody knows this")

    done = await heartbeat.do_due()

    assert done == 1
    assert sorted(await waiting(house)) == ["nobody knows this", "stumble"]


async def test_what_fails_is_tried_again_after_longer_and_longer_waits(
    house: House, clock: FrozenClock
) -> None:
    tries = 0

    async def try_in_vain(_work: Work, _appointment: Appointment) -> None:
        nonlocal tries
        tries += 1
        raise ValueError

    heartbeat = Heartbeat(house, Timetable({"try": try_in_vain}))
    await plan(house, "try")
    for _ in range(60):
        await heartbeat.do_due()
        clock.advance(timedelta(seconds=1))

    assert tries == 6


async def test_an_effect_and_its_tick_are_one_transaction(house: House) -> None:
    async def ring_and_fall(work: Work, appointment: Appointment) -> None:
        await ring(work, appointment)
        raise ValueError

    await plan(house, "ring")
    await Heartbeat(house, Timetable({"ring": ring_and_fall})).do_due()

    await Heartbeat(house, Timetable({"ring": ring})).do_due()

    assert await rings(house) == 1


async def test_two_processes_at_once_do_everything_once(house: House) -> None:
    for number in range(30):
        await plan(house, "ring", subject=str(number))
    both = [Heartbeat(house, Timetable({"ring": ring})) for _ in range(2)]

    done = await asyncio.gather(*(heartbeat.do_due() for heartbeat in both))

    assert sum(done) == 30
    assert await rings(house) == 30


async def test_a_job_may_plan_its_successor_and_forget_what_was_planned(
    house: House, clock: FrozenClock
) -> None:
    async def plan_anew(work: Work, appointment: Appointment) -> None:
        await agenda.cancel(work, appointment.what, appointment.subject)
        await agenda.schedule(work, appointment.what, appointment.subject, work.now + MINUTE)

    heartbeat = Heartbeat(house, Timetable({"plan": plan_anew}))
    await plan(house, "plan")

    first = await heartbeat.do_due()
    clock.advance(MINUTE)

    assert (first, await heartbeat.do_due()) == (1, 1)
    assert await waiting(house) == ["plan"]


async def test_an_outside_job_runs_without_a_transaction_and_is_ticked_off(house: House) -> None:
    async def go_out(_appointment: Appointment) -> None:
        # A second writer would wait for ever if a transaction were open.
        async with asyncio.timeout(5), house.begin(SYSTEM) as work:
            work.post("C0NEWS", Letter("Out"), "out")

    heartbeat = Heartbeat(house, Timetable(outside={"out": go_out}))
    await plan(house, "out")

    done = [await heartbeat.do_due(), await heartbeat.do_due()]

    assert done == [1, 0]
    assert await rings(house) == 1


async def test_an_outside_job_that_fails_is_tried_again(house: House, clock: FrozenClock) -> None:
    tries = 0

    async def fail_once(_appointment: Appointment) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ConnectionError

    heartbeat = Heartbeat(house, Timetable(outside={"out": fail_once}))
    await plan(house, "out")

    done = await heartbeat.do_due()
    clock.advance(MINUTE)

    assert (done, await heartbeat.do_due(), tries) == (0, 1, 2)


async def test_an_outside_job_in_one_process_keeps_the_others_from_it(house: House) -> None:
    entered, may_end = asyncio.Event(), asyncio.Event()

    async def take_long(_appointment: Appointment) -> None:
        entered.set()
        await may_end.wait()

    table = Timetable(outside={"out": take_long})
    await plan(house, "out")
    first = asyncio.create_task(Heartbeat(house, table).do_due())
    await entered.wait()

    second = await Heartbeat(house, table).do_due()
    may_end.set()

    assert (second, await first) == (0, 1)


async def test_a_slow_errand_outside_holds_nothing_up(house: House) -> None:
    may_end = asyncio.Event()

    async def take_long(_appointment: Appointment) -> None:
        await may_end.wait()

    heartbeat = Heartbeat(house, Timetable({"ring": ring}, outside={"out": take_long}))
    await plan(house, "out", "ring")
    await heartbeat.start()
    try:
        await until(_has_rung(house, 1))
        await plan(house, "ring", subject="another")
        await until(_has_rung(house, 2))
        meanwhile = await waiting(house)
        may_end.set()
        await until(_has_nothing_left(house))
    finally:
        await heartbeat.stop()

    assert meanwhile == ["out"]


@pytest.mark.parametrize(
    ("start", "days", "count"),
    [("2027-03-27T12:00", 3, 3), ("2027-10-30T12:00", 3, 3), ("2026-11-03T12:00", 10, 10)],
)
async def test_a_round_comes_once_a_day_over_every_change_of_the_clock(
    house: House, clock: FrozenClock, start: str, days: int, count: int
) -> None:
    clock.move_to(_london(start))
    heartbeat = Heartbeat(house, Timetable({"ring": ring}, rounds={"ring": "17 3 * * *"}))
    await heartbeat.start()
    await heartbeat.stop()
    for _ in range(days * 24):
        clock.advance(timedelta(hours=1))
        await heartbeat.do_due()

    assert await rings(house) == count
    assert await waiting(house) == ["ring"]


async def test_missed_rounds_are_made_up_for_once(house: House, clock: FrozenClock) -> None:
    heartbeat = Heartbeat(house, Timetable({"ring": ring}, rounds={"ring": "17 3 * * *"}))
    await heartbeat.start()
    await heartbeat.stop()
    clock.advance(timedelta(days=30))

    assert await heartbeat.do_due() == 1
    assert await waiting(house) == ["ring"]


async def test_a_nudge_is_felt_at_once_and_a_beat_comes_by_itself(house: House) -> None:
    heartbeat = Heartbeat(house, Timetable({"ring": ring}))
    await heartbeat.start()
    try:
        await plan(house, "ring")
        heartbeat.nudge()
        await until(_has_rung(house, 1))
        await plan(house, "ring", subject="another")
        await until(_has_rung(house, 2))
    finally:
        await heartbeat.stop()

    assert await waiting(house) == []


async def test_what_nobody_asks_about_any_more_is_forgotten(
    house: House, clock: FrozenClock
) -> None:
    heartbeat = Heartbeat(house, Timetable({PURGE: jobs.purge}))
    await plan(house, PURGE)
    async with house.begin(SYSTEM) as work:
        old, new = work.now - timedelta(days=3), work.now - timedelta(days=1)
        receipts = [{"key": "old", "at": old}, {"key": "new", "at": new}]
        await rows.insert_new(work.session, Receipt, receipts)
    await heartbeat.do_due()
    clock.advance(timedelta(days=31))
    await plan(house, PURGE)
    await heartbeat.do_due()

    async with house.look(SYSTEM) as work:
        done = (await work.session.scalars(select(Appointment))).all()
        kept = (await work.session.scalars(select(Receipt))).all()
    assert [one.at for one in done] == [START + timedelta(days=31)]
    assert list(kept) == []


async def test_a_message_to_a_person_is_forgotten_before_one_in_a_channel(
    house: House, clock: FrozenClock
) -> None:
    async with house.begin(SYSTEM) as work:
        late = work.now - MINUTE
        person = work.new_id()
        for key, person_id in (("person", person), ("channel", None)):
            work.post("C0NEWS", Letter(key), key, Delivery(not_after=late, person_id=person_id))
    await _drop_all(house)
    clock.advance(timedelta(days=31))
    await plan(house, PURGE)

    await Heartbeat(house, Timetable({PURGE: jobs.purge})).do_due()

    async with house.look(SYSTEM) as work:
        left = (await work.session.scalars(select(col(Message.dedupe)))).all()
    assert list(left) == ["channel"]


async def _drop_all(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        for message in (await work.session.scalars(select(Message))).all():
            message.state = MessageState.DROPPED


def _has_rung(house: House, count: int) -> Callable[[], Awaitable[bool]]:
    async def has() -> bool:
        return await rings(house) == count

    return has


def _has_nothing_left(house: House) -> Callable[[], Awaitable[bool]]:
    async def has() -> bool:
        return await waiting(house) == []

    return has


def _london(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=LONDON)
