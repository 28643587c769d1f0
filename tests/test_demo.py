"""The demo as somebody starts it in a shell: ready, ended and refused in plain words."""

import os
import signal
import socket
import sys
from asyncio import create_subprocess_exec, subprocess, timeout
from datetime import UTC, datetime
from pathlib import Path

from bot.demo import rehearsal
from bot.settings import Settings

PATIENCE = 60


async def started(folder: Path, port: int) -> subprocess.Process:
    """A demo in a folder of its own."""
    here = {"DEMO_PORT": str(port), "PORT": "0", "PYTHONPATH": str(Path(__file__).parents[1])}
    command = (sys.executable, "-W", "error", "-m", "bot.demo")
    return await create_subprocess_exec(
        *command,
        env={**os.environ, **here},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


async def test_the_demo_says_where_it_is_and_ends_without_a_word_when_asked(tmp_path: Path) -> None:
    demo = await started(tmp_path, port=0)
    assert demo.stdout is not None
    async with timeout(PATIENCE):
        first = await demo.stdout.readline()
        demo.send_signal(signal.SIGINT)
        _, errors = await demo.communicate()

    assert first.startswith(b"The pretend workspace is open at http://127.0.0.1:")
    assert (demo.returncode, errors) == (0, b"")


async def test_a_port_that_is_taken_is_one_sentence_and_leaves_every_story_alone(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        story = tmp_path / "var" / "demo" / str(port) / "bot.db"
        story.parent.mkdir(parents=True)
        story.write_text("somebody else's")
        demo = await started(tmp_path, port)
        async with timeout(PATIENCE):
            _, errors = await demo.communicate()

    said = f"Port {port} is in use; stop what uses it, or set DEMO_PORT to another port.\n"
    assert (demo.returncode, errors.decode()) == (1, said)
    assert story.read_text() == "somebody else's"


async def test_the_clock_offers_what_lies_ahead_on_the_calendar_of_the_programme(
    tmp_path: Path,
) -> None:
    settings = Settings(_env_file=None, port=0, demo_port=0)  # type: ignore[call-arg]
    before_christmas = datetime(2026, 12, 24, 17, 30, tzinfo=UTC)
    async with rehearsal(settings, datetime(2026, 11, 24, tzinfo=UTC), tmp_path) as shown:
        moments = shown.workspace.moments
        ahead = {name: await moment() for name, moment in moments.items()}
        shown.workspace.clock.move_to(before_christmas)
        morning = await moments["next-working-9"]()

    assert ahead["next-working-9"] == datetime(2026, 11, 4, 9, 0, tzinfo=UTC)
    assert ahead["next-reminder"] == datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
    assert ahead["wave-closes"] == datetime(2026, 11, 10, 17, 0, tzinfo=UTC)
    assert ahead["next-wave-opens"] == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert morning == datetime(2026, 12, 29, 9, 0, tzinfo=UTC)
