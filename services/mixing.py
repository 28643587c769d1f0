"""Opens the box of a closed wave and mixes what is in it, until no answer belongs to anybody."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select, text
from sqlmodel import col

from analysis.pooling import Asked, History, Least, Part, Whom
from models.answer import Answer, AnswerKind, Comment
from models.ballot import Answers, Ballot, unlock
from models.person import Employer, Person
from models.survey import Invitation, Wave
from services import bulk, units
from services.work import Work

# Few enough that whoever waits for an answer meanwhile does not notice.
BALLOTS_AT_A_TIME = 200

SCORES = frozenset("12345")
WITHOUT_SCORE = {"not_yet": AnswerKind.NOT_YET, "skip": AnswerKind.SKIPPED}

Row = dict[str, Any]

# One statement in random order: neither a place in the file nor a command number tells which
# row came first. Each column is one array.
INTO_ANSWER = text(
    "insert into answer (id, item, wave_id, version, unit, cohort, kind, score)"
    " select id, item, :wave, :version, unit, cohort, kind, score from"
    " unnest(cast(:ids as uuid[]), cast(:items as varchar[]), cast(:units as varchar[]),"
    " cast(:cohorts as varchar[]), cast(:kinds as varchar[]), cast(:scores as integer[]))"
    " as mixed (id, item, unit, cohort, kind, score) order by random()"
)
INTO_COMMENT = text(
    "insert into comment (id, wave_id, item, version, unit, text, may_quote)"
    " select id, :wave, item, :version, unit, words, quote from unnest(cast(:ids as uuid[]),"
    " cast(:items as varchar[]), cast(:units as varchar[]), cast(:texts as text[]),"
    " cast(:quotes as boolean[])) as mixed (id, item, unit, words, quote) order by random()"
)


@dataclass(frozen=True)
class Opened:
    """One ballot out of its box: where its author works, since when, and what they said."""

    whom: Whom
    answers: Answers


@dataclass(frozen=True)
class Box:
    """What was in the box, how many ballots could not be read, and how many were asked where."""

    opened: Sequence[Opened]
    unreadable: int
    asked: Asked


@dataclass(frozen=True)
class Tally:
    """How often each answer was given, and how many comments: equal before and after."""

    people: int
    answers: Counter[tuple[str, AnswerKind, int | None]]
    comments: int


@dataclass(frozen=True)
class Mixture:
    """Rows that belong to nobody, in random order, and the units that employers now have."""

    scores: list[Row]
    comments: list[Row]
    history: History
    asked: Mapping[Part, int]


async def open_box(work: Work, wave: Wave) -> Box:
    """Decrypt every ballot of the wave; KeyLost when nobody has the key."""
    key = work.custody.fetch(wave.id)
    opened: list[Opened] = []
    unreadable = 0
    last: UUID | None = None
    while batch := await _next_ballots(work, wave.id, last):
        for person_id, box, employer, region, cohort in batch:
            answers = _unlock(key, wave, person_id, box)
            if answers is None:
                unreadable += 1
            else:
                whom = Whom(units.place(employer, region), cohort or "")
                opened.append(Opened(whom, answers))
        last = batch[-1][0]
        await asyncio.sleep(0)
    return Box(opened, unreadable, await _asked(work, wave.id))


def mix(work: Work, wave: Wave, box: Box, history: History) -> Mixture:
    """Give each author's scores and each of their texts a random id and a unit, and mix them.

    Fewer people than the floor are nobody's crowd: of them nothing is kept.
    """
    if len(box.opened) < work.policy.floor_wider:
        return Mixture([], [], history, {})
    people = [one.whom for one in box.opened]
    floor = work.policy.floor_employer
    history = units.before(history, box.asked, floor)
    placed = units.split(people, box.asked, Least.of(floor), history)
    # Ids are random, so their order is too; and it is the order in which SQLite keeps the rows,
    # so writing them tells no other. Texts have other ids, and so another order than scores.
    scores = sorted(_scores(work, wave, box.opened, placed), key=_by_id)
    comments = sorted(_comments(work, wave, box, history), key=_by_id)
    asked = units.asked_of(box.asked, people, placed)
    return Mixture(scores, comments, units.after(history, box.asked, people, placed), asked)


def expected(work: Work, wave: Wave, box: Box) -> Tally:
    """Count what must be stored of these ballots."""
    if len(box.opened) < work.policy.floor_wider:
        return Tally(0, Counter(), 0)
    items = _with_choices(wave, box.opened)
    answers = Counter(
        (item, *_value(one.answers.choices.get(item, "skip")))
        for one in box.opened
        for item in items
    )
    comments = sum(len(_words(wave, one.answers)) for one in box.opened)
    return Tally(len(box.opened) if items else 0, answers, comments)


async def keep(work: Work, wave: Wave, mixture: Mixture) -> None:
    """Insert the rows, in an order that tells nothing."""
    await units.note(work, wave.opens_at, mixture.history)
    await units.note_asked(work, wave.id, mixture.asked)
    if work.session.get_bind().dialect.name == "sqlite":
        shared = {"wave_id": wave.id, "version": wave.version}
        await bulk.insert_all(work.session, Answer, mixture.scores, shared=shared)
        await bulk.insert_all(work.session, Comment, mixture.comments, shared=shared)
        return
    fixed = {"wave": wave.id, "version": wave.version}
    await work.session.execute(INTO_ANSWER, fixed | _answer_columns(mixture.scores))
    await work.session.execute(INTO_COMMENT, fixed | _comment_columns(mixture.comments))


async def kept(work: Work, wave_id: UUID) -> Tally:
    """Count what is stored of a wave."""
    shape = (col(Answer.item), col(Answer.kind), col(Answer.score))
    of_wave = col(Answer.wave_id) == wave_id
    counts = await work.session.execute(
        select(*shape, func.count()).where(of_wave).group_by(*shape)
    )
    people = select(func.count(col(Answer.id).distinct())).where(of_wave)
    comments = select(func.count()).select_from(Comment).where(col(Comment.wave_id) == wave_id)
    return Tally(
        people=(await work.session.execute(people)).scalar_one(),
        answers=Counter({(item, kind, score): n for item, kind, score, n in counts}),
        comments=(await work.session.execute(comments)).scalar_one(),
    )


async def _next_ballots(work: Work, wave_id: UUID, last: UUID | None) -> Sequence[Any]:
    query = (
        select(
            col(Ballot.person_id),
            col(Ballot.box),
            col(Employer.name),
            col(Employer.region),
            col(Person.cohort),
        )
        .outerjoin(Person, col(Person.id) == col(Ballot.person_id))
        .outerjoin(Employer, col(Employer.id) == col(Person.employer_id))
        .where(col(Ballot.wave_id) == wave_id)
        .order_by(col(Ballot.person_id))
        .limit(BALLOTS_AT_A_TIME)
    )
    if last is not None:
        query = query.where(col(Ballot.person_id) > last)
    return (await work.session.execute(query)).all()


async def _asked(work: Work, wave_id: UUID) -> dict[Whom, int]:
    """How many people of each employer and cohort were invited."""
    whom = (col(Employer.name), col(Employer.region), col(Person.cohort))
    query = (
        select(*whom, func.count())
        .join(Person, col(Person.employer_id) == col(Employer.id))
        .join(Invitation, col(Invitation.person_id) == col(Person.id))
        .where(col(Invitation.wave_id) == wave_id)
        .group_by(*whom)
    )
    found = await work.session.execute(query)
    return {
        Whom(units.place(name, region), cohort): people for name, region, cohort, people in found
    }


def _unlock(key: bytes, wave: Wave, person_id: UUID, box: bytes) -> Answers | None:
    """What is in the box; None if it is damaged."""
    try:
        answers = unlock(key, wave.id, person_id, box)
    except (InvalidTag, ValueError, TypeError):
        return None
    choices = [value for item, value in answers.choices.items() if item in wave.items]
    is_whole = all(value in SCORES or value in WITHOUT_SCORE for value in choices)
    return answers if is_whole else None


def _scores(
    work: Work, wave: Wave, opened: Sequence[Opened], placed: Sequence[Part]
) -> Iterator[Row]:
    items = _with_choices(wave, opened)
    keys = {part: part.unit.key for part in placed}
    for one, part in zip(opened, placed, strict=True):
        nobody = work.new_id()
        for item in items:
            kind, score = _value(one.answers.choices.get(item, "skip"))
            yield {
                "id": nobody,
                "item": item,
                "unit": keys[part],
                "cohort": part.cohort,
                "kind": kind,
                "score": score,
            }


def _comments(work: Work, wave: Wave, box: Box, history: History) -> Iterator[Row]:
    authors = [(one, words) for one in box.opened if (words := _words(wave, one.answers))]
    # A text is only ever shown from larger groups, and those who write are fewer.
    floor = work.policy.floor_text
    history = units.before(history, box.asked, floor)
    places = [one.whom.place for one, _ in authors]
    # Who writes nothing has answered all the same, so of whom nothing is here need not be hidden,
    # and a pool need have no more people than a text is shown from.
    asked = {whom: people for whom, people in box.asked.items() if whom.place in places}
    placed = units.assign(places, asked, Least.of(floor, times=1), history)
    for (one, words), unit in zip(authors, placed, strict=True):
        for item, written in words.items():
            yield {
                "id": work.new_id(),
                "item": item,
                "unit": unit.key,
                "text": written,
                "may_quote": one.answers.may_quote,
            }


def _with_choices(wave: Wave, opened: Sequence[Opened]) -> list[str]:
    """The items that have choices; the others are open questions."""
    return [item for item in wave.items if any(item in one.answers.choices for one in opened)]


def _value(choice: str) -> tuple[AnswerKind, int | None]:
    if choice in SCORES:
        return AnswerKind.SCORED, int(choice)
    return WITHOUT_SCORE[choice], None


def _words(wave: Wave, answers: Answers) -> dict[str, str]:
    asked = {item: _storable(words) for item, words in answers.texts.items() if item in wave.items}
    return {item: words for item, words in asked.items() if words}


def _by_id(row: Row) -> bytes:
    nobody: UUID = row["id"]
    return nobody.bytes


def _storable(words: str) -> str:
    # PostgreSQL refuses this one character, and a wave must not hang on it.
    return words.replace("\0", "").strip()


def _answer_columns(rows: list[Row]) -> Row:
    return {
        "ids": [row["id"] for row in rows],
        "items": [row["item"] for row in rows],
        "units": [row["unit"] for row in rows],
        "cohorts": [row["cohort"] for row in rows],
        "kinds": [str(row["kind"]) for row in rows],
        "scores": [row["score"] for row in rows],
    }


def _comment_columns(rows: list[Row]) -> Row:
    return {
        "ids": [row["id"] for row in rows],
        "items": [row["item"] for row in rows],
        "units": [row["unit"] for row in rows],
        "texts": [row["text"] for row in rows],
        "quotes": [row["may_quote"] for row in rows],
    }
