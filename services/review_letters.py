"""What readers were sent about an example: it offers no button when nobody need read any more."""

from collections.abc import Sequence

import views.review_card
from models.practice import Practice, PracticeState
from models.review import Review, ReviewState
from services import outbox, panels, review_cards, reviewers
from services.work import Work


async def follow(work: Work, practice: Practice) -> None:
    """Bring the card and the letters to readers up to date with the state of an example."""
    if not practice.was_sent:
        return
    panel = await panels.gather(work, practice)
    await review_cards.show(work, panel)
    if practice.state is not PracticeState.IN_REVIEW:
        content = await review_cards.content_of(work, practice)
        over = views.review_card.over(practice, content)
        await outbox.revise_many(work, dict.fromkeys(_keys(practice, panel.reviews), over))


async def invite_again(work: Work, practice: Practice) -> None:
    """Whoever was asked and has not answered can answer again, in the same letter."""
    content = await review_cards.content_of(work, practice)
    employer = await review_cards.employer_name(work, practice)
    letter = views.review_card.ask(practice, content, employer)
    for review in await reviewers.of_practice(work, practice.id):
        if review.state is ReviewState.ASKED:
            await outbox.revise(work, ask_key(practice, review), letter)


def ask_key(practice: Practice, review: Review) -> str:
    """The key of the letter that asks a volunteer."""
    return f"{review_cards.card_key(practice)}:ask:{review.person_id}"


def again_key(practice: Practice, review: Review, version: int) -> str:
    """The key of the letter that brings a version back to a reader."""
    return f"{review_cards.card_key(practice)}:{version}:again:{review.person_id}"


def nudge_key(practice: Practice, review: Review, version: int) -> str:
    """The key of the letter that reminds a reader."""
    return f"{review_cards.card_key(practice)}:{version}:nudge:{review.person_id}"


def _keys(practice: Practice, found: Sequence[Review]) -> list[str]:
    keys = [ask_key(practice, review) for review in found]
    for version in range(practice.follows + 1, practice.version + 1):
        for review in found:
            keys.append(again_key(practice, review, version))
            keys.append(nudge_key(practice, review, version))
    return keys
