"""`roster` brings a file in and out beside a running bot, and names every bad line."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.entry import commands
from services import agenda
from services.work import SYSTEM, House

FILE = (
    "slack_id,email,employer,employer_type,region,roles,started_on,cohort\n"
    "U1,ann@example.org,Camden,council,London,nqsw,2026-09-07,2026-autumn\n"
    "U2,,Camden,council,London,coordinator:England,,\n"
)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    exit_code: int
    stdout: str
    stderr: str


Shell = Callable[..., Awaitable[Ended]]


@pytest.fixture
def shell(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Types a command in a folder with a roster file; in a thread, with a loop of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    Path("roster.csv").write_text(FILE, encoding="utf-8-sig")
    Path("bad.csv").write_text(FILE + "U3,x,Leeds,,Wales,boss,soon,\nU4,,Camden,,London,,,\n")

    async def type_(*words: str) -> Ended:
        ended = await asyncio.to_thread(CliRunner().invoke, commands(), ["roster", *words])
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return type_


async def test_a_file_comes_in_and_the_bot_is_asked_to_read_the_directory(
    shell: Shell, house: House
) -> None:
    result = await shell("import", "roster.csv")

    async with house.look(SYSTEM) as work:
        at = await agenda.next_at(work)
    assert (result.exit_code, result.stdout) == (
        0,
        "Imported: 2 added, 0 changed, 0 as before.\n",
    )
    assert at is not None


async def test_what_goes_out_comes_in_again_and_changes_nothing(shell: Shell) -> None:
    await shell("import", "roster.csv")
    exported = await shell("export", "--out", "out.csv")

    again = await shell("import", "out.csv", "--json")

    assert (exported.exit_code, json.loads(again.stdout)) == (
        0,
        {"added": 0, "changed": 0, "unchanged": 2},
    )


async def test_nobody_else_on_the_machine_reads_an_export(shell: Shell, tmp_path: Path) -> None:
    await shell("export", "--out", "out.csv")

    assert [file.stat().st_mode & 0o077 for file in tmp_path.glob("out.csv")] == [0]  # noqa: ASYNC240 - a test waits for nobody


async def test_an_export_may_be_lines_or_json(shell: Shell) -> None:
    await shell("import", "roster.csv")

    lines = (await shell("export")).stdout.splitlines()
    people = json.loads((await shell("export", "--json")).stdout)

    assert [line.split(",")[0] for line in lines] == ["slack_id", "U1", "U2"]
    assert [one["roles"] for one in people] == ["nqsw", "coordinator:England"]


async def test_every_bad_line_is_named_and_nothing_is_changed(shell: Shell) -> None:
    result = await shell("import", "bad.csv")

    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["Line 4"] * 4 + ["Line 5"]
    assert lines[-1].endswith("because the file has 5 faults; nothing was changed.")
    assert (result.exit_code, len((await shell("export")).stdout.splitlines())) == (1, 1)


async def test_a_file_that_is_not_there_is_said_in_one_sentence(shell: Shell) -> None:
    result = await shell("import", "nowhere.csv")

    assert (result.exit_code, len(result.stderr.splitlines()), result.stdout) == (1, 1, "")
