"""The rounds of readers: a round begins with each version, and ends by the rule."""

from uuid import UUID
from zoneinfo import ZoneInfo

import views.review_card
from models.person import Person
from models.practice import Practice, PracticeState
from models.practice_form import BY_NAME
from models.review import Review, ReviewState, Seat
from models.verdict import Outcome, Verdict, decide
from services import (
    agenda,
    library,
    panels,
    practices,
    renewing,
    review_cards,
    review_letters,
    reviewers,
    volunteers,
)
from services.practices import Step
from services.work import LONDON, Delivery, Work
from views.letters import Letter

NUDGING, OVERDUE = "review.nudge", "review.overdue"

STATES = {
    Outcome.SHARE: PracticeState.PUBLISHED,
    Outcome.CHANGES: PracticeState.CHANGES_ASKED,
    Outcome.NOT_NOW: PracticeState.NOT_NOW,
    Outcome.STOP: PracticeState.STOPPED,
}
WHY = {
    Outcome.SHARE: "the readers agreed to share it",
    Outcome.CHANGES: "the readers asked for changes",
    Outcome.NOT_NOW: "the readers agreed not to share it now",
    Outcome.STOP: "a reader found it unsafe",
}


async def begin_round(work: Work, practice: Practice) -> None:
    """Ask for readers of the newest version; whoever read the one before keeps their seat."""
    await _plan_overdue(work, practice)
    panel = await panels.gather(work, practice)
    reviewers.take_leave(work, panel)
    for review in panel.seated:
        await _ask_again(work, practice, review)
    await review_letters.invite_again(work, practice)
    await volunteers.ask_next(work, practice)
    await review_cards.show(work, await panels.gather(work, practice))


async def end(work: Work, practice: Practice) -> None:
    """Nobody need read this any more; again changes nothing."""
    for what in (OVERDUE, volunteers.ASKING):
        await agenda.cancel(work, what, str(practice.id))
    for review in await reviewers.of_practice(work, practice.id):
        await agenda.cancel(work, NUDGING, subject_of(review))


async def seat_changed(work: Work, practice: Practice) -> None:
    """A seat was freed or a view given: decide if that can be, and show how it stands.

    Whoever may have a seat no longer loses it first, so that their view does not count.
    """
    panel = await panels.gather(work, practice)
    gone = reviewers.take_leave(work, panel)
    if any(review.seat is Seat.NQSW for review in gone):
        await volunteers.ask_next(work, practice)
        panel = await panels.gather(work, practice)
    verdict = decide(review_cards.votes_of(practice, panel.reviews), work.policy.reviewing)
    if verdict.outcome in STATES:
        await _conclude(work, practice, verdict)
        return
    if verdict.outcome is Outcome.SPLIT:
        key = f"{review_cards.card_key(practice)}:{practice.version}:split"
        review_cards.say_in_thread(work, practice, views.review_card.split(), key)
    await review_cards.show(work, panel)


async def plan_nudge(work: Work, review: Review) -> None:
    """Remind a reader some working days after they took their seat."""
    after = work.policy.reviewing.nudge_reviewers_after
    at = work.calendar.add_working_days(work.now, after, LONDON)
    await agenda.cancel(work, NUDGING, subject_of(review))
    await agenda.schedule(work, NUDGING, subject_of(review), at)


def subject_of(review: Review) -> str:
    """What an appointment with one reader is about."""
    return f"{review.practice_id}:{review.person_id}"


async def write_to(work: Work, person_id: UUID, letter: Letter, key: str) -> None:
    """A direct message to a reader, in their working hours."""
    person = await work.session.get_one(Person, person_id)
    if person.slack_id is not None:
        at = work.calendar.next_working_moment(work.now, ZoneInfo(person.zone))
        work.post(person.slack_id, letter, key, Delivery(not_before=at, person_id=person.id))


async def _conclude(work: Work, practice: Practice, verdict: Verdict) -> None:
    step = Step(
        {PracticeState.IN_REVIEW}, STATES[verdict.outcome], "reviewers", WHY[verdict.outcome]
    )
    await work.session.flush()
    decided = await practices.move(
        work,
        practice.id,
        step,
        asked_changes=dict(verdict.changes),
        ways=list(verdict.ways),
        reason=verdict.reason,
        decided_at=work.now,
    )
    if decided.state is PracticeState.PUBLISHED:
        await library.publish(work, decided)
        await renewing.take_over(work, decided)
    await end(work, decided)


async def _plan_overdue(work: Work, practice: Practice) -> None:
    """Let co-ordinators hear when the days since it was first sent have passed.

    Whatever passed while it was with its author is said as soon as it is back.
    """
    since = await review_cards.first_sent(work, practice)
    late = work.calendar.add_working_days(since, work.policy.review_days, LONDON)
    await agenda.cancel(work, OVERDUE, str(practice.id))
    await agenda.schedule(work, OVERDUE, str(practice.id), max(late, work.now))


async def _ask_again(work: Work, practice: Practice, review: Review) -> None:
    review.state, review.since = ReviewState.REVIEWING, work.now
    changes = await review_cards.changes(work, practice, practice.version - 1)
    labels = [BY_NAME[one].label if one in BY_NAME else one.capitalize() for one in changes.fields]
    if files := views.review_card.exchanged(changes.added, changes.removed):
        labels.append(f"Files ({files})")
    content = await review_cards.content_of(work, practice)
    letter = views.review_card.again(practice, content, labels)
    key = review_letters.again_key(practice, review, practice.version)
    await write_to(work, review.person_id, letter, key)
    await plan_nudge(work, review)
