"""What worked in the year before the story: examples that were shared and used then."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col

from bot import story_examples, story_practice
from models.agenda import Appointment
from services import review_rounds, volunteers
from services.work import SYSTEM, House

A_WEEK = timedelta(weeks=1)

# What readers are reminded of; by then all is decided.
OVER = (review_rounds.NUDGING, review_rounds.OVERDUE, volunteers.ASKING)


async def share(house: House, move_to: Callable[[datetime], None], begins: datetime) -> None:
    """Examples are sent a week apart, read, shared, and used; then those who read stop reading."""
    troupe = await story_practice.gathered(house, move_to, _nobody_waits)
    await story_practice.offer(troupe)
    published = []
    authors = story_practice.authors(troupe)
    for number, content in enumerate(story_examples.BEFORE):
        sent_at = begins + number * A_WEEK
        published.append(
            await story_practice.shared(troupe, authors[-1 - number], content, sent_at)
        )
    await troupe.arrive(begins + len(published) * A_WEEK)
    await story_practice.use(troupe, published, story_examples.USED_BEFORE)
    await story_practice.offer(troupe)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(delete(Appointment).where(col(Appointment.what).in_(OVER)))


async def _nobody_waits() -> None:
    """Nobody in the story reads what was posted then."""
