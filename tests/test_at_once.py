"""What happens at the same moment in two transactions does not wait for each other for ever."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.agenda import Appointment
from models.survey import WaveState
from services import agenda, directory, sealing, surveys
from services.work import SYSTEM, House
from tests.doubles import Community, FrozenClock


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_the_heartbeat_and_whoever_closes_beside_it_do_not_block_each_other(
    house: House, community: Community, clock: FrozenClock
) -> None:
    await community.nqsws(3, await community.employer("Camden"))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE, days=1)
        due = select(Appointment).where(col(Appointment.what) == surveys.CLOSING)
        appointment = (await work.session.scalars(due)).one()
    clock.advance(timedelta(days=3))

    async def beside() -> bool:
        async with house.begin(SYSTEM) as other:
            return await sealing.start_closing(other, wave.id)

    async with house.begin(SYSTEM) as work:
        assert await agenda.claim(work, appointment.id) is not None
        closing = asyncio.create_task(beside())
        # Long enough for the other to take what it can get.
        await asyncio.wait((closing,), timeout=0.3)
        await surveys.close(work, wave.id)

    assert await closing is False
    async with house.look(SYSTEM) as work:
        assert (await surveys.fetch_wave(work, wave.id)).state is WaveState.CLOSING


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_the_directory_is_read_while_a_wave_invites(
    house: House, community: Community
) -> None:
    people = await community.nqsws(3, await community.employer("Camden"))
    members = [
        {
            "id": one.slack_id,
            "deleted": False,
            "profile": {"email": one.email},
            "tz": "Europe/Paris",
        }
        for one in people
    ]
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)

    async with house.begin(SYSTEM) as inviting:
        await surveys.open_by_hand(inviting, surveys.PULSE)
        async with asyncio.timeout(5), house.begin(SYSTEM) as reading:
            changes = await directory.apply_members(reading, members)

    assert changes.changed == 3
