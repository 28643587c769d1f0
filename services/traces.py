"""The check before saving: words that may point to a person go back to their author."""

from collections.abc import Mapping

import views.surveys
from models.refusals import BadInput
from models.traces import find_traces
from services.work import Work


async def refuse_names(work: Work, texts: Mapping[str, str]) -> None:
    """Refuse texts with traces of a person, each under its field; keeps nothing about it."""
    if not texts:
        return
    index = await work.names.index(work.session, work.now)
    for item, text in texts.items():
        if found := find_traces(text, index):
            raise BadInput(views.surveys.words_block(item), views.surveys.traces_found(found))
