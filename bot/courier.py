"""The courier: takes one letter at its moment, and says how that ended."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.lookup import CannotLook, find
from bot.pace import Pace, Pacer, Time
from bot.posting import METHODS, Caller, Kind, Verdict, send
from models.outbox import Message, MessageState, Posting
from services.outcomes import Outcome

LONGEST_WAIT = 3600.0
FIRST_PAUSE = 60.0

# A refusal that nobody has described may pass; it is not tried for ever.
MOST_STRANGE_ATTEMPTS = 6

# One letter may meet a fault; three in a row mean that Slack has one.
FAULTS_IN_A_ROW = 3
LONGEST_REST = 60.0

MOST_LOOKS = 4

# What somebody deletes is posted again, but not for ever.
MOST_COPIES = 8


@dataclass(frozen=True)
class Doubt:
    """A letter that may have arrived; to be looked for at a moment."""

    message: Message
    reason: str
    look_at: float
    looks: int = 0


@dataclass
class Roads:
    """What every courier shares: the pace on each method, and what stands in the way."""

    pace: Pace
    time: Time
    pacers: dict[Posting, Pacer]
    counts: Counter[str]
    trouble: str | None = None
    pauses: int = 0
    faults: int = 0
    is_leaving: bool = False
    # Letters that Slack may have heard of; the others can be given back.
    begun: set[UUID] = field(default_factory=set)

    def close_all(self, seconds: float) -> None:
        for pacer in self.pacers.values():
            pacer.close(self.time.monotonic() + seconds)


class Courier:
    """Delivers, and looks for what may have been delivered."""

    def __init__(
        self, client: Caller, roads: Roads, now: Callable[[], datetime], chance: random.Random
    ) -> None:
        self._client = client
        self._roads = roads
        self._now = now
        self._chance = chance

    async def deliver(self, message: Message, moment: float) -> Outcome | Doubt:
        """Send at that moment, if the road is still open then."""
        roads = self._roads
        await self._wait_until(moment)
        if roads.is_leaving or self._is_closed(message):
            return give_back(message)
        roads.begun.add(message.id)
        verdict = await send(self._client, message, message.payload, roads.pace.patience)
        if verdict.kind is Kind.UNFIT and message.fallback is not None:
            now = roads.time.monotonic()
            moment = roads.pacers[message.posting].book(now)
            await self._wait_until(max(moment, now + roads.pace.per_channel))
            verdict = await send(self._client, message, message.fallback, roads.pace.patience)
        return self._judge(message, verdict)

    async def look(self, doubt: Doubt) -> Outcome | Doubt:
        """Look for the letter where it should be; send it again only if that does no harm."""
        message = doubt.message
        if message.posting is Posting.UPDATE:
            # The same change made twice is made once.
            return self._again(message, doubt.reason)
        self._roads.begun.add(message.id)
        try:
            place = await find(self._client, message, self._roads.pace.patience)
        except CannotLook as hindrance:
            return self._look_again(doubt, hindrance.verdict)
        if place is None:
            return self._again(message, doubt.reason)
        return self._arrived(message, Verdict(Kind.SENT, channel=place.channel, ts=place.ts))

    def doubt(self, message: Message, reason: str, after: float = 0.0) -> Doubt:
        return Doubt(message, reason, self._roads.time.monotonic() + after)

    def _judge(self, message: Message, verdict: Verdict) -> Outcome | Doubt:
        if verdict.kind in (Kind.AGAIN, Kind.UNKNOWN):
            return self._failed(message, verdict)
        if verdict.kind is Kind.STRANGE and message.attempts + 1 < MOST_STRANGE_ATTEMPTS:
            return self._again(message, verdict.reason)
        ends = {
            Kind.SENT: self._arrived,
            Kind.LIMITED: self._limited,
            Kind.STOPPED: self._stopped,
            Kind.MISSING: self._missing,
        }
        return ends.get(verdict.kind, self._refused)(message, verdict)

    def _failed(self, message: Message, verdict: Verdict) -> Outcome | Doubt:
        self._rest_after_fault(message)
        # The same change made twice is made once.
        if verdict.kind is Kind.UNKNOWN and message.posting is Posting.POST:
            return self.doubt(message, verdict.reason or "", self._roads.pace.settling)
        return self._again(message, verdict.reason)

    def _arrived(self, message: Message, verdict: Verdict) -> Outcome:
        roads = self._roads
        roads.trouble, roads.pauses, roads.faults = None, 0, 0
        return Outcome(message, MessageState.SENT, None, verdict.channel, verdict.ts)

    def _missing(self, message: Message, verdict: Verdict) -> Outcome:
        """What is not there any more is posted anew."""
        if message.posting is Posting.POST or message.copies >= MOST_COPIES:
            return self._refused(message, verdict)
        return Outcome(message, MessageState.QUEUED, verdict.reason, is_anew=True)

    def _refused(self, message: Message, verdict: Verdict) -> Outcome:
        is_unreachable = message.person_id is not None and verdict.kind is not Kind.UNFIT
        state = MessageState.UNREACHABLE if is_unreachable else MessageState.DROPPED
        log = structlog.get_logger()
        log.warning("message.refused", message=str(message.id), reason=verdict.reason)
        if message.posting is Posting.UPDATE:
            # It has arrived, and stays as it is.
            state = MessageState.SENT
        return Outcome(message, state, verdict.reason)

    def _limited(self, message: Message, verdict: Verdict) -> Outcome:
        """Leave the whole method alone for as long as Slack says, and a little longer."""
        roads = self._roads
        wait = verdict.retry_after + self._chance.random()
        roads.pacers[message.posting].close(roads.time.monotonic() + wait)
        roads.counts["limited"] += 1
        log = structlog.get_logger()
        log.warning("slack.limited", method=METHODS[message.posting], seconds=verdict.retry_after)
        at = self._now() + timedelta(seconds=wait)
        return replace(give_back(message), reason=verdict.reason, again_at=at)

    def _stopped(self, message: Message, verdict: Verdict) -> Outcome:
        """Nothing can be sent until somebody has seen to the installation."""
        roads = self._roads
        # Those that were on their way meet the same trouble: it counts once.
        if not self._is_closed(message):
            structlog.get_logger().error("postman.paused", reason=verdict.reason)
            roads.close_all(min(LONGEST_WAIT, FIRST_PAUSE * 2.0**roads.pauses))
            roads.pauses = min(roads.pauses + 1, 6)
        roads.trouble = verdict.reason
        return replace(give_back(message), reason=verdict.reason)

    def _again(self, message: Message, reason: str | None) -> Outcome:
        wait = min(LONGEST_WAIT, 2.0 ** min(message.attempts, 12)) * self._chance.uniform(0.8, 1)
        at = self._now() + timedelta(seconds=wait)
        return Outcome(message, MessageState.QUEUED, reason, again_at=at)

    def _look_again(self, doubt: Doubt, verdict: Verdict) -> Outcome | Doubt:
        is_passing = verdict.kind in (Kind.LIMITED, Kind.AGAIN, Kind.UNKNOWN)
        if is_passing and doubt.looks + 1 < MOST_LOOKS:
            wait = max(verdict.retry_after, 2.0**doubt.looks)
            look_at = self._roads.time.monotonic() + wait
            return Doubt(doubt.message, doubt.reason, look_at, doubt.looks + 1)
        if doubt.message.is_harmless_twice:
            return self._again(doubt.message, doubt.reason)
        return Outcome(doubt.message, MessageState.UNCERTAIN, doubt.reason)

    def _rest_after_fault(self, message: Message) -> None:
        if self._is_closed(message):
            return
        self._roads.faults += 1
        too_many = self._roads.faults - FAULTS_IN_A_ROW
        if too_many >= 0:
            self._roads.close_all(min(LONGEST_REST, 2.0 ** min(too_many, 6)))

    def _is_closed(self, message: Message) -> bool:
        return self._roads.pacers[message.posting].is_closed(self._roads.time.monotonic())

    async def _wait_until(self, moment: float) -> None:
        wait = moment - self._roads.time.monotonic()
        if wait > 0:
            await self._roads.time.sleep(wait)


def give_back(message: Message) -> Outcome:
    """Queue it again as it was: that it did not go had nothing to do with it."""
    return Outcome(message, MessageState.QUEUED, message.reason, is_counted=False)
