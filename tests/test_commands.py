"""The command line does its work beside a running bot, and says in one sentence what it cannot."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from typer.main import get_command
from typer.testing import CliRunner

from bot.commands.entry import commands
from bot.settings import Settings
from models.ballot import Ballot
from models.person import Role
from models.survey import WaveState
from sandbox.clock import Clock
from sandbox.server import running
from sandbox.workspace import Workspace
from services import surveys
from services.work import SYSTEM, House
from tests.doubles import Community
from tests.patience import patient

ROOT = Path(__file__).parent.parent
BEFORE_ANY_CLOCK = date(2020, 1, 1)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> Any:
        return json.loads(self.out)


Bot = Callable[..., Awaitable[Ended]]


@pytest.fixture
def bot(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """Types a command in an empty folder; in a thread, so that it has a loop of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "200")

    async def type_(*words: str, **settings: str) -> Ended:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        ended = await asyncio.to_thread(CliRunner().invoke, commands(), words)
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return type_


@pytest.fixture
async def people(house: House, community: Community) -> None:
    """Twelve NQSWs, whatever day it is on this machine."""
    await community.nqsws(12, await community.employer("Northshire"))
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Role).values(valid_from=BEFORE_ANY_CLOCK))


@pytest.fixture
async def wave(bot: Bot, people: None) -> str:  # noqa: ARG001 - somebody must be there to ask
    """The id of a wave that is open for a week."""
    opened = await bot("waves", "open", "pulse", "--days", "5", "--json")
    return str(opened.result["id"])


@pytest.mark.usefixtures("people")
async def test_a_wave_opens_by_hand_for_everybody_in_the_audience(bot: Bot) -> None:
    opened = await bot("waves", "open", "pulse", "--days", "3", "--json")

    assert (opened.code, opened.err) == (0, "")
    assert (opened.result["survey"], opened.result["state"]) == ("pulse", "open")
    assert opened.result["invited"] == 12


@pytest.mark.usefixtures("people")
async def test_a_wave_can_be_given_its_last_day(bot: Bot) -> None:
    opened = await bot("waves", "open", "pulse", "--until", "2099-12-01")

    assert "is open until Wednesday 2 December, 00:00 (UK time)" in opened.out


async def test_waves_are_listed_for_people_and_for_programs(bot: Bot, wave: str) -> None:
    table, result = await bot("waves", "list"), await bot("waves", "list", "--json")

    assert [line.split()[:3] for line in table.out.splitlines()] == [
        ["WAVE", "SURVEY", "STATE"],
        [wave, "pulse", "open"],
    ]
    assert [one["id"] for one in result.result] == [wave]


async def test_nothing_released_yet_is_said_and_not_an_empty_table(bot: Bot) -> None:
    table, result = await bot("figures", "list"), await bot("figures", "list", "--json")

    assert (table.code, table.out) == (0, "Nothing was released yet.\n")
    assert result.code == 0


async def test_status_counts_in_tens_and_names_nobody(bot: Bot, wave: str) -> None:
    shown = await bot("waves", "status", wave[:8])

    assert "Invited: 12. Answered: not shown for fewer than ten people." in shown.out


@pytest.mark.parametrize("asked", [10, 15, 25])
async def test_status_is_the_same_whether_all_or_all_but_one_have_answered(
    bot: Bot, house: House, community: Community, asked: int
) -> None:
    people = await community.nqsws(asked, await community.employer("Northshire"))
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Role).values(valid_from=BEFORE_ANY_CLOCK))
    wave = (await bot("waves", "open", "pulse", "--days", "5", "--json")).result["id"]
    shown = []
    for answering in (people[1:], people[:1]):
        async with house.begin(SYSTEM) as work:
            ballots = [Ballot(wave_id=UUID(wave), person_id=one.id, box=b"") for one in answering]
            work.session.add_all(ballots)
        shown.append([(await bot("waves", *words)).out for words in (("status", wave), ("list",))])

    assert shown[0] == shown[1]


async def test_closing_seals_and_destroys_the_key(
    bot: Bot, wave: str, house: House, tmp_path: Path
) -> None:
    keys = list((tmp_path / "var").glob("keys*/*.key"))

    closed = await bot("waves", "close", wave, "--json")

    assert (closed.code, closed.result["state"]) == (0, "destroyed")
    assert len(keys) == 2
    assert list((tmp_path / "var").glob("keys*/*.key")) == []
    async with house.look(SYSTEM) as work:
        assert [one.state for one in await surveys.list_waves(work)] == [WaveState.DESTROYED]


