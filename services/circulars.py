"""One letter to thousands: queued at once, with what they share written out only once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from models.outbox import Message, Rank
from services import bulk
from services.audiences import Asked
from services.work import Letter, Work


async def post(
    work: Work, letter: Letter, batch_id: UUID, people: Sequence[Asked], key: Callable[[UUID], str]
) -> None:
    """Queue the letter for each in random order, each in their own working hours.

    Unlike with `work.post`, a key must not be taken: a batch is posted in the transaction in
    which its cause changes its state, so it is never posted twice.
    """
    moments = {zone: _working(work, zone) for zone in {one.zone for one in people}}
    # The order in which people are written to must not tell who they are on the roster.
    new = [
        {
            "id": work.new_id(),
            "dedupe": key(one.person_id),
            "channel": one.slack_id,
            "person_id": one.person_id,
            "not_before": moments[one.zone],
        }
        for one in work.chance.sample(people, len(people))
    ]
    shared = {
        "payload": letter.payload,
        "fallback": letter.fallback,
        "rank": int(Rank.BULK),
        "batch_id": batch_id,
    }
    await bulk.insert_all(work.session, Message, new, shared=shared)
    work.is_post_stirred = True


def _working(work: Work, zone: str) -> datetime:
    return work.calendar.next_working_moment(work.now, ZoneInfo(zone))
