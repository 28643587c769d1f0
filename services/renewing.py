"""A new version of a published example: begun from what is published, and taking its place."""

from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlmodel import col

import views.library
from models.library import LibrarySave, LibraryUse
from models.practice import Practice, PracticeFile, PracticeState, PracticeVersion
from models.practice_form import DECLARED
from services import drafts, library, library_files, practices, recalling
from services.work import Work
from views.practice_form import Form, Sheet

# Nobody begins the same example anew as often as this.
MOST_VERSIONS = 20
ENDED = (PracticeState.NOT_NOW, PracticeState.WITHDRAWN)
REPLACED = (PracticeState.PUBLISHED, PracticeState.EXPIRED)


async def renew(work: Work, practice_id: UUID) -> Form:
    """A draft of the author's that begins with what is published; again gives the same draft.

    What is published stays as it is until reviewers have agreed to the new version.
    """
    entry = await library.entry_of(work, practice_id)
    new_id = await _next(work, await drafts.own(work, practice_id, locked=True))
    if await work.session.get(Practice, new_id) is not None:
        return await drafts.opened(work, new_id)
    # What was declared of the old words is not declared of the new ones.
    content = {name: value for name, value in entry.content.items() if name != DECLARED}
    saved = await drafts.save(work, Sheet(new_id, 0, str(work.new_id()), 1), content)
    names = {}
    for file in await library_files.files_of(work, entry):
        copied = {**file.model_dump(), "id": work.new_id(), "practice_id": new_id}
        work.session.add(PracticeFile(**copied))
        names[str(copied["id"])] = file.name
    published = PracticeVersion(
        practice_id=new_id,
        version=entry.version,
        content=entry.content,
        files=names,
        at=entry.published_at,
    )
    work.session.add(published)
    saved.practice.version = saved.practice.follows = entry.version
    await work.session.flush()
    sheet = Sheet(new_id, saved.practice.edition, saved.practice.window, 1)
    return await drafts.form(work, saved.practice, sheet, views.library.NEW_VERSION)


async def take_over(work: Work, made: Practice) -> None:
    """Let a published example take the place of the one it is the new version of, if it is one.

    Also of one that has expired meanwhile, or its author could bring that back beside it.
    """
    query = select(col(Practice.id)).where(
        col(Practice.author_id) == made.author_id, col(Practice.state).in_(REPLACED)
    )
    for old_id in (await work.session.scalars(query)).all():
        if made.id in _versions(old_id):
            await _replace(work, old_id, made)


async def _replace(work: Work, old_id: UUID, made: Practice) -> None:
    step = practices.Step(REPLACED, PracticeState.WITHDRAWN, "reviewers", "new version")
    old = await practices.move(work, old_id, step)
    used = update(LibraryUse).where(col(LibraryUse.practice_id) == old_id)
    saved = update(LibrarySave).where(col(LibrarySave.practice_id) == old_id)
    for kept in (used, saved):
        goes_over = kept.values(practice_id=made.id)
        await work.session.execute(goes_over.execution_options(synchronize_session=False))
    await library.remove(work, old)
    await recalling.recall(work, old)
    await library.count_uses(work, made.id)


async def _next(work: Work, published: Practice) -> UUID:
    """The new version that is under way, or the next one, where the last was not agreed to.

    What somebody else has begun under such an id is none of it.
    """
    versions = _versions(published.id)
    is_over = col(Practice.state).in_(ENDED) | (col(Practice.author_id) != published.author_id)
    query = select(col(Practice.id)).where(col(Practice.id).in_(versions), is_over)
    over = {*await work.session.scalars(query)}
    return next((one for one in versions if one not in over), versions[-1])


def _versions(practice_id: UUID) -> list[UUID]:
    """The ids of all that can be new versions of an example, in their order."""
    return [uuid5(practice_id, f"version {number}") for number in range(2, 2 + MOST_VERSIONS)]
