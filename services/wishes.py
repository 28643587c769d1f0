"""How somebody wants announcements: directly, in the channel, or both; and muted or not."""

from sqlalchemy import update
from sqlmodel import col

import views.settings
from models.announcement import Where, Wishes
from models.refusals import BadInput
from services import rights, rows
from services.work import Work


async def mine(work: Work) -> Wishes:
    """The wishes of the actor; who has said nothing gets announcements as they are sent."""
    me = await rights.me(work)
    return await work.session.get(Wishes, me.id) or Wishes(person_id=me.id)


async def save(work: Work, where: str, *, is_muted: bool) -> Wishes:
    """Keep what the actor wishes; it holds for every audience that is frozen from now on."""
    me = await rights.me(work)
    try:
        wanted = Where(where)
    except ValueError:
        raise BadInput(views.settings.WHERE, views.settings.CHOOSE) from None
    columns = {"where": wanted, "is_muted": is_muted}
    if not await rows.insert_new(work.session, Wishes, [{"person_id": me.id, **columns}]):
        mine = update(Wishes).where(col(Wishes.person_id) == me.id).values(**columns)
        await work.session.execute(mine.execution_options(synchronize_session=False))
    return Wishes(person_id=me.id, where=wanted, is_muted=is_muted)
