"""The desk for comments: what waits for an analyst, and how far the words of each wave are."""

import views.words
import views.words_release
from models.refusals import NotAllowed
from services import words, words_release, words_waiting
from services.work import Work
from views.blocks import Block


async def desk(work: Work, said: str = "") -> Block:
    """The window from which the actor goes on; NotAllowed for whoever has nothing to do with it.

    Co-ordinators for England release words, too, and read no comment.
    """
    releases = views.words_release.waves(await words_release.progress(work))
    releases += await words_waiting.told(work)
    try:
        waiting = await words.queue(work)
    except NotAllowed:
        return views.words.releases_only(releases)
    return views.words.queue(len(waiting.to_read), len(waiting.to_check), releases, said)
