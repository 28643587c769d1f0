"""`practice screen` looks through a file of texts and says how often it was right."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands.entry import commands
from services.work import House
from tests.doubles import Community

LINES = [
    {"text": "We met Kayden, 7.", "identifies": True},
    {"text": "We met twice.", "identifies": False},
    {"text": "Nothing to see.", "identifies": True},
]
Shell = Callable[..., Awaitable[Result]]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Types a command in a folder without a database or settings."""
    monkeypatch.chdir(tmp_path)
    Path("texts.jsonl").write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")

    async def type_(*words: str, given: str | None = None) -> Result:
        return await asyncio.to_thread(lambda: CliRunner().invoke(commands(), words, input=given))

    return type_


async def test_findings_are_printed_with_advice_and_the_rates(shell: Shell) -> None:
    ended = await shell("practice", "screen", "texts.jsonl")

    assert ended.exit_code == 0
    assert ended.stdout.splitlines()[0].startswith("Line 1: name: “Kayden”: This looks like")
    assert ended.stdout.splitlines()[-1] == "Recall 0.500 (1 of 2), precision 1.000 (1 of 1)."


async def test_without_a_database_that_is_said_and_none_is_made(
    shell: Shell, tmp_path: Path
) -> None:
    ended = await shell("practice", "screen", "texts.jsonl")

    assert "No roster was used" in ended.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["texts.jsonl"]  # noqa: ASYNC240 - nobody waits


async def test_a_program_gets_json(shell: Shell) -> None:
    ended = await shell("practice", "screen", "texts.jsonl", "--json")

    result = json.loads(ended.stdout)
    assert (result["recall"], result["precision"], result["missed"]) == (0.5, 1.0, 1)
    assert [len(one["findings"]) for one in result["texts"]] == [1, 0, 0]


async def test_a_bad_line_is_named_and_the_rest_is_read(shell: Shell) -> None:
    given = 'no json\n{"text": 5}\n[]\n\n{"text": "Kayden said no."}\n{"text": "", "identifies": 1}'

    ended = await shell("practice", "screen", "-", given=given)

    named = [line for line in ended.stderr.splitlines() if line.startswith("Line ")]
    assert [line.split()[1] for line in named] == ["1", "2", "3", "6"]
    assert (ended.exit_code, ended.stdout.splitlines()[-1]) == (
        1,
        "1 texts, 1 with at least one finding.",
    )


async def test_a_file_that_is_not_there_is_said_in_one_sentence(shell: Shell) -> None:
    ended = await shell("practice", "screen", "nowhere.jsonl")

    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)


async def test_the_roster_is_used_where_there_is_one(
    shell: Shell,
    house: House,  # noqa: ARG001 - it makes the database
    community: Community,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await community.nqsws(1, await community.employer("Northshire"))
    monkeypatch.setenv("DATABASE_URL", database_url)

    ended = await shell("practice", "screen", "-", given='{"text": "i asked person number"}')

    assert "1 texts, 1 with at least one finding." in ended.stdout
    assert ended.stderr == ""


@pytest.mark.parametrize("subject", ["practice", "announcements"])
async def test_exports_are_written_to_a_file(
    shell: Shell, database_url: str, monkeypatch: pytest.MonkeyPatch, subject: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)

    ended = await shell(subject, "export", "--format", "json", "--out", "out.json")

    assert (ended.exit_code, ended.stdout) == (0, "Exported: 0 rows into out.json.\n")
    assert json.loads(Path("out.json").read_text("utf-8")) == []  # noqa: ASYNC240 - nobody waits
