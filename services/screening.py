"""The identifier screen: what in a text could show who somebody is, before anyone else sees it."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

import views.screening
from models.names import NameIndex
from models.screen import Finding, look_through
from services.names import Place
from services.work import Work

# Reading more than this would keep everybody else waiting.
LONG = 1500
# So many long texts are remembered: an example has no more than three files.
MOST_SEEN = 60


async def screen(work: Work, texts: Mapping[str, str]) -> list[Finding]:
    """Find identifiers in the texts, by field and place.

    Full files take seconds: they are read beside the loop, and once as long as the names are
    fresh. Whoever screens in a transaction has done so before it, so that it holds nobody up.
    """
    if not texts:
        return []
    index = await work.names.index(work.session, work.now)
    return [
        Finding(field, kind, text[start:end], start, end, views.screening.advice(kind))
        for field, text in texts.items()
        for kind, start, end in await _places(work, text, index)
    ]


async def _places(work: Work, text: str, index: NameIndex) -> Sequence[Place]:
    if len(text) <= LONG:
        return _found(text, index)
    # Names that are read anew meanwhile begin a memory of their own.
    seen = work.names.seen
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    if digest not in seen:
        found = await asyncio.to_thread(_found, text, index)
        while len(seen) >= MOST_SEEN:
            del seen[next(iter(seen))]
        seen[digest] = found
    return seen[digest]


def _found(text: str, index: NameIndex) -> list[Place]:
    return [(one.kind, one.start, one.end) for one in look_through(text, index)]
