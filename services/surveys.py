"""Surveys and their waves: the schedule, opening by the clock or by hand, and closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from analysis.protection import rounded_count, told_people
from models import calendar, questionnaire, rotation
from models.agenda import Appointment
from models.audience import Audience
from models.ballot import KEY_BYTES, Ballot
from models.refusals import (
    NobodyToAsk,
    ResponsesMissing,
    SurveyUnknown,
    WaveAlreadyOpen,
    WaveUnknown,
)
from models.survey import Invitation, Survey, Wave, WaveState
from services import agenda, audiences, invitations, outbox, response_misses, rows
from services.work import LONDON, Work

PULSE = "pulse"

# The first Tuesday of the month, at nine: Mondays are often bank holidays.
MONTHLY = "0 9 * * 2#1"

OPENING = "wave.open"
REMINDER = "wave.remind"
CLOSING = "wave.close"
SEALING = "wave.seal"


@dataclass(frozen=True)
class Plan:
    """How a survey is run: what a co-ordinator may set."""

    title: str
    cron: str
    working_days: int
    reminders: int
    audience: Audience
    questionnaire: str = PULSE


@dataclass(frozen=True)
class Turnout:
    """How many were asked and have a ballot in the box; never who."""

    wave: Wave
    invited: int
    answered: int


async def found_pulse(work: Work) -> None:
    """Make sure that the pulse survey exists; its schedule stays as somebody set it."""
    plan = Plan("Monthly pulse", MONTHLY, 5, 2, Audience())
    new = [{"id": PULSE, **_columns(plan)}]
    if await rows.insert_new(work.session, Survey, new):
        await plan_next(work, await work.session.get_one(Survey, PULSE))


async def create(work: Work, survey_id: str, plan: Plan) -> Survey:
    """Add a survey with its schedule; its first wave opens when it is next due."""
    survey = Survey(id=survey_id, **_columns(plan))
    work.session.add(survey)
    await work.session.flush()
    work.record("survey.created", survey_id, cron=plan.cron)
    await plan_next(work, survey)
    return survey


async def change(work: Work, survey_id: str, plan: Plan) -> Survey:
    """Give a survey another plan; waves that are open keep theirs."""
    survey = await fetch(work, survey_id)
    for name, value in _columns(plan).items():
        setattr(survey, name, value)
    work.record("survey.changed", survey_id, cron=plan.cron)
    await plan_next(work, survey)
    return survey


async def pause(work: Work, survey_id: str, *, is_paused: bool) -> Survey:
    """Stop or let run the schedule; open waves go on."""
    survey = await fetch(work, survey_id)
    if survey.is_paused != is_paused:
        survey.is_paused = is_paused
        work.record("survey.paused" if is_paused else "survey.resumed", survey_id)
        await plan_next(work, survey)
    return survey


async def fetch(work: Work, survey_id: str) -> Survey:
    """The survey; SurveyUnknown if there is none."""
    survey = await work.session.get(Survey, survey_id)
    if survey is None:
        raise SurveyUnknown(survey_id)
    return survey


async def fetch_wave(work: Work, wave_id: UUID, *, to_change: bool = False) -> Wave:
    """The wave, locked if it is to be changed; WaveUnknown if there is none."""
    wave = await work.session.get(Wave, wave_id, with_for_update=to_change or None)
    if wave is None:
        raise WaveUnknown(str(wave_id))
    return wave


async def plan_next(work: Work, survey: Survey) -> None:
    """Keep one appointment for the next wave; paused surveys have none."""
    await agenda.cancel(work, OPENING, survey.id)
    if not survey.is_paused:
        due = calendar.next_due(survey.cron, work.now, LONDON)
        await agenda.schedule(work, OPENING, survey.id, due)


async def open_due(work: Work, survey_id: str, due: datetime) -> Wave | None:
    """Open the wave that was due then, once; None when one is open or nobody can be asked."""
    survey = await fetch(work, survey_id)
    await plan_next(work, survey)
    if survey.is_paused:
        return None
    try:
        closes_at = work.calendar.add_working_days(work.now, survey.working_days, LONDON)
        return await open_wave(work, survey, closes_at, slot=due.isoformat())
    except (WaveAlreadyOpen, NobodyToAsk, ResponsesMissing) as why:
        work.record("wave.skipped", survey_id, why=type(why).__name__)
        return None


async def open_by_hand(
    work: Work, survey_id: str, *, days: int | None = None, until: datetime | None = None
) -> Wave:
    """Open a wave now, for so many working days or until a moment."""
    survey = await fetch(work, survey_id)
    length = days or survey.working_days
    closes_at = until or work.calendar.add_working_days(work.now, length, LONDON)
    return await open_wave(work, survey, closes_at, slot=f"hand:{work.now.isoformat()}")


async def open_wave(work: Work, survey: Survey, closes_at: datetime, slot: str) -> Wave:
    """Freeze the audience and the questions, make the key, invite, and plan the rest."""
    if await _current(work, survey.id):
        raise WaveAlreadyOpen(survey.id)
    asked = await audiences.members(work, Audience.of(survey.audience))
    asked = await response_misses.may_be_asked(work, asked)
    if not asked:
        raise NobodyToAsk(survey.id)
    wave = await _new_wave(work, survey, closes_at, slot, len(asked))
    work.custody.create(wave.id, work.chance.randbytes(KEY_BYTES))
    guests = [{"wave_id": wave.id, "person_id": one.person_id} for one in asked]
    await rows.insert_new(work.session, Invitation, guests)
    await invitations.invite(work, survey, wave, asked)
    await _plan_wave(work, wave, survey.reminders)
    work.record("wave.opened", wave.id, survey=survey.id)
    return wave


async def close(work: Work, wave_id: UUID) -> Wave:
    """Take no more answers; sealing follows by itself."""
    # Appointments before the wave, as the heartbeat takes them: two that wait for each other
    # would wait for ever.
    await agenda.cancel(work, CLOSING, str(wave_id))
    await agenda.cancel(work, REMINDER, str(wave_id))
    wave = await fetch_wave(work, wave_id, to_change=True)
    wave.must_be_open()
    wave.state, wave.closing_since = WaveState.CLOSING, work.now
    # Whoever has not been written to yet is not asked for what nobody takes any more.
    await outbox.cancel_wave(work, wave.id)
    await agenda.schedule(work, SEALING, str(wave.id), work.now)
    work.record("wave.closed", wave.id)
    return wave


async def list_surveys(work: Work) -> Sequence[Survey]:
    """All surveys, by name."""
    return (await work.session.scalars(select(Survey).order_by(col(Survey.id)))).all()


async def list_waves(work: Work, limit: int = 50) -> Sequence[Wave]:
    """The latest waves, newest first."""
    newest = select(Wave).order_by(col(Wave.opens_at).desc()).limit(limit)
    return (await work.session.scalars(newest)).all()


async def open_waves(work: Work) -> Sequence[Wave]:
    """The waves that take answers now."""
    query = select(Wave).where(col(Wave.state) == WaveState.OPEN, col(Wave.closes_at) > work.now)
    return (await work.session.scalars(query.order_by(col(Wave.opens_at)))).all()


async def turnout(work: Work, wave_id: UUID) -> Turnout:
    """How many were asked and how many have a ballot; callers show it rounded."""
    wave = await fetch_wave(work, wave_id)
    if wave.state in (WaveState.SEALED, WaveState.DESTROYED):
        return Turnout(wave, wave.invited, wave.answered or 0)
    ballots = select(func.count()).select_from(Ballot).where(col(Ballot.wave_id) == wave_id)
    return Turnout(wave, wave.invited, (await work.session.execute(ballots)).scalar_one())


async def next_opening(work: Work, survey_id: str) -> datetime | None:
    """When the next wave of a survey opens by itself; None when it is paused."""
    planned = select(func.min(col(Appointment.at))).where(
        col(Appointment.what) == OPENING,
        col(Appointment.subject) == survey_id,
        col(Appointment.done_at).is_(None),
    )
    return (await work.session.execute(planned)).scalar_one()


async def history(work: Work, survey_id: str) -> Sequence[list[str]]:
    """What earlier waves asked, the oldest first."""
    earlier = select(Wave).where(col(Wave.survey_id) == survey_id)
    waves = await work.session.scalars(earlier.order_by(col(Wave.opens_at)))
    return [wave.items for wave in waves]


def shown(counted: Turnout) -> tuple[int | None, int | None]:
    """How many were asked and have answered, as far and as finely as may be shown."""
    invited = rounded_count(counted.invited)
    answered = told_people(counted.answered, counted.invited)
    return invited, None if invited is None else rounded_count(answered)


async def _current(work: Work, survey_id: str) -> Wave | None:
    query = select(Wave).where(col(Wave.survey_id) == survey_id, col(Wave.state) == WaveState.OPEN)
    return (await work.session.scalars(query)).first()


async def _new_wave(
    work: Work, survey: Survey, closes_at: datetime, slot: str, invited: int
) -> Wave:
    questions = questionnaire.load(survey.questionnaire)
    wave = Wave(
        id=work.new_id(),
        survey_id=survey.id,
        slot=slot,
        questionnaire=survey.questionnaire,
        version=questions.version,
        items=list(rotation.choose(questions, await history(work, survey.id), work.chance)),
        opens_at=work.now,
        closes_at=closes_at,
        invited=invited,
    )
    try:
        async with work.session.begin_nested():
            work.session.add(wave)
    except IntegrityError as taken:
        raise WaveAlreadyOpen(survey.id) from taken
    return wave


async def _plan_wave(work: Work, wave: Wave, reminders: int) -> None:
    await agenda.schedule(work, CLOSING, str(wave.id), wave.closes_at)
    for at in reminder_times(wave, reminders, work.calendar):
        await agenda.schedule(work, REMINDER, str(wave.id), at)


def reminder_times(wave: Wave, reminders: int, hours: calendar.Calendar) -> list[datetime]:
    """Spread the reminders evenly over the wave, each at a working moment before it closes."""
    length = wave.closes_at - wave.opens_at
    even = [wave.opens_at + length * number / (reminders + 1) for number in range(1, reminders + 1)]
    moved = [hours.next_working_moment(at, LONDON) for at in even]
    return sorted({at for at in moved if at < wave.closes_at - timedelta(seconds=1)})


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "questionnaire": plan.questionnaire,
        "cron": plan.cron,
        "working_days": plan.working_days,
        "reminders": plan.reminders,
        "audience": plan.audience.kept(),
    }
