"""Coming onto the roster and being known there, before a screen of the pretend workspace."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.audit import AuditEntry
from models.person import Person, Role, Standing
from models.roster import parse
from sandbox.people import Member
from services import roster
from services.work import OPERATOR, SYSTEM
from tests.journeys.stage import HEADER, Stage


@pytest.fixture
async def stage(empty_stage: Stage) -> AsyncIterator[Stage]:
    """The bot is there, and an empty roster; whatever Slack would refuse fails the test."""
    await empty_stage.opens()
    await empty_stage.bot_starts()
    yield empty_stage
    await empty_stage.closes()
    assert empty_stage.faults() == []


@pytest.fixture
async def cora(stage: Stage) -> Member:
    """The co-ordinator for London."""
    return await coordinator(stage, "Cora Cole", "Camden,council,London,coordinator:London,,")


async def coordinator(stage: Stage, name: str, line: str) -> Member:
    """Somebody of the roster who reads the co-ordinators' channel."""
    member = stage.member(name)
    await stage.workspace.join(member.id, stage.channels["coordinators"])
    await enrols(stage, f"{address(name)},{line}")
    return member


async def enrols(stage: Stage, line: str) -> None:
    """Bring a line in as the shell does; the bot reads the directory by itself."""
    await brings(stage, line)
    stage.nudge()
    email, *_ = line.split(",")
    assert await becomes(stage, email, Standing.ACTIVE)


async def brings(stage: Stage, line: str) -> None:
    async with stage.house.begin(OPERATOR) as work:
        await roster.import_rows(work, parse(f"{HEADER}\n{line}".encode(), []).rows)


async def becomes(stage: Stage, email: str, standing: Standing) -> bool:
    """Wait until the roster has this person in this standing."""
    for _ in range(100):
        if (await person(stage, email)).standing is standing:
            return True
        await stage.workspace.changed.until(lambda: False, 0.05)
    return False


async def person(stage: Stage, email: str) -> Person:
    async with stage.house.look(SYSTEM) as work:
        query = select(Person).where(col(Person.email) == email)
        return (await work.session.scalars(query)).one()


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


async def roles_of(stage: Stage, member: Member) -> list[tuple[str, str]]:
    async with stage.house.look(SYSTEM) as work:
        query = select(Role).join(Person, col(Person.id) == col(Role.person_id))
        found = await work.session.scalars(query.where(col(Person.slack_id) == member.id))
        return [(one.role.value, one.scope) for one in found if one.holds(work.today)]


async def refused(stage: Stage) -> list[tuple[str, str]]:
    async with stage.house.look(SYSTEM) as work:
        query = select(AuditEntry).where(col(AuditEntry.what) == "refused")
        return [(one.actor, one.subject) for one in await work.session.scalars(query)]


async def test_a_stranger_asks_and_is_added_and_welcomed(stage: Stage, cora: Member) -> None:
    sam = stage.member("Sam Stone")

    await sam.types("/pulse")
    await sam.clicks("Ask to be added")
    assert await sam.sees("The co-ordinators have been told")
    await cora.clicks("Add to the roster")
    await cora.fills({"Employer": "Camden", "Start date": "2026-10-05", "Cohort": "2026-autumn"})
    errors = await cora.submits()

    assert errors == {}
    assert await cora.sees("is on the roster now")
    assert await sam.sees("You have been added as NQSW with Camden")
    await cora.closes()
    assert await cora.sees("@Sam Stone was added to the roster by @Cora Cole.")
    assert await cora.sees_not("Add to the roster")
    await sam.opens_home()
    assert await sam.sees("5 January 2027: Three months: review and first direct observation")


@pytest.mark.parametrize("way", ["/pulse", "/nqsw", "home"])
async def test_every_door_explains_itself_to_a_stranger(stage: Stage, way: str) -> None:
    sam = stage.member("Sam Stone")

    if way == "home":
        await sam.opens_home()
    else:
        await sam.types(way)

    assert await sam.sees("you are not on the list of members yet")
    await sam.clicks("Ask to be added")
    assert await sam.sees("The co-ordinators have been told")


async def test_asking_again_the_same_day_tells_nobody_twice(stage: Stage, cora: Member) -> None:
    sam = stage.member("Sam Stone")
    await sam.opens_home()
    await sam.clicks("Ask to be added")
    assert await cora.sees("would like to be added to the roster")

    await sam.types("/nqsw")
    await sam.clicks("Ask to be added")

    assert await sam.sees("You have asked today already")
    await stage.workspace.settled()
    assert len(stage.workspace.messages(stage.channels["coordinators"])) == 1


async def test_whoever_the_directory_finds_on_the_roster_need_not_be_added(
    stage: Stage, cora: Member
) -> None:
    await brings(stage, "sam.stone@example.org,Camden,council,London,nqsw,2026-09-07,2026-autumn")
    sam = stage.member("Sam Stone")

    await sam.types("/pulse")
    await sam.clicks("Ask to be added")

    assert await sam.sees("You are on the list of members")
    assert await cora.sees_not("would like to be added")


