"""Co-ordinators run surveys and waves; whoever is not one for England is refused, and noted."""

import copy

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.audit import AuditEntry
from models.survey import Survey, WaveState
from sandbox.people import Member
from services import surveys
from services.work import SYSTEM
from tests.journeys.stage import Stage
from tests.journeys.test_answering import MANAGEABLE

MANAGED = ("Open a wave now", "Preview", "Change", "Pause", "Create a survey", "Close now")
FORMS = ("Open a wave now", "Change", "Create a survey")


async def noted(stage: Stage, what: str) -> list[tuple[str, str]]:
    async with stage.house.look(SYSTEM) as work:
        found = await work.session.scalars(select(AuditEntry).where(col(AuditEntry.what) == what))
        return [(one.actor, one.subject) for one in found]


async def survey(stage: Stage, survey_id: str = "pulse") -> Survey:
    async with stage.house.look(SYSTEM) as work:
        return await work.session.get_one(Survey, survey_id)


async def opens_a_wave(coordinator: Member) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Open a wave now")
    await coordinator.submits()
    assert await coordinator.sees("Opened.")
    await coordinator.closes(everything=True)


async def test_home_shows_what_a_coordinator_manages(stage: Stage, coordinator: Member) -> None:
    await stage.wave_opens()

    await coordinator.opens_home()

    assert await coordinator.sees("Monthly pulse is open until Tuesday 8 December, 17:00 (UK time)")
    assert await coordinator.sees("5 working days, 2 reminders, asks about 10 people.")
    assert await coordinator.sees("The next wave opens on Tuesday 5 January, 09:00 (UK time).")


@pytest.mark.parametrize("who", ["nqsw", "regional"])
async def test_nobody_else_is_shown_what_is_managed(
    stage: Stage, who: str, request: pytest.FixtureRequest
) -> None:
    member: Member = request.getfixturevalue(who)
    await stage.wave_opens()

    await member.opens_home()

    assert await member.sees("My programme")
    for label in MANAGED:
        assert await member.sees_not(label)


