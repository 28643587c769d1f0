"""An announcement on its way: held, gone on with, stopped, acknowledged, and who is missing."""

import copy
from datetime import UTC, datetime

import pytest

from sandbox.people import Member
from tests.journeys.announcing import (
    DAY,
    TITLE,
    announced_to,
    announces,
    has_gone,
    looks_at_it,
    presses_in,
)
from tests.journeys.stage import THAMESIDE, Stage, row, working_day

AFTERNOON = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
ACKNOWLEDGED = f"You have acknowledged this on {DAY}."


@pytest.fixture
async def traveller(stage: Stage) -> Member:
    """An NQSW to whom it is night while the others have theirs."""
    traveller = stage.member("Xanthe Yeboah", tz="America/New_York")
    await stage.roster_says([row("Xanthe Yeboah", THAMESIDE)])
    return traveller


@pytest.fixture
async def on_the_way(stage: Stage, traveller: Member, coordinator: Member) -> Stage:
    """Twelve have it, and one letter waits for a morning elsewhere."""
    await announces(coordinator, Roles=["NQSW"])
    await coordinator.clicks("Send")
    await has_gone(stage)
    await looks_at_it(coordinator)
    assert await coordinator.sees("Being sent. 12 of 13 direct messages have gone.")
    assert traveller.messages() == []
    return stage


async def test_what_waits_is_held_until_somebody_continues(
    on_the_way: Stage, coordinator: Member, traveller: Member
) -> None:
    await coordinator.clicks("Pause")
    assert await coordinator.sees("the others wait until somebody continues.")
    on_the_way.clock.move_to(AFTERNOON)
    await has_gone(on_the_way)
    assert traveller.messages() == []

    await coordinator.clicks("Continue")

    assert await traveller.sees(TITLE)
    await has_gone(on_the_way)
    await looks_at_it(coordinator)
    assert await coordinator.sees("Sent.")


async def test_what_has_gone_when_it_is_stopped_stays(
    on_the_way: Stage, coordinator: Member, traveller: Member, nqsw: Member
) -> None:
    await coordinator.clicks("Stop", confirm=False)
    assert await coordinator.sees("Being sent.")

    await coordinator.clicks("Stop")

    assert await coordinator.sees("12 of 13 direct messages have gone; no more will go.")
    on_the_way.clock.move_to(AFTERNOON)
    await has_gone(on_the_way)
    assert traveller.messages() == []
    assert await nqsw.sees(TITLE)


async def test_who_was_slower_hears_that_it_is_stopped(
    on_the_way: Stage, coordinator: Member
) -> None:
    stale = copy.deepcopy(on_the_way.workspace.views[coordinator.id])
    await coordinator.clicks("Stop")
    assert await coordinator.sees("no more will go.")
    on_the_way.workspace.views[coordinator.id] = stale

    await coordinator.clicks("Pause")

    assert await coordinator.sees("stopped")


async def test_a_copy_in_the_channel_is_acknowledged_for_the_person_alone(
    stage: Stage, coordinator: Member, nqsw: Member, colleague: Member
) -> None:
    await announces(coordinator, Where="Both", Roles=["NQSW"], Acknowledgement="Asked")
    await coordinator.clicks("Send")
    await has_gone(stage)
    assert await nqsw.sees("Co-ordinators see how many have acknowledged this, not who.")

    await presses_in(stage, nqsw, "community", "I have read this")

    assert await nqsw.sees(f"Thank you. You have acknowledged this on {DAY}.")
    await has_gone(stage)
    assert ACKNOWLEDGED in nqsw.messages()[-1]["text"]
    assert "Please press “I have read this”." in announced_to(stage, "community")
    assert await colleague.sees_not("You have acknowledged")


async def test_whoever_it_is_not_for_is_not_counted(stage: Stage, coordinator: Member) -> None:
    champion = stage.people["Rhiannon Vaughan"]
    await announces(coordinator, Where="Both", Roles=["NQSW"], Acknowledgement="Asked")
    await coordinator.clicks("Send")
    await has_gone(stage)

    await presses_in(stage, champion, "community", "I have read this")

    assert await champion.sees("This was addressed to others, so you need not acknowledge it.")
    await looks_at_it(coordinator)
    assert await coordinator.sees("Acknowledged: 0 of 12 people.")


