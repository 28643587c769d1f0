"""What one person's page holds, gathered from every subject, each part as far as it is theirs."""

from collections.abc import Awaitable, Callable

import views.home
import views.joining
import views.manage
import views.people
from models.person import RoleName
from models.refusals import NotOnRoster
from services import (
    announced,
    ballots,
    drafts,
    manage,
    people,
    releasing,
    responses,
    result_windows,
    review_queue,
    rights,
    shelf,
    surveys,
    words,
    words_release,
    words_waiting,
)
from services.work import Work
from views.blocks import Block

# What is one person's to do, one line a subject: each gives blocks, or none.
ToDo = Callable[[Work], Awaitable[list[Block]]]
TO_DO: tuple[ToDo, ...] = (
    drafts.to_do,
    review_queue.to_do,
    announced.to_do,
    responses.to_do,
    words.to_do,
    words_release.to_do,
    words_waiting.to_do,
)

# What else the page holds, in this order: each gives blocks, or none.
PARTS: tuple[ToDo, ...] = (
    releasing.for_home,
    responses.for_home,
    drafts.for_home,
    shelf.for_home,
    review_queue.for_home,
    announced.for_home,
)


async def tab(work: Work) -> Block:
    """The Home tab of whoever acts; somebody unknown is told how to be added."""
    try:
        return views.home.page(await page(work))
    except NotOnRoster:
        return views.people.stranger_home()


async def page(work: Work) -> views.home.Page:
    """The page of whoever acts; NotOnRoster for somebody unknown."""
    me = await rights.me(work)
    open_pulses = [(one.title, one.wave, one.has_ballot) for one in await ballots.status(work)]
    return views.home.Page(
        open_pulses=open_pulses,
        to_do=[await to_do(work) for to_do in TO_DO],
        next_due=await surveys.next_opening(work, surveys.PULSE),
        figures=await result_windows.for_home(work),
        parts=[await part(work) for part in PARTS],
        programme=views.people.programme(await people.programme_of(work, me)),
        manage=await _manage(work),
    )


async def _manage(work: Work) -> list[Block]:
    shown: list[Block] = []
    if await manage.may(work):
        seen = await manage.overview(work)
        shown += views.manage.home(seen.managed, seen.running, seen.unreached)
    if await rights.may(work, RoleName.COORDINATOR):
        shown += views.joining.for_coordinators()
    return shown
