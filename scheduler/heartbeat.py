"""The heartbeat: asks every second what is due; the database knows, and does it once."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from models import calendar
from models.agenda import Appointment
from scheduler.survival import survived
from services import agenda, leases
from services.work import LONDON, SYSTEM, House, Work

Job = Callable[[Work, Appointment], Awaitable[None]]
OutsideJob = Callable[[Appointment], Awaitable[None]]

# A process that died with an outside job in hand keeps the others from it for so long.
OUTSIDE_LEASE = timedelta(minutes=5)

# Outside jobs happen at least once: one that is cut short comes again after the next start.
LONGEST_FAREWELL = 10.0

LONGEST_WAIT = timedelta(hours=1)

ROUND = "round"


@dataclass(frozen=True)
class Timetable:
    """What each appointment means, and when the rounds come again (cron, London).

    A job happens in one transaction with being ticked off; an outside job talks to Slack, and
    happens at least once.
    """

    jobs: Mapping[str, Job] = field(default_factory=dict)
    outside: Mapping[str, OutsideJob] = field(default_factory=dict)
    rounds: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Setback:
    """How often a job failed, and until when it waits."""

    count: int
    until: datetime


class Heartbeat:
    """Does what is due, in order; what fails or is slow outside holds nothing else up."""

    def __init__(self, house: House, timetable: Timetable) -> None:
        self._house = house
        self._timetable = timetable
        self._holder = str(uuid4())
        self._setbacks: dict[UUID, Setback] = {}
        self._wake = asyncio.Event()
        self._beating: asyncio.Task[None] | None = None
        self._metronome: Any = None
        self._errand: asyncio.Task[int | None] | None = None
        self._errands_wait = False

    async def start(self) -> None:
        """Plan the rounds and beat from now on."""
        # Importing the library costs time that reading this file must not.
        from apscheduler.schedulers.asyncio import (  # type: ignore[import-untyped]  # noqa: PLC0415
            AsyncIOScheduler,
        )

        async with self._house.begin(SYSTEM) as work:
            for what in self._timetable.rounds:
                await self._plan_round(work, what)
        self._metronome = AsyncIOScheduler(timezone="UTC")
        # A beat that comes late is still a beat.
        steady = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._metronome.add_job(self._tick, "interval", seconds=1, **steady)
        self._metronome.start()
        self._beating = asyncio.create_task(self._beat(), name="heartbeat")
        self.nudge()

    async def stop(self) -> None:
        """Beat no more; a job that has begun is finished first, within reason."""
        if self._metronome is not None:
            self._metronome.shutdown(wait=False)
            self._metronome = None
        beating, self._beating = self._beating, None
        if beating is not None:
            self.nudge()
            await beating
        if self._errand is not None:
            await asyncio.wait((self._errand,), timeout=LONGEST_FAREWELL)
            self._errand.cancel()

    def nudge(self) -> None:
        """Look at once: something was planned, or the clock was moved."""
        self._wake.set()

    async def do_due(self) -> int:
        """Do everything that is due; how many were done."""
        total = 0
        while done := await self._lane(is_outside=False) + await self._lane(is_outside=True):
            total += done
        return total

    async def _tick(self) -> None:
        # The library would run a plain function in a thread.
        self.nudge()

    async def _beat(self) -> None:
        while self._beating is not None:
            await self._wake.wait()
            self._wake.clear()
            self._errands_wait = False
            await survived(self._lane(is_outside=False), "heartbeat")
            if self._errands_wait and (self._errand is None or self._errand.done()):
                # Whoever waits for Slack holds nobody up who only needs the database.
                lane = survived(self._lane(is_outside=True), "heartbeat")
                self._errand = asyncio.create_task(lane, name="errands")

    async def _lane(self, *, is_outside: bool) -> int:
        """Do what is due on one side of the door, one after the other."""
        done, passed = 0, set[UUID]()
        while appointments := await self._due(passed):
            for appointment in appointments:
                if (appointment.what in self._timetable.outside) is not is_outside:
                    self._errands_wait |= not is_outside
                    passed.add(appointment.id)
                elif await self._try(appointment):
                    done += 1
                else:
                    passed.add(appointment.id)
        return done

    async def _try(self, appointment: Appointment) -> bool:
        is_done = await survived(self._attempt(appointment), appointment.what)
        if is_done is None:
            self._put_off(appointment)
            return False
        self._setbacks.pop(appointment.id, None)
        return is_done

    async def _due(self, passed: set[UUID]) -> Sequence[Appointment]:
        async with self._house.look(SYSTEM) as work:
            waiting = {id_ for id_, setback in self._setbacks.items() if setback.until > work.now}
            return await agenda.due(work, without=waiting | passed)

    def _attempt(self, appointment: Appointment) -> Coroutine[Any, Any, bool]:
        outside = self._timetable.outside.get(appointment.what)
        if outside is not None:
            return self._go_out(appointment, outside)
        return self._stay_in(appointment)

    async def _stay_in(self, appointment: Appointment) -> bool:
        """Do a job and tick it off in one transaction; False when another process has it."""
        async with self._house.begin(SYSTEM) as work:
            mine = await agenda.claim(work, appointment.id)
            if mine is None:
                return False
            await self._timetable.jobs[mine.what](work, mine)
            await self._plan_round(work, mine.what)
        return True

    async def _go_out(self, appointment: Appointment, job: OutsideJob) -> bool:
        """Do a job outside, then tick it off; a lease keeps other processes from it."""
        lease = f"appointment:{appointment.id}"
        async with self._house.begin(SYSTEM) as work:
            hold = await leases.take(work, lease, self._holder, OUTSIDE_LEASE)
            if hold is leases.Hold.ELSEWHERE:
                return False
            if not await agenda.is_waiting(work, appointment.id):
                await leases.release(work, lease, self._holder)
                return False
        is_done = False
        try:
            await job(appointment)
            is_done = True
        finally:
            async with self._house.begin(SYSTEM) as work:
                await leases.release(work, lease, self._holder)
                if is_done and await agenda.claim(work, appointment.id):
                    await self._plan_round(work, appointment.what)
        return True

    def _put_off(self, appointment: Appointment) -> None:
        before = self._setbacks.get(appointment.id)
        count = before.count + 1 if before else 0
        wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(count, 12)))
        self._setbacks[appointment.id] = Setback(count, self._house.clock.now() + wait)

    async def _plan_round(self, work: Work, what: str) -> None:
        cron = self._timetable.rounds.get(what)
        if cron is not None:
            await agenda.schedule(work, what, ROUND, calendar.next_due(cron, work.now, LONDON))
