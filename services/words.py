"""Comments on their way to being shown: read by analysts from elsewhere, agreed by another one.

Who may read which is said in `services/word_readers.py`. Each analyst has an order of their own,
made of random ids, that does not tell the order of writing.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

import views.screening
import views.words
from models import code_book
from models.answer import Comment
from models.ballot import TEXT_LIMIT, clean
from models.refusals import BadInput, NotAllowed, NotOnRoster, WordsMoved, WordsUnknown
from models.survey import Wave, WaveState
from models.words import Redaction, WordsPlan, WordsStep
from services import rows, screening, word_readers
from services.word_readers import Reader
from services.work import Work
from views.blocks import Block
from views.words import Sheet


@dataclass(frozen=True)
class Unsettled:
    """One comment that nobody has agreed to yet, without its words."""

    id: UUID
    wave_id: UUID
    unit: str
    step: WordsStep | None
    redactor_id: UUID | None


@dataclass(frozen=True)
class Redacted:
    """A redaction as it came; nothing in it is checked."""

    edition: int
    text: str
    themes: Sequence[str]
    is_for_use: bool = True
    names_nobody: bool = False


@dataclass(frozen=True)
class Queue:
    """What one analyst may read, and what they may check; in an order of their own."""

    to_read: Sequence[Unsettled]
    to_check: Sequence[Unsettled]


async def queue(work: Work) -> Queue:
    """What waits for the actor; NotAllowed for whoever is no analyst for England."""
    me = await word_readers.acting(work)
    waiting = sorted(await _unsettled(work, me), key=lambda one: _place_in_order(me, one.id))
    return Queue(
        [one for one in waiting if one.step in (None, WordsStep.RETURNED)],
        [
            one
            for one in waiting
            if one.step is WordsStep.WAITING and one.redactor_id != me.person.id
        ],
    )


async def next_to_read(work: Work, after: UUID | None = None) -> Sheet | None:
    """The next comment for the actor, after one that they left for now; None at the end."""
    return await _sheet(work, (await queue(work)).to_read, after)


async def next_to_check(work: Work, after: UUID | None = None) -> Sheet | None:
    """The next redaction that the actor may agree to; None at the end."""
    return await _sheet(work, (await queue(work)).to_check, after)


async def redact(work: Work, comment_id: UUID, given: Redacted) -> None:
    """Give a comment its redacted words; WordsMoved if somebody else has.

    No note is left of it: the redaction itself says who made it, as long as it is there.
    """
    me, one = await _mine(work, comment_id)
    kept = await _checked(work, given)
    if one.step is None:
        new = {"comment_id": one.id, "redactor_id": me.person.id, "step": WordsStep.WAITING}
        if given.edition or not await rows.insert_new(work.session, Redaction, [new | kept]):
            raise WordsMoved
        return
    again = {"step": WordsStep.WAITING, "redactor_id": me.person.id, "approver_id": None}
    await _move(work, one.id, (WordsStep.RETURNED, given.edition), {**again, **kept, "asked": ""})


async def approve(work: Work, comment_id: UUID, given: Redacted) -> None:
    """A second analyst agrees, perhaps after changing it; OwnRedaction for the first one."""
    me, one = await _mine(work, comment_id)
    kept = await _checked(work, given)
    await _must_be_checked_by(work, me, one, given.edition)
    agreed = {"step": WordsStep.APPROVED, "approver_id": me.person.id, "asked": ""}
    await _move(work, one.id, (WordsStep.WAITING, given.edition), {**agreed, **kept})


async def send_back(work: Work, comment_id: UUID, edition: int, asked: str) -> None:
    """A second analyst says what is to be changed."""
    me, one = await _mine(work, comment_id)
    await _must_be_checked_by(work, me, one, edition)
    words = clean(asked)
    if not 0 < len(words) <= views.words.LONGEST_ASKED:
        raise BadInput(views.words.ASKED, views.words.SAY_WHAT)
    back = {"step": WordsStep.RETURNED, "approver_id": me.person.id, "asked": words}
    await _move(work, one.id, (WordsStep.WAITING, edition), back)


async def to_do(work: Work) -> list[Block]:
    """For Home: how many comments the actor can read, and how many they can check."""
    try:
        waiting = await queue(work)
    except (NotAllowed, NotOnRoster):
        return []
    return views.words.to_do(len(waiting.to_read), len(waiting.to_check))


def shown_units(found: Sequence[tuple[UUID, str, str]], floor: int) -> dict[tuple[UUID, str], int]:
    """How many people wrote, by wave and unit, of those units that have enough.

    `found` has wave, unit and item of every comment. Who answered two open questions counts once:
    so many people as the item with the most comments has, at least.
    """
    by_item = Counter(found)
    people: dict[tuple[UUID, str], int] = {}
    for (wave_id, unit, _), number in by_item.items():
        people[wave_id, unit] = max(number, people.get((wave_id, unit), 0))
    return {place: number for place, number in people.items() if number >= floor}


async def _unsettled(work: Work, me: Reader) -> list[Unsettled]:
    """Every comment that the actor may see and that is not agreed to."""
    region_of = await word_readers.regions(work)
    return [
        one for one in await unsettled(work) if word_readers.is_independent(me, one.unit, region_of)
    ]


async def unsettled(work: Work) -> list[Unsettled]:
    """Every comment that could be shown once two analysts agree, and is not agreed to."""
    query = (
        select(Comment, Redaction)
        .outerjoin(Redaction, col(Redaction.comment_id) == col(Comment.id))
        .join(Wave, col(Wave.id) == col(Comment.wave_id))
        .outerjoin(WordsPlan, col(WordsPlan.wave_id) == col(Comment.wave_id))
        .where(col(Wave.state) == WaveState.DESTROYED, col(WordsPlan.wave_id).is_(None))
        .with_only_columns(
            col(Comment.id),
            col(Comment.wave_id),
            col(Comment.unit),
            col(Comment.item),
            col(Redaction.step),
            col(Redaction.redactor_id),
        )
    )
    found = (await work.session.execute(query)).all()
    is_shown = shown_units([(row[1], row[2], row[3]) for row in found], work.policy.floor_text)
    return [
        Unsettled(id_, wave_id, unit, step, redactor)
        for id_, wave_id, unit, _, step, redactor in found
        if step is not WordsStep.APPROVED and (wave_id, unit) in is_shown
    ]


def _place_in_order(me: Reader, comment_id: UUID) -> bytes:
    return hashlib.sha256(me.person.id.bytes + comment_id.bytes).digest()


async def _sheet(work: Work, waiting: Sequence[Unsettled], after: UUID | None) -> Sheet | None:
    if not waiting:
        return None
    ids = [one.id for one in waiting]
    chosen = ids[(ids.index(after) + 1) % len(ids)] if after in ids else ids[0]
    comment = await work.session.get_one(Comment, chosen)
    redaction = await work.session.get(Redaction, chosen)
    texts = {views.words.ORIGINAL: comment.text}
    if redaction is not None:
        texts[views.words.TEXT] = redaction.text
    marks = await screening.screen(work, texts)
    book = code_book.read(work.policy.code_book)
    return Sheet(comment, redaction, marks, book.themes, len(waiting))


async def _mine(work: Work, comment_id: UUID) -> tuple[Reader, Unsettled]:
    """A comment that the actor may deal with now; WordsUnknown if it is none of their business."""
    me = await word_readers.acting(work)
    comment = await work.session.get(Comment, comment_id)
    if comment is None:
        raise WordsUnknown("comment")
    # Whoever prepares the words of this wave waits until this is done, or has been here before.
    await work.session.get(Wave, comment.wave_id, with_for_update=True)
    for one in await _unsettled(work, me):
        if one.id == comment_id:
            return me, one
    if await _is_settled(work, comment):
        raise WordsMoved
    raise WordsUnknown("comment")


async def _is_settled(work: Work, comment: Comment) -> bool:
    """Whether an analyst who might deal with it comes too late."""
    me = await word_readers.acting(work)
    if not word_readers.is_independent(me, comment.unit, await word_readers.regions(work)):
        return False
    redaction = await work.session.get(Redaction, comment.id, populate_existing=True)
    plan = await work.session.get(WordsPlan, comment.wave_id)
    return plan is not None or (redaction is not None and redaction.step is WordsStep.APPROVED)


async def _must_be_checked_by(work: Work, me: Reader, one: Unsettled, edition: int) -> None:
    redaction = await work.session.get(Redaction, one.id, populate_existing=True)
    if redaction is None:
        raise WordsMoved
    redaction.must_be_checked_by(me.person.id, edition)


async def _checked(work: Work, given: Redacted) -> dict[str, object]:
    """What is kept of a redaction; BadInput under the field that lacks something."""
    text = clean(given.text)
    themes = code_book.read(work.policy.code_book).known(list(given.themes))
    if len(text) > TEXT_LIMIT:
        raise BadInput(views.words.TEXT, views.words.TOO_LONG)
    if given.is_for_use:
        if not text:
            raise BadInput(views.words.TEXT, views.words.NOTHING_LEFT)
        if not themes:
            raise BadInput(views.words.THEMES, views.words.CHOOSE)
        found = await screening.screen(work, {views.words.TEXT: text})
        if found and not given.names_nobody:
            raise BadInput(views.words.TEXT, views.screening.or_tick(found))
    kept: dict[str, object] = {"text": text, "themes": themes, "is_for_use": given.is_for_use}
    return kept | {"edition": given.edition + 1}


async def _move(
    work: Work, comment_id: UUID, seen: tuple[WordsStep, int], values: Mapping[str, object]
) -> None:
    """Change a redaction that is as it was seen; WordsMoved if somebody was here before."""
    step, edition = seen
    moved = (
        update(Redaction)
        .where(col(Redaction.comment_id) == comment_id)
        .where(col(Redaction.step) == step, col(Redaction.edition) == edition)
        .values({"edition": edition + 1, **values})
        .execution_options(synchronize_session=False)
    )
    if await rows.change(work.session, moved) == 0:
        raise WordsMoved
