"""The report of a made-up year, written once for all workers, in unlike surroundings."""

import asyncio
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from bot.commands.entry import commands
from bot.database import connect
from models.calendar import Calendar, WorkingHours
from models.policy import Policy
from services.work import House
from tests import sharing
from tests.doubles import FrozenClock, KeyRing
from tests.report import years
from views.report import words

ROOT = Path(__file__).parents[2]
EMPLOYERS, WAVES = 3, 3
NAME = f"annual-report-{years.YEAR}"
FILES = (f"{NAME}.html", f"{NAME}.docx", f"{NAME}.pdf", f"{NAME}-annex.xlsx")

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Shell:
    """Types commands beside a database of its own."""

    folder: Path

    def types(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command in a process of its own, until it has ended."""
        begun = self.begins(*words, **more)
        said, told = begun.communicate(timeout=300)
        return subprocess.CompletedProcess(words, begun.returncode, said, told)

    def begins(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """A command that runs beside others."""
        given = {**os.environ, **self.settings, "PYTHONPATH": str(ROOT), **more}
        return subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": f"sqlite:///{self.folder / 'bot.db'}",
            "SLACK_BOT_TOKEN": "xoxb-report",
            "SLACK_SIGNING_SECRET": "0123456789abcdef",
        }

    def files(self, folder: str) -> Files:
        """The files of the year's report that were written there."""
        return {path.name: path.read_bytes() for path in (self.folder / folder).iterdir()}


@pytest.fixture(scope="session")
def shell(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A folder with the database of a released year and three reports of it, for all workers."""

    def make(folder: Path) -> None:
        shutil.copy(sqlite_template, folder / "bot.db")
        asyncio.run(_release(folder / "bot.db"))
        _write(Shell(folder))

    return Shell(sharing.once(tmp_path_factory, "report", make))


@pytest.fixture(scope="session")
def files(shell: Shell) -> Files:
    return shell.files("first")


@pytest.fixture(scope="session")
def files_elsewhere(shell: Shell) -> Files:
    """The same report, made elsewhere at the same time."""
    return shell.files("second")


@pytest.fixture
def types_here(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Types a command without a process of its own, which is much cheaper."""
    monkeypatch.chdir(shell.folder)
    for name, value in shell.settings.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(commands(), words)


def _write(shell: Shell) -> None:
    """The report twice in unlike surroundings, and once with less and other words, all at once."""
    bare, changed = shell.folder / "bare", shell.folder / "changed.toml"
    bare.mkdir()
    (bare / "weasyprint.py").write_text("raise OSError('no library called pango')\n", "utf-8")
    changed.write_text(words.default_text().replace('"Summary"', '"In short"'), "utf-8")
    report = ("report", "--year", years.YEAR, "-o")
    begun = [
        shell.begins(*report, "first", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8"),
        shell.begins(*report, "second", PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C"),
        shell.begins(*report, "less", "--words", changed.name, PYTHONPATH=f"{bare}:{ROOT}"),
    ]
    *told, lacking = [one.communicate(timeout=300)[1] for one in begun]
    assert ([one.returncode for one in begun], told) == ([0, 0, 0], ["", ""])
    (shell.folder / "lacking").write_text(lacking, "utf-8")


async def _release(path: Path) -> None:
    database = connect(f"sqlite+aiosqlite:///{path}")
    calendar = Calendar(ZoneInfo("Europe/London"), WorkingHours.parse("always"))
    house = House(database, FrozenClock(), random.Random(1), KeyRing(), Policy(), calendar)
    await years.publish(house, EMPLOYERS, WAVES)
    await database.close()