async def test_a_reminder_and_the_copy_say_the_same(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await announces(coordinator, Roles=["NQSW"], Acknowledgement="Must be acknowledged")
    await coordinator.clicks("Send")
    await has_gone(stage)
    await looks_at_it(coordinator)
    await coordinator.clicks("Remind those who have not")
    assert await coordinator.sees("12 reminders will go")
    assert await nqsw.sees("A reminder: you have not acknowledged this yet.")

    await nqsw.clicks("I have read this")

    assert await nqsw.sees(ACKNOWLEDGED)
    await has_gone(stage)
    assert [ACKNOWLEDGED in one["text"] for one in nqsw.messages()] == [True, True]
    assert await nqsw.sees_not("A reminder:")


async def test_names_are_shown_of_what_must_be_acknowledged(
    stage: Stage, regional: Member, nqsws: list[Member]
) -> None:
    await announces(regional, Roles=["NQSW"], Acknowledgement="Must be acknowledged")
    await regional.clicks("Send")
    await has_gone(stage)
    await nqsws[8].clicks("I have read this")
    assert await nqsws[8].sees(ACKNOWLEDGED)
    await looks_at_it(regional)

    await regional.clicks("See who has not")

    assert await regional.sees("Keziah Sesay, Pennine Children's Trust")
    assert await regional.sees_not("Jarek Nowak")


async def test_names_are_not_shown_of_what_was_only_asked(
    stage: Stage, regional: Member, nqsws: list[Member]
) -> None:
    await announces(regional, Roles=["NQSW"], Acknowledgement="Asked")
    await regional.clicks("Send")
    await has_gone(stage)
    await looks_at_it(regional)
    assert await regional.sees("Names are not shown.")
    assert await regional.sees_not("See who has not")
    for block in stage.workspace.views[regional.id][-1]["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == "announcement.correct":
                element["action_id"] = "announcement.missing"

    await regional.clicks("Correct it")

    assert await regional.sees("This is for people with another role.")
    assert await regional.sees_not(nqsws[8]._name)


async def test_who_could_not_be_reached_is_listed_with_the_reason(
    theatre: Stage, coordinator: Member, nqsws: list[Member]
) -> None:
    # Without a channel for co-ordinators the copies are all that is posted.
    await theatre.bot_starts(coordinators_channel="")
    await theatre.has_roster()
    await announces(coordinator, Roles=["NQSW"])
    theatre.workspace.faults.answer("chat.postMessage", "user_not_found")
    await coordinator.clicks("Send")
    await has_gone(theatre)
    await looks_at_it(coordinator)
    assert await coordinator.sees("1 person could not be reached.")

    await coordinator.clicks("See who could not be reached")

    assert await coordinator.sees("Slack knows no such account.")
    assert sum(not member.messages() for member in nqsws) == 1


async def test_a_scheduled_one_goes_as_it_was_changed(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    at = working_day(datetime(2026, 12, 1, tzinfo=UTC).date())
    later = {"When": "At a date and time", "Date and time": int(at.timestamp())}
    await announces(coordinator, **later)
    await coordinator.clicks("Send")
    assert await coordinator.sees("It starts on Tuesday 1 December, 10:00 (UK time).")
    await coordinator.clicks("Change")
    assert await coordinator.sees("it does not go until you send it again.")
    await coordinator.fills({"Title": "Workshop in York"})
    assert await coordinator.submits() == {}
    await coordinator.clicks("Send")
    assert await coordinator.sees("It starts on Tuesday 1 December, 10:00 (UK time).")

    stage.clock.move_to(at)

    assert await nqsw.sees("Workshop in York")
    assert sum("Workshop" in one["text"] for one in nqsw.messages()) == 1


async def test_a_correction_says_how_long_it_takes(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await announces(coordinator, Roles=["NQSW"])
    await coordinator.clicks("Send")
    await has_gone(stage)
    await looks_at_it(coordinator)

    await coordinator.clicks("Correct it")

    assert await coordinator.sees("one after the other, which takes less than a minute")
    await coordinator.fills({"Title": "Workshop in York"})
    await coordinator.submits()
    assert await coordinator.sees("12 copies still to be changed; that takes less than a minute.")
    assert await nqsw.sees("Workshop in York")
