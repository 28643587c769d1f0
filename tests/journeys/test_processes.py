"""Beside a running bot, and after its sudden death: what an operator does, and what is kept."""

import json
import signal
import socket
from pathlib import Path

import pytest

from sandbox.clock import Clock
from sandbox.people import Member
from services import surveys
from services.work import OPERATOR
from tests.journeys.processes import command, environment, serving
from tests.journeys.stage import HEADER, NQSWS, PENNINE, THAMESIDE, Stage, is_sealed, row
from tests.journeys.test_answering import MANAGEABLE, chosen, opens_form

Variables = dict[str, str]


@pytest.fixture
def clock() -> Clock:
    """Processes have a clock of their own: the real one."""
    return Clock()


@pytest.fixture
def variables(theatre: Stage, tmp_path: Path) -> Variables:
    """The settings of the stage, for a process; letters go out at any time of day."""
    settings = theatre.settings(working_hours="always", port=_free_port())
    return environment(settings, tmp_path)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
async def beside(theatre: Stage) -> Stage:
    """A bot in this process, with its roster, on the real clock."""
    await theatre.bot_starts(working_hours="always")
    await theatre.has_roster()
    return theatre


async def test_waves_are_run_from_the_shell_beside_a_running_bot(
    beside: Stage, variables: Variables, nqsw: Member
) -> None:
    opened = await command(variables, "waves", "open", "pulse", "--days", "3", "--json")
    assert opened.code == 0, opened.err
    wave = json.loads(opened.out)
    beside.nudge()
    await nqsw.clicks("Answer now")
    await nqsw.fills({MANAGEABLE: "Agree"})
    await nqsw.submits()
    assert await nqsw.sees("Saved.")

    listed = await command(variables, "waves", "list", "--json")
    status = await command(variables, "waves", "status", wave["id"], "--json")
    closed = await command(variables, "waves", "close", wave["id"], "--json")

    assert [one["id"] for one in json.loads(listed.out)] == [wave["id"]]
    assert json.loads(status.out)["state"] == "open"
    # One of twelve is too few to be counted.
    assert json.loads(status.out)["answered"] is None
    assert json.loads(closed.out)["state"] == "destroyed"
    beside.nudge()
    channel = beside.workspace.messages(beside.channels["coordinators"])
    assert await beside.workspace.changed.until(lambda: any(map(is_sealed, channel)), 10)


async def test_the_roster_comes_in_beside_a_running_bot(
    theatre: Stage, variables: Variables, nqsw: Member, tmp_path: Path
) -> None:
    await theatre.bot_starts(working_hours="always")
    file = tmp_path / "roster.csv"
    rows = [row(name, THAMESIDE if number < 8 else PENNINE) for number, name in enumerate(NQSWS)]
    file.write_text("\n".join([HEADER, *rows]))

    imported = await command(variables, "roster", "import", str(file), "--json")

    assert imported.code == 0, imported.err
    assert json.loads(imported.out)["added"] == len(NQSWS)
    theatre.nudge()
    await theatre.has_done_what_is_due()
    await nqsw.types("/nqsw")
    assert await nqsw.sees("Employer Thameside Borough")


async def test_a_faulty_roster_changes_nothing_and_names_every_line(
    beside: Stage, variables: Variables, tmp_path: Path
) -> None:
    file = tmp_path / "roster.csv"
    bad = ["not-an-address,X,council,London,nqsw,2026-09-07,c", "a@b.org,X,council,Wales,nqsw,,"]
    file.write_text("\n".join([HEADER, row("Ugo Whitlock", THAMESIDE), *bad]))

    refused = await command(variables, "roster", "import", str(file))

    assert refused.code == 1
    assert [line.split(":")[0] for line in refused.err.splitlines()[:2]] == ["Line 3", "Line 4"]
    exported = await command(variables, "roster", "export")
    assert "ugo.whitlock" not in exported.out
    assert exported.out.count("@example.org") == len(NQSWS) + 3
    assert beside.faults() == []


async def test_what_was_confirmed_is_there_after_a_sudden_death(
    theatre: Stage, variables: Variables, nqsw: Member
) -> None:
    await _has_an_open_wave(theatre)
    async with serving(variables) as process:
        theatre.workspace.app_url = f"http://127.0.0.1:{variables['PORT']}"
        await opens_form(nqsw)
        await nqsw.fills({MANAGEABLE: "Strongly agree"})
        await nqsw.submits()
        process.send_signal(signal.SIGKILL)
        assert await process.wait() == -signal.SIGKILL
    assert await nqsw.sees("Saved.")
    await nqsw.closes(everything=True)

    async with serving(variables):
        await opens_form(nqsw)

        assert chosen(nqsw, MANAGEABLE) == "Strongly agree"


async def test_asked_to_end_the_bot_first_answers_whoever_waits(
    theatre: Stage, variables: Variables, nqsw: Member
) -> None:
    await _has_an_open_wave(theatre)
    async with serving(variables) as process:
        theatre.workspace.app_url = f"http://127.0.0.1:{variables['PORT']}"
        theatre.workspace.faults.hang("views.open")
        await nqsw.types("/pulse")
        process.send_signal(signal.SIGTERM)
        await theatre.workspace.changed.until(lambda: False, 0.3)
        assert process.returncode is None

        # The window will not open any more, and that has to be said.
        theatre.workspace.faults.release()

        assert await process.wait() == 0
    assert await nqsw.sees("Sorry, something went wrong on our side")


async def _has_an_open_wave(stage: Stage) -> None:
    """Asked by a bot that has ended since."""
    await stage.bot_starts(working_hours="always")
    await stage.has_roster()
    async with stage.house.begin(OPERATOR) as work:
        await surveys.open_by_hand(work, surveys.PULSE, days=3)
    await stage.has_done_what_is_due()
    await stage.bot_stops()
