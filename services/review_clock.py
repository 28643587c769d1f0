"""What the clock does to examples that wait: it asks the next, nudges, and frees seats."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

import views.review_card
from models.practice import Practice, PracticeState
from models.refusals import PracticeMoved, PracticeUnknown
from models.review import Review, ReviewState
from services import review_cards, review_letters, review_rounds, reviewers, volunteers
from services.work import Work

TENDING = "review.tend"


async def ask_next(work: Work, practice_id: UUID) -> None:
    """Nobody has answered in time: ask the next volunteer, too."""
    if practice := await _waiting(work, practice_id):
        await volunteers.ask_next(work, practice)


async def nudge(work: Work, subject: str) -> None:
    """Remind one reader, once a version."""
    practice_id, _, person_id = subject.partition(":")
    practice = await _waiting(work, UUID(practice_id))
    if practice is None:
        return
    review = await work.session.get(Review, (practice.id, UUID(person_id)))
    if review is None or review.state is not ReviewState.REVIEWING:
        return
    letter = views.review_card.nudge(practice, await review_cards.content_of(work, practice))
    key = review_letters.nudge_key(practice, review, practice.version)
    await review_rounds.write_to(work, review.person_id, letter, key)


async def tell_overdue(work: Work, practice_id: UUID) -> None:
    """Tell co-ordinators, once in all, that nobody has decided in time."""
    if practice := await _waiting(work, practice_id):
        content = await review_cards.content_of(work, practice)
        reviews = await reviewers.of_practice(work, practice.id)
        places = review_cards.places_of(work, practice, reviews)
        since = await review_cards.first_sent(work, practice)
        letter = views.review_card.overdue(practice, content, places, since)
        key = f"{review_cards.card_key(practice)}:overdue"
        await volunteers.tell_coordinators(work, letter, key)


async def tend(work: Work) -> None:
    """Free the seats of those who left, lost their role or moved to the employer."""
    query = select(col(Practice.id)).where(col(Practice.state) == PracticeState.IN_REVIEW)
    for practice_id in (await work.session.scalars(query.order_by(col(Practice.id)))).all():
        practice = await _waiting(work, practice_id)
        if practice is not None:
            await review_rounds.seat_changed(work, practice)


async def _waiting(work: Work, practice_id: UUID) -> Practice | None:
    try:
        return await reviewers.locked(work, practice_id)
    except (PracticeMoved, PracticeUnknown):
        return None
