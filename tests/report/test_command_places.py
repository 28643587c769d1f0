"""Where a command writes: refused before anything is put on record, and nothing half is left."""

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from typer.testing import Result

from bot.commands import writing
from models.refusals import BadInput
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

    nowhere = tmp_path / "link"
    nowhere.symlink_to(tmp_path / "missing")

    for place, wrong in ((file, file), (file / "within", file), (nowhere, nowhere)):
        ended = types_here("report", "--year", years.YEAR, "-o", str(place))

        assert (ended.exit_code, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"“{wrong}” is no folder; ")
    assert (on_record(), file.read_text()) == (before, "mine")


def test_what_fails_half_way_leaves_what_was_there_and_names_the_file(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_bytes(b"mine")

    for out in (tmp_path / ("x" * 300), there, tmp_path / "taken"):
        with pytest.raises(OSError) as failed, disk_of(100):  # noqa: PT011 - the machine's
            writing.put(b"all of it" * 1000, out)
        assert failed.value.filename == str(out)
    assert ([path.name for path in tmp_path.iterdir()], there.read_bytes()) == (["there"], b"mine")


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file become longer."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        writing.put(b"all of it", pipe)
        assert os.read(reader, 100) == b"all of it"
    finally:
        os.close(reader)
    assert [path.name for path in tmp_path.iterdir() if path.is_fifo()] == ["pipe"]


def test_a_link_stays_one_and_leads_to_what_was_written(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(file)

    for content in (b"first", b"second"):
        writing.put(content, link)
        assert (link.is_symlink(), file.read_bytes()) == (True, content)

    link.unlink()
    link.symlink_to(tmp_path / "missing" / "file")
    with pytest.raises(BadInput):
        writing.put(b"third", link)


def test_whoever_may_write_into_the_folder_reads_nothing_of_the_file(tmp_path: Path) -> None:
    trap, theirs = tmp_path / ".taken.part", tmp_path / "theirs"
    theirs.touch(0o666)
    trap.symlink_to(theirs)

    writing.put(b"all of it", tmp_path / "taken")

    assert ((tmp_path / "taken").is_symlink(), theirs.read_bytes()) == (False, b"")
    assert (tmp_path / "taken").stat().st_mode & 0o777 == 0o600
