"""The library: what is published, how it is found, and how it leaves again."""

import re
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlmodel import col

import views.library
import views.library_letters
from models import calendar, practice_form
from models.framework import Offset
from models.library import LibraryEntry, LibraryNote, LibrarySave, LibraryUse, NoteKind
from models.person import Employer, Person, RoleName
from models.practice import Practice, PracticeFile, PracticeState, PracticeVersion
from models.refusals import AlreadyDone, PracticeHidden, PracticeUnknown
from models.search_words import wanted
from services import (
    agenda,
    library_files,
    newsletter_draft,
    outbox,
    practices,
    rights,
    rows,
    search,
)
from services.work import LONDON, Delivery, Work

REMINDING, EXPIRING = "library.remind", "library.expire"

LASTS, REMINDED_AFTER = Offset(months=24), Offset(months=22)
MORNING = time(9)

# Who kept an example less than this ago need not keep it again.
JUST_KEPT = timedelta(days=600)

# What no text of an example needs, and what no database or reader likes.
_STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000-\ue004]")


async def publish(work: Work, practice: Practice) -> None:
    """Let an example be found and read, in its newest version; again changes nothing."""
    entry = await _enter(work, practice)
    await search.index(work, entry)
    await _plan(work, entry)
    await work.session.execute(
        update(Practice)
        .where(col(Practice.id) == entry.practice_id)
        .values(review_on=entry.review_on)
    )
    await _note_ways(work, practice, entry)
    await show_card(work, entry)


async def remove(work: Work, practice: Practice) -> None:
    """Let an example be found no more; nothing happens if it was not there."""
    entry = await work.session.get(LibraryEntry, practice.id, populate_existing=True)
    if entry is None:
        return
    await search.forget(work, practice.id)
    for what in (REMINDING, EXPIRING):
        await agenda.cancel(work, what, str(practice.id))
    await work.session.execute(
        delete(LibraryNote).where(
            col(LibraryNote.practice_id) == practice.id, col(LibraryNote.done_at).is_(None)
        )
    )
    await work.session.delete(entry)
    await work.session.flush()
    await outbox.revise(work, _card_key(practice.id), views.library_letters.withdrawn())
    await newsletter_draft.show(work)
    await _answer_reminders(work, entry, None)


async def similar(work: Work, title: str, problem: str, limit: int = 3) -> list[LibraryEntry]:
    """Published examples that may be about the same, the likeliest first."""
    words = wanted(f"{title} {problem}").words
    found = await search.likely(work, f"{title} {problem}", limit)
    needed = min(2, len(words))
    return [entry for entry in found if _shared(entry, words) >= needed]


async def entry_of(work: Work, practice_id: UUID) -> LibraryEntry:
    """A published example, for anyone on the roster; PracticeUnknown for whatever is not there."""
    await rights.me(work)
    entry = await work.session.get(LibraryEntry, practice_id, populate_existing=True)
    if entry is None:
        raise PracticeUnknown(str(practice_id))
    return entry


async def read(work: Work, practice_id: UUID) -> views.library.Book:
    """One example as whoever acts reads it."""
    entry = await entry_of(work, practice_id)
    me = await rights.me(work)
    practice = await practices.fetch(work, practice_id)
    key = (practice_id, me.id)
    return views.library.Book(
        entry,
        await library_files.names_of(work, entry),
        is_saved=await work.session.get(LibrarySave, key) is not None,
        is_mine=practice.author_id == me.id,
        use=await work.session.get(LibraryUse, key),
    )


async def show_card(work: Work, entry: LibraryEntry) -> None:
    """Let the card in the community's channel say what is true now."""
    channel, letter = work.policy.channels.community, views.library_letters.card(entry)
    if not channel:
        return
    if not await outbox.revise(work, _card_key(entry.practice_id), letter):
        work.post(channel, letter, _card_key(entry.practice_id))


