"""What one person's page holds, gathered from every subject, each part as far as it is theirs."""

import views.home
import views.joining
import views.manage
import views.people
from models.person import RoleName
from models.refusals import NotOnRoster
from services import ballots, figures, manage, people, rights, surveys
from services.work import Work
from views.blocks import Block


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
        next_due=await surveys.next_opening(work, surveys.PULSE),
        figures=await figures.for_home(work),
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
