"""A running workspace with a person in it, and the echoing bot that serves it."""

from collections.abc import AsyncIterator

import pytest

from sandbox.clock import Clock
from sandbox.people import Member
from sandbox.server import running
from sandbox.workspace import Workspace
from tests.patience import patient
from tests.sandbox.echo import MANIFEST, Echo, listening


@pytest.fixture
def clock() -> Clock:
    """Now, as Bolt compares the signature's age with the machine's clock."""
    return Clock(frozen=True)


@pytest.fixture
async def workspace(clock: Clock) -> AsyncIterator[Workspace]:
    """Whatever Slack would refuse fails the test, unless the test has taken it off the list."""
    workspace = patient(Workspace(clock))
    workspace.install(MANIFEST)
    async with running(workspace):
        yield workspace
    assert workspace.refusals == []
    assert workspace.late_acks == []
    assert workspace.broken == []


@pytest.fixture
async def echo(workspace: Workspace) -> AsyncIterator[Echo]:
    echo = Echo(workspace)
    async with listening(workspace, echo.answer):
        yield echo
        await workspace.settled()


@pytest.fixture
def amira(workspace: Workspace) -> Member:
    return Member(workspace, workspace.add_user("Amira Khan", email="amira@example.org"))


@pytest.fixture
def general(workspace: Workspace, amira: Member) -> str:
    return workspace.add_channel("general", members=[amira.id, workspace.bot_user_id])
