"""Themes of comments: suggested by their words, chosen by people, and read when they are released.

A suggestion is a likeness and nothing else: the words of a comment and those of each theme of the
code book are weighed by how rare they are (TF-IDF), and the cosine between them says how alike they
are. It is shown with the words that it is made of; nothing is chosen by it.
"""

import asyncio
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from analysis.published import UnitInfo, published
from models.code_book import CodeBook
from models.words import ReleasedQuote, ReleasedTheme
from views.words import Suggestion
from views.words_release import Quote, ShownTheme

# Less alike than this is chance; more suggestions than this are no help.
LEAST_LIKENESS = 0.08
MOST_SUGGESTED = 3
MOST_WORDS = 4

# Seconds; nobody waits longer for a hint.
LONGEST_WAIT = 1.0


async def suggest(book: CodeBook, text: str) -> list[Suggestion]:
    """The themes that a comment resembles most, the likest first; none without the library.

    It runs in a thread: the library takes seconds to import, and it is imported for the first
    comment that somebody reads, never at a start. Nobody waits for it: what takes longer than a
    moment is left out, and is there for the next comment.
    """
    likening = asyncio.get_running_loop().run_in_executor(None, liken, book, text)
    done, _ = await asyncio.wait({likening}, timeout=LONGEST_WAIT)
    return likening.result() if done else []


def liken(book: CodeBook, text: str) -> list[Suggestion]:
    """The same, however long it takes."""
    try:
        # Imported here, as said above; it has no types of its own.
        from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]  # noqa: PLC0415
            TfidfVectorizer,
        )
    except ImportError:
        # It comes with the extra for reports; without it people choose among all themes.
        return []
    themes = [theme for theme in book.themes if theme.words]
    described = [" ".join((theme.name, theme.description, *theme.words)) for theme in themes]
    weigh = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    weights = weigh.fit_transform(described)
    vocabulary = weigh.get_feature_names_out()
    comment = weigh.transform([text])
    # Both are of length one, so their product is the cosine.
    shared = weights.multiply(comment).tocsr()
    found = []
    for place, theme in enumerate(themes):
        row = shared.getrow(place)
        likeness = float(row.sum())
        if likeness >= LEAST_LIKENESS:
            heaviest = sorted(zip(row.data, row.indices, strict=True), reverse=True)[:MOST_WORDS]
            words = tuple(str(vocabulary[index]) for _, index in heaviest)
            found.append((likeness, Suggestion(theme.id, words)))
    found.sort(key=lambda one: (-one[0], one[1].theme))
    return [suggestion for _, suggestion in found[:MOST_SUGGESTED]]


async def themes(
    session: AsyncSession, number: int, units: Sequence[UnitInfo]
) -> list[tuple[UnitInfo, list[ShownTheme]]]:
    """What a release of words says of these units, each theme in the order of the code book.

    `units` are those that somebody may see (`Sight.visible`); `session` is one of `House.results`.
    """
    keys = [unit.key for unit in units]
    query = (
        select(ReleasedTheme)
        .where(col(ReleasedTheme.release) == number, col(ReleasedTheme.unit).in_(keys))
        .order_by(col(ReleasedTheme.place))
    )
    found: dict[str, list[ShownTheme]] = {key: [] for key in keys}
    for one in await session.scalars(query):
        found[one.unit].append(ShownTheme(one.theme, one.name, published(one.content)))
    return [(unit, found[unit.key]) for unit in units if found[unit.key]]


async def quotes(session: AsyncSession, number: int, units: Sequence[UnitInfo]) -> list[Quote]:
    """The quotations of a release for these units, in an order that tells nothing."""
    keys = {unit.key: unit for unit in units}
    query = (
        select(ReleasedQuote)
        .where(col(ReleasedQuote.release) == number, col(ReleasedQuote.unit).in_(list(keys)))
        # The ids are random.
        .order_by(col(ReleasedQuote.id))
    )
    return [Quote(keys[one.unit].name, one.theme, one.text) for one in await session.scalars(query)]
