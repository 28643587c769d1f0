"""Looks at what is to be sent and done: is the postman walking, is the timetable kept."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import col

import views.doctor as words
from bot.doctor.findings import Finding, ok, warn
from models import help_lines
from models.agenda import Appointment
from models.outbox import Message, MessageState, Rank
from services import outbox
from services.work import OPERATOR, House, Work

POSTMAN = "postman"
TIMETABLE = "timetable"
HELP = "help lines"

# The postman looks every second; after this long nobody is looking.
LONG_DUE = timedelta(minutes=15)
LONG_CLAIMED = timedelta(minutes=10)


async def delivered(house: House) -> list[Finding]:
    """Whether what is due leaves, and what Slack did not take."""
    async with house.look(OPERATOR) as work:
        waiting, stuck = await _long_due(work), await _long_claimed(work)
        depth = await outbox.depth(work)
        unreached = len(await outbox.unreachable(work))
        overdue = await _overdue(work)
    found = []
    if waiting or stuck:
        found.append(warn(POSTMAN, words.post_waits(waiting, stuck)))
    if depth[MessageState.UNCERTAIN]:
        found.append(warn(POSTMAN, words.uncertain(depth[MessageState.UNCERTAIN])))
    if unreached:
        found.append(warn(POSTMAN, words.unreached(unreached)))
    return [
        *(found or [ok(POSTMAN, words.post_flows(depth[MessageState.QUEUED]))]),
        warn(TIMETABLE, words.timetable_waits(overdue)) if overdue else _kept(),
    ]


async def helpful(house: House) -> list[Finding]:
    """Whether somebody has looked at the help lines lately."""
    lines = help_lines.load()
    async with house.look(OPERATOR) as work:
        is_due = lines.is_due_for_review(work.today)
    if is_due:
        return [warn(HELP, words.help_is_old(lines.review_by, lines.owner))]
    if lines.reviewed_on is None:
        return [warn(HELP, words.help_is_unchecked(lines.review_by, lines.owner))]
    return [ok(HELP, words.help_is_fresh(lines.review_by))]


def _kept() -> Finding:
    return ok(TIMETABLE, words.TIMETABLE_KEPT)


async def _long_due(work: Work) -> int:
    # Thousands of letters at once may wait for longer than this; one letter never does.
    query = (
        select(func.count())
        .select_from(Message)
        .where(col(Message.state) == MessageState.QUEUED, col(Message.rank) == Rank.SINGLE)
        .where(col(Message.not_before) < work.now - LONG_DUE)
    )
    return (await work.session.execute(query)).scalar_one()


async def _long_claimed(work: Work) -> int:
    query = (
        select(func.count())
        .select_from(Message)
        .where(col(Message.state) == MessageState.SENDING)
        .where(col(Message.claimed_at) < work.now - LONG_CLAIMED)
    )
    return (await work.session.execute(query)).scalar_one()


async def _overdue(work: Work) -> int:
    query = (
        select(func.count())
        .select_from(Appointment)
        .where(col(Appointment.done_at).is_(None), col(Appointment.at) < work.now - LONG_DUE)
    )
    return (await work.session.execute(query)).scalar_one()
