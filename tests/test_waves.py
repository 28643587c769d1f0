"""Waves open by themselves: at their time, once, whatever the clock, restarts or a twin does."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from models.audience import Audience
from models.calendar import due_between
from models.outbox import Message
from models.person import Person, Reach, RoleName
from models.refusals import NobodyToAsk, SurveyUnknown, WaveAlreadyOpen, WaveNotOpen
from models.survey import Invitation, Survey, Wave, WaveState
from scheduler.heartbeat import Heartbeat
from scheduler.timetable import Abroad, timetable
from services import surveys
from services.audiences import members
from services.work import LONDON, SYSTEM, House
from tests.doubles import Community, FrozenClock

HOURLY, NINE_ON_MONDAYS, MIDNIGHT_ON_MONDAYS = "0 * * * *", "0 9 * * 1", "0 0 * * 1"
HALF_PAST_ONE, HALF_PAST_TWO, MONTHLY = "30 1 * * *", "30 2 * * *", surveys.MONTHLY

SPRING, AUTUMN = datetime(2027, 3, 24, tzinfo=UTC), datetime(2026, 10, 21, tzinfo=UTC)
LEAP_DAY, NEW_YEAR = datetime(2028, 2, 25, tzinfo=UTC), datetime(2026, 12, 28, tzinfo=UTC)


async def nothing() -> None:
    """The directory has nothing new."""


async def nobody(_preparation: UUID) -> None:
    """Nobody prepares figures."""


def heart(house: House) -> Heartbeat:
    return Heartbeat(house, timetable(house, Abroad(nothing, nobody)))


async def found(house: House, cron: str) -> None:
    async with house.begin(SYSTEM) as work:
        await surveys.create(work, "pulse", surveys.Plan("Pulse", cron, 1, 0, Audience()))


async def close_all(house: House) -> None:
    """Make room for the next one without the length of a wave."""
    async with house.begin(SYSTEM) as work:
        is_open = col(Wave.state) == WaveState.OPEN
        await work.session.execute(update(Wave).where(is_open).values(state=WaveState.DESTROYED))


async def slots(house: House) -> list[str]:
    async with house.look(SYSTEM) as work:
        return list(await work.session.scalars(select(col(Wave.slot)).order_by(col(Wave.slot))))


@pytest.mark.parametrize("start", [SPRING, AUTUMN, LEAP_DAY, NEW_YEAR], ids=str)
@pytest.mark.parametrize(
    "cron", [NINE_ON_MONDAYS, MIDNIGHT_ON_MONDAYS, HALF_PAST_ONE, HALF_PAST_TWO]
)
async def test_every_due_wave_opens_once_and_none_is_skipped(
    house: House, clock: FrozenClock, community: Community, cron: str, start: datetime
) -> None:
    await community.nqsws(1, await community.employer("Borough"))
    clock.move_to(start)
    await found(house, cron)
    chance, end = random.Random(str(start)), start + timedelta(days=9)
    beating = heart(house)

    while clock.now() < end:
        clock.advance(timedelta(minutes=chance.randint(1, 700)))
        await beating.do_due()
        await close_all(house)

    due = due_between(cron, start, clock.now(), LONDON)
    assert await slots(house) == [moment.isoformat() for moment in due]


@pytest.mark.parametrize("start", [SPRING, AUTUMN], ids=["spring", "autumn"])
async def test_two_processes_at_once_open_each_wave_once(
    house: House, clock: FrozenClock, community: Community, start: datetime
) -> None:
    await community.nqsws(1, await community.employer("Borough"))
    clock.move_to(start)
    await found(house, HALF_PAST_ONE)
    twins = heart(house), heart(house)

    for _ in range(8):
        clock.advance(timedelta(hours=23))
        await asyncio.gather(*(twin.do_due() for twin in twins))
        await close_all(house)

    due = due_between(HALF_PAST_ONE, start, clock.now(), LONDON)
    assert await slots(house) == [moment.isoformat() for moment in due]


async def test_after_a_long_sleep_one_wave_opens_and_the_next_is_planned_from_now(
    house: House, clock: FrozenClock, community: Community
) -> None:
    await community.nqsws(1, await community.employer("Borough"))
    await found(house, MONTHLY)
    clock.advance(timedelta(days=100))

    await heart(house).do_due()

    assert len(await slots(house)) == 1
    async with house.look(SYSTEM) as work:
        planned = await surveys.next_opening(work, "pulse")
    assert planned is not None
    assert planned > clock.now()


async def test_a_wave_that_is_due_while_another_is_open_is_skipped_and_noted(
    house: House, clock: FrozenClock, community: Community
) -> None:
    await community.nqsws(1, await community.employer("Borough"))
    await found(house, HOURLY)

    for _ in range(3):
        clock.advance(timedelta(hours=1))
        await heart(house).do_due()

    assert len(await slots(house)) == 1


async def test_a_paused_survey_opens_nothing_and_goes_on_when_resumed(
    house: House, clock: FrozenClock, community: Community
) -> None:
    await community.nqsws(1, await community.employer("Borough"))
    await found(house, HALF_PAST_ONE)
    async with house.begin(SYSTEM) as work:
        await surveys.pause(work, "pulse", is_paused=True)
    clock.advance(timedelta(days=3))
    await heart(house).do_due()
    paused = await slots(house)

    async with house.begin(SYSTEM) as work:
        await surveys.pause(work, "pulse", is_paused=False)
    clock.advance(timedelta(days=1))
    await heart(house).do_due()

    assert (paused, len(await slots(house))) == ([], 1)


async def test_a_wave_reminds_twice_closes_by_itself_and_is_sealed(
    house: House, clock: FrozenClock, community: Community
) -> None:
    await community.nqsws(3, await community.employer("Borough"))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE, days=5)
    beating = heart(house)

    while clock.now() < wave.closes_at:
        clock.advance(timedelta(hours=3))
        await beating.do_due()

    async with house.look(SYSTEM) as work:
        reminders = select(col(Message.not_before)).where(col(Message.dedupe).startswith("remind:"))
        # Sealing forgets who was reminded.
        assert (await work.session.scalars(reminders)).all() == []
        assert (await work.session.get_one(Wave, wave.id)).state is WaveState.DESTROYED


async def test_reminders_are_planned_inside_the_wave_in_working_hours(
    house: House, community: Community
) -> None:
    await community.nqsws(1, await community.employer("Borough"))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE, days=5)

    times = surveys.reminder_times(wave, 2, house.calendar)

    assert len(times) == 2
    assert all(wave.opens_at < at < wave.closes_at for at in times)
    assert all(house.calendar.is_working_moment(at, LONDON) for at in times)


async def test_the_audience_is_frozen_at_the_opening(house: House, community: Community) -> None:
    borough = await community.employer("Borough")
    await community.nqsws(2, borough)
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE)
    await community.nqsws(5, borough)

    async with house.look(SYSTEM) as work:
        count = select(func.count()).select_from(Invitation)
        assert (await work.session.execute(count)).scalar_one() == wave.invited == 2


async def test_one_wave_of_a_survey_is_open_at_a_time(house: House, community: Community) -> None:
    await community.nqsws(2, await community.employer("Borough"))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)

    async def open_one() -> None:
        async with house.begin(SYSTEM) as work:
            await surveys.open_by_hand(work, surveys.PULSE)

    results = await asyncio.gather(*(open_one() for _ in range(4)), return_exceptions=True)

    assert sum(result is None for result in results) == 1
    assert sum(isinstance(result, WaveAlreadyOpen) for result in results) == 3
    assert len(await slots(house)) == 1


async def test_closing_twice_is_refused_kindly(house: House, community: Community) -> None:
    await community.nqsws(2, await community.employer("Borough"))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE)
    async with house.begin(SYSTEM) as work:
        await surveys.close(work, wave.id)

    with pytest.raises(WaveNotOpen):
        async with house.begin(SYSTEM) as work:
            await surveys.close(work, wave.id)


async def test_nobody_to_ask_and_unknown_surveys_are_said(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        with pytest.raises(NobodyToAsk):
            await surveys.open_by_hand(work, surveys.PULSE)
        with pytest.raises(SurveyUnknown):
            await surveys.open_by_hand(work, "unheard-of")


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(), {"London", "North"}),
        (Audience(regions=("London",)), {"London"}),
        (Audience(employers=("North",)), {"North"}),
        (Audience(cohorts=("2020-spring",)), set()),
        (Audience(roles=("assessor",)), set()),
    ],
    ids=["all NQSWs", "a region", "an employer", "a cohort", "a role"],
)
async def test_an_audience_is_everybody_who_matches_every_part(
    house: House, community: Community, audience: Audience, expected: set[str]
) -> None:
    people = {
        "London": (await community.nqsws(1, await community.employer("London", "London")))[0],
        "North": (await community.nqsws(1, await community.employer("North", "North East")))[0],
    }

    async with house.look(SYSTEM) as work:
        asked = {one.person_id for one in await members(work, audience)}

    assert asked == {people[name].id for name in expected}


async def test_somebody_with_two_roles_is_asked_once(house: House, community: Community) -> None:
    borough = await community.employer("Borough")
    champion = await community.member(RoleName.CHAMPION, borough, Reach.REGION, "London")
    async with house.begin(SYSTEM) as work:
        work.session.add(community._role(champion, RoleName.NQSW, borough))

    async with house.look(SYSTEM) as work:
        both = Audience(roles=("nqsw", "champion"))
        assert [one.person_id for one in await members(work, both)] == [champion.id]


async def test_who_left_is_not_asked_any_more(
    house: House, clock: FrozenClock, community: Community
) -> None:
    (person,) = await community.nqsws(1, await community.employer("Borough"))
    async with house.begin(SYSTEM) as work:
        (await work.session.get_one(Person, person.id)).left_on = clock.now().date()

    async with house.look(SYSTEM) as work:
        assert await members(work, Audience()) == []


async def test_the_pulse_is_founded_once_and_keeps_the_plan_somebody_gave_it(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
    async with house.begin(SYSTEM) as work:
        plan = surveys.Plan("Ours", NINE_ON_MONDAYS, 3, 1, Audience())
        await surveys.change(work, surveys.PULSE, plan)
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)

    async with house.look(SYSTEM) as work:
        assert (await work.session.get_one(Survey, surveys.PULSE)).title == "Ours"
