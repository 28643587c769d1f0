"""Two custodies keep one key; either may be lost, and a destroyed key stays destroyed."""

import os
import shutil
import stat
import time
from pathlib import Path
from uuid import UUID

import pytest

from bot.custody import FileCustody
from models.refusals import KeyLost

WAVE = UUID("8c3f9a51-6a53-4c52-9f8e-0d1c7c7f6f01")
OTHER = UUID("11111111-6a53-4c52-9f8e-0d1c7c7f6f02")
KEY = bytes(range(32))
TWO_HOURS = 7200


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "first", tmp_path / "second"


@pytest.fixture
def custody(folders: tuple[Path, Path]) -> FileCustody:
    return FileCustody(*folders)


def make_old(*folders: Path) -> None:
    before = time.time() - TWO_HOURS
    for folder in folders:
        for path in folder.iterdir():
            os.utime(path, (before, before))


def test_a_new_key_is_in_both_custodies(custody: FileCustody) -> None:
    custody.create(WAVE, KEY)

    assert custody.states(WAVE) == "both"
    assert custody.fetch(WAVE) == KEY


def test_nobody_else_on_the_machine_can_read_a_key(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    custody.create(WAVE, KEY)

    files = [path for folder in folders for path in folder.iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_key_is_never_replaced(custody: FileCustody) -> None:
    custody.create(WAVE, KEY)

    with pytest.raises(FileExistsError):
        custody.create(WAVE, bytes(32))

    assert custody.fetch(WAVE) == KEY


def test_a_key_that_only_one_custody_could_take_is_in_neither(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    folders[1].write_text("a file where the folder should be")

    with pytest.raises(OSError, match="exists"):
        custody.create(WAVE, KEY)

    assert list(folders[0].iterdir()) == []


@pytest.mark.parametrize(("lost", "state"), [(0, "second only"), (1, "first only")])
def test_losing_one_custody_is_survived(
    custody: FileCustody, folders: tuple[Path, Path], lost: int, state: str
) -> None:
    custody.create(WAVE, KEY)
    shutil.rmtree(folders[lost])

    assert custody.fetch(WAVE) == KEY
    assert custody.states(WAVE) == state


def test_losing_both_custodies_loses_the_key(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    custody.create(WAVE, KEY)
    for folder in folders:
        shutil.rmtree(folder)

    with pytest.raises(KeyLost):
        custody.fetch(WAVE)

    assert custody.states(WAVE) == "none"


def test_a_rotten_copy_is_not_taken_for_the_key(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    custody.create(WAVE, KEY)
    rotten = folders[0] / f"{WAVE}.key"
    rotten.write_bytes(b"\xff" + rotten.read_bytes()[1:])

    assert custody.fetch(WAVE) == KEY
    assert custody.states(WAVE) == "second only"


@pytest.mark.parametrize("content", [None, b"", b"too short", bytes(40)])
def test_a_missing_or_damaged_copy_is_made_again_from_the_other(
    custody: FileCustody, folders: tuple[Path, Path], content: bytes | None
) -> None:
    custody.create(WAVE, KEY)
    copy = folders[1] / f"{WAVE}.key"
    copy.unlink()
    if content is not None:
        copy.write_bytes(content)

    assert custody.repair(WAVE)

    assert custody.states(WAVE) == "both"
    assert not custody.repair(WAVE)


def test_nothing_is_repaired_where_the_folder_is_gone(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    custody.create(WAVE, KEY)
    shutil.rmtree(folders[1])

    assert not custody.repair(WAVE)

    assert not folders[1].exists()


def test_a_destroyed_key_is_gone_from_both_custodies(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    custody.create(WAVE, KEY)
    kept_open = [(folder / f"{WAVE}.key").open("rb") for folder in folders]

    custody.destroy(WAVE)
    custody.destroy(WAVE)

    assert [KEY in file.read() for file in kept_open] == [False, False]
    assert [list(folder.glob("*.key")) for folder in folders] == [[], []]
    for file in kept_open:
        file.close()


def test_a_copy_of_a_destroyed_key_that_turns_up_is_not_used_and_swept(
    custody: FileCustody, folders: tuple[Path, Path], tmp_path: Path
) -> None:
    custody.create(WAVE, KEY)
    shutil.copytree(folders[1], tmp_path / "elsewhere")
    custody.destroy(WAVE)
    shutil.rmtree(folders[1])
    shutil.move(tmp_path / "elsewhere", folders[1])

    with pytest.raises(KeyLost):
        custody.fetch(WAVE)

    assert custody.sweep({WAVE}) == [WAVE]
    assert custody.states(WAVE) == "none"


def test_a_sweep_removes_old_orphans_and_keeps_what_is_known(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    custody.create(WAVE, KEY)
    custody.create(OTHER, KEY)
    make_old(*folders)

    assert custody.sweep({WAVE}) == [OTHER]

    assert (custody.states(WAVE), custody.states(OTHER)) == ("both", "none")


def test_a_sweep_leaves_a_key_whose_wave_may_be_about_to_be_known(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    custody.create(WAVE, KEY)
    make_old(folders[0])

    assert custody.sweep(set()) == []

    assert custody.states(WAVE) == "both"


def test_a_sweep_leaves_files_that_are_not_ours(
    custody: FileCustody, folders: tuple[Path, Path]
) -> None:
    custody.create(WAVE, KEY)
    foreign = folders[0] / "notes.key"
    foreign.write_text("not ours")
    make_old(*folders)

    custody.sweep({WAVE})

    assert foreign.exists()


def test_a_key_has_its_length(custody: FileCustody) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        custody.create(WAVE, b"short")
