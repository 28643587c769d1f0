"""What waits for readers, by due date; nobody's queue hides anything."""

from sqlalchemy import select
from sqlmodel import col

import views.reviews
from models.person import RoleName
from models.practice import Practice, PracticeState
from models.refusals import NotAllowed, NotOnRoster
from models.review import Review
from services import panels, review_cards, reviewers, rights, volunteers
from services.work import LONDON, Work
from views.blocks import Block

WAITING = (PracticeState.IN_REVIEW, PracticeState.STOPPED, PracticeState.CHANGES_ASKED)


async def queue(work: Work) -> list[views.reviews.Waiting]:
    """Everything that waits, for champions and co-ordinators; for others what they read."""
    me = await rights.me(work)
    query = (
        select(Practice)
        .where(col(Practice.state).in_(WAITING))
        .order_by(col(Practice.due_at), col(Practice.id))
    )
    is_coordinator = await rights.may(work, RoleName.COORDINATOR, rights.ENGLAND)
    is_all = is_coordinator or await rights.may(work, RoleName.CHAMPION)
    if not is_all:
        mine = select(col(Review.practice_id)).where(
            col(Review.person_id) == me.id, col(Review.state).in_(panels.READING)
        )
        query = query.where(col(Practice.id).in_(mine))
    found = (await work.session.scalars(query)).all()
    is_nqsw = await rights.may(work, RoleName.NQSW)
    if not found and not (is_all or is_nqsw):
        raise NotAllowed(RoleName.CHAMPION.value)
    return [await _waiting(work, practice) for practice in found]


async def to_do(work: Work) -> list[Block]:
    """A reader's queue on Home, the most urgent first."""
    try:
        waiting = await queue(work)
    except (NotAllowed, NotOnRoster):
        return []
    open_ones = [one for one in waiting if one.practice.state is PracticeState.IN_REVIEW]
    return views.reviews.to_do(open_ones, len(waiting))


async def for_home(work: Work) -> list[Block]:
    """For NQSWs: whether they offer to read."""
    me = await rights.me(work)
    if not await rights.scopes_of(work, me.id, RoleName.NQSW):
        return []
    return views.reviews.volunteering(is_one=await volunteers.is_one(work, me))


async def _waiting(work: Work, practice: Practice) -> views.reviews.Waiting:
    due = practice.due_at
    days = (due.astimezone(LONDON).date() - work.today).days if due else 0
    content = await review_cards.content_of(work, practice)
    reviews = await reviewers.of_practice(work, practice.id)
    places = review_cards.places_of(work, practice, reviews)
    return views.reviews.Waiting(practice, content, places, days)
