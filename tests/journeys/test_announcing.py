"""A co-ordinator announces something: the preview, a second one agrees, people acknowledge it."""

import copy
from datetime import timedelta

import pytest

from sandbox.people import Member
from tests.journeys.announcing import announces, has_gone
from tests.journeys.stage import PENNINE, Stage, row, working_day


async def test_an_announcement_to_a_region_is_acknowledged(
    stage: Stage, regional: Member, nqsws: list[Member]
) -> None:
    await announces(regional, Roles=["NQSW"], Acknowledgement="Must be acknowledged")
    assert await regional.sees("4 people: 4 direct messages.")
    await regional.clicks("Send")
    assert await regional.sees("It goes to just these people")
    await has_gone(stage)
    assert await nqsws[8].sees("Bring your notes.")
    assert await nqsws[8].sees("Co-ordinators can see who has acknowledged this.")
    assert nqsws[0].messages() == []

    await nqsws[8].clicks("I have read this")

    assert await nqsws[8].sees("You have acknowledged this on 30 November 2026.")
    await regional.closes(everything=True)
    await regional.types("/announce list")
    await regional.clicks("Open")
    assert await regional.sees("Acknowledged: 1 of 4 people.")
    assert await regional.sees("North West: 1 of 4")
    await regional.clicks("Remind those who have not")
    assert await regional.sees("3 reminders will go")
    assert await nqsws[9].sees("A reminder: you have not acknowledged this yet.")


async def test_many_messages_go_after_a_second_coordinator_has_agreed(
    theatre: Stage, coordinator: Member
) -> None:
    await theatre.bot_starts(announce_alone_up_to=3)
    await theatre.has_roster()
    second = theatre.member("Bronwen Second")
    await theatre.roster_says([row("Bronwen Second", PENNINE, "coordinator:England")])
    theatre.workspace.channels[theatre.channels["coordinators"]].members[second.id] = None
    await announces(coordinator, Regions=["North West"], Roles=["NQSW"])
    await coordinator.clicks("Ask for approval")
    assert await second.sees("Waiting for a second co-ordinator")

    await second.clicks("Approve")

    assert await second.sees("Approved.")
    await has_gone(theatre)
    assert await theatre.people["Jarek Nowak"].sees("Workshop in Leeds")


async def test_a_scheduled_one_is_cancelled(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    at = working_day(stage.clock.now().date() + timedelta(days=1))
    later = {"When": "At a date and time", "Date and time": int(at.timestamp())}
    await announces(coordinator, **later)
    await coordinator.clicks("Send")
    assert await coordinator.sees("It starts on Tuesday 1 December, 10:00 (UK time).")

    await coordinator.clicks("Cancel this announcement")

    assert await coordinator.sees("Nothing was sent.")
    stage.clock.move_to(at + timedelta(hours=1))
    await stage.has_done_what_is_due()
    assert await nqsw.sees_not("Workshop in Leeds")


async def test_a_weekend_is_named_and_asked_about(stage: Stage, coordinator: Member) -> None:
    at = working_day(stage.clock.now().date() + timedelta(days=5))
    later = {"When": "At a date and time", "Date and time": int(at.timestamp())}

    await announces(coordinator, **later)

    assert await coordinator.sees("Saturday 5 December, 10:00 (UK time) is outside working hours.")
    assert await coordinator.sees("it starts on Monday 7 December, 09:00 (UK time).")


async def test_a_correction_changes_the_copies_that_arrived(
    stage: Stage, coordinator: Member, nqsws: list[Member]
) -> None:
    await announces(coordinator, Regions=["North West"], Roles=["NQSW"], Acknowledgement="Asked")
    await coordinator.clicks("Send")
    await has_gone(stage)
    assert await nqsws[8].sees("Workshop in Leeds")
    await coordinator.closes(everything=True)
    await coordinator.types("/announce list")
    await coordinator.clicks("Open")
    await coordinator.clicks("Correct it")
    await coordinator.fills({"Title": "Workshop in York"})

    await coordinator.submits()

    assert await coordinator.sees("Corrected. Copies that have arrived are changed")
    assert await nqsws[8].sees("Corrected on 30 November 2026.")
    assert await nqsws[8].sees("Workshop in York")


async def test_nobody_is_called_whatever_is_typed(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await announces(coordinator, Where="Both", Text="@channel <!everyone> @here *now*")
    await coordinator.clicks("Send me a test")
    assert await coordinator.sees("This is a test. Nobody else has got it.")

    await coordinator.clicks("Send")

    await has_gone(stage)
    assert await nqsw.sees("now")
    assert stage.faults() == []


@pytest.mark.usefixtures("stage")
async def test_a_draft_is_changed_and_deleted(regional: Member) -> None:
    await announces(regional)
    await regional.clicks("Change")
    await regional.fills({"Title": "Another title"})
    assert await regional.submits() == {}
    assert await regional.sees("Another title")

    await regional.clicks("Delete this draft")

    assert await regional.sees("Deleted. Nobody has got it.")


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize("who", ["nqsw", "stranger"])
async def test_nobody_else_may_announce(who: str, request: pytest.FixtureRequest) -> None:
    member: Member = request.getfixturevalue(who)

    await member.types("/announce")

    assert await member.sees("This is for people with another role.")


async def test_a_forged_preview_is_refused(
    stage: Stage, coordinator: Member, regional: Member
) -> None:
    await announces(coordinator)
    stage.workspace.views[regional.id] = copy.deepcopy(stage.workspace.views[coordinator.id])

    await regional.clicks("Send")

    # Whether there is such a draft is not told.
    assert await regional.sees("This announcement cannot be found")


@pytest.mark.usefixtures("stage")
async def test_settings_are_kept(coordinator: Member, nqsw: Member) -> None:
    await nqsw.types("/nqsw settings")
    assert await nqsw.sees("What always reaches you")
    await nqsw.fills({"Fewer messages": ["Mute announcements"]})
    await nqsw.submits()
    assert await nqsw.sees("Saved.")

    await announces(coordinator, Roles=["NQSW"])

    assert await coordinator.sees("11 people: 11 direct messages.")
