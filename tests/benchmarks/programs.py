"""Programs that are measured: each a process of its own, bound to a core where that can be."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.benchmarks.letters import TOKEN

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
DEADLINE = 60.0
POLL = 0.004

# What is measured has a core for itself, as far as there are two.
SERVER_CORE, LOAD_CORE = 0, 1


@dataclass
class Program:
    """A running process that answers on a port."""

    process: "subprocess.Popen[bytes]"
    port: int
    seconds_to_ready: float

    def cpu(self) -> float:
        """Seconds of CPU used so far."""
        fields = self._read("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """MiB that are in memory now."""
        (line,) = (x for x in self._read("status").splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    async def is_quiet(self) -> None:
        """Wait until what follows a start is over."""
        deadline = time.monotonic() + DEADLINE
        before = -1.0
        while self.cpu() - before > 0.02 and time.monotonic() < deadline:
            before = self.cpu()
            await asyncio.sleep(1)

    def _read(self, name: str) -> str:
        return Path(f"/proc/{self.process.pid}/{name}").read_text(encoding="utf-8")


@asynccontextmanager
async def running(
    arguments: Sequence[str], port: int, core: int, env: dict[str, str] | None = None
) -> AsyncIterator[Program]:
    """Start `python ARGUMENTS`, wait until it is ready, and end it at the end."""
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own command, and it starts at once
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**_surroundings(), **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    pin(core, process.pid)
    try:
        await _ready(process, port, started)
        yield Program(process, port, time.perf_counter() - started)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, DEADLINE)


def _surroundings() -> dict[str, str]:
    """Where a bot is installed, its files are compiled once, like those of its libraries."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@asynccontextmanager
async def baseline(kind: str, api_url: str) -> AsyncIterator[Program]:
    port = free_port()
    arguments = ("-m", "tests.benchmarks.baselines", kind, str(port), api_url)
    async with running(arguments, port, SERVER_CORE) as program:
        yield program


@asynccontextmanager
async def workspace(people: int) -> AsyncIterator[str]:
    """A pretend workspace beside the load; yields the address of its API."""
    port = free_port()
    arguments = ("-m", "tests.benchmarks.pretend", str(port), str(people))
    async with running(arguments, port, LOAD_CORE):
        yield f"http://127.0.0.1:{port}/api/"


async def team_of(api_url: str) -> str:
    """The id of the workspace."""
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with session.post(api_url + "auth.test", headers=headers) as answer:
            return str((await answer.json())["team_id"])


@asynccontextmanager
async def the_bot(env: dict[str, str]) -> AsyncIterator[Program]:
    port = free_port()
    async with running(("-m", "bot"), port, SERVER_CORE, {**env, "PORT": str(port)}) as program:
        yield program


def pin(core: int, pid: int = 0) -> None:
    """Keep a process on one core, where the system can do that and has two."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(pid, {core})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _ready(process: "subprocess.Popen[bytes]", port: int, started: float) -> None:
    while not await _answers(port):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        if time.perf_counter() - started > DEADLINE:
            raise TimeoutError(f"{process.args!r} was not ready in time")
        await asyncio.sleep(POLL)


async def _answers(port: int) -> bool:
    """Whether /ready is answered kindly; a server without that page is ready when it answers."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(b"GET /ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        status = (await reader.readline()).split()
    except OSError:
        return False
    finally:
        writer.close()
    return len(status) > 1 and status[1] in (b"200", b"404")
