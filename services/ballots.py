"""A person's own ballot: shown to them, replaced or deleted by them, while the wave is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlmodel import col

from models import questionnaire
from models.ballot import NONCE_BYTES, SKIP, Answers, Ballot, clean, fitted, lock, unlock
from models.form import Form
from models.person import Person, is_here
from models.refusals import NoBallot, NoOpenWave, NotInvited, NotOnRoster, StaleForm, WaveClosed
from models.survey import Invitation, Survey, Wave, WaveState
from services import invitations, rows
from services.work import Work


@dataclass(frozen=True)
class Sent:
    """What a person sent: their answers, the edition they started from, and the form."""

    wave_id: UUID
    edition: int
    answers: Answers


class Place(NamedTuple):
    """One person's place in one open wave, as it is now."""

    person_id: UUID
    closes_at: datetime
    edition: int
    box: bytes | None
    questionnaire: str
    items: list[str]


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
    place = await _place(work, wave_id)
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
        answers=_open_box(work, wave_id, place),
    )


async def save(work: Work, sent: Sent) -> datetime:
    """Lock the answers into the box; until when they can be changed.

    The same form sent again has one effect; a form opened before a newer answer was saved is
    refused with StaleForm. Leaves no time, no audit entry, no receipt.
    """
    place = await _place(work, sent.wave_id, to_change=True)
    answers = _fitted(sent.answers, place)
    if sent.edition != place.edition and not _is_same_form(work, sent, place):
        raise StaleForm
    if not await _next_edition(work, sent.wave_id, place):
        # Another request of this person was faster: look again at what it left.
        place = await _place(work, sent.wave_id, to_change=True)
        if not _is_same_form(work, sent, place):
            raise StaleForm
        await _next_edition(work, sent.wave_id, place)
    await _write(work, sent.wave_id, place, answers)
    await invitations.take_back_reminders(work, sent.wave_id, place.person_id)
    return place.closes_at


async def take_out(work: Work, wave_id: UUID) -> None:
    """Delete the person's ballot while the wave is open; NoBallot when there is none."""
    place = await _place(work, wave_id, to_change=True)
    if place.box is None:
        raise NoBallot
    if not await _next_edition(work, wave_id, place):
        raise StaleForm
    await work.session.execute(delete(Ballot).where(*_of(Ballot, wave_id, place.person_id)))


async def status(work: Work) -> list[Status]:
    """The open waves that ask this person, and whether their ballot is in the box."""
    query = (
        select(Wave, col(Survey.title), col(Ballot.person_id))
        .join(Survey, col(Survey.id) == col(Wave.survey_id))
        .join(Invitation, col(Invitation.wave_id) == col(Wave.id))
        .join(Person, col(Person.id) == col(Invitation.person_id))
        .outerjoin(
            Ballot,
            (col(Ballot.wave_id) == col(Wave.id)) & (col(Ballot.person_id) == col(Person.id)),
        )
        .where(
            col(Person.slack_id) == work.actor.slack_id,
            col(Wave.state) == WaveState.OPEN,
            col(Wave.closes_at) > work.now,
        )
        .order_by(col(Wave.closes_at))
    )
    found = await work.session.execute(query)
    return [Status(wave, title, ballot is not None) for wave, title, ballot in found]


async def _only_open(work: Work) -> Status:
    asked = await status(work)
    if asked:
        return asked[0]
    known = select(col(Person.id)).where(col(Person.slack_id) == work.actor.slack_id)
    if (await work.session.execute(known)).first() is None:
        raise NotOnRoster
    raise NoOpenWave


async def _place(work: Work, wave_id: UUID, *, to_change: bool = False) -> Place:
    query = (
        select(
            col(Person.id),
            col(Person.standing),
            col(Person.left_on),
            col(Wave.state),
            col(Wave.closes_at),
            col(Invitation.edition),
            col(Ballot.box),
            col(Wave.questionnaire),
            col(Wave.items),
        )
        .join(Invitation, col(Invitation.person_id) == col(Person.id))
        .join(Wave, col(Wave.id) == col(Invitation.wave_id))
        .outerjoin(
            Ballot,
            (col(Ballot.wave_id) == col(Wave.id)) & (col(Ballot.person_id) == col(Person.id)),
        )
        .where(col(Person.slack_id) == work.actor.slack_id, col(Wave.id) == wave_id)
    )
    if to_change:
        # Closing must wait for us, or a saved ballot would miss the sealing; others need not.
        query = query.with_for_update(read=True, of=Wave)
    row = (await work.session.execute(query)).first()
    if row is None:
        raise NotInvited
    person_id, standing, left_on, state, closes_at, *rest = row
    if state is not WaveState.OPEN or work.now >= closes_at:
        raise WaveClosed(closes_at)
    if not is_here(standing, left_on, work.today):
        raise NotOnRoster
    return Place(person_id, closes_at, *rest)


def _fitted(answers: Answers, place: Place) -> Answers:
    questions = questionnaire.load(place.questionnaire)
    words = {question.id for question in questions.open_questions}
    statements = [item for item in place.items if item not in words]
    return fitted(answers, statements, words.intersection(place.items))


def _open_box(work: Work, wave_id: UUID, place: Place) -> Answers | None:
    if place.box is None:
        return None
    return unlock(work.custody.fetch(wave_id), wave_id, place.person_id, place.box)


def _is_same_form(work: Work, sent: Sent, place: Place) -> bool:
    """Whether what is in the box came from this very form: Slack repeated itself."""
    kept = _open_box(work, sent.wave_id, place)
    return kept is not None and kept.form != "" and kept.form == sent.answers.form


async def _write(work: Work, wave_id: UUID, place: Place, answers: Answers) -> None:
    key = work.custody.fetch(wave_id)
    box = lock(key, wave_id, place.person_id, answers, work.chance.randbytes(NONCE_BYTES))
    if place.box is None:
        new = {"wave_id": wave_id, "person_id": place.person_id, "box": box}
        await rows.insert_new(work.session, Ballot, [new])
    else:
        changed = update(Ballot).where(*_of(Ballot, wave_id, place.person_id))
        await work.session.execute(changed.values(box=box))


async def _next_edition(work: Work, wave_id: UUID, place: Place) -> bool:
    """Count one more write, if nobody wrote since we looked: the row is ours until the commit."""
    counted = update(Invitation).where(
        *_of(Invitation, wave_id, place.person_id), col(Invitation.edition) == place.edition
    )
    done = await work.session.execute(counted.values(edition=place.edition + 1))
    assert isinstance(done, CursorResult)  # noqa: S101 - an UPDATE gives no other result
    return done.rowcount == 1


def _of(
    table: type[Ballot | Invitation], wave_id: UUID, person_id: UUID
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(table.wave_id) == wave_id, col(table.person_id) == person_id


def tidy(choices: Mapping[str, str | None], texts: Mapping[str, str | None]) -> Answers:
    """What was filled in, as it is kept: no answer is a skip, text without its outer spaces."""
    kept = {item: choice or SKIP for item, choice in choices.items()}
    words = {item: clean(text) for item, text in texts.items() if text}
    return Answers(choices=kept, texts={item: text for item, text in words.items() if text})


def is_empty(answers: Answers) -> bool:
    """Whether nothing was answered at all."""
    return not answers.texts and all(choice == SKIP for choice in answers.choices.values())
