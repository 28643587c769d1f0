"""Coming onto the roster and being known there, before a screen of the pretend workspace."""

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select
from sqlmodel import col

from bot import settings
from bot.app import Bot, assembled
from models.audit import AuditEntry
from models.person import Person, Role, Standing
from models.roster import parse
from sandbox.clock import Clock
from sandbox.people import Member
from sandbox.server import running
from sandbox.workspace import Workspace
from services import roster
from services.work import OPERATOR, SYSTEM
from tests.doubles import START

MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"
HEADER = "email,employer,employer_type,region,roles,started_on,cohort"


@dataclass
class Stage:
    """A pretend workspace, the bot in it, and a few people before their screens."""

    workspace: Workspace
    bot: Bot
    coordinators: str
    community: str

    async def member(self, name: str) -> Member:
        """Somebody with an account; on the roster only by `enrols`."""
        user_id = self.workspace.add_user(name, email=address(name))
        await self.workspace.join(user_id, self.community)
        return Member(self.workspace, user_id)

    async def enrols(self, *lines: str) -> None:
        """Bring a file in as the shell does; the bot reads the directory by itself."""
        content = "\n".join([HEADER, *lines]).encode()
        async with self.bot.house.begin(OPERATOR) as work:
            await roster.import_rows(work, parse(content, ["asye-2018"]).rows)
        self.bot.nudge()
        for line in lines:
            assert await self.becomes(line.split(",")[0], Standing.ACTIVE)

    async def becomes(self, email: str, standing: Standing) -> bool:
        """Wait until the roster has this person in this standing."""
        for _ in range(100):
            person = await self.person(email)
            if person is not None and person.standing is standing:
                return True
            await self.workspace.changed.until(lambda: False, 0.05)
        return False

    async def person(self, email: str) -> Person | None:
        async with self.bot.house.look(SYSTEM) as work:
            query = select(Person).where(col(Person.email) == email)
            return (await work.session.scalars(query)).one_or_none()


