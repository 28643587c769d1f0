"""A load generator: prepared requests over so many connections, each timed on its own."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length:"
LONGEST = 120.0


class WrongAnswer(Exception):  # noqa: N818 - it says what was answered
    """What is measured must be right first."""


@dataclass
class Run:
    """How a run went: how long it took, and every answer's own time in seconds, sorted."""

    seconds: float
    times: list[float] = field(repr=False)
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.times)

    def percentile(self, share: float) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * share))]


class Line(asyncio.Protocol):
    """One connection that sends the next request as soon as the last is answered."""

    def __init__(self, source: Iterator[bytes], expects: bytes, times: list[float]) -> None:
        self._source = source
        self._expects = expects
        self._times = times
        self._heard = b""
        self._sent_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        end = self._heard.find(HEAD_END)
        if end < 0 or len(self._heard) < end + len(HEAD_END) + _length(self._heard[:end]):
            return
        self._times.append(time.perf_counter() - self._sent_at)
        if self._expects not in self._heard:
            self._give_up(WrongAnswer(self._heard[:400]))
            return
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._give_up(exc or WrongAnswer("the connection was closed"))

    def _next(self) -> None:
        request = next(self._source, None)
        if request is None:
            self._finish()
            return
        self._heard = b""
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def _finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        self._transport.close()

    def _give_up(self, why: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(why)
        self._transport.close()


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.find(LENGTH)
    return 0 if at < 0 else int(lower[at + len(LENGTH) :].split(b"\r\n", 1)[0])


async def closed(
    port: int,
    requests: Sequence[bytes],
    connections: int,
    expects: bytes = b" 200 ",
    cpu: Callable[[], float] = lambda: 0.0,
) -> Run:
    """Send everything, as fast as the answers come; `cpu` reads the server's seconds."""
    loop = asyncio.get_running_loop()
    source, times = iter(requests), list[float]()
    before, started = cpu(), time.perf_counter()
    async with asyncio.timeout(LONGEST):
        made = [
            await loop.create_connection(lambda: Line(source, expects, times), "127.0.0.1", port)
            for _ in range(connections)
        ]
        await asyncio.gather(*(line.done for _, line in made))
    seconds = time.perf_counter() - started
    return Run(seconds, sorted(times), cpu() - before)


async def steady(
    port: int,
    requests: Sequence[bytes],
    every: float,
    is_over: Callable[[], bool] = lambda: False,
) -> Run:
    """Send one request each `every` seconds, whatever became of the one before."""
    times, started = list[float](), time.perf_counter()
    flights: list[asyncio.Task[None]] = []
    for number, request in enumerate(requests):
        if is_over():
            break
        await asyncio.sleep(max(0.0, started + number * every - time.perf_counter()))
        due = started + number * every
        flights.append(asyncio.create_task(_one(port, request, due, times)))
    async with asyncio.timeout(LONGEST):
        await asyncio.gather(*flights)
    return Run(time.perf_counter() - started, sorted(times))


async def _one(port: int, request: bytes, due: float, times: list[float]) -> None:
    loop = asyncio.get_running_loop()
    source = iter((request,))
    _, line = await loop.create_connection(
        lambda: Line(source, b" 200 ", list[float]()), "127.0.0.1", port
    )
    await line.done
    # Counted from the moment it should have been sent: a queue must not hide its own waiting.
    times.append(time.perf_counter() - due)
