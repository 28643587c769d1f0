"""Saved and used: what readers say of an example, once each, and how often it was used."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

import views.library
import views.library_letters
from models.library import LibrarySave, LibraryUse
from models.person import Person
from models.practice import Practice
from models.refusals import BadInput, OwnExample
from services import library, outbox, practices, rights, rows
from services.work import Delivery, Letter, Work


@dataclass(frozen=True)
class Typed:
    """What somebody says of their use, before anything in it is trusted."""

    place: str
    how: str
    told: str
    sentence: str
    is_named: bool


@dataclass(frozen=True)
class Route:
    """How a question reaches who wrote an example: by account, or only by the contact."""

    title: str
    contact: str
    asker: str
    author: str | None = None


async def save(work: Work, practice_id: UUID) -> None:
    """Keep an example for later; again changes nothing."""
    await library.entry_of(work, practice_id)
    me = await rights.me(work)
    new = {"practice_id": practice_id, "person_id": me.id, "at": work.now}
    await rows.insert_new(work.session, LibrarySave, [new])


async def unsave(work: Work, practice_id: UUID) -> None:
    """Keep it no more."""
    me = await rights.me(work)
    kept = delete(LibrarySave).where(
        col(LibrarySave.practice_id) == practice_id, col(LibrarySave.person_id) == me.id
    )
    await work.session.execute(kept)


async def form(work: Work, practice_id: UUID) -> views.library.Book:
    """What "I used this" starts from; OwnExample for the author."""
    shown = await library.read(work, practice_id)
    if shown.is_mine:
        raise OwnExample
    return shown


async def use(work: Work, practice_id: UUID, typed: Typed) -> bool:
    """Say that one has used it, or say it anew; the author hears of it. Whether it is new."""
    entry = await library.locked(work, practice_id)
    me = await rights.me(work)
    practice = await practices.fetch(work, practice_id)
    if practice.author_id == me.id:
        raise OwnExample
    said = _checked(typed)
    before = await work.session.get(LibraryUse, (practice_id, me.id))
    if before is None:
        before = LibraryUse(practice_id=practice_id, person_id=me.id, at=work.now)
        work.session.add(before)
        is_new = True
    else:
        is_new = False
    before.place, before.sentence = said.place, said.sentence
    before.changed, before.is_named = f"{said.how}:{said.told}", said.is_named
    await work.session.flush()
    if is_new:
        entry = await library.count_uses(work, practice_id)
    await _tell_author(work, practice, views.library_letters.used(entry, before, me.name), me)
    return is_new


async def route(work: Work, practice_id: UUID) -> Route:
    """How a question of whoever acts reaches the author; OwnExample for the author."""
    entry = await library.entry_of(work, practice_id)
    me = await rights.me(work)
    practice = await practices.fetch(work, practice_id)
    if practice.author_id == me.id:
        raise OwnExample
    author = await work.session.get_one(Person, practice.author_id)
    contact = str(entry.content.get("contact") or "")
    can_be_asked = author.is_here(work.today) and author.slack_id
    return Route(entry.title, contact, me.slack_id or "", author.slack_id if can_be_asked else None)


async def ask(work: Work, practice_id: UUID, channel: str) -> None:
    """Say in their conversation which example it is about, once."""
    entry = await library.entry_of(work, practice_id)
    me = await rights.me(work)
    practice = await practices.fetch(work, practice_id)
    author = await work.session.get_one(Person, practice.author_id)
    letter = views.library_letters.question(entry, me.name, author.name)
    work.post(channel, letter, f"library.ask:{practice_id}:{me.id}")


async def criteria(work: Work, since: datetime, until: datetime) -> list[tuple[str, ...]]:
    """For each use in this time the criteria of its example, for the annual report."""
    query = (
        select(col(Practice.content))
        .join(LibraryUse, col(LibraryUse.practice_id) == col(Practice.id))
        .where(col(LibraryUse.at) >= since, col(LibraryUse.at) < until)
    )
    found = await work.session.scalars(query)
    return sorted(tuple(sorted(set(content.get("criteria") or []))) for content in found)


async def _tell_author(work: Work, practice: Practice, letter: Letter, me: Person) -> None:
    author = await work.session.get_one(Person, practice.author_id)
    key = f"library.used:{practice.id}:{me.id}"
    if author.slack_id is None or await outbox.revise(work, key, letter):
        return
    work.post(author.slack_id, letter, key, Delivery(person_id=author.id))


def _checked(typed: Typed) -> Typed:
    if typed.how not in views.library.CHANGED_LABELS:
        raise BadInput(views.library.HOW, views.library.CHOOSE_HOW)
    limits = (
        (views.library.PLACE, typed.place, views.library.PLACE_LIMIT),
        (views.library.TOLD, typed.told, views.library.TOLD_LIMIT),
        (views.library.SENTENCE, typed.sentence, views.library.SENTENCE_LIMIT),
    )
    for field, text, limit in limits:
        if len(text) > limit:
            raise BadInput(field, views.library.TOO_LONG.format(limit=limit))
    texts = [library.clean(text).strip() for _, text, _ in limits]
    if not texts[0]:
        raise BadInput(views.library.PLACE, views.library.WHERE_NEEDED)
    return Typed(texts[0], typed.how, texts[1], texts[2], typed.is_named)
