"""Seals a wave: open, closing, sealed, destroyed; every step can be taken again after a crash."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlmodel import col

import views.sealing
from analysis.protection import rounded_count, told_people
from models.refusals import KeyLost, WaveNotOpen
from models.survey import Survey, Wave, WaveState
from services import forgetting, mixing, releasable, surveys, units
from services.work import SYSTEM, House, Work

# The states in which the key is needed, or not yet known to be gone.
UNDER_WAY = (WaveState.OPEN, WaveState.CLOSING, WaveState.SEALED)
LONGEST_CLOSING = timedelta(hours=1)


class SealingFailed(Exception):  # noqa: N818 - it states a fact, as refusals do
    """What is stored is not what was in the box; nothing is destroyed."""


async def run(house: House, wave_id: UUID) -> WaveState:
    """Take a wave that is over as far as it can go, from wherever it stands; its state then."""
    for _ in WaveState:
        async with house.look(SYSTEM) as work:
            wave = await surveys.fetch_wave(work, wave_id)
        match wave.state:
            case WaveState.OPEN if work.now < wave.closes_at:
                return wave.state
            case WaveState.OPEN:
                async with house.begin(SYSTEM) as work:
                    await start_closing(work, wave_id)
            case WaveState.CLOSING:
                async with house.begin(SYSTEM) as work:
                    await seal(work, wave_id)
            case WaveState.SEALED:
                await destroy(house, wave_id)
            case WaveState.DESTROYED:
                return wave.state
            case WaveState.LOST:
                await _bury(house, wave_id)
                return wave.state
    return wave.state


async def start_closing(work: Work, wave_id: UUID) -> bool:
    """Take no more answers from now on; False when somebody was here before."""
    try:
        await surveys.close(work, wave_id)
    except WaveNotOpen:
        return False
    return True


async def seal(work: Work, wave_id: UUID) -> None:
    """Turn the ballots into answers of nobody; all of them or none."""
    # Whoever else seals this wave waits here, and finds it done.
    wave = await surveys.fetch_wave(work, wave_id, to_change=True)
    if wave.state is not WaveState.CLOSING:
        return
    try:
        box = await mixing.open_box(work, wave)
    except KeyLost:
        await _lose(work, wave, why="no custody has the key")
        return
    if box.unreadable and not box.opened:
        await _lose(work, wave, why="the key opens no ballot")
        return
    history = await units.recall(work, wave.opens_at)
    # Thousands of ballots take a moment, in which others want to be answered.
    mixture = await asyncio.to_thread(mixing.mix, work, wave, box, history)
    await mixing.keep(work, wave, mixture)
    await _compare(work, wave, box)
    wave.state = WaveState.SEALED
    answered = len(box.opened)
    wave.answered = rounded_count(told_people(answered, max(answered, wave.invited)))
    if box.unreadable:
        work.record("wave.damaged", wave_id, unreadable=box.unreadable)


async def verify(work: Work, wave_id: UUID) -> None:
    """Compare what is stored with the ballots once more, while there are any and a key to them."""
    wave = await surveys.fetch_wave(work, wave_id, to_change=True)
    if wave.state is not WaveState.SEALED or not await forgetting.remembers(work, wave_id):
        return
    try:
        box = await mixing.open_box(work, wave)
    except KeyLost:
        # It is destroyed only after this comparison: it has been made.
        return
    await _compare(work, wave, box)


async def destroy(house: House, wave_id: UUID) -> None:
    """Destroy the key, then every trace of who answered, also from the files."""
    async with house.begin(SYSTEM) as work:
        await verify(work, wave_id)
    house.custody.destroy(wave_id)
    async with house.begin(SYSTEM) as work:
        await forgetting.forget(work, wave_id)
    await house.database.scrub()
    async with house.begin(SYSTEM) as work:
        await _finish(work, wave_id)


async def reconcile(house: House) -> list[UUID]:
    """After a start: forget what an old backup brought back of waves that are sealed."""
    dropped: list[UUID] = []
    async with house.begin(SYSTEM) as work:
        for wave in await _waves(work, *WaveState):
            is_over = wave.state in (WaveState.DESTROYED, WaveState.LOST)
            if is_over and await forgetting.remembers(work, wave.id):
                await forgetting.forget(work, wave.id)
                dropped.append(wave.id)
            elif wave.state in (WaveState.OPEN, WaveState.CLOSING) and (
                work.custody.was_destroyed(wave.id)
            ):
                await _lose(work, wave, why="an old backup was restored")
                dropped.append(wave.id)
    if dropped:
        await house.database.scrub()
    return dropped


async def resume(house: House) -> None:
    """Go on with every wave that is over and not yet sealed; call out about those that hang."""
    async with house.look(SYSTEM) as work:
        late = await overdue(work)
        waves = await unfinished(work)
    for wave_id in late:
        structlog.get_logger().error("wave.overdue", wave=str(wave_id))
    for wave_id in waves:
        await run(house, wave_id)


async def tend_keys(house: House) -> list[UUID]:
    """Copy keys that only one custody has, and remove those no wave needs; the removed ones."""
    async with house.look(SYSTEM) as work:
        waves = await _waves(work, *WaveState)
    needed = [wave.id for wave in waves if wave.state in UNDER_WAY]
    for wave_id in needed:
        try:
            house.custody.repair(wave_id)
        except KeyLost:
            # Nothing to copy: closing says so, and so does the doctor.
            continue
    # A database that knows no wave at all may be the wrong one.
    return house.custody.sweep(needed) if waves else []


async def unfinished(work: Work) -> list[UUID]:
    """The waves whose sealing is to be started or gone on with."""
    under_way = await _waves(work, *UNDER_WAY)
    return [
        wave.id
        for wave in under_way
        if wave.state is not WaveState.OPEN or wave.closes_at <= work.now
    ]


async def overdue(work: Work) -> list[UUID]:
    """The waves that should have been sealed long ago: somebody must look."""
    stuck = await _waves(work, WaveState.CLOSING, WaveState.SEALED)
    latest = work.now - LONGEST_CLOSING
    return [wave.id for wave in stuck if wave.closing_since and wave.closing_since < latest]


async def _compare(work: Work, wave: Wave, box: mixing.Box) -> None:
    """Rows in are rows out, and each answer is there as often as it was given."""
    if await mixing.kept(work, wave.id) != mixing.expected(work, wave, box):
        raise SealingFailed(str(wave.id))


async def _finish(work: Work, wave_id: UUID) -> None:
    wave = await surveys.fetch_wave(work, wave_id, to_change=True)
    if wave.state is WaveState.SEALED:
        wave.state = WaveState.DESTROYED
        work.record("wave.sealed", wave_id, invited=wave.invited, answered=wave.answered)
        await _invite_to_prepare(work, wave)


async def _invite_to_prepare(work: Work, wave: Wave) -> None:
    if work.policy.channels.coordinators:
        survey = await work.session.get_one(Survey, wave.survey_id)
        is_enough = await releasable.enough_answered(work, wave)
        say = views.sealing.sealed if is_enough else views.sealing.too_few
        letter = say(survey.title, wave.opens_at)
        work.post(work.policy.channels.coordinators, letter, f"sealed:{wave.id}")


async def _lose(work: Work, wave: Wave, why: str) -> None:
    """Say that the answers are lost, and keep nothing that only a stray key could open."""
    wave.state = WaveState.LOST
    await forgetting.forget(work, wave.id)
    work.record("wave.lost", wave.id, why=why)
    survey = await work.session.get_one(Survey, wave.survey_id)
    if work.policy.channels.coordinators:
        letter = views.sealing.lost(survey.title, wave.opens_at)
        work.post(work.policy.channels.coordinators, letter, f"lost:{wave.id}")


async def _bury(house: House, wave_id: UUID) -> None:
    if not house.custody.was_destroyed(wave_id):
        await house.database.scrub()
        house.custody.destroy(wave_id)


async def _waves(work: Work, *states: WaveState) -> Sequence[Wave]:
    query = select(Wave).where(col(Wave.state).in_(states)).order_by(col(Wave.opens_at))
    return (await work.session.scalars(query)).all()
