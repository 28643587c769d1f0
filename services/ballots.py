"""A person's own ballot: shown to them, replaced or deleted by them, while the wave is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from models import questionnaire
from models.ballot import NONCE_BYTES, SKIP, Answers, Ballot, clean, fitted, lock, unlock
from models.form import Form
from models.person import Person
from models.refusals import NoBallot, NoOpenWave, NotOnRoster, StaleForm
from models.survey import Invitation, Survey, Wave, WaveState
from services import invitations, places
from services.work import Work


@dataclass(frozen=True)
class Sent:
    """What a person sent: their answers, the edition they started from, and the form."""

    wave_id: UUID
    edition: int
    answers: Answers


@dataclass(frozen=True)
class Status:
    """Whether the person's ballot is in the box of an open wave."""

    wave: Wave
    title: str
    has_ballot: bool


async def form(work: Work, wave_id: UUID | None = None) -> Form:
    """The form of a wave (or of the one open wave that asks this person), filled in with care.

    Raises NotOnRoster, NoOpenWave, NotInvited or WaveClosed.
    """
    wave_id = wave_id or (await _only_open(work)).wave.id
    place = await places.find(work, wave_id)
    wave = await work.session.get_one(Wave, wave_id)
    survey = await work.session.get_one(Survey, wave.survey_id)
    questions = questionnaire.load(wave.questionnaire)
    return Form(
        wave_id=wave_id,
        title=survey.title,
        closes_at=wave.closes_at,
        questions=tuple(questions.question(item) for item in wave.items),
        questionnaire=questions,
        edition=place.edition,
        answers=_open_box(work, place),
    )


async def save(work: Work, sent: Sent) -> datetime:
    """Lock the answers into the box; until when they can be changed.

    The same form sent again has one effect; a form opened before a newer answer was saved is
    refused with StaleForm. Leaves no time, no audit entry, no receipt.
    """
    place = await places.find(work, sent.wave_id, to_change=True)
    answers = _fitted(sent.answers, place)
    if sent.edition != place.edition and not _is_same_form(work, sent, place):
        raise StaleForm
    if not await places.count(work, place):
        # Another request of this person was faster: look again at what it left.
        place = await places.find(work, sent.wave_id, to_change=True)
        if not _is_same_form(work, sent, place):
            raise StaleForm
        await places.count(work, place)
    await places.put(work, place, _locked(work, place, answers))
    if place.has_reminder:
        await invitations.take_back_reminders(work, sent.wave_id, place.person_id)
    return place.closes_at


async def take_out(work: Work, wave_id: UUID) -> None:
    """Delete the person's ballot while the wave is open; NoBallot when there is none."""
    place = await places.find(work, wave_id, to_change=True)
    if place.box is None:
        raise NoBallot
    if not await places.count(work, place):
        raise StaleForm
    await places.clear(work, place)


async def status(work: Work) -> list[Status]:
    """The open waves that ask this person, and whether their ballot is in the box."""
    asked = {"actor": work.actor.slack_id, "now": work.now}
    found = await work.session.execute(_asking(), asked)
    return [Status(wave, title, ballot is not None) for wave, title, ballot in found]


@cache
def _asking() -> Select[Wave, str, UUID | None]:
    # Many ask where they stand: putting the statement together costs more than running it.
    return (
        select(Wave, col(Survey.title), col(Ballot.person_id))
        .join(Survey, col(Survey.id) == col(Wave.survey_id))
        .join(Invitation, col(Invitation.wave_id) == col(Wave.id))
        .join(Person, col(Person.id) == col(Invitation.person_id))
        .outerjoin(
            Ballot,
            (col(Ballot.wave_id) == col(Wave.id)) & (col(Ballot.person_id) == col(Person.id)),
        )
        .where(
            col(Person.slack_id) == bindparam("actor"),
            col(Wave.state) == WaveState.OPEN,
            col(Wave.closes_at) > bindparam("now"),
        )
        .order_by(col(Wave.closes_at))
    )


async def _only_open(work: Work) -> Status:
    asked = await status(work)
    if asked:
        return asked[0]
    known = select(col(Person.id)).where(col(Person.slack_id) == work.actor.slack_id)
    if (await work.session.execute(known)).first() is None:
        raise NotOnRoster
    raise NoOpenWave


def _fitted(answers: Answers, place: places.Place) -> Answers:
    questions = questionnaire.load(place.questionnaire)
    words = {question.id for question in questions.open_questions}
    statements = [item for item in place.items if item not in words]
    return fitted(answers, statements, words.intersection(place.items))


def _open_box(work: Work, place: places.Place) -> Answers | None:
    if place.box is None:
        return None
    key = work.custody.fetch(place.wave_id)
    return unlock(key, place.wave_id, place.person_id, place.box)


def _is_same_form(work: Work, sent: Sent, place: places.Place) -> bool:
    """Whether what is in the box came from this very form: Slack repeated itself."""
    kept = _open_box(work, place)
    return kept is not None and kept.form != "" and kept.form == sent.answers.form


def _locked(work: Work, place: places.Place, answers: Answers) -> bytes:
    key = work.custody.fetch(place.wave_id)
    nonce = work.chance.randbytes(NONCE_BYTES)
    return lock(key, place.wave_id, place.person_id, answers, nonce)


def tidy(choices: Mapping[str, str], texts: Mapping[str, str]) -> Answers:
    """What was filled in, as it is kept: no answer is a skip, text without its outer spaces."""
    kept = {item: choice or SKIP for item, choice in choices.items()}
    words = {item: clean(text) for item, text in texts.items()}
    return Answers(choices=kept, texts={item: text for item, text in words.items() if text})


def is_empty(answers: Answers) -> bool:
    """Whether nothing was answered at all."""
    return not answers.texts and all(choice == SKIP for choice in answers.choices.values())