async def remind(work: Work, practice_id: UUID) -> None:
    """Ask the author and the co-ordinators whether an example is still good."""
    entry = await work.session.get(LibraryEntry, practice_id)
    if entry is None:
        return
    practice = await practices.fetch(work, practice_id)
    author = await work.session.get_one(Person, practice.author_id)
    letter = views.library_letters.reminder(entry)
    to_author = views.library_letters.reminder(entry, is_author=True)
    for_author, for_coordinators = _reminder_keys(entry)
    if author.slack_id and author.is_here(work.today):
        work.post(author.slack_id, to_author, for_author, Delivery(person_id=author.id))
    if work.policy.channels.coordinators:
        work.post(work.policy.channels.coordinators, letter, for_coordinators)


async def expire(work: Work, practice_id: UUID) -> None:
    """Take out an example of which nobody has said that it is still good."""
    entry = await work.session.get(LibraryEntry, practice_id)
    if entry is None or entry.review_on > work.today:
        return
    step = practices.Step(
        [PracticeState.PUBLISHED], PracticeState.EXPIRED, "timetable", "review date passed"
    )
    await remove(work, await practices.move(work, practice_id, step))


async def keep(work: Work, practice_id: UUID) -> date:
    """Keep an example two more years; the author may, and co-ordinators for its employer."""
    by = await _role_towards(work, practice_id)
    practice = await practices.fetch(work, practice_id)
    if practice.state is PracticeState.EXPIRED:
        step = practices.Step([PracticeState.EXPIRED], PracticeState.PUBLISHED, by, "still good")
        await publish(work, await practices.move(work, practice_id, step))
        return LASTS.after(work.today)
    entry = await _locked(work, practice_id)
    if entry.review_on > work.today + JUST_KEPT:
        raise AlreadyDone
    await _answer_reminders(work, entry, LASTS.after(work.today))
    entry.review_on = LASTS.after(work.today)
    practice.review_on = entry.review_on
    await work.session.flush()
    await _plan(work, entry)
    work.record("library.kept", practice_id, by=by)
    return entry.review_on


async def count_uses(work: Work, practice_id: UUID) -> LibraryEntry:
    """Bring the count of uses up to date, on the card too; the entry is locked by the caller."""
    query = select(func.count()).where(col(LibraryUse.practice_id) == practice_id)
    entry = await work.session.get_one(LibraryEntry, practice_id)
    entry.uses = await work.session.scalar(query) or 0
    await work.session.flush()
    await show_card(work, entry)
    return entry


async def _locked(work: Work, practice_id: UUID) -> LibraryEntry:
    query = select(LibraryEntry).where(col(LibraryEntry.practice_id) == practice_id)
    found = await work.session.scalars(
        query.with_for_update().execution_options(populate_existing=True)
    )
    entry = found.one_or_none()
    if entry is None:
        raise PracticeUnknown(str(practice_id))
    return entry


async def locked(work: Work, practice_id: UUID) -> LibraryEntry:
    """A published example that nobody else changes meanwhile, for anyone on the roster."""
    await rights.me(work)
    return await _locked(work, practice_id)


async def _enter(work: Work, practice: Practice) -> LibraryEntry:
    agreed = await work.session.get(PracticeVersion, (practice.id, practice.version))
    content = agreed.content if agreed else practice.content
    employer = await work.session.get_one(Employer, practice.employer_id)
    entry = await work.session.get(LibraryEntry, practice.id, populate_existing=True)
    uses = select(func.count()).where(col(LibraryUse.practice_id) == practice.id)
    files = select(col(PracticeFile.id)).where(col(PracticeFile.practice_id) == practice.id)
    made = LibraryEntry(
        practice_id=practice.id,
        version=practice.version,
        title=clean(practice_form.text_of(content, "title")),
        problem=clean(practice_form.text_of(content, "problem")),
        body=_body(content),
        content=content,
        files=[str(one) for one in await work.session.scalars(files)],
        criteria=list(content.get("criteria") or []),
        headings=list(content.get("headings") or []),
        employer=employer.name,
        employer_kind=employer.kind,
        region=employer.region,
        published_at=work.now
        if entry is None or entry.version != practice.version
        else entry.published_at,
        review_on=LASTS.after(work.today),
        uses=await work.session.scalar(uses) or 0,
    )
    merged = await work.session.merge(made)
    await work.session.flush()
    return merged


