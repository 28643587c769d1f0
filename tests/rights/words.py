"""The lines of the table for comments and for answers to a release, and what they are about."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

import views.responses
import views.words
import views.words_release
from models.answer import Comment
from models.person import Reach
from models.release import FIRST_LINK, Release, ReleasedUnit, link_after
from models.reporting import ENGLAND, Level, Period
from models.response import CANNOT, DID, SAID, Response
from models.words import Redaction, WordsPlan, WordsStep
from services.work import SYSTEM, Work
from tests.rights import forms
from tests.rights.desk import Desk
from tests.rights.lines import command, sent, within
from tests.rights.people import EVERYBODY, MEMBERS, OF_ITS_EMPLOYER, Who
from tests.rights.things import nothing, sealed_wave

# Another region than that of the analyst.
UNIT = "employer:Pennine"
REDACTED = {
    views.words.TEXT: forms.typed("It was cut short."),
    views.words.THEMES: {
        "type": "multi_static_select",
        "selected_options": [{"value": "supervision"}],
    },
    views.words.TICKS: forms.ticked(),
}
ANSWERED = {
    SAID: forms.typed("It is cut short."),
    DID: forms.typed("It stands in the rota."),
    CANNOT: forms.typed(""),
    views.responses.OWNER: forms.typed("ASYE co-ordinator"),
    views.responses.BY_WHEN: {"type": "datepicker", "selected_date": "2026-12-01"},
    views.responses.SURE: forms.ticked(),
}
ANALYST = frozenset({Who.ANALYST})
RELEASERS = ANALYST | {Who.FOR_ENGLAND}
# Slack lets nobody of another workspace in; whatever comes from there is turned away unread.
ANYBODY = EVERYBODY - {Who.EXTERNAL}


async def _comments(desk: Desk) -> tuple[UUID, list[UUID]]:
    """A sealed wave, and the comments of ten people of one unit."""
    wave = await sealed_wave(desk)
    async with desk.house.begin(SYSTEM) as work:
        found = [
            Comment(id=work.new_id(), wave_id=wave, item="O1", version=1, unit=UNIT, text="Short.")
            for _ in range(10)
        ]
        work.session.add_all(found)
    return wave, [one.id for one in found]


async def a_comment(desk: Desk) -> UUID:
    """A comment that nobody has read."""
    return (await _comments(desk))[1][0]


async def a_redaction(desk: Desk) -> UUID:
    """A comment that somebody else has redacted, who was an analyst then."""
    return (await _redacted(desk, WordsStep.WAITING))[1]


async def agreed_words(desk: Desk) -> UUID:
    """A wave with one comment that is agreed to."""
    return (await _redacted(desk, WordsStep.APPROVED))[0]


async def planned_words(desk: Desk) -> UUID:
    """Words that somebody else has prepared."""
    wave, _ = await _redacted(desk, WordsStep.APPROVED)
    async with desk.house.begin(SYSTEM) as work:
        work.session.add(WordsPlan(wave_id=wave, prepared_by=desk.people[Who.ADMIN].id))
    return wave


async def _redacted(desk: Desk, step: WordsStep) -> tuple[UUID, UUID]:
    wave, (one, *_) = await _comments(desk)
    given: dict[str, Any] = {
        "text": "It was short.",
        "themes": ["supervision"],
        "is_for_use": True,
        "edition": 1,
    }
    async with desk.house.begin(SYSTEM) as work:
        redactor = desk.people[Who.ADMIN].id
        work.session.add(Redaction(comment_id=one, step=step, redactor_id=redactor, **given))
    return wave, one


async def asked_for(desk: Desk) -> UUID:
    """What the co-ordinators of the employer are asked about a release."""
    return await _response(desk)


async def answered(desk: Desk) -> UUID:
    """What they answered."""
    return await _response(desk, said="It is short.", did="It is longer.", owner="Co-ordinator")


async def _response(desk: Desk, **words: Any) -> UUID:
    async with desk.house.begin(SYSTEM) as work:
        release = await _release(work)
        response = Response(
            id=work.new_id(),
            release=release.number,
            reach=Reach.EMPLOYER,
            scope="Thameside",
            asked_at=work.now,
            due_at=work.now,
            closes_at=work.now + timedelta(days=28),
            written_at=work.now if words else None,
            **words,
        )
        work.session.add(response)
    return response.id


async def _release(work: Work) -> Release:
    last = await work.session.scalar(select(func.max(col(Release.number)))) or 0
    release = Release(
        number=last + 1,
        period=Period.WAVE,
        subject=str(work.new_id()),
        title="Monthly pulse",
        starts_on=work.today,
        ends_on=work.today,
        released_at=work.now,
        questionnaire="pulse",
        version=1,
        floor=8,
        before=FIRST_LINK,
        link=link_after(FIRST_LINK, {"number": last + 1}),
    )
    work.session.add(release)
    await work.session.flush()
    england: dict[str, Any] = {
        "key": ENGLAND,
        "name": "England",
        "level": Level.ENGLAND,
        "wider": ENGLAND,
    }
    work.session.add(ReleasedUnit(release=release.number, regions=[], **england))
    return release


def _redaction(one: UUID) -> str:
    return forms.kept(one, edition=0)


def _check(one: UUID) -> str:
    return forms.kept(one, edition=1)


BACK = {
    **REDACTED,
    views.words.DECISION: forms.chosen(views.words.SEND_BACK),
    views.words.ASKED: forms.typed("Please take out the number."),
}
WORDS = (
    command("/nqsw comments", RELEASERS),
    command("/nqsw words", MEMBERS),
    within(views.words_release.SHOW, MEMBERS, nothing),
    within(views.words.OPEN, RELEASERS),
    within(views.words.READ, ANALYST, a_comment),
    within(views.words.CHECK, ANALYST, a_redaction),
    within(f"{views.words.LATER}:{views.words.READ}", ANALYST, a_comment),
    # It is the same for everybody, and nothing is kept of it.
    within(views.words.SAFETY, ANYBODY),
    sent(views.words.REDACTION, ANALYST, a_comment, _redaction, REDACTED),
    sent(views.words.CHECKING, ANALYST, a_redaction, _check, REDACTED),
    sent(views.words.CHECKING, ANALYST, a_redaction, _check, BACK, "back"),
    within(views.words_release.PREPARE, RELEASERS, agreed_words),
    within(views.words_release.SEE, RELEASERS, planned_words),
    within(views.words_release.RELEASE, RELEASERS, planned_words),
    within(views.words_release.DECLINE, RELEASERS, planned_words),
)
ANSWERING = (
    within(views.responses.WRITE, OF_ITS_EMPLOYER, asked_for),
    sent(views.responses.FORM, OF_ITS_EMPLOYER, asked_for, _redaction, ANSWERED),
    within(views.responses.OVERDUE, {Who.FOR_ENGLAND}, nothing),
    within(views.responses.READ, MEMBERS, nothing),
    within(views.responses.HELPFUL, {Who.AUTHOR, Who.NQSW}, answered),
    within(views.responses.OTHER, {Who.AUTHOR, Who.NQSW}, answered),
)
