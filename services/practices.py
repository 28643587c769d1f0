"""Good practice: drafts, sending, and the one way in which an example changes its state."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

import views.practices
from models.person import Person
from models.practice import Practice, PracticeState
from models.refusals import PracticeUnknown
from models.review import Review, ReviewState, Seat
from models.verdict import SAFE
from services import review_letters, rights, rows
from services.work import Delivery, Work


async def fetch(work: Work, practice_id: UUID) -> Practice:
    """One example; PracticeUnknown if there is none."""
    practice = await work.session.get(Practice, practice_id, populate_existing=True)
    if practice is None:
        raise PracticeUnknown(str(practice_id))
    return practice


@dataclass(frozen=True)
class Step:
    """From which states into which; in what role, and why (never text of the example)."""

    before: Collection[PracticeState]
    after: PracticeState
    by: str
    why: str = ""


async def move(work: Work, practice_id: UUID, step: Step, **columns: Any) -> Practice:
    """Take an example one step on, once, whoever presses first; the author hears of it.

    The columns are set with the state. PracticeMoved if the example is not where the step begins.
    """
    changed = (
        update(Practice)
        .where(col(Practice.id) == practice_id, col(Practice.state).in_(list(step.before)))
        .values(state=step.after, changed_at=work.now, changed_by=step.by, **columns)
        .execution_options(synchronize_session=False)
    )
    count = await rows.change(work.session, changed)
    practice = await fetch(work, practice_id)
    if count == 0:
        raise practice.moved()
    work.record(f"practice.{step.after.value}", practice_id, by=step.by, why=step.why)
    for tell in FOLLOWERS:
        await tell(work, practice)
    return practice


async def author_of(work: Work, practice: Practice) -> Person:
    """Who wrote an example."""
    return await work.session.get_one(Person, practice.author_id)


async def mine(work: Work) -> Sequence[Practice]:
    """What the actor has written, drafts too, the newest change first."""
    me = await rights.me(work)
    query = (
        select(Practice)
        .where(col(Practice.author_id) == me.id)
        .order_by(col(Practice.changed_at).desc(), col(Practice.id))
    )
    return (await work.session.scalars(query)).all()


async def places(work: Work, found: Collection[Practice]) -> dict[UUID, int]:
    """Which place in the queue each of these has, among all that are with reviewers."""
    query = (
        select(col(Practice.id))
        .where(col(Practice.state) == PracticeState.IN_REVIEW)
        .order_by(col(Practice.submitted_at), col(Practice.id))
    )
    wanted = {one.id for one in found}
    ranked = enumerate(await work.session.scalars(query), start=1)
    return {practice_id: rank for rank, practice_id in ranked if practice_id in wanted}


async def _tell_author(work: Work, practice: Practice) -> None:
    author = await author_of(work, practice)
    deciders = await _deciders(work, practice)
    letter = views.practices.news(practice, deciders, work.policy.reviewing)
    if author.slack_id is None or letter is None:
        return
    dedupe = f"practice:{practice.id}:{practice.state.value}:{work.new_id()}"
    work.post(author.slack_id, letter, dedupe, Delivery(person_id=author.id))


async def _deciders(work: Work, practice: Practice) -> Counter[Seat]:
    """In which roles somebody has spoken about this version; of a stop, only who stopped it."""
    query = select(Review).where(
        col(Review.practice_id) == practice.id, col(Review.state) == ReviewState.VOTED
    )
    votes = list(await work.session.scalars(query))
    if practice.state is PracticeState.STOPPED:
        votes = [one for one in votes if one.scores.get(SAFE) == 0]
    return Counter(one.seat for one in votes if one.voted_version == practice.version)


# Whoever keeps something true about where an example is; each hears of every step.
FOLLOWERS = (_tell_author, review_letters.follow)
