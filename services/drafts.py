"""Drafts of examples: opened, saved step by step, deleted; nobody but their author sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

import views.practice_form
import views.practice_lists
from models import practice_form
from models.library import LibraryEntry
from models.practice import Practice, PracticeFile, PracticeState, PracticeVersion
from models.practice_form import CRITERIA, text_of
from models.refusals import BadInput, PracticeUnknown
from services import attachments, findings, library, practices, rights, rows
from services.work import Work
from views.blocks import Block
from views.practice_form import Form, Sheet

EDITABLE = (
    PracticeState.DRAFT,
    PracticeState.CHECKING,
    PracticeState.STOPPED,
    PracticeState.CHANGES_ASKED,
)


@dataclass(frozen=True)
class Saved:
    """A draft as it is now; whether title or problem are others than before."""

    practice: Practice
    is_new_subject: bool = False


async def begun(work: Work) -> Form:
    """An empty form; nothing is kept until it is saved."""
    me = await rights.me(work)
    practice = _new(work, work.new_id(), me.id, me.employer_id)
    return Form(practice, str(work.new_id()), 1)


async def own(work: Work, practice_id: UUID, *, locked: bool = False) -> Practice:
    """An example of the actor's own, perhaps locked till the commit; PracticeUnknown if not."""
    me = await rights.me(work)
    query = (
        select(Practice)
        .where(col(Practice.id) == practice_id, col(Practice.author_id) == me.id)
        .execution_options(populate_existing=True)
    )
    query = query.with_for_update() if locked else query
    practice = (await work.session.scalars(query)).one_or_none()
    if practice is None:
        raise PracticeUnknown(str(practice_id))
    return practice


async def opened(work: Work, practice_id: UUID, step: int | None = None) -> Form:
    """A draft as a form in a new window: at the step given, else where something is missing."""
    practice = await own(work, practice_id)
    if practice.state not in EDITABLE:
        raise practice.moved()
    where = step or practice_form.first_open_step(practice.content)
    if step is None and practice.state is not PracticeState.DRAFT:
        where = 1
    return await form(work, practice, Sheet(practice.id, 0, str(work.new_id()), where))


async def form(work: Work, practice: Practice, sheet: Sheet, notice: str = "") -> Form:
    """What a step shows: the texts, the files, what the screen found, what reviewers asked."""
    files = await attachments.of(work, practice.id)
    is_with_files = sheet.step >= practice_form.STEPS
    found = await findings.of(work, practice, with_files=is_with_files)
    return Form(practice, sheet.window, sheet.step, files, found, notice)


async def save(work: Work, sheet: Sheet, typed: dict[str, Any]) -> Saved:
    """Keep what a form holds; BadInput when a newer window has saved something else meanwhile."""
    typed = practice_form.readable(typed)
    if sheet.edition == 0:
        await _begin(work, sheet)
    practice = await own(work, sheet.practice_id, locked=True)
    if practice.state not in EDITABLE:
        raise practice.moved()
    content = {**practice.content, **typed}
    if content == practice.content:
        return Saved(practice)
    before = practice.content
    is_new = any(text_of(content, one) != text_of(before, one) for one in ("title", "problem"))
    await _write(work, sheet, content)
    return Saved(await practices.fetch(work, practice.id), is_new)


async def start_with(work: Work, what_we_did: str) -> Form:
    """A draft that begins with somebody's own message; cut at the limit, which is said."""
    begin = await begun(work)
    limit = practice_form.BY_NAME["what_we_did"].limit
    sheet = Sheet(begin.practice.id, 0, begin.window, 1)
    saved = await save(work, sheet, {"what_we_did": what_we_did[:limit].strip()})
    notice = views.practice_form.FROM_MESSAGE
    if len(what_we_did) > limit:
        notice = f"{notice} {views.practice_form.CUT}"
    return await form(work, saved.practice, sheet, notice)


async def delete_draft(work: Work, practice_id: UUID) -> None:
    """Delete what was never sent; PracticeMoved for what reviewers have seen."""
    practice = await own(work, practice_id, locked=True)
    if practice.was_sent or practice.state not in {PracticeState.DRAFT, PracticeState.CHECKING}:
        raise practice.moved()
    for table in (PracticeFile, PracticeVersion):
        of_it = col(table.practice_id) == practice_id
        await work.session.execute(delete(table).where(of_it))
    await work.session.execute(delete(Practice).where(col(Practice.id) == practice_id))
    work.record("practice.deleted", practice_id, by="author")


async def similar(work: Work, content: dict[str, Any]) -> Sequence[LibraryEntry]:
    """Published examples that may be about the same; none when the search does not work.

    A search that failed leaves its transaction unusable: look for these in one of their own.
    """
    try:
        return await library.similar(work, text_of(content, "title"), text_of(content, "problem"))
    except SQLAlchemyError:
        # Sharing must not fail because finding does.
        return []


async def previewed(work: Work, sheet: Sheet, typed: dict[str, Any]) -> Form:
    """A step as it is being typed; nothing of it is kept."""
    typed = practice_form.readable(typed)
    if sheet.edition == 0:
        me = await rights.me(work)
        new = _new(work, sheet.practice_id, me.id, me.employer_id)
        new.content = typed
        return Form(new, sheet.window, sheet.step)
    practice = await own(work, sheet.practice_id)
    content = {**practice.content, **typed}
    # The window stays as old as it is: what a newer one saved is not to be lost by a look.
    shown = Practice(**(practice.model_dump() | {"content": content, "edition": sheet.edition}))
    return await form(work, shown, sheet)


async def unfinished(work: Work) -> list[Practice]:
    """The actor's own that wait for them, the newest first."""
    return [one for one in await practices.mine(work) if one.state in EDITABLE]


async def to_do(work: Work) -> list[Block]:
    """Drafts, and changes asked, on Home."""
    return views.practice_lists.to_do(await unfinished(work))


async def for_home(work: Work) -> list[Block]:
    """Where sharing begins, on Home."""
    await rights.me(work)
    return views.practice_lists.for_home()


async def _begin(work: Work, sheet: Sheet) -> None:
    """A first save makes the draft, once; somebody else's is left alone."""
    me = await rights.me(work)
    new = _new(work, sheet.practice_id, me.id, me.employer_id).model_dump()
    if await rows.insert_new(work.session, Practice, [new]):
        work.record("practice.drafted", sheet.practice_id)


def _new(work: Work, practice_id: UUID, author_id: UUID, employer_id: UUID) -> Practice:
    return Practice(
        id=practice_id,
        author_id=author_id,
        employer_id=employer_id,
        created_at=work.now,
        changed_at=work.now,
    )


async def _write(work: Work, sheet: Sheet, content: dict[str, Any]) -> None:
    is_newest = or_(col(Practice.edition) == sheet.edition, col(Practice.window) == sheet.window)
    changed = (
        update(Practice)
        .where(col(Practice.id) == sheet.practice_id, is_newest)
        .values(
            content=content,
            edition=Practice.edition + 1,
            window=sheet.window,
            changed_at=work.now,
        )
        .execution_options(synchronize_session=False)
    )
    if await rows.change(work.session, changed) == 0:
        fields = practice_form.of_step(sheet.step)
        raise BadInput(fields[0].name if fields else CRITERIA, views.practice_form.STALE)
