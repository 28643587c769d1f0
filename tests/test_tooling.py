"""What a newcomer types works, is quick when nothing changed, and installs what is pinned."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)
MAKE = shutil.which("make")

pytestmark = pytest.mark.skipif(MAKE is None, reason="no make on this machine")


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / f"{name}.txt").read_text("utf-8")))


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # A make inside a make would hear of the outer one's flags and variables.
    ours = ("MAKE", "MFLAGS", "TESTS", "NAME", "UPGRADE", "PYTHON")
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(  # noqa: S603 - our own words
        [str(MAKE), *words],
        cwd=folder,
        env={**quiet, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with spaces in its path, in which everything has been installed."""
    folder = tmp_path / "a new folder"
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "Makefile", folder)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").write_text('#!/bin/sh\necho "python $*"\n')
    (folder / ".venv" / "bin" / "python").chmod(0o755)
    for stamp in ("runtime.stamp", "dev.stamp"):
        (folder / ".venv" / stamp).touch()
    return folder


@pytest.mark.parametrize(
    ("target", "runs"),
    [
        ("demo", "python -m bot.demo"),
        ("run", "python -m bot serve"),
        ("bench", "python -m tests.benchmarks"),
        ("test", "python -m pytest -n 4 --dist worksteal tests"),
    ],
)
def test_a_target_runs_its_command_at_once_when_nothing_changed(
    built: Path, target: str, runs: str
) -> None:
    done = make(built, target)

    assert (done.returncode, done.stdout.strip()) == (0, runs)


@pytest.mark.parametrize("part", ["ruff check", "ruff format --check", "mypy", "lint_imports"])
def test_check_does_what_ci_does(built: Path, part: str) -> None:
    assert part in make(built, "check").stdout


@pytest.mark.parametrize(
    ("target", "installs"), [("demo", "runtime"), ("run", "runtime"), ("test", "dev")]
)
def test_a_target_installs_only_what_it_needs(built: Path, target: str, installs: str) -> None:
    for stamp in ("runtime.stamp", "dev.stamp"):
        (built / ".venv" / stamp).unlink()

    planned = make(built, "--dry-run", target).stdout

    assert re.findall(r"requirements/install (\w+)", planned) == [installs]


def test_new_pins_are_installed(built: Path) -> None:
    pinned = built / "requirements" / "runtime.txt"
    later = (built / ".venv" / "runtime.stamp").stat().st_mtime + 10
    os.utime(pinned, (later, later))

    assert "requirements/install runtime" in make(built, "--dry-run", "setup").stdout


def test_an_unsuitable_python_is_refused_in_one_sentence(built: Path) -> None:
    shutil.rmtree(built / ".venv")

    done = make(built, "setup", "PYTHON=/bin/false")

    assert done.returncode != 0
    assert "PYTHON=/bin/false is not a Python 3.11 to 3.14" in done.stderr


def test_make_alone_says_what_can_be_made(built: Path) -> None:
    told = make(built).stdout

    for target in ("setup", "demo", "run", "test", "check", "bench", "requirements", "migration"):
        assert f"make {target}" in told


def test_the_development_set_holds_the_whole_runtime_set() -> None:
    assert pins("runtime").items() <= pins("dev").items()


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_pin_has_a_hash_and_no_file_names_an_index(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)

    assert [block for block in blocks if block.strip() and "--hash=sha256:" not in block] == []
    assert "://" not in text


def test_every_setting_is_in_the_example_with_a_comment() -> None:
    from bot.settings import Settings  # noqa: PLC0415 - only this test needs the bot

    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    named = {line.partition("=")[0].lower() for line in lines if line and line[0] != "#"}

    assert named == set(Settings.model_fields)


def test_the_ci_script_is_sound_shell() -> None:
    bash = shutil.which("bash") or "bash"

    done = subprocess.run([bash, "-n", ROOT / ".ci" / "run"], check=False)  # noqa: S603 - our own

    assert done.returncode == 0
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