async def test_closing_tells_how_it_goes_beside_the_result(bot: Bot, wave: str) -> None:
    closed = await bot("waves", "close", wave)

    assert closed.err.splitlines() == [
        "Closed: no more answers are taken.",
        "Sealing: the names go, the answers are mixed, the key is destroyed …",
    ]
    assert closed.out.startswith(f"Wave {wave} is sealed.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("waves", "open", "nothing"), "There is no survey of this name."),
        (("waves", "open", "pulse"), "Nobody matches this audience."),
        (("waves", "open", "pulse", "--until", "soon"), "“soon” is not a moment;"),
        (("waves", "open", "pulse", "--until", "2020-01-01"), "is past; a wave closes in"),
        (("waves", "close", "12345678"), "python -m bot waves list"),
        (("waves", "status", "zz"), "python -m bot waves list"),
        (("figures", "prepare", "--wave", "zzz"), "python -m bot waves list"),
        (("figures", "export"), "python -m bot figures list"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(
    bot: Bot, words: tuple[str, ...], sentence: str
) -> None:
    refused = await bot(*words)

    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert sentence in refused.err
    assert "Home" not in refused.err


async def test_a_wave_is_opened_and_closed_only_once(bot: Bot, wave: str) -> None:
    again = await bot("waves", "open", "pulse")
    await bot("waves", "close", wave)
    closed_again = await bot("waves", "close", wave)

    assert "This survey is open already." in again.err
    assert (closed_again.code, closed_again.out) == (1, "")
    assert "This survey is not open" in closed_again.err


async def test_migrate_says_that_nothing_was_to_be_done(bot: Bot) -> None:
    done = await bot("migrate")

    assert (done.code, done.err) == (0, "")
    assert "nothing was changed" in done.out


async def test_a_wrong_setting_stops_every_command_with_a_sentence_that_names_it(
    bot: Bot,
) -> None:
    refused = await bot("waves", "list", FLOOR_TEXT="3")

    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert refused.err.startswith("FLOOR_TEXT ")


async def test_a_database_that_is_not_there_is_named_without_its_password(bot: Bot) -> None:
    away = "postgresql+psycopg://someone:hidden@127.0.0.1:9/nothing"

    refused = await bot("waves", "list", DATABASE_URL=away)

    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "hidden" not in refused.err


async def test_help_names_every_command(bot: Bot) -> None:
    told = (await bot("--help")).out

    for command in ("serve", "migrate", "doctor", "roster", "waves"):
        assert command in told


def test_every_command_is_explained_to_operators() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text("utf-8")
    top = get_command(commands())

    named = {" ".join(words) for words in _leaves(top)} - {"serve"}
    assert {"figures list", "figures prepare", "report words"} <= named
    assert [one for one in sorted(named) if f"| `python -m bot {one}" not in operations] == []


def _leaves(command: Any, *words: str) -> Iterator[tuple[str, ...]]:
    """The words of every command beneath."""
    beneath = getattr(command, "commands", {})
    if not beneath:
        yield words
    for word, one in beneath.items():
        yield from _leaves(one, *words, word)


async def test_the_module_runs_the_command_and_keeps_its_exit_code(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()

    assert process.returncode == 1
    assert "SLACK_BOT_TOKEN is missing" in out.decode()


async def test_a_start_without_a_database_is_refused_in_one_sentence(tmp_path: Path) -> None:
    workspace = patient(Workspace(Clock()))
    async with running(workspace) as address:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            cwd=tmp_path,
            env={
                "PYTHONPATH": str(ROOT),
                "PATH": "/usr/bin:/bin",
                "DATABASE_URL": "postgresql+psycopg://someone:hidden@127.0.0.1:9/nothing",
                "SLACK_API_URL": f"{address}/api/",
                "SLACK_BOT_TOKEN": workspace.bot_token,
                "SLACK_SIGNING_SECRET": workspace.signing_secret,
            },
            stderr=asyncio.subprocess.PIPE,
        )
        _, err = await process.communicate()

    assert (process.returncode, err.count(b"\n")) == (1, 1)
    assert err.startswith(b"The database cannot be used: ")
    assert b"hidden" not in err


async def test_starting_to_serve_does_not_load_the_command_line() -> None:
    ask = "import sys; sys.argv = ['bot']; import bot.__main__; print('typer' in sys.modules)"

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ask, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()

    assert out.decode().strip() == "False"


def test_every_setting_has_a_default_that_runs_on_any_machine() -> None:
    assert not any(field.is_required() for field in Settings.model_fields.values())
