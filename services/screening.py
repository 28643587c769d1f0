"""The identifier screen: what in a text could show who somebody is, before anyone else sees it."""

from collections.abc import Mapping

import views.screening
from models.screen import Finding, look_through
from services.work import Work


async def screen(work: Work, texts: Mapping[str, str]) -> list[Finding]:
    """Find identifiers in the texts, by field and place; keeps nothing about them."""
    if not texts:
        return []
    index = await work.names.index(work.session, work.now)
    return [
        Finding(field, one.kind, one.excerpt, one.start, one.end, views.screening.advice(one.kind))
        for field, text in texts.items()
        for one in look_through(text, index)
    ]