def address(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@example.org"


@pytest.fixture
async def stage(tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    workspace = Workspace(
        Clock(START, frozen=True), signing_secret="s" * 32, bot_token="xoxb-1", app_token="xapp-1"
    )
    workspace.install(yaml.safe_load(MANIFEST.read_text()))
    coordinators = workspace.add_channel("coordinators", members=[workspace.bot_user_id])
    community = workspace.add_channel("community", members=[workspace.bot_user_id])
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(running(workspace))
        here = settings.load(env_file=None).model_copy(
            update={
                "database_url": database_url,
                "slack_bot_token": "xoxb-1",
                "slack_signing_secret": "s" * 32,
                "slack_api_url": f"{url}/api/",
                "keys_dir": tmp_path / "keys",
                "keys_dir_2": tmp_path / "keys-2",
                "coordinators_channel": coordinators,
                "port": 0,
            }
        )
        bot = await stack.enter_async_context(assembled(here, workspace.clock, random.Random(1)))
        await bot.server.start()
        stack.push_async_callback(bot.server.stop)
        workspace.app_url = f"http://{here.host}:{bot.server.port}"
        yield Stage(workspace, bot, coordinators, community)


@pytest.fixture
async def cora(stage: Stage) -> Member:
    """The co-ordinator for London."""
    cora = await stage.member("Cora Cole")
    await stage.workspace.join(cora.id, stage.coordinators)
    await stage.enrols("cora@example.org,Camden,council,London,coordinator:London,,")
    return cora


async def roles_of(stage: Stage, member: Member) -> list[tuple[str, str]]:
    async with stage.bot.house.look(SYSTEM) as work:
        query = select(Role).join(Person, col(Person.id) == col(Role.person_id))
        found = await work.session.scalars(query.where(col(Person.slack_id) == member.id))
        return [(one.role.value, one.scope) for one in found if one.holds(work.today)]


async def refused(stage: Stage) -> list[tuple[str, str]]:
    async with stage.bot.house.look(SYSTEM) as work:
        query = select(AuditEntry).where(col(AuditEntry.what) == "refused")
        return [(one.actor, one.subject) for one in await work.session.scalars(query)]


async def test_a_stranger_asks_and_is_added_and_welcomed(stage: Stage, cora: Member) -> None:
    sam = await stage.member("Sam Stone")

    await sam.types("/pulse")
    await sam.clicks("Ask to be added")
    assert await sam.sees("The co-ordinators have been told")
    await cora.clicks("Add to the roster")
    await cora.fills({"Employer": "Camden", "Start date": "2026-10-05", "Cohort": "2026-autumn"})
    errors = await cora.submits()

    assert errors == {}
    assert await cora.sees("is on the roster now")
    assert await sam.sees("You have been added as NQSW with Camden")
    await sam.opens_home()
    assert await sam.sees("5 January 2027: Three months: review and first direct observation")


@pytest.mark.parametrize("way", ["/pulse", "/nqsw", "home"])
async def test_every_door_explains_itself_to_a_stranger(stage: Stage, way: str) -> None:
    sam = await stage.member("Sam Stone")

    if way == "home":
        await sam.opens_home()
    else:
        await sam.types(way)

    assert await sam.sees("you are not on the list of members yet")
    await sam.clicks("Ask to be added")
    assert await sam.sees("The co-ordinators have been told")


async def test_asking_again_the_same_day_tells_nobody_twice(stage: Stage, cora: Member) -> None:
    sam = await stage.member("Sam Stone")
    await sam.opens_home()
    await sam.clicks("Ask to be added")
    assert await cora.sees("would like to be added to the roster")

    await sam.types("/nqsw")
    await sam.clicks("Ask to be added")

    assert await sam.sees("You have asked today already")
    await stage.workspace.settled()
    assert len(stage.workspace.messages(stage.coordinators)) == 1


async def test_whoever_the_directory_finds_on_the_roster_need_not_be_added(
    stage: Stage, cora: Member
) -> None:
    async with stage.bot.house.begin(OPERATOR) as work:
        line = "sam@example.org,Camden,council,London,nqsw,2026-09-07,2026-autumn"
        await roster.import_rows(work, parse(f"{HEADER}\n{line}".encode(), []).rows)
    sam = await stage.member("Sam Stone")

    await sam.types("/pulse")
    await sam.clicks("Ask to be added")

    assert await sam.sees("You are on the list of members")
    assert await cora.sees_not("would like to be added")


async def test_a_missing_start_is_said_under_its_field_and_nothing_typed_is_lost(
    stage: Stage, cora: Member
) -> None:
    sam = await stage.member("Sam Stone")
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
    dora = await stage.member("Dora Dent")
    await stage.workspace.join(dora.id, stage.coordinators)
    await stage.enrols("dora@example.org,Leeds,council,North East,coordinator,,")
    sam = await stage.member("Sam Stone")
    await sam.opens_home()
    await sam.clicks("Ask to be added")

    await dora.clicks("Add to the roster")

    assert await dora.sees("Leeds")
    assert dora.modal is not None
    assert "Camden" not in str(dora.modal["blocks"])


async def test_two_coordinators_at_once_add_somebody_once(stage: Stage, cora: Member) -> None:
    dora = await stage.member("Dora Dent")
    await stage.workspace.join(dora.id, stage.coordinators)
    await stage.enrols("dora@example.org,Camden,council,London,coordinator:England,,")
    sam = await stage.member("Sam Stone")
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
    anna = await stage.member("Anna Archer")
    await stage.workspace.join(anna.id, stage.coordinators)
    await stage.enrols("anna@example.org,Camden,council,London,champion,,")
    sam = await stage.member("Sam Stone")
    await sam.opens_home()
    await sam.clicks("Ask to be added")

    await anna.clicks("Add to the roster")

    assert await anna.sees("This is for people with another role")
    assert (anna.id, "coordinator") in await refused(stage)


async def test_a_form_that_names_somebody_else_adds_nobody(stage: Stage, cora: Member) -> None:
    sam, eve = await stage.member("Sam Stone"), await stage.member("Eve Earl")
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
    assert await stage.becomes("cora@example.org", Standing.DEACTIVATED)

    await stage.workspace.reactivate(cora.id)

    assert await stage.becomes("cora@example.org", Standing.ACTIVE)
    await cora.opens_home()
    assert await cora.sees("Move a milestone date")


async def test_a_new_zone_and_name_follow_the_profile(stage: Stage, cora: Member) -> None:
    await stage.workspace.change_profile(cora.id, real_name="Cora Carter", tz="America/New_York")
    await stage.workspace.settled()

    person = await stage.person("cora@example.org")
    assert person is not None
    assert (person.name, person.zone) == ("Cora Carter", "America/New_York")


async def test_a_coordinator_moves_a_milestone_and_the_nqsw_sees_it(
    stage: Stage, cora: Member
) -> None:
    anna = await stage.member("Anna Archer")
    await stage.enrols("anna@example.org,Camden,council,London,nqsw,2026-09-07,2026-autumn")
    await cora.opens_home()

    await cora.clicks("Move a milestone date")
    await cora.fills({"Whose dates?": anna.id})
    await cora.submits()
    await cora.fills({"Three months: review and first direct observation": "2027-01-15"})
    await cora.submits()

    assert await cora.sees("Saved")
    assert await anna.sees("15 January 2027, before 7 December 2026")


async def test_what_is_stored_is_shown_to_whom_it_is_about(cora: Member) -> None:
    await cora.types("/nqsw rights")

    assert await cora.sees("cora@example.org")
    assert await cora.sees("Co-ordinator, London: from 3 November 2026")


async def test_help_is_the_same_for_everybody(stage: Stage, cora: Member) -> None:
    sam = await stage.member("Sam Stone")

    for one in (cora, sam):
        await one.types("/nqsw help")
        assert await one.sees("Samaritans: 116 123")
