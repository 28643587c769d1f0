"""A stage with a dozen NQSWs, their co-ordinators and a stranger, on both databases."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from sandbox.clock import Clock
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.journeys.readers import become_champions
from tests.journeys.stage import MONDAY, NQSWS, Stage


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def empty_stage(clock: Clock, database_url: str, tmp_path: Path) -> Iterator[Stage]:
    """A workspace without people and without a bot; what the bot logs is kept."""
    stage = Stage(clock, database_url, tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure(as_json=True, stream=stage.logs)
    yield stage
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
async def theatre(empty_stage: Stage) -> AsyncIterator[Stage]:
    """The workspace with its people; no bot yet. Whatever Slack would refuse fails the test."""
    await empty_stage.opens()
    for name in (*NQSWS, "Zofia Whitlock", "Niall Quirke", "Rhiannon Vaughan", "Sam Stranger"):
        empty_stage.member(name)
    yield empty_stage
    await empty_stage.closes()
    assert empty_stage.faults() == []


@pytest.fixture
async def stage(theatre: Stage) -> Stage:
    """The bot is there, and the roster."""
    await theatre.bot_starts()
    await theatre.has_roster()
    return theatre


@pytest.fixture
def workspace(theatre: Stage) -> Workspace:
    return theatre.workspace


@pytest.fixture
def nqsw(theatre: Stage) -> Member:
    return theatre.people[NQSWS[0]]


@pytest.fixture
def colleague(theatre: Stage) -> Member:
    """Another NQSW of the same employer."""
    return theatre.people[NQSWS[1]]


@pytest.fixture
def nqsws(theatre: Stage) -> list[Member]:
    return [theatre.people[name] for name in NQSWS]


@pytest.fixture
def coordinator(theatre: Stage) -> Member:
    """A co-ordinator for England."""
    return theatre.people["Zofia Whitlock"]


@pytest.fixture
def regional(theatre: Stage) -> Member:
    """A co-ordinator for one region."""
    return theatre.people["Niall Quirke"]


@pytest.fixture
def stranger(theatre: Stage) -> Member:
    """Somebody of the workspace who is not on the roster."""
    return theatre.people["Sam Stranger"]


@pytest.fixture
async def champions(stage: Stage) -> list[Member]:
    """Three champions of another employer, in their channel."""
    return await become_champions(stage, "Carys Idle", "Dev Joshi", "Esme Kaur")


@pytest.fixture
async def reader(stage: Stage) -> Member:
    """An NQSW of another employer who volunteers to read examples."""
    reader = stage.people[NQSWS[9]]
    await reader.types("/practice volunteer")
    await reader.sees("You are now a volunteer")
    return reader
