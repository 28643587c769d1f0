"""Looking along the shelf: one page of the library, or the answer to a search."""

from dataclasses import replace

from sqlalchemy import select
from sqlmodel import col

import views.library_home
from models.library import LibraryEntry
from models.refusals import NotOnRoster
from models.shelf import Wish, clipped
from services import rights, search
from services.work import Work
from views.blocks import Block
from views.library_home import Shelf, Shown


async def for_home(work: Work) -> list[Block]:
    """The way into the library, for whoever may read it."""
    try:
        await rights.me(work)
    except NotOnRoster:
        return []
    return views.library_home.part()


async def shelf(work: Work, wish: Wish) -> Shelf:
    """One page of what whoever acts wants to see."""
    found, has_more = await _page(work, wish, views.library_home.ON_A_PAGE)
    kinds = select(col(LibraryEntry.employer_kind)).distinct()
    query = kinds.order_by(col(LibraryEntry.employer_kind))
    named = [kind for kind in await work.session.scalars(query) if kind]
    return Shelf(wish, found, has_more, named)


async def answer(work: Work, wish: Wish) -> tuple[list[Shown], bool]:
    """The next few examples for some words, and whether there are more."""
    if not wish.words:
        await rights.me(work)
        return [], False
    return await _page(work, replace(wish, is_saved=False), views.library_home.ANSWERED)


def searched(typed: str) -> Wish:
    """A search for the words that somebody typed."""
    return Wish(words=clipped(typed))


async def _page(work: Work, wish: Wish, size: int) -> tuple[list[Shown], bool]:
    me = await rights.me(work)
    found = await search.find(work, wish, me.id, wish.page * size, size + 1)
    hits = await search.hits(work, found[:size], wish.words)
    return [Shown(hit.entry, hit.title, hit.excerpt) for hit in hits], len(found) > size
