"""Looking for published examples by the database's own full text, the best first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from models.library import LibraryEntry, LibrarySave
from models.search_words import Wanted, wanted
from models.shelf import Order, Wish
from services import rows
from services.work import Work

# Around the words that were found, until they are shown: nobody's text holds these signs.
FOUND, FOUND_END = "\ue000", "\ue001"

# PostgreSQL takes <words> for a tag, and words/with/slashes for a path: it is shown other signs.
SIGNS, VEILED = "<>/", "\ue002\ue003\ue004"
_UNVEILED = str.maketrans(VEILED, SIGNS)

# So many of what fits are put in order by how well it fits: the newest, where there are more.
MOST_WEIGHED = 1000

# Title over problem over the rest.
SQLITE_RANK: ColumnElement[Any] = sa.literal_column("bm25(library_words, 0.0, 10.0, 4.0, 1.0)")
POSTGRES_WEIGHTS: ColumnElement[Any] = sa.literal_column("'{0.1, 0.1, 0.4, 1.0}'::float4[]")
ENGLISH: ColumnElement[Any] = sa.literal_column("'english'::regconfig")

WORDS = sa.table(
    "library_words",
    sa.column("practice_id", sa.Uuid()),
    sa.column("title", sa.Text()),
    sa.column("problem", sa.Text()),
    sa.column("body", sa.Text()),
)
OPTIMIZE = sa.text("INSERT INTO library_words(library_words) VALUES ('optimize')")
WORDS_TABLE: ColumnElement[Any] = sa.literal_column("library_words")
WORDS_ROW: ColumnElement[Any] = sa.literal_column("library_words.rowid", sa.Integer())
# PostgreSQL makes it from the texts, so no model writes it.
WORDS_COLUMN: ColumnElement[Any] = sa.literal_column("library_entry.words")

TITLE_WHOLE = f"StartSel={FOUND}, StopSel={FOUND_END}, HighlightAll=true"
AROUND_FOUND = f"StartSel={FOUND}, StopSel={FOUND_END}, MaxWords=36, MinWords=20, MaxFragments=1"


@dataclass(frozen=True)
class Hit:
    """One example that was found, with the words found between two signs."""

    entry: LibraryEntry
    title: str
    excerpt: str


class Found(NamedTuple):
    """An example that fits, and where the database keeps its words."""

    practice_id: UUID
    place: Any


@dataclass(frozen=True)
class Question:
    """What is looked for: every word or any of them, in what passes the filters of a wish."""

    words: Wanted
    wish: Wish = field(default_factory=Wish)
    me: UUID | None = None
    is_every: bool = True
    # What was found already is not looked for again.
    known: tuple[Found, ...] = ()


async def index(work: Work, entry: LibraryEntry) -> None:
    """Let the words of an entry be found, and no earlier ones; PostgreSQL sees to it itself."""
    await forget(work, entry.practice_id)
    await add(work, entry)


async def add(work: Work, entry: LibraryEntry) -> None:
    """Let the words of an entry be found that none of were found before."""
    if not _is_sqlite(work):
        return
    texts = {"title": entry.title, "problem": entry.problem, "body": entry.body}
    await work.session.execute(sa.insert(WORDS).values(practice_id=entry.practice_id, **texts))


async def forget(work: Work, practice_id: UUID) -> None:
    """Let the words of an entry be found no more, and stand in the index no more."""
    if not _is_sqlite(work):
        return
    theirs = sa.delete(WORDS).where(WORDS.c.practice_id == practice_id)
    if await rows.change(work.session, theirs):
        # SQLite before 3.42 only notes what was deleted: the words leave when its parts become one.
        await work.session.execute(OPTIMIZE)


async def find(work: Work, wish: Wish, me: UUID, offset: int, limit: int) -> list[Found]:
    """Which examples fit, in order: those with every word before those with any of them."""
    if not wish.words.strip():
        return await _found(work, _browsed(wish, me), offset, limit)
    words = wanted(wish.words)
    if not words:
        return []
    question = Question(words, wish, me)
    all_of_them = await _found(work, _matching(work, question), 0, offset + limit)
    here = all_of_them[offset:]
    if len(here) == limit or len(words.words) == 1:
        return here
    any_of_them = replace(question, is_every=False, known=tuple(all_of_them))
    skipped = max(0, offset - len(all_of_them))
    return here + await _found(work, _matching(work, any_of_them), skipped, limit - len(here))


async def hits(work: Work, found: Sequence[Found], typed: str) -> list[Hit]:
    """The examples in this order, with the words found marked."""
    ids = [one.practice_id for one in found]
    query = select(LibraryEntry).where(col(LibraryEntry.practice_id).in_(ids))
    entries = {entry.practice_id: entry for entry in await work.session.scalars(query)}
    words = wanted(typed)
    marked = await _marked(work, words, found) if words and found else {}
    here = [entries[one] for one in ids if one in entries]
    return [
        Hit(entry, *marked.get(entry.practice_id, (entry.title, entry.problem))) for entry in here
    ]


async def likely(work: Work, typed: str, limit: int) -> list[LibraryEntry]:
    """What has most to do with these words, whatever stands in them."""
    words = wanted(typed)
    if not words:
        return []
    found = await _found(work, _matching(work, Question(words, is_every=False)), 0, limit)
    return [hit.entry for hit in await hits(work, found, "")]


def _is_sqlite(work: Work) -> bool:
    return work.session.get_bind().dialect.name == "sqlite"


async def _found(work: Work, query: Select[Any], offset: int, limit: int) -> list[Found]:
    rows = await work.session.execute(query.offset(offset).limit(limit))
    return [Found(row[0], row[1]) for row in rows]


def _browsed(wish: Wish, me: UUID) -> Select[Any]:
    # Nobody asked for words, so none are marked.
    query = _filtered(select(col(LibraryEntry.practice_id)), wish, me)
    return query.add_columns(sa.null()).order_by(*_order(wish))


def _matching(work: Work, asked: Question) -> Select[Any]:
    fitting = _fitting_in_sqlite if _is_sqlite(work) else _fitting_in_postgres
    query, newest_first, weighed = fitting(asked)
    if asked.wish.order != Order.BEST:
        # Nothing has to be weighed where something else says what comes first.
        return _listed(query.with_only_columns(*query.selected_columns[:2]).subquery("few"), asked)
    # A word of every example ranks none of them: of so many, the newest are weighed.
    return weighed(query.order_by(newest_first).limit(MOST_WEIGHED).subquery("few"))


def _listed(few: Any, asked: Question) -> Select[Any]:
    """What fits, in an order that the words have nothing to do with."""
    here = col(LibraryEntry.practice_id) == few.c.practice_id
    query = select(few.c.practice_id, few.c.place).join(LibraryEntry, here)
    return query.order_by(*_order(asked.wish))


Weighed = Callable[[Any], Select[Any]]


def _fitting_in_sqlite(asked: Question) -> tuple[Select[Any], ColumnElement[Any], Weighed]:
    match = WORDS_TABLE.op("MATCH")(asked.words.for_sqlite(every=asked.is_every))
    columns = WORDS.c.practice_id, WORDS_ROW.label("place"), SQLITE_RANK.label("weight")
    query = select(*columns).select_from(WORDS).where(match)
    if asked.known:
        query = query.where(WORDS_ROW.not_in([one.place for one in asked.known]))
    if asked.wish.is_narrowed:
        # Asked row by row, from the newest on, so that it can stop when there are enough.
        here = col(LibraryEntry.practice_id) == WORDS.c.practice_id
        passing = _filtered(select(sa.literal(1)).where(here), asked.wish, asked.me)
        query = query.where(passing.correlate(WORDS).exists())

    def weighed(few: Any) -> Select[Any]:
        here = col(LibraryEntry.practice_id) == few.c.practice_id
        query = select(few.c.practice_id, few.c.place).join(LibraryEntry, here)
        return query.order_by(few.c.weight, *_order(asked.wish))

    return query, WORDS_ROW.desc(), weighed


def _fitting_in_postgres(asked: Question) -> tuple[Select[Any], ColumnElement[Any], Weighed]:
    sought = func.to_tsquery(ENGLISH, asked.words.for_postgres(every=asked.is_every))
    id_, newest = col(LibraryEntry.practice_id), col(LibraryEntry.published_at)
    query = select(id_, id_.label("place"), newest, WORDS_COLUMN.label("words"))
    query = _filtered(query.where(WORDS_COLUMN.op("@@")(sought)), asked.wish, asked.me)
    if asked.known:
        query = query.where(id_.not_in([one.practice_id for one in asked.known]))

    def weighed(few: Any) -> Select[Any]:
        weight = func.ts_rank(POSTGRES_WEIGHTS, few.c.words, sought)
        query = select(few.c.practice_id, few.c.place)
        return query.order_by(weight.desc(), few.c.published_at.desc(), few.c.practice_id)

    return query, newest.desc(), weighed


def _filtered(query: Select[Any], wish: Wish, me: UUID | None) -> Select[Any]:
    if wish.criterion:
        query = query.where(_lists(col(LibraryEntry.criteria), wish.criterion))
    if wish.heading:
        query = query.where(_lists(col(LibraryEntry.headings), wish.heading))
    if wish.kind:
        query = query.where(col(LibraryEntry.employer_kind) == wish.kind)
    if wish.region:
        query = query.where(col(LibraryEntry.region) == wish.region)
    if wish.is_saved:
        mine = select(col(LibrarySave.practice_id)).where(col(LibrarySave.person_id) == me)
        query = query.where(col(LibraryEntry.practice_id).in_(mine))
    return query


def _lists(column: Any, code: str) -> ColumnElement[bool]:
    """Whether a list of codes, kept as JSON, holds this one."""
    return sa.cast(column, sa.Text).contains(f'"{code}"', autoescape=True)


def _order(wish: Wish) -> list[Any]:
    newest: list[Any] = [col(LibraryEntry.published_at).desc(), col(LibraryEntry.practice_id)]
    if wish.order == Order.MOST_USED:
        return [col(LibraryEntry.uses).desc(), *newest]
    return newest


async def _marked(work: Work, words: Wanted, found: Sequence[Found]) -> dict[UUID, tuple[str, str]]:
    query = _marked_by_sqlite(words) if _is_sqlite(work) else _marked_by_postgres(words)
    # SQLite goes to a row at once, and would look through all that fit for an id.
    which = WORDS_ROW if _is_sqlite(work) else col(LibraryEntry.practice_id)
    rows = await work.session.execute(query.where(which.in_([one.place for one in found])))
    return {row[0]: (_shown(row[1]), _shown(_telling(row[2], row[3]))) for row in rows}


def _telling(problem: str, rest: str) -> str:
    """The excerpt in which something was found."""
    return rest if rest and FOUND not in problem else problem


def _veiled(text: Any) -> ColumnElement[Any]:
    return func.translate(text, SIGNS, VEILED)


def _shown(text: str) -> str:
    return text.translate(_UNVEILED)


def _marked_by_sqlite(words: Wanted) -> Select[Any]:
    title = func.highlight(WORDS_TABLE, 1, FOUND, FOUND_END)
    excerpts = [func.snippet(WORDS_TABLE, n, FOUND, FOUND_END, "…", 32) for n in (2, 3)]
    match = WORDS_TABLE.op("MATCH")(words.for_sqlite(every=False))
    return select(WORDS.c.practice_id, title, *excerpts).where(match)


def _marked_by_postgres(words: Wanted) -> Select[Any]:
    query = func.to_tsquery(ENGLISH, words.for_postgres(every=False))
    text = col(LibraryEntry.problem) + "\n" + col(LibraryEntry.body)
    return select(
        col(LibraryEntry.practice_id),
        func.ts_headline(ENGLISH, _veiled(col(LibraryEntry.title)), query, TITLE_WHOLE),
        func.ts_headline(ENGLISH, _veiled(text), query, AROUND_FOUND),
        sa.literal(""),
    )
