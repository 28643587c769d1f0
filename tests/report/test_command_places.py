"""Where a command writes: refused before anything is put on record, and nothing half is left."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from bot.commands import writing
from tests.report import years
from tests.report.conftest import Shell

Types = Callable[..., Result]
EXPORTS = (("figures", "export"), ("practice", "export"), ("announcements", "export"))


@pytest.fixture
def on_record(
    shell: Shell,
    types_here: Types,  # noqa: ARG001 - it sets the database that is replaced here
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], int]:
    """How many entries the audit trail has, in a copy where nobody else leaves any."""
    path = tmp_path_factory.mktemp("copy") / "bot.db"
    with (
        closing(sqlite3.connect(shell.folder / "bot.db")) as original,
        closing(sqlite3.connect(path)) as copy,
    ):
        original.backup(copy)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")

    def count() -> int:
        with closing(sqlite3.connect(path)) as kept:
            return int(kept.execute("SELECT count(*) FROM audit_entry").fetchone()[0])

    return count


@pytest.mark.parametrize("words", [*EXPORTS, ("roster", "export")])
def test_a_folder_is_no_file_to_write_and_nothing_is_on_record(
    words: tuple[str, ...], on_record: Callable[[], int], types_here: Types, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    before = on_record()

    ended = types_here(*words, "--out", str(folder))

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr == f"“{folder}” is a folder; name the file in it that is to be written.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert on_record() == before


@pytest.mark.parametrize("words", EXPORTS)
def test_a_missing_folder_is_named(words: tuple[str, ...], types_here: Types) -> None:
    ended = types_here(*words, "--out", "missing/x.csv")

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr == "There is no folder “missing”; make it first, or name another.\n"


def test_an_empty_name_is_refused_in_one_sentence(types_here: Types) -> None:
    ended = types_here("figures", "export", "-o", "")

    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)


def test_a_report_asks_for_a_folder_before_it_is_made(
    on_record: Callable[[], int], types_here: Types, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    before = on_record()

    for place in (file, file / "within"):
        ended = types_here("report", "--year", years.YEAR, "-o", str(place))

        assert (ended.exit_code, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"“{file}” is a file; ")
    assert (on_record(), file.read_text()) == (before, "mine")


def test_what_fails_half_way_leaves_nothing_and_names_the_file(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 253)
    (tmp_path / ".taken.part").mkdir()

    for out in (long, tmp_path / "taken"):
        with pytest.raises(OSError) as failed:  # noqa: PT011 - which one is the machine's
            writing.put(b"all of it", out)
        assert failed.value.filename == str(out)
    assert [path.name for path in tmp_path.iterdir()] == [".taken.part"]
