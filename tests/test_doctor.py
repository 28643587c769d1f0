"""The doctor finds what is wrong, says what to do, and fails when something must be done."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import yaml
from sqlalchemy import update
from sqlmodel import col

from bot.custody import FileCustody
from bot.doctor.examination import examine
from bot.doctor.findings import Finding, State
from bot.doctor.scopes import SCOPES
from models.audit import AuditEntry
from models.ballot import KEY_BYTES, Ballot
from models.outbox import Message, MessageState
from models.reporting import ENGLAND, Period
from models.survey import Wave, WaveState
from models.words import ReleasedQuote
from sandbox.clock import Clock
from sandbox.server import running
from sandbox.workspace import Workspace
from services import agenda, chain, surveys
from services.work import SYSTEM, Delivery, House
from tests.doubles import Community
from tests.patience import patient
from views.letters import Letter

ROOT = Path(__file__).parent.parent
LONG_AGO = datetime(2020, 1, 7, 9, 0, tzinfo=UTC)
FAR_OFF = datetime(2099, 1, 7, 9, 0, tzinfo=UTC)


@dataclass
class Deployment:
    """A bot as an operator has set it up, with all that it needs."""

    folder: Path
    workspace: Workspace
    channel: str
    settings: pytest.MonkeyPatch = field(repr=False)

    @property
    def custody(self) -> FileCustody:
        return FileCustody(self.folder / "keys", self.folder / "keys-2")

    async def findings(self) -> list[Finding]:
        return await examine(None)

    async def of(self, check: str) -> Finding:
        """The one finding of a check, or its worst."""
        found = [finding for finding in await self.findings() if finding.check == check]
        return max(found, key=lambda finding: list(State).index(finding.state))


@pytest.fixture
async def deployment(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Deployment]:
    workspace = patient(Workspace(Clock(frozen=True)))
    workspace.install(yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8")))
    channel = workspace.add_channel("community", members=[workspace.bot_user_id])
    for name in ("keys", "keys-2"):
        (tmp_path / name).mkdir(mode=0o700)
    async with running(workspace) as address:
        settings = {
            "DATABASE_URL": database_url,
            "SLACK_API_URL": f"{address}/api/",
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
            "COMMUNITY_CHANNEL": channel,
            "CHAMPIONS_CHANNEL": channel,
            "COORDINATORS_CHANNEL": channel,
            "KEYS_DIR": str(tmp_path / "keys"),
            "KEYS_DIR_2": str(tmp_path / "keys-2"),
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield Deployment(tmp_path, workspace, channel, monkeypatch)


@pytest.fixture
async def wave(house: House, community: Community, deployment: Deployment) -> UUID:
    """An open wave with its key in both custodies."""
    await community.nqsws(2, await community.employer("Northshire"))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        await agenda.cancel(work, surveys.OPENING, surveys.PULSE)
        opened = await surveys.open_by_hand(work, surveys.PULSE, until=FAR_OFF)
        await agenda.cancel(work, surveys.REMINDER, str(opened.id))
    await change(house, update(Message).values(not_before=FAR_OFF))
    deployment.custody.create(opened.id, bytes(KEY_BYTES))
    return opened.id


async def change(house: House, *statements: Any) -> None:
    async with house.begin(SYSTEM) as work:
        for statement in statements:
            await work.session.execute(statement)


@pytest.mark.usefixtures("wave")
async def test_a_healthy_bot_has_nothing_that_fails(
    deployment: Deployment, database_url: str
) -> None:
    findings = await deployment.findings()

    # The cluster of the tests saves itself the disk, and the doctor sees it.
    fails = ["durability"] if database_url.startswith("postgresql") else []
    assert [one.check for one in findings if one.state is State.FAIL] == fails
    assert {one.check for one in findings if one.state is State.OK} >= {
        *("settings", "database", "migrations", "audit", "token", "scopes", "channels"),
        *("keys", "sealing", "postman", "timetable", "results", "releases"),
    }


async def test_results_that_show_answers_are_found(
    deployment: Deployment, house: House, database_url: str
) -> None:
    if not database_url.startswith("postgresql"):
        pytest.skip("only PostgreSQL has roles")
    await change(house, sa.text("GRANT SELECT ON answer TO nqsw_results"))

    found = await deployment.of("results")

    assert found.state is State.FAIL
    assert found.said.startswith("Whoever reads results could read answers too")


async def test_results_that_cannot_be_read_are_found(
    deployment: Deployment, house: House, database_url: str
) -> None:
    if not database_url.startswith("postgresql"):
        pytest.skip("only PostgreSQL has roles")
    await change(house, sa.text("REVOKE SELECT ON release FROM nqsw_results"))

    found = await deployment.of("results")

    assert found.state is State.FAIL
    assert "permission denied for table release" in found.said


async def test_help_lines_that_no_person_has_checked_are_a_warning(deployment: Deployment) -> None:
    found = await deployment.of("help lines")

    assert found.state is State.WARN
    assert "No person has checked the help lines yet" in found.said


async def test_a_setting_that_is_wrong_is_named(deployment: Deployment) -> None:
    deployment.settings.setenv("SEND_PER_MINUTE", "many")

    found = await deployment.of("settings")

    assert found.state is State.FAIL
    assert found.said.startswith("SEND_PER_MINUTE ")


async def test_without_slack_settings_the_rest_is_looked_at_all_the_same(
    deployment: Deployment,
) -> None:
    deployment.settings.delenv("SLACK_BOT_TOKEN")

    findings = {one.check: one.state for one in await deployment.findings()}

    assert (findings["settings"], findings["database"]) == (State.FAIL, State.OK)


@pytest.mark.parametrize(
    ("url", "state", "words"),
    [
        ("sqlite:///nowhere/to/be/bot.db", State.WARN, "There is no database at"),
        ("postgresql://x:hidden@127.0.0.1:9/none", State.FAIL, "none on 127.0.0.1 cannot be"),
    ],
)
async def test_a_database_that_is_not_there_is_said_without_its_password(
    deployment: Deployment, url: str, state: State, words: str
) -> None:
    deployment.settings.setenv("DATABASE_URL", url)

    found = await deployment.of("database")

    assert found.state is state
    assert words in found.said
    assert "hidden" not in found.said


@pytest.mark.parametrize(("version", "words"), [("0000", "must be"), ("9999", "are newer than")])
async def test_tables_of_another_version_are_seen(
    deployment: Deployment, house: House, version: str, words: str
) -> None:
    stamp = sa.text("update alembic_version set version_num = :version")
    await change(house, stamp.bindparams(version=version))

    found = await deployment.of("migrations")

    is_behind_on_sqlite = found.state is State.WARN and "the next start" in found.said
    assert is_behind_on_sqlite or words in found.said
    assert found.state is not State.OK


@pytest.mark.usefixtures("wave")
async def test_an_audit_trail_that_was_changed_is_seen(
    deployment: Deployment, house: House
) -> None:
    await change(house, update(AuditEntry).values(actor="somebody else"))

    found = await deployment.of("audit")

    assert found.state is State.FAIL
    assert "changed at entry 1" in found.said


async def test_a_release_that_does_not_say_what_it_said_is_seen(
    deployment: Deployment, house: House
) -> None:
    async with house.begin(SYSTEM) as work:
        day = work.today.isoformat()
        head = {"title": "One", "starts_on": day, "ends_on": day, "questionnaire": "pulse"}
        about = {**head, "version": 1, "floor": 8, "rate": None}
        await chain.append(work, Period.WORDS, "one", about, {})
    assert (await deployment.of("releases")).state is State.OK
    # Triggers keep rows from being changed, and nobody from adding one.
    quote = ReleasedQuote(id=uuid4(), release=1, unit=ENGLAND, theme="other", text="Never said.")
    async with house.begin(SYSTEM) as work:
        work.session.add(quote)

    found = await deployment.of("releases")

    assert found.state is State.FAIL
    assert found.said.startswith("Release 1 does not say what it said")


async def test_a_token_that_slack_refuses_is_said_and_not_shown(deployment: Deployment) -> None:
    deployment.settings.setenv("SLACK_BOT_TOKEN", "xoxb-of-somebody-else")

    found = await deployment.of("token")

    assert found.state is State.FAIL
    assert "(invalid_auth)" in found.said
    assert "somebody-else" not in found.said


async def test_a_workspace_that_cannot_be_reached_is_said(deployment: Deployment) -> None:
    deployment.settings.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")

    assert (await deployment.of("token")).state is State.FAIL


async def test_a_scope_that_is_missing_is_named(deployment: Deployment) -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    manifest["oauth_config"]["scopes"]["bot"].remove("users:read.email")
    deployment.workspace.install(manifest)

    found = await deployment.of("scopes")

    assert found.state is State.FAIL
    assert "lacks users:read.email;" in found.said


def test_the_manifest_asks_for_the_scopes_that_the_doctor_wants() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))

    assert set(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES


@pytest.mark.parametrize(
    ("channel", "state", "words"),
    [
        ("", State.WARN, "COMMUNITY_CHANNEL is not set"),
        ("C0NOWHERE", State.FAIL, "(channel_not_found)"),
    ],
)
async def test_a_channel_that_cannot_be_written_to_is_said(
    deployment: Deployment, channel: str, state: State, words: str
) -> None:
    deployment.settings.setenv("COMMUNITY_CHANNEL", channel)

    found = await deployment.of("channels")

    assert found.state is state
    assert words in found.said


async def test_a_channel_without_the_bot_is_said(deployment: Deployment) -> None:
    other = deployment.workspace.add_channel("others")
    deployment.settings.setenv("CHAMPIONS_CHANNEL", other)

    found = await deployment.of("channels")

    assert found.state is State.FAIL
    assert found.said.startswith(f"The bot is not in CHAMPIONS_CHANNEL {other}")


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        (("keys",), "in one custody only (second only)"),
        (("keys-2",), "in one custody only (first only)"),
        (("keys", "keys-2"), "No custody has the key"),
    ],
)
async def test_a_key_that_is_lost_is_said(
    deployment: Deployment, wave: UUID, lost: tuple[str, ...], words: str
) -> None:
    for name in lost:
        (deployment.folder / name / f"{wave}.key").unlink()

    found = await deployment.of("keys")

    assert found.state is State.FAIL
    assert words in found.said


async def test_a_key_and_a_ballot_of_a_wave_that_is_over_are_said(
    deployment: Deployment, wave: UUID, house: House, community: Community
) -> None:
    await change(house, update(Wave).values(state=WaveState.DESTROYED))
    async with house.begin(SYSTEM) as work:
        work.session.add(Ballot(wave_id=wave, person_id=community.new_id(), box=b"box"))

    assert "a key of it is still kept (both)" in (await deployment.of("keys")).said
    assert (await deployment.of("leftovers")).state is State.FAIL


async def test_a_wave_that_is_not_sealed_for_hours_is_said(
    deployment: Deployment, wave: UUID, house: House
) -> None:
    await change(house, update(Wave).values(state=WaveState.CLOSING, closing_since=LONG_AGO))

    found = await deployment.of("sealing")

    assert found.state is State.FAIL
    assert str(wave) in found.said


@pytest.mark.usefixtures("wave")
async def test_a_missing_key_folder_is_said(deployment: Deployment) -> None:
    for key in (deployment.folder / "keys-2").iterdir():
        key.unlink()
    (deployment.folder / "keys-2").rmdir()

    found = await deployment.of("key folders")

    assert found.state is State.FAIL
    assert found.said.startswith("The key folder KEYS_DIR_2 (")


async def test_a_key_folder_that_others_can_read_is_said(deployment: Deployment) -> None:
    (deployment.folder / "keys").chmod(0o755)

    found = await deployment.of("key folders")

    assert found.state is State.FAIL
    assert "Others may look into" in found.said


async def test_messages_that_do_not_leave_are_counted(deployment: Deployment, house: House) -> None:
    async with house.begin(SYSTEM) as work:
        for number in range(4):
            work.post("C0SOMEWHERE", Letter("Hello"), f"letter:{number}")
    late = update(Message).values(not_before=LONG_AGO)
    sending = {"state": MessageState.SENDING, "claimed_at": LONG_AGO}
    first = col(Message.dedupe) == "letter:0"
    unsure = col(Message.dedupe) == "letter:1"
    await change(
        house,
        late,
        update(Message).where(first).values(**sending),
        update(Message).where(unsure).values(state=MessageState.UNCERTAIN),
    )

    said = [one.said for one in await deployment.findings() if one.check == "postman"]

    assert said[0].startswith("2 due and not sent, 1 begun and not finished")
    assert said[1].startswith("Of 1 it is not known")


async def test_thousands_on_their_way_are_no_fault(deployment: Deployment, house: House) -> None:
    async with house.begin(SYSTEM) as work:
        batch = Delivery(batch_id=work.new_id())
        work.post("C0SOMEWHERE", Letter("News"), "news", batch)
    await change(house, update(Message).values(not_before=LONG_AGO))

    assert (await deployment.of("postman")).state is State.OK


async def test_what_was_due_and_not_done_is_counted(deployment: Deployment, house: House) -> None:
    async with house.begin(SYSTEM) as work:
        await agenda.schedule(work, "something.due", "x", LONG_AGO - timedelta(days=1))

    found = await deployment.of("timetable")

    assert found.state is State.WARN
    assert found.said.startswith("1 due and not done")


@pytest.mark.parametrize(
    ("token", "state"), [("xapp-pretend", State.OK), ("xapp-of-somebody-else", State.FAIL)]
)
async def test_the_app_token_is_tried(deployment: Deployment, token: str, state: State) -> None:
    deployment.settings.setenv("SLACK_APP_TOKEN", token)

    assert (await deployment.of("socket")).state is state
