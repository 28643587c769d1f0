"""A wave from its schedule to its sealing: opened, reminded, closed, sealed and told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from models.agenda import Appointment
from models.answer import Answer
from models.ballot import Ballot
from models.survey import WaveState
from sandbox.people import Member
from services import surveys
from services.work import SYSTEM
from tests.journeys.stage import NQSWS, TUESDAY, Stage, is_sealed
from tests.journeys.test_answering import ROOM, answers

ANCHORS = (ROOM, "Over the past month my work has helped", "If I raised something")
REMINDED = "If you would like to have your say"


def reminders(member: Member) -> list[str]:
    return [one["text"] for one in member.messages() if REMINDED in one["text"]]


async def most_answer(nqsws: list[Member]) -> None:
    for member in nqsws[:10]:
        await answers(member, **{ROOM: "Strongly agree"})


async def test_a_wave_opens_by_its_schedule_at_nine_in_london(stage: Stage, nqsw: Member) -> None:
    wave = await stage.wave_opens()

    assert wave.opens_at == TUESDAY
    assert wave.closes_at == datetime(2026, 12, 8, 17, 0, tzinfo=UTC)
    assert await nqsw.sees("Monthly pulse")


async def test_a_tick_that_was_missed_is_made_good_once(stage: Stage, nqsw: Member) -> None:
    stage.clock.move_to(TUESDAY + timedelta(hours=3))
    assert await nqsw.sees("Answer now")
    await stage.bot_stops()
    await stage.bot_starts()

    stage.nudge()

    await stage.workspace.settled()
    assert len(await stage.waves()) == 1
    assert len(nqsw.messages()) == 1


async def test_everybody_who_is_asked_gets_one_invitation(
    stage: Stage, nqsws: list[Member], coordinator: Member
) -> None:
    await stage.wave_opens()

    for member in nqsws:
        assert await member.sees("Answer now")
    assert [len(member.messages()) for member in nqsws] == [1] * len(NQSWS)
    assert coordinator.messages() == []


async def test_an_invitation_waits_for_the_working_hours_of_whoever_gets_it(
    stage: Stage, nqsw: Member
) -> None:
    traveller = stage.member("Xanthe Yeboah", tz="America/New_York")
    line = "xanthe.yeboah@example.org,Thameside Borough,council,London,nqsw,2026-09-07,2026-autumn"
    await stage.roster_says([line])
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    assert traveller.messages() == []

    stage.clock.move_to(datetime(2026, 12, 1, 14, 0, tzinfo=UTC))

    assert await traveller.sees("Answer now")


async def test_a_wave_opened_at_the_weekend_waits_for_monday(
    stage: Stage, nqsw: Member, coordinator: Member
) -> None:
    await stage.wave_opens()
    await stage.wave_closes()
    stage.clock.move_to(datetime(2026, 12, 12, 12, 0, tzinfo=UTC))
    await coordinator.opens_home()
    await coordinator.clicks("Open a wave now")
    await coordinator.submits()
    assert await coordinator.sees("Opened.")
    await stage.has_done_what_is_due()
    before = len(nqsw.messages())

    stage.clock.move_to(datetime(2026, 12, 14, 9, 0, tzinfo=UTC))

    await stage.has_done_what_is_due()
    assert len(nqsw.messages()) == before + 1


async def test_only_those_without_a_ballot_are_reminded(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await stage.wave_opens()
    assert await colleague.sees("Answer now")
    await answers(nqsw)

    stage.clock.move_to(datetime(2026, 12, 4, 10, 0, tzinfo=UTC))

    assert await colleague.sees(REMINDED)
    assert reminders(nqsw) == []


async def test_two_reminders_come_in_working_hours_and_no_third(stage: Stage, nqsw: Member) -> None:
    wave = await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    async with stage.house.look(SYSTEM) as work:
        planned = select(col(Appointment.at)).where(col(Appointment.what) == surveys.REMINDER)
        moments = sorted(await work.session.scalars(planned))

    counts = []
    for moment in (*moments, wave.closes_at - timedelta(minutes=1)):
        stage.clock.move_to(moment)
        await stage.has_done_what_is_due()
        counts.append(len(reminders(nqsw)))

    assert counts == [1, 2, 2]
    assert all(moment.weekday() < 5 and 9 <= moment.hour < 17 for moment in moments)


async def test_a_reminder_is_short_and_free_of_reproach(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")

    stage.clock.move_to(datetime(2026, 12, 4, 10, 0, tzinfo=UTC))

    assert await nqsw.sees(REMINDED)
    (text,) = reminders(nqsw)
    assert len(text.split()) <= 60
    assert "If not, that is fine. Nobody can list who has answered." in text


async def test_reminders_go_out_in_no_order_of_the_roster(
    stage: Stage, nqsws: list[Member]
) -> None:
    await stage.wave_opens()
    for member in nqsws:
        assert await member.sees("Answer now")

    stage.clock.move_to(datetime(2026, 12, 4, 10, 0, tzinfo=UTC))

    for member in nqsws:
        assert await member.sees(REMINDED)
    log = stage.workspace.log_snapshot()
    calls = [one["detail"]["call"] for one in log if one["what"] == "chat.postMessage"]
    sent = [call["channel"] for call in calls if REMINDED in call["text"]]
    assert sorted(sent) == sorted(member.id for member in nqsws)
    assert sent != [member.id for member in nqsws]


async def test_a_wave_closes_by_the_clock_and_is_sealed(stage: Stage, nqsws: list[Member]) -> None:
    await stage.wave_opens()
    await most_answer(nqsws)

    wave = await stage.wave_closes()

    assert wave.state is WaveState.DESTROYED
    async with stage.house.look(SYSTEM) as work:
        ballots = await work.session.scalar(select(func.count()).select_from(Ballot))
        kept = await work.session.scalar(select(func.count()).select_from(Answer))
    assert ballots == 0
    assert kept == 10 * 6
    assert stage.house.custody.was_destroyed(wave.id)


async def test_after_closing_home_says_when_the_next_pulse_comes(
    stage: Stage, nqsw: Member
) -> None:
    await stage.wave_opens()
    await answers(nqsw)
    await stage.wave_closes()

    await nqsw.opens_home()

    assert await nqsw.sees("Nothing now. The next pulse opens on Tuesday 5 January, 09:00")


async def test_the_next_wave_asks_two_other_questions(stage: Stage) -> None:
    first = await stage.wave_opens()
    await stage.wave_closes()

    second = await stage.wave_opens()

    assert second.opens_at == datetime(2027, 1, 5, 9, 0, tzinfo=UTC)
    assert first.items[:4] == second.items[:4] == ["A1", "A2", "A3", "A4"]
    assert not set(first.items[4:]) & set(second.items[4:])


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_bots_on_one_postgresql_open_close_and_tell_once(
    theatre: Stage, nqsws: list[Member]
) -> None:
    await theatre.bot_starts()
    await theatre.bot_starts()
    await theatre.has_roster()
    await theatre.wave_opens()
    for member in nqsws:
        assert await member.sees("Answer now")
    await most_answer(nqsws)

    await theatre.wave_closes()

    assert len(await theatre.waves()) == 1
    assert [len(member.messages()) for member in nqsws] == [1] * len(NQSWS)
    told = theatre.workspace.messages(theatre.channels["coordinators"])
    assert len([one for one in told if is_sealed(one)]) == 1
