"""What figures can be released of: sealed waves, and quarters and years that are over."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

import views.releases
from analysis.protection import told_people
from models.answer import Answer
from models.refusals import AlreadyReleased, BadInput, TooFewAnswered, WaveNotSealed, WaveUnknown
from models.release import Release
from models.reporting import Period, days_of, quarter_of, year_of
from models.survey import Survey, Wave, WaveState
from services import surveys
from services.work import LONDON, Work
from views.releases import Subject


async def unreleased(work: Work) -> list[Subject]:
    """What could be released now and is not yet: sealed waves, then quarters and years."""
    released = await _released(work)
    sealed = [
        (wave, title)
        for wave, title in await _sealed(work)
        if str(wave.id) in released or await enough_answered(work, wave)
    ]
    waves = [
        Subject(Period.WAVE, str(wave.id), views.releases.wave_title(title, *days_of_wave(wave)))
        for wave, title in sealed
        if str(wave.id) not in released
    ]
    return waves + [
        Subject(period, key, views.releases.period_title(period, key))
        for period, key in _periods_over(work, [wave for wave, _ in sealed])
        if key not in released
        and all(str(wave.id) in released for wave in await waves_of(work, period, key))
    ]


async def waves_of(work: Work, period: Period, subject: str) -> list[Wave]:
    """The pulses that opened in a quarter or a year, the earliest first.

    Those that are not sealed yet are among them, because what is released never changes; those
    whose answers were lost, or that too few answered, are not.
    """
    first, last = days_of(period, subject)
    pulses = (
        select(Wave)
        .where(col(Wave.survey_id) == surveys.PULSE, col(Wave.state) != WaveState.LOST)
        .order_by(col(Wave.opens_at))
    )
    found = (await work.session.scalars(pulses)).all()
    released = await _released(work)
    return [
        one
        for one in found
        if first <= days_of_wave(one)[0] <= last
        and (
            one.state is not WaveState.DESTROYED
            or str(one.id) in released
            or await enough_answered(work, one)
        )
    ]


async def enough_answered(work: Work, wave: Wave) -> bool:
    """Whether so many people answered a sealed wave that any figure of it may be shown."""
    floor = work.policy.floor_employer
    people = select(col(Answer.id)).where(col(Answer.wave_id) == wave.id).distinct().limit(floor)
    answered = len((await work.session.scalars(people)).all())
    return told_people(answered, wave.invited) >= floor


def days_of_wave(wave: Wave) -> tuple[date, date]:
    """The days on which a wave opened and closed, where the programme is."""
    ended = wave.closing_since or wave.closes_at
    return wave.opens_at.astimezone(LONDON).date(), ended.astimezone(LONDON).date()


def period_of(text: str) -> tuple[Period, str]:
    """The quarter or the year that somebody typed; BadInput for what is none."""
    subject = text.upper()
    length = Period.QUARTER if "Q" in subject else Period.YEAR
    days_asked(length, subject)
    return length, subject


def days_asked(period: Period, subject: str) -> tuple[date, date]:
    """The first and the last day of what somebody typed; BadInput for what is none."""
    try:
        return days_of(period, subject)
    except ValueError as wrong:
        raise BadInput("period", views.releases.NO_PERIOD) from wrong


async def must_be_over(work: Work, period: Period, subject: str) -> None:
    """Refuse what is still open, what lacks a wave, and what was released before."""
    same = select(Release).where(col(Release.period) == period, col(Release.subject) == subject)
    if (await work.session.scalars(same)).first() is not None:
        raise AlreadyReleased
    if period is Period.WAVE:
        wave = await surveys.fetch_wave(work, _wave_id(subject))
        if wave.state is not WaveState.DESTROYED:
            raise WaveNotSealed
        if not await enough_answered(work, wave):
            raise TooFewAnswered
        return
    _, last = days_asked(period, subject)
    if last >= work.today:
        raise BadInput("period", views.releases.not_over(last))
    released = await _released(work)
    waves = await waves_of(work, period, subject)
    missing = [days_of_wave(one)[0] for one in waves if str(one.id) not in released]
    if missing or not waves:
        raise BadInput("period", views.releases.waves_missing(missing))


def _wave_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise WaveUnknown(text) from wrong


async def _released(work: Work) -> set[str]:
    """What has figures: the words of a wave may be released before them, and are none."""
    query = select(col(Release.subject)).where(col(Release.period) != Period.WORDS)
    return set((await work.session.scalars(query)).all())


async def _sealed(work: Work) -> Sequence[tuple[Wave, str]]:
    """The sealed waves with the titles of their surveys, the newest first."""
    query = (
        select(Wave, col(Survey.title))
        .join(Survey, col(Survey.id) == col(Wave.survey_id))
        .where(col(Wave.state) == WaveState.DESTROYED)
        .order_by(col(Wave.opens_at).desc())
    )
    return [(wave, title) for wave, title in await work.session.execute(query)]


def _periods_over(work: Work, waves: Sequence[Wave]) -> list[tuple[Period, str]]:
    """The quarters and years that are over and had a wave, the newest first."""
    days = [days_of_wave(wave)[0] for wave in waves if wave.survey_id == surveys.PULSE]
    named = {(Period.QUARTER, quarter_of(day)) for day in days}
    named |= {(Period.YEAR, year_of(day)) for day in days}
    over = [one for one in named if days_of(*one)[1] < work.today]
    return sorted(over, key=lambda one: days_of(*one)[1], reverse=True)
