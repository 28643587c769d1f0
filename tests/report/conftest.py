"""The report of a made-up year, written twice by the real command, in unlike surroundings."""

import asyncio
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.database import connect
from models.calendar import Calendar, WorkingHours
from models.policy import Policy
from services.work import House
from tests.doubles import FrozenClock, KeyRing
from tests.report import years

ROOT = Path(__file__).parents[2]
EMPLOYERS = 12
NAME = f"annual-report-{years.YEAR}"
FILES = (f"{NAME}.html", f"{NAME}.docx", f"{NAME}.pdf", f"{NAME}-annex.xlsx")

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Shell:
    """Types commands beside a database of its own."""

    folder: Path

    def types(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        given = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.folder / 'bot.db'}",
            "SLACK_BOT_TOKEN": "xoxb-report",
            "SLACK_SIGNING_SECRET": "0123456789abcdef",
            "PYTHONPATH": str(ROOT),
            **more,
        }
        return subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def writes(self, folder: str, **more: str) -> Files:
        """The files of the year's report."""
        ended = self.types("report", "--year", years.YEAR, "-o", folder, **more)
        assert (ended.returncode, ended.stderr) == (0, "")
        return {name: (self.folder / folder / name).read_bytes() for name in FILES}


@pytest.fixture(scope="session")
def shell(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A folder with a database in which a year was released."""
    folder = tmp_path_factory.mktemp("report")
    shutil.copy(sqlite_template, folder / "bot.db")
    asyncio.run(_release(folder / "bot.db"))
    return Shell(folder)


@pytest.fixture(scope="session")
def files(shell: Shell) -> Files:
    return shell.writes("first", PYTHONHASHSEED="1", TZ="UTC")


@pytest.fixture(scope="session")
def files_again(shell: Shell, files: Files) -> Files:
    """The same report, later and elsewhere; by then more has been put on record."""
    assert files
    return shell.writes("second", PYTHONHASHSEED="2", TZ="Pacific/Auckland")


async def _release(path: Path) -> None:
    database = connect(f"sqlite+aiosqlite:///{path}")
    calendar = Calendar(ZoneInfo("Europe/London"), WorkingHours.parse("always"))
    house = House(database, FrozenClock(), random.Random(1), KeyRing(), Policy(), calendar)
    await years.publish(house, EMPLOYERS)
    await database.close()
