"""What an answer to a release must say before anybody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import views.responses
import views.screening
from models.refusals import BadInput
from models.response import CANNOT, DID, SAID
from services import screening
from services.work import Work


@dataclass(frozen=True)
class Written:
    """An answer as it came; nothing in it is checked."""

    edition: int
    said: str
    did: str = ""
    cannot: str = ""
    owner: str = ""
    by_when: str = ""
    names_nobody: bool = False


async def checked(work: Work, written: Written) -> dict[str, str]:
    """The three texts; BadInput unless all that is needed is there and shows nobody."""
    texts = _texts(written)
    _check(written, texts)
    if not written.names_nobody:
        await _must_show_nobody(work, {**texts, views.responses.OWNER: written.owner.strip()})
    return texts


def _texts(written: Written) -> dict[str, str]:
    return {
        SAID: written.said.strip(),
        DID: written.did.strip(),
        CANNOT: written.cannot.strip(),
    }


def _check(written: Written, texts: Mapping[str, str]) -> None:
    """BadInput unless everything that an answer needs is there."""
    for name, text in texts.items():
        if len(text) > views.responses.LONGEST:
            raise BadInput(name, views.responses.TOO_LONG)
    if not texts[SAID]:
        raise BadInput(SAID, views.responses.NEEDED)
    if not texts[DID] and not texts[CANNOT]:
        raise BadInput(DID, views.responses.DONE_OR_NOT)
    if not 0 < len(written.owner.strip()) <= views.responses.LONGEST_OWNER:
        raise BadInput(views.responses.OWNER, views.responses.OWNER_NEEDED)
    if texts[DID] and day(written.by_when) is None:
        raise BadInput(views.responses.BY_WHEN, views.responses.WHEN_NEEDED)


def day(text: str) -> date | None:
    """Read a day that somebody chose; None of nothing, BadInput if it is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(views.responses.BY_WHEN, views.responses.NO_SUCH_DAY) from None


async def _must_show_nobody(work: Work, texts: Mapping[str, str]) -> None:
    found = await screening.screen(work, texts)
    if found:
        in_first = [one for one in found if one.field == found[0].field]
        raise BadInput(found[0].field, views.screening.or_tick(in_first))
