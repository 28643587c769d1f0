"""What a co-ordinator for England may do with surveys; the right is checked each time."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

import views.manage
import views.response_misses
import views.unreached
from analysis.protection import rounded_count
from models import calendar, questionnaire, rotation
from models.audience import Audience
from models.form import Form
from models.person import Employer, Person, RoleName
from models.refusals import BadInput
from models.survey import Survey, Wave
from services import audiences, outbox, response_misses, rights, surveys
from services.work import LONDON, Work

MOST_DAYS = 60
MOST_REMINDERS = 2


class Typed(NamedTuple):
    """A plan as it was typed, before anything in it is trusted."""

    title: str
    cron: str
    days: str
    reminders: str
    audience: dict[str, list[str]]


@dataclass(frozen=True)
class Overview:
    """All surveys and open waves."""

    managed: list[views.manage.Managed]
    running: list[views.manage.Running]
    unreached: int


async def may(work: Work) -> bool:
    """Whether the actor is a co-ordinator for England today."""
    return await rights.may(work, RoleName.COORDINATOR, rights.ENGLAND)


async def overview(work: Work) -> Overview:
    """Everything a co-ordinator for England looks after."""
    await _must_manage(work)
    running = []
    for wave in await surveys.open_waves(work):
        title = (await surveys.fetch(work, wave.survey_id)).title
        counts = surveys.shown(await surveys.turnout(work, wave.id))
        running.append(views.manage.Running(wave, title, *counts))
    managed = [await _managed(work, survey) for survey in await surveys.list_surveys(work)]
    return Overview(managed, running, len(await outbox.unreachable(work)))


async def one(work: Work, survey_id: str) -> views.manage.Managed:
    """One survey, when it is next due and how many it would ask, rounded."""
    await _must_manage(work)
    return await _managed(work, await surveys.fetch(work, survey_id))


async def open_wave(work: Work, survey_id: str, days: str | None) -> Wave:
    """Open a wave now for so many working days."""
    await _must_manage(work)
    length = _days(days or "")
    return await surveys.open_by_hand(work, survey_id, days=length)


async def close_wave(work: Work, wave_id: UUID) -> Wave:
    """Close a wave; it is sealed at once after."""
    await _must_manage(work)
    return await surveys.close(work, wave_id)


async def pause(work: Work, survey_id: str, *, is_paused: bool) -> Survey:
    """Stop or resume a schedule."""
    await _must_manage(work)
    return await surveys.pause(work, survey_id, is_paused=is_paused)


async def preview(work: Work, survey_id: str) -> tuple[Form, int | None]:
    """The form as the next wave could show it, and how many it would ask, rounded."""
    managed = await one(work, survey_id)
    questions = questionnaire.load(managed.survey.questionnaire)
    items = rotation.choose(questions, await surveys.history(work, survey_id), work.chance)
    closes = work.calendar.add_working_days(work.now, managed.survey.working_days, LONDON)
    asked = tuple(questions.question(item) for item in items)
    form = Form(UUID(int=0), managed.survey.title, closes, questions, asked)
    return form, managed.people


async def plan_of(work: Work, survey_id: str | None) -> tuple[Survey | None, views.manage.Choices]:
    """A survey to change (or none, to create one) and what its audience is chosen from."""
    await _must_manage(work)
    survey = await surveys.fetch(work, survey_id) if survey_id else None
    employers: dict[str, list[str]] = {}
    listed = select(Employer).order_by(col(Employer.region), col(Employer.name))
    for employer in await work.session.scalars(listed):
        employers.setdefault(employer.region, []).append(employer.name)
    cohorts = await work.session.scalars(
        select(col(Person.cohort)).distinct().order_by(col(Person.cohort))
    )
    named = [cohort for cohort in cohorts if cohort]
    return survey, views.manage.Choices(list(employers), employers, named)


async def save_plan(work: Work, survey_id: str | None, typed: Typed) -> datetime | None:
    """Create or change a survey; when its next wave opens, None while paused."""
    await _must_manage(work)
    plan = _checked(typed)
    await _must_be_free(work, survey_id, plan.title)
    if survey_id is None:
        survey_id = await _free_id(work, plan.title)
        survey = await surveys.create(work, survey_id, plan)
    else:
        survey = await surveys.change(work, survey_id, plan)
    return None if survey.is_paused else await surveys.next_opening(work, survey.id)


async def unreached(work: Work) -> list[str]:
    """Who could not be reached, and why, a line each."""
    await _must_manage(work)
    found = await outbox.unreachable(work)
    return [views.unreached.line(one.person.name, one.reason) for one in found]


async def _must_manage(work: Work) -> None:
    await rights.require(work, RoleName.COORDINATOR, rights.ENGLAND)


async def _managed(work: Work, survey: Survey) -> views.manage.Managed:
    asked = await audiences.members(work, Audience.of(survey.audience))
    due = None if survey.is_paused else await surveys.next_opening(work, survey.id)
    places = len(await response_misses.missing(work))
    warning = views.response_misses.missing_in_words(
        places, is_blocked=response_misses.is_blocked(work)
    )
    return views.manage.Managed(survey, due, rounded_count(len(asked)), warning)


async def _must_be_free(work: Work, survey_id: str | None, title: str) -> None:
    """Two surveys of one name could not be told apart in a message."""
    for other in await surveys.list_surveys(work):
        if other.id != survey_id and other.title.casefold() == title.casefold():
            raise BadInput(views.manage.TITLE, views.manage.NAME_TAKEN)


async def _free_id(work: Work, title: str) -> str:
    survey_id = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40]
    # A name may have no letter that an id can have.
    survey_id = survey_id or f"survey-{work.new_id().hex[:8]}"
    if await work.session.get(Survey, survey_id) is not None:
        raise BadInput(views.manage.TITLE, views.manage.NAME_TAKEN)
    return survey_id


def _checked(typed: Typed) -> surveys.Plan:
    try:
        calendar.check_cron(typed.cron.strip())
    except ValueError as why:
        raise BadInput(views.manage.SCHEDULE, str(why)) from why
    title = typed.title.strip()
    if not title:
        raise BadInput(views.manage.TITLE, views.manage.NAME_NEEDED)
    reminders = int(typed.reminders) if typed.reminders.isdigit() else MOST_REMINDERS + 1
    if reminders > MOST_REMINDERS:
        raise BadInput(views.manage.REMINDERS, views.manage.REMINDERS_WRONG)
    audience = Audience.of(typed.audience)
    return surveys.Plan(title, typed.cron.strip(), _days(typed.days), reminders, audience)


def _days(typed: str) -> int:
    days = int(typed) if typed.isdigit() else 0
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(views.manage.DAYS, views.manage.DAYS_WRONG)
    return days
