"""Looking for published examples by the database's own full text, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from models.library import LibraryEntry, LibrarySave
from models.search_words import Wanted, wanted
from models.shelf import Order, Wish
from services.work import Work

# Around the words that were found, until they are shown: nobody's text holds these signs.
FOUND, FOUND_END = "\ue000", "\ue001"

# PostgreSQL takes <words> for a tag, and words/with/slashes for a path: it is shown other signs.
SIGNS, VEILED = "<>/", "\ue002\ue003\ue004"
_UNVEILED = str.maketrans(VEILED, SIGNS)

# So many of what fits are put in order by how well it fits, on SQLite.
MOST_WEIGHED = 1000
EVERY = 1_000_000

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
MERGE = "INSERT INTO library_words(library_words) VALUES ('optimize')"
WORDS_TABLE: ColumnElement[Any] = sa.literal_column("library_words")
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
    """Let the words of an entry be found no more."""
    if _is_sqlite(work):
        await work.session.execute(sa.delete(WORDS).where(WORDS.c.practice_id == practice_id))


async def erase(work: Work, practice_id: UUID) -> None:
    """Let the words of an entry be found no more, and lie nowhere in the index."""
    await forget(work, practice_id)
    if _is_sqlite(work):
        # Before its version 3.42 SQLite only marks words as deleted until it merges its index.
        await work.session.execute(sa.text(MERGE))


async def find(work: Work, wish: Wish, me: UUID, offset: int, limit: int) -> list[UUID]:
    """Which examples fit, in order: those with every word before those with any of them."""
    if not wish.words.strip():
        return await _ids(work, _browsed(wish, me), offset, limit)
    words = wanted(wish.words)
    if not words:
        return []
    all_of_them = await _ids(work, _matching(work, words, wish, me, every=True), 0, offset + limit)
    here = all_of_them[offset:]
    if len(here) == limit or len(words.words) == 1:
        return here
    query = _matching(work, words, wish, me, every=False)
    query = query.where(col(LibraryEntry.practice_id).not_in(all_of_them))
    skipped = max(0, offset - len(all_of_them))
    return here + await _ids(work, query, skipped, limit - len(here))


async def hits(work: Work, ids: Sequence[UUID], typed: str) -> list[Hit]:
    """The examples in this order, with the words found marked."""
    query = select(LibraryEntry).where(col(LibraryEntry.practice_id).in_(ids))
    entries = {entry.practice_id: entry for entry in await work.session.scalars(query)}
    words = wanted(typed)
    marked = await _marked(work, words, ids) if words and ids else {}
    found = [entries[one] for one in ids if one in entries]
    return [
        Hit(entry, *marked.get(entry.practice_id, (entry.title, entry.problem))) for entry in found
    ]


async def likely(work: Work, typed: str, limit: int) -> list[LibraryEntry]:
    """What has most to do with these words, whatever stands in them."""
    words = wanted(typed)
    if not words:
        return []
    ids = await _ids(work, _ranked(work, words, every=False), 0, limit)
    return [hit.entry for hit in await hits(work, ids, "")]


def _is_sqlite(work: Work) -> bool:
    return work.session.get_bind().dialect.name == "sqlite"


async def _ids(work: Work, query: Select[Any], offset: int, limit: int) -> list[UUID]:
    return list(await work.session.scalars(query.offset(offset).limit(limit)))


def _browsed(wish: Wish, me: UUID) -> Select[Any]:
    return _filtered(select(col(LibraryEntry.practice_id)), wish, me).order_by(*_order(wish))


def _matching(work: Work, words: Wanted, wish: Wish, me: UUID, *, every: bool) -> Select[Any]:
    query = _filtered(_ranked(work, words, every=every, most=_most(wish)), wish, me)
    if wish.order == Order.BEST:
        return query
    return query.order_by(None).order_by(*_order(wish))


def _most(wish: Wish) -> int:
    """Whatever a filter or another order may choose from must be there."""
    is_whole = wish.criterion or wish.heading or wish.kind or wish.region or wish.is_saved
    return EVERY if is_whole or wish.order == Order.MOST_USED else MOST_WEIGHED


def _ranked(work: Work, words: Wanted, *, every: bool, most: int = MOST_WEIGHED) -> Select[Any]:
    newest = (col(LibraryEntry.published_at).desc(), col(LibraryEntry.practice_id))
    ids = select(col(LibraryEntry.practice_id))
    if _is_sqlite(work):
        match = WORDS_TABLE.op("MATCH")(words.for_sqlite(every=every))
        # A word of every example ranks none of them: of so many, the newest are weighed.
        weighed = select(WORDS.c.practice_id, SQLITE_RANK.label("weight")).where(match)
        newest_first: ColumnElement[Any] = sa.literal_column("library_words.rowid").desc()
        few = weighed.order_by(newest_first).limit(most).subquery("few")
        joined = ids.join(few, few.c.practice_id == col(LibraryEntry.practice_id))
        return joined.order_by(few.c.weight, *newest)
    query = func.to_tsquery(ENGLISH, words.for_postgres(every=every))
    rank = func.ts_rank(POSTGRES_WEIGHTS, WORDS_COLUMN, query)
    return ids.where(WORDS_COLUMN.op("@@")(query)).order_by(rank.desc(), *newest)


def _filtered(query: Select[Any], wish: Wish, me: UUID) -> Select[Any]:
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


async def _marked(work: Work, words: Wanted, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    query = _marked_by_sqlite(words) if _is_sqlite(work) else _marked_by_postgres(words)
    which = WORDS.c.practice_id if _is_sqlite(work) else col(LibraryEntry.practice_id)
    rows = await work.session.execute(query.where(which.in_(ids)))
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