async def test_a_wave_is_opened_by_hand_for_as_long_as_is_typed(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Open a wave now")
    assert await coordinator.sees("This asks about 10 people now")
    await coordinator.fills({"How many working days should it stay open?": "3"})

    await coordinator.submits()

    assert await coordinator.sees("It takes answers until Thursday 3 December, 17:00 (UK time).")
    assert await nqsw.sees("until Thursday 3 December, 17:00 (UK time)")
    assert (await stage.wave()).state is WaveState.OPEN


async def test_a_second_wave_waits_for_the_first_to_close(
    stage: Stage, coordinator: Member
) -> None:
    await opens_a_wave(coordinator)
    await coordinator.clicks("Open a wave now")

    await coordinator.submits()

    assert await coordinator.sees("Please close the open one before you open the next.")
    assert len(await stage.waves()) == 1


async def test_a_wave_is_closed_by_hand_only_after_a_question(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await opens_a_wave(coordinator)
    assert await nqsw.sees("Answer now")
    await answers_of_a(nqsw)
    await coordinator.clicks("Close now", confirm=False)
    assert (await stage.wave()).state is WaveState.OPEN

    await coordinator.clicks("Close now")

    wave = await stage.wave_is_sealed()
    assert wave.state is WaveState.DESTROYED
    assert await coordinator.sees_not("Close now")


async def answers_of_a(member: Member) -> None:
    await member.types("/pulse")
    await member.fills({MANAGEABLE: "Agree"})
    await member.submits()
    assert await member.sees("Saved.")


async def test_counts_are_rounded_and_never_say_who(
    stage: Stage, coordinator: Member, nqsws: list[Member]
) -> None:
    await stage.wave_opens()
    for some, shown in ((nqsws[:4], "fewer than 10"), (nqsws[4:], "about 10")):
        for member in some:
            await answers_of_a(member)

        await coordinator.opens_home()

        assert await coordinator.sees(f"Asked: about 10 people. In the box: {shown}.")


async def test_a_small_audience_gives_no_counts_at_all(
    stage: Stage, coordinator: Member, nqsws: list[Member]
) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Change")
    await coordinator.fills({"Regions": ["North West"]})
    await coordinator.submits()
    assert await coordinator.sees("Saved.")
    await coordinator.closes(everything=True)
    await stage.wave_opens()
    await answers_of_a(nqsws[-1])

    await coordinator.opens_home()

    assert await coordinator.sees("Asked: fewer than 10 people. In the box: shown only when 10")


async def test_only_the_chosen_audience_is_asked(
    stage: Stage, coordinator: Member, nqsws: list[Member]
) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Change")
    await coordinator.fills({"Employers": ["Pennine Children's Trust"]})
    await coordinator.submits()
    await coordinator.closes(everything=True)

    await stage.wave_opens()

    assert await nqsws[-1].sees("Answer now")
    await stage.has_done_what_is_due()
    assert [len(member.messages()) for member in nqsws] == [0] * 8 + [1] * 4
    await nqsws[0].types("/pulse")
    assert await nqsws[0].sees("No survey is open for you at the moment.")


async def test_a_survey_is_created_with_its_own_schedule(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Create a survey")
    await coordinator.fills(
        {"Name": "Winter check", "Schedule": "30 10 * * 3", "Length": "2", "Reminders": "None"}
    )
    errors = await coordinator.submits()

    assert errors == {}
    assert await coordinator.sees("The next wave opens on Wednesday 2 December, 10:30 (UK time).")
    kept = await survey(stage, "winter-check")
    assert (kept.working_days, kept.reminders) == (2, 0)
    await stage.wave_opens()
    await stage.has_done_what_is_due()
    stage.clock.move_to((await stage.wave()).opens_at.replace(day=2, hour=10, minute=30))
    assert await nqsw.sees("Winter check")


@pytest.mark.parametrize("cron", ["every Tuesday", "99 9 * * *", "0 9 30 2 *", "* * * *"])
async def test_a_schedule_that_cannot_be_read_is_said_under_its_field(
    stage: Stage, coordinator: Member, cron: str
) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Change")
    await coordinator.fills({"Schedule": cron})

    errors = await coordinator.submits()

    assert list(errors) == ["Schedule"]
    assert len(errors["Schedule"]) > 20
    assert (await survey(stage)).cron == "0 9 * * 2#1"


@pytest.mark.parametrize("name", ["Monthly pulse", "pulse"])
async def test_a_name_that_is_taken_is_said_under_its_field(
    stage: Stage, coordinator: Member, name: str
) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Create a survey")
    await coordinator.fills({"Name": name})

    errors = await coordinator.submits()

    assert list(errors) == ["Name"]
    assert (await survey(stage)).title == "Monthly pulse"


async def test_a_preview_shows_the_form_and_sends_nothing(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await coordinator.opens_home()

    await coordinator.clicks("Preview")

    assert await coordinator.sees("This would ask about 10 people.")
    assert await coordinator.sees("My team makes room for my ASYE activities.")
    await coordinator.submits()
    assert coordinator.modal is None
    assert (await stage.waves(), nqsw.messages()) == ([], [])


async def test_a_paused_schedule_opens_nothing_until_it_is_resumed(
    stage: Stage, coordinator: Member
) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Pause")
    assert await coordinator.sees("The schedule is paused.")
    stage.clock.move_to(stage.clock.now().replace(month=12, day=1, hour=12))
    await stage.has_done_what_is_due()
    assert await stage.waves() == []

    await coordinator.clicks("Resume")

    assert await coordinator.sees("The next wave opens on Tuesday 5 January, 09:00 (UK time).")
    await stage.wave_opens()
    assert len(await stage.waves()) == 1


@pytest.mark.parametrize("who", ["nqsw", "regional", "stranger"])
async def test_every_forged_button_is_refused_and_noted(
    stage: Stage, coordinator: Member, who: str, request: pytest.FixtureRequest
) -> None:
    member: Member = request.getfixturevalue(who)
    await stage.wave_opens()
    await coordinator.opens_home()
    assert await coordinator.sees("Close now")
    await member.opens_home()
    assert await member.sees("Welcome" if who == "stranger" else "Get help")
    theirs, mine = coordinator.home, member.home
    assert theirs is not None
    assert mine is not None
    mine["blocks"] = copy.deepcopy(theirs["blocks"])

    for label in MANAGED:
        await member.clicks(label)
        assert await member.sees("This is for people with another role.")
        await member.closes()

    assert [actor for actor, _ in await noted(stage, "refused")] == [member.id] * len(MANAGED)
    assert [one.state for one in await stage.waves()] == [WaveState.OPEN]
    assert not (await survey(stage)).is_paused


@pytest.mark.parametrize("who", ["nqsw", "regional"])
async def test_every_forged_form_is_refused_and_noted(
    stage: Stage, coordinator: Member, who: str, request: pytest.FixtureRequest
) -> None:
    member: Member = request.getfixturevalue(who)
    await coordinator.opens_home()
    for label in FORMS:
        await coordinator.clicks(label)
        assert await coordinator.sees("Cancel")
        stage.workspace.views[member.id] = copy.deepcopy(stage.workspace.views[coordinator.id])
        await coordinator.closes(everything=True)
        if label == "Create a survey":
            await member.fills({"Name": "Mine"})
        await member.submits()
        assert await member.sees("This is for people with another role.")

    assert [actor for actor, _ in await noted(stage, "refused")] == [member.id] * len(FORMS)
    assert await stage.waves() == []
    async with stage.house.look(SYSTEM) as work:
        assert [one.id for one in await surveys.list_surveys(work)] == ["pulse"]


async def test_a_coordinator_whose_role_has_ended_can_do_no_more(
    stage: Stage, coordinator: Member
) -> None:
    await coordinator.opens_home()
    assert await coordinator.sees("Create a survey")
    await stage.roster_says(
        ["zofia.whitlock@example.org,Thameside Borough,council,London,champion,,"]
    )

    await coordinator.clicks("Pause")

    assert await coordinator.sees("This is for people with another role.")
    assert not (await survey(stage)).is_paused


async def test_who_could_not_be_reached_is_shown_to_coordinators(
    stage: Stage, coordinator: Member, nqsws: list[Member]
) -> None:
    stage.workspace.faults.answer("chat.postMessage", "user_not_found")
    await stage.wave_opens()
    await stage.has_done_what_is_due()
    await coordinator.opens_home()
    assert await coordinator.sees("1 could not be reached in the last 30 days.")

    await coordinator.clicks("See who could not be reached")

    assert await coordinator.sees("Slack knows no such account.")
    assert sum(not member.messages() for member in nqsws) == 1
