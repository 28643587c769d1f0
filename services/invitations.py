"""Who is asked and reminded: letters to each in their own working hours, never a list of names."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Delete, bindparam, delete, select
from sqlmodel import col

import views.responses
import views.surveys
from models import questionnaire
from models.ballot import Ballot
from models.outbox import REMINDER, MessageState
from models.person import Person, Standing
from models.survey import Invitation, Survey, Wave
from models.tables import Table
from services import responses
from services.audiences import Asked
from services.work import Delivery, Work
from views.letters import Letter


async def invite(work: Work, survey: Survey, wave: Wave, asked: Sequence[Asked]) -> None:
    """Queue one invitation for each, in random order, each in their own working hours.

    It brings what came of the last wave, as far as that speaks to them.
    """
    minutes = questionnaire.load(wave.questionnaire).minutes
    news = await responses.news(work)

    @cache
    def letter_with(answers: tuple[UUID, ...]) -> Letter:
        told = views.responses.for_invitation([news.answers[one] for one in answers])
        floor = work.policy.floor_employer
        return views.surveys.invitation(wave, survey.title, minutes, floor, told)

    for one in _shuffled(work, asked):
        letter = letter_with(news.of_person.get(one.person_id, ()))
        work.post(one.slack_id, letter, f"invite:{wave.id}:{one.person_id}", _when(work, wave, one))


async def remind(work: Work, wave: Wave, number: str) -> int:
    """Queue a short reminder for those without a ballot, in random order; how many."""
    letter = views.surveys.reminder(wave)
    without = await _without_ballot(work, wave.id)
    for one in _shuffled(work, without):
        key = f"{_reminder_key(wave.id, one.person_id)}:{number}"
        work.post(one.slack_id, letter, key, _when(work, wave, one))
    return len(without)


async def take_back_reminders(work: Work, wave_id: UUID, person_id: UUID) -> None:
    """Whoever has answered is not reminded any more."""
    asked = {"of_person": person_id, "key": f"{_reminder_key(wave_id, person_id)}:%"}
    await work.session.execute(_own_reminders(), asked)


async def _without_ballot(work: Work, wave_id: UUID) -> list[Asked]:
    query = (
        select(col(Person.id), col(Person.slack_id), col(Person.zone))
        .join(Invitation, col(Invitation.person_id) == col(Person.id))
        .outerjoin(
            Ballot,
            (col(Ballot.wave_id) == col(Invitation.wave_id))
            & (col(Ballot.person_id) == col(Person.id)),
        )
        .where(
            col(Invitation.wave_id) == wave_id,
            col(Ballot.person_id).is_(None),
            col(Person.standing) == Standing.ACTIVE,
        )
    )
    found = await work.session.execute(query)
    return [Asked(person_id, slack_id or "", zone) for person_id, slack_id, zone in found]


def _shuffled(work: Work, asked: Sequence[Asked]) -> list[Asked]:
    # The order in which people are written to must not tell who they are on the roster.
    return work.chance.sample(asked, len(asked))


def _when(work: Work, wave: Wave, one: Asked) -> Delivery:
    moment = work.calendar.next_working_moment(work.now, ZoneInfo(one.zone))
    return Delivery(
        not_before=moment, not_after=wave.closes_at, person_id=one.person_id, wave_id=wave.id
    )


@cache
def _own_reminders() -> Delete:
    # Runs with every answer, so it is put together once, of plain columns. The key names the
    # wave: asking for the wave as well would lead SQLite to read all of its letters.
    message = Table.metadata.tables["message"]
    return delete(message).where(
        message.c.person_id == bindparam("of_person"),
        message.c.state == MessageState.QUEUED,
        message.c.dedupe.like(bindparam("key")),
    )


def _reminder_key(wave_id: UUID, person_id: UUID) -> str:
    return f"{REMINDER}{wave_id}:{person_id}"