async def test_a_missing_start_is_said_under_its_field_and_nothing_typed_is_lost(
    stage: Stage, cora: Member
) -> None:
    sam = stage.member("Sam Stone")
    await sam.opens_home()
    await sam.clicks("Ask to be added")
    await cora.clicks("Add to the roster")
    await cora.fills({"Employer": "Camden", "Cohort": "2026-autumn"})

    errors = await cora.submits()
    await cora.fills({"Start date": "2026-10-05"})
    again = await cora.submits()

    assert list(errors) == ["Start date"]
    assert again == {}
    assert await sam.sees("You have been added")


@pytest.mark.usefixtures("cora")
async def test_a_coordinator_elsewhere_is_offered_only_their_own_employers(stage: Stage) -> None:
    dora = await coordinator(stage, "Dora Dent", "Leeds,council,North East,coordinator,,")
    sam = stage.member("Sam Stone")
    await sam.opens_home()
    await sam.clicks("Ask to be added")

    await dora.clicks("Add to the roster")

    assert await dora.sees("Leeds")
    assert dora.modal is not None
    assert "Camden" not in str(dora.modal["blocks"])


async def test_two_coordinators_at_once_add_somebody_once(stage: Stage, cora: Member) -> None:
    dora = await coordinator(stage, "Dora Dent", "Camden,council,London,coordinator:England,,")
    sam = stage.member("Sam Stone")
    await sam.opens_home()
    await sam.clicks("Ask to be added")
    form = {"Employer": "Camden", "Start date": "2026-10-05"}
    for one in (cora, dora):
        await one.clicks("Add to the roster")
        await one.fills(form)

    await cora.submits()
    await dora.submits()

    assert await dora.sees("Somebody else has added them meanwhile")
    assert await roles_of(stage, sam) == [("nqsw", "Camden")]


async def test_whoever_is_no_coordinator_adds_nobody_and_it_is_noted(stage: Stage) -> None:
    anna = await coordinator(stage, "Anna Archer", "Camden,council,London,champion,,")
    sam = stage.member("Sam Stone")
    await sam.opens_home()
    await sam.clicks("Ask to be added")

    await anna.clicks("Add to the roster")

    assert await anna.sees("This is for people with another role")
    assert (anna.id, "coordinator") in await refused(stage)


async def test_a_form_that_names_somebody_else_adds_nobody(stage: Stage, cora: Member) -> None:
    sam, eve = stage.member("Sam Stone"), stage.member("Eve Earl")
    await sam.opens_home()
    await sam.clicks("Ask to be added")
    await cora.clicks("Add to the roster")
    await cora.fills({"Employer": "Camden", "Start date": "2026-10-05"})
    assert cora.modal is not None
    cora.modal["private_metadata"] = eve.id

    await cora.submits()

    assert await cora.sees("This is for people with another role")
    assert await roles_of(stage, eve) == []
    assert (cora.id, "coordinator:nobody asked") in await refused(stage)


async def test_whoever_is_deactivated_loses_every_right_and_gets_it_back(
    stage: Stage, cora: Member
) -> None:
    await stage.workspace.deactivate(cora.id)
    assert await becomes(stage, "cora.cole@example.org", Standing.DEACTIVATED)

    await stage.workspace.reactivate(cora.id)

    assert await becomes(stage, "cora.cole@example.org", Standing.ACTIVE)
    await cora.opens_home()
    assert await cora.sees("Move a milestone date")


async def test_a_new_zone_and_name_follow_the_profile(stage: Stage, cora: Member) -> None:
    await stage.workspace.change_profile(cora.id, real_name="Cora Carter", tz="America/New_York")
    await stage.workspace.settled()

    found = await person(stage, "cora.cole@example.org")
    assert (found.name, found.zone) == ("Cora Carter", "America/New_York")


async def test_a_coordinator_moves_a_milestone_and_the_nqsw_sees_it(
    stage: Stage, cora: Member
) -> None:
    anna = stage.member("Anna Archer")
    await enrols(stage, "anna.archer@example.org,Camden,council,London,nqsw,2026-09-07,2026-autumn")
    await cora.opens_home()

    await cora.clicks("Move a milestone date")
    await cora.fills({"Whose dates?": anna.id})
    await cora.submits()
    await cora.fills({"Three months: review and first direct observation": "2027-01-15"})
    await cora.submits()

    assert await cora.sees("Saved")
    assert await anna.sees("15 January 2027 (it was 7 December 2026)")


async def test_what_is_stored_is_shown_to_whom_it_is_about(cora: Member) -> None:
    await cora.types("/nqsw rights")

    assert await cora.sees("cora.cole@example.org")
    assert await cora.sees("Co-ordinator, London: from 30 November 2026")


async def test_help_is_the_same_for_everybody(stage: Stage, cora: Member) -> None:
    sam = stage.member("Sam Stone")

    for one in (cora, sam):
        await one.types("/nqsw help")
        assert await one.sees("Samaritans: 116 123")
