"""The postman: one at a time, takes what is due out of the outbox and into Slack."""

import asyncio
import math
from collections import Counter
from collections.abc import Sequence
from functools import partial
from uuid import UUID, uuid4

from bot.courier import Courier, Doubt, Roads, give_back
from bot.pace import Pace, Pacer, RealTime, Time
from bot.posting import Caller
from models.outbox import Message, Posting
from scheduler.survival import note_fault, survived
from services import dispatch, leases, outcomes
from services.leases import Hold
from services.outcomes import Outcome
from services.work import SYSTEM, House, Work

LEASE = "postman"

# The next letters are fetched a little before the first of them may go.
LEAD = 0.1
SHORTEST_REST = 0.01

# The lease is renewed in time for another try.
RENEWED_AFTER = 0.4


class Postman:
    """Claims what is due, sends it at its pace, and records what became of it.

    A letter is marked as being sent, and that is committed, before it goes; whatever is still so
    marked when its postman is gone may have arrived, and is looked for before it goes again.
    """

    def __init__(
        self, house: House, client: Caller, pace: Pace | None = None, time: Time | None = None
    ) -> None:
        self._house = house
        self._pace = pace or Pace(house.policy.send_per_minute, house.policy.changes_per_minute)
        self._time = time or RealTime()
        self._name = str(uuid4())
        self.counts: Counter[str] = Counter()
        pacers = {
            Posting.POST: Pacer(self._pace.per_minute),
            Posting.UPDATE: Pacer(min(self._pace.per_minute, self._pace.updates_per_minute)),
        }
        self._roads = Roads(self._pace, self._time, pacers, self.counts)
        self._courier = Courier(client, self._roads, house.clock.now, house.chance)
        self._lookups = Pacer(self._pace.lookups_per_minute)
        self._wake = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._flying: dict[UUID, asyncio.Task[Outcome | Doubt]] = {}
        self._landed: list[Outcome] = []
        self._doubts: dict[UUID, Doubt] = {}
        self._free_at: dict[str, float] = {}
        # Whether letters may be marked as being sent that nobody here is sending.
        self._is_unsure = True
        # Whether the last round took all it could, so that there may be more.
        self._is_busy = False
        self._renew_at = -math.inf

    @property
    def trouble(self) -> str | None:
        """Slack's word for what stops everything until somebody has seen to it."""
        return self._roads.trouble

    async def start(self) -> None:
        """Deliver from now on."""
        self._roads.is_leaving = False
        self._running = asyncio.create_task(self._run(), name="postman")

    async def stop(self) -> None:
        """Take nothing more, wait for what is on its way, record it and hand over."""
        self._roads.is_leaving = True
        self.nudge()
        if self._running is None:
            return
        await self._running
        self._running = None
        for message_id, flight in self._flying.items():
            if message_id not in self._roads.begun:
                flight.cancel()
        if self._flying:
            _, late = await asyncio.wait(self._flying.values(), timeout=self._pace.patience)
            for flight in late:
                flight.cancel()
        await survived(self._hand_over(), "postman")

    def nudge(self) -> None:
        """Look at once: something was written, or the clock was moved."""
        self._wake.set()

    async def _run(self) -> None:
        while not self._roads.is_leaving:
            self._wake.clear()
            if await survived(self._round(), "postman") is None:
                self._is_unsure, self._is_busy = True, False
            await self._rest()

    async def _round(self) -> bool:
        """Record what has landed and send what is due; whether there was anything."""
        room = self._room()
        if not await self._is_needed(room):
            return False
        landed = list(self._landed)
        async with self._house.begin(SYSTEM) as work:
            await outcomes.settle(work, landed)
            hold = await leases.take(work, LEASE, self._name, self._pace.lease)
            holds = hold is not Hold.ELSEWHERE
            is_new = hold is Hold.TAKEN or self._is_unsure
            lost = await self._adopt(work) if holds and is_new else []
            claimed = await self._claim(work, room) if holds else []
        del self._landed[: len(landed)]
        self._renew_at = self._time.monotonic() + RENEWED_AFTER * self._pace.lease.total_seconds()
        self._is_unsure = False
        if not holds:
            # Whoever holds the lease now looks for what we were in doubt about.
            self._doubts.clear()
            self._is_busy = False
        for message in lost:
            self._doubts[message.id] = self._courier.doubt(message, "interrupted")
        for message in claimed:
            self._send(message)
        self._look_for_lost()
        return True

    async def _is_needed(self, room: dict[Posting, int]) -> bool:
        """A nudge may come with every request; most find the postman's hands full."""
        if self._landed or self._is_unsure or self._lookups_due():
            return True
        if self._flying and self._time.monotonic() > self._renew_at:
            return True
        if self._is_busy or not any(room.values()):
            return any(room.values())
        async with self._house.look(SYSTEM) as work:
            return await dispatch.is_waiting(work, self._name)

    def _room(self) -> dict[Posting, int]:
        """How many letters may be taken now, of each kind."""
        now = self._time.monotonic()
        spare = max(0, self._pace.most_in_flight - len(self._flying))
        most = min(spare, self._pace.most_at_once)
        return {
            posting: min(most, pacer.room(now, self._pace.stride))
            for posting, pacer in self._roads.pacers.items()
        }

    async def _adopt(self, work: Work) -> Sequence[Message]:
        """Take over what a postman before us, or a failed round of ours, left unfinished."""
        known = {*self._flying, *self._doubts, *(outcome.message.id for outcome in self._landed)}
        left = await dispatch.stranded(work)
        lost = [message for message in left if message.id not in known]
        await dispatch.adopt(work, self._name, lost)
        return lost

    async def _claim(self, work: Work, room: dict[Posting, int]) -> list[Message]:
        now = self._time.monotonic()
        self._free_at = {where: at for where, at in self._free_at.items() if at > now}
        bid = dispatch.Bid(self._name, room, frozenset(self._free_at))
        claimed = await dispatch.claim(work, bid)
        self._is_busy = 0 < room[Posting.POST] <= len(claimed)
        return claimed

    def _send(self, message: Message) -> None:
        moment = self._roads.pacers[message.posting].book(self._time.monotonic())
        self._free_at[message.channel] = math.inf
        self._fly(message, asyncio.create_task(self._courier.deliver(message, moment)))

    def _lookups_due(self) -> list[Doubt]:
        now = self._time.monotonic()
        if now < self._lookups.next_at(now):
            return []
        return [doubt for doubt in self._doubts.values() if doubt.look_at <= now]

    def _look_for_lost(self) -> None:
        for doubt in self._lookups_due()[:1]:
            self._lookups.book(self._time.monotonic())
            del self._doubts[doubt.message.id]
            self._fly(doubt.message, asyncio.create_task(self._courier.look(doubt)))

    def _fly(self, message: Message, flight: asyncio.Task[Outcome | Doubt]) -> None:
        self._flying[message.id] = flight
        flight.add_done_callback(partial(self._land, message))

    def _land(self, message: Message, flight: asyncio.Task[Outcome | Doubt]) -> None:
        del self._flying[message.id]
        self._free_at[message.channel] = self._time.monotonic() + self._pace.per_channel
        # Those that land one by one are recorded with the next round, together.
        if not self._flying or len(self._flying) + 1 == self._pace.most_in_flight:
            self._wake.set()
        has_begun = message.id in self._roads.begun
        self._roads.begun.discard(message.id)
        if flight.cancelled():
            # What has begun may arrive: the next postman looks for it.
            if not has_begun:
                self._landed.append(give_back(message))
            return
        fault = flight.exception()
        if fault is not None:
            note_fault(fault, "letter")
            self._doubts[message.id] = self._courier.doubt(message, "fault", self._pace.settling)
            return
        end = flight.result()
        if isinstance(end, Doubt):
            self._doubts[message.id] = end
        else:
            self._landed.append(end)
            self.counts[end.state.value] += 1

    async def _rest(self) -> None:
        """Wait for a nudge, or until there may be something to do."""
        nap = asyncio.ensure_future(self._time.sleep(self._how_long()))
        call = asyncio.ensure_future(self._wake.wait())
        await asyncio.wait((nap, call), return_when=asyncio.FIRST_COMPLETED)
        nap.cancel()
        call.cancel()

    def _how_long(self) -> float:
        now = self._time.monotonic()
        looks = self._lookups.next_at(now)
        moments = [max(doubt.look_at, looks) for doubt in self._doubts.values()]
        if self._is_busy and len(self._flying) < self._pace.most_in_flight:
            moments.append(self._roads.pacers[Posting.POST].next_at(now) - LEAD)
        else:
            moments.append(now + self._pace.poll)
        if not self._flying:
            # There may be a second letter into the same channel.
            moments += [at for at in self._free_at.values() if at > now]
        return max(SHORTEST_REST, min(moments) - now)

    async def _hand_over(self) -> None:
        async with self._house.begin(SYSTEM) as work:
            await outcomes.settle(work, self._landed)
            await leases.release(work, LEASE, self._name)
        self._landed.clear()