def clean(text: str) -> str:
    """A text without signs that nobody can see."""
    return _STRANGE.sub(" ", text)


def _body(content: dict[str, object]) -> str:
    rest = (name for name in practice_form.SCREENED if name not in {"title", "problem"})
    texts = (clean(practice_form.text_of(content, name)) for name in rest)
    return "\n".join(text for text in texts if text)


async def _plan(work: Work, entry: LibraryEntry) -> None:
    """Note when to ask whether it is still good, and when it leaves unanswered."""
    subject = str(entry.practice_id)
    for what in (REMINDING, EXPIRING):
        await agenda.cancel(work, what, subject)
    await agenda.schedule(work, REMINDING, subject, _morning(REMINDED_AFTER.after(work.today)))
    await agenda.schedule(work, EXPIRING, subject, _morning(entry.review_on))


async def _note_ways(work: Work, practice: Practice, entry: LibraryEntry) -> None:
    kinds = [kind for kind in NoteKind if kind.value in practice.ways]
    for kind in kinds:
        note = {"practice_id": practice.id, "kind": kind, "at": work.now}
        await rows.insert_new(work.session, LibraryNote, [note])
        if kind is not NoteKind.NEWSLETTER and work.policy.channels.coordinators:
            contact = practice_form.text_of(entry.content, "contact")
            letter = views.library_letters.decided(entry, kind, contact)
            work.post(work.policy.channels.coordinators, letter, note_key(practice.id, kind))


def note_key(practice_id: UUID, kind: NoteKind) -> str:
    return f"library.note:{practice_id}:{kind.value}"


async def _role_towards(work: Work, practice_id: UUID) -> str:
    """As what whoever acts may look after an example; NotAllowed, or PracticeUnknown."""
    me = await rights.me(work)
    practice = await work.session.get(Practice, practice_id)
    if practice is not None and practice.author_id == me.id:
        return "author"
    if not await rights.may(work, RoleName.COORDINATOR) or practice is None:
        # Whoever may not look after any does not learn which there are.
        raise PracticeUnknown(str(practice_id))
    employer = await work.session.get_one(Employer, practice.employer_id)
    place = rights.Place(employer.name, employer.region)
    is_known = practice.state in {PracticeState.PUBLISHED, PracticeState.EXPIRED}
    if not is_known and not await rights.may(work, RoleName.COORDINATOR, place):
        raise PracticeHidden(RoleName.COORDINATOR.value, employer.name)
    await rights.require(work, RoleName.COORDINATOR, place)
    return RoleName.COORDINATOR.value


async def _answer_reminders(work: Work, entry: LibraryEntry, kept_until: date | None) -> None:
    letter = views.library_letters.reminder_answered(entry.title, kept_until)
    for key in _reminder_keys(entry):
        await outbox.revise(work, key, letter)


def _reminder_keys(entry: LibraryEntry) -> tuple[str, str]:
    start = f"library.remind:{entry.practice_id}:{entry.review_on}"
    return f"{start}:author", f"{start}:coordinators"


def _card_key(practice_id: UUID) -> str:
    return f"library:{practice_id}"


def _morning(day: date) -> datetime:
    return calendar.moment_of(datetime.combine(day, MORNING), LONDON)


def _shared(entry: LibraryEntry, words: tuple[str, ...]) -> int:
    """How many of the words, or their beginnings, stand in title and problem."""
    text = f"{entry.title} {entry.problem}".casefold()
    return sum(word[: max(4, len(word) - 3)] in text for word in words)
