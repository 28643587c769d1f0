"""The card of an example that waits for readers, wherever it stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

import views.review_card
from models import practice_form
from models.outbox import Message
from models.person import Employer, Person
from models.practice import Practice, PracticeState, PracticeVersion
from models.review import Reading, Review, ReviewState, Seat
from models.verdict import Outcome, Vote, decide
from services import outbox, reviewers
from services.work import Delivery, Work
from views.letters import Letter
from views.review_card import Card, Places, Reader


async def content_of(work: Work, practice: Practice, version: int | None = None) -> dict[str, Any]:
    """What was sent in a version, the newest without one; the author may be writing the next."""
    key = (practice.id, practice.version if version is None else version)
    sent = await work.session.get(PracticeVersion, key)
    return sent.content if sent else practice.content


async def first_sent(work: Work, practice: Practice) -> datetime:
    """When readers got it for the first time."""
    first = await work.session.get(PracticeVersion, (practice.id, 1))
    return first.at if first else practice.submitted_at or work.now


async def changed_fields(work: Work, practice: Practice, since: int) -> list[str]:
    """The names of the fields that differ from an earlier version; none if that is not kept."""
    before = await work.session.get(PracticeVersion, (practice.id, since))
    if before is None or since == practice.version:
        return []
    now = await content_of(work, practice)
    names = [*(one.name for one in practice_form.FIELDS), "criteria", "headings"]
    return [name for name in names if (before.content.get(name) or "") != (now.get(name) or "")]


def votes_of(practice: Practice, reviews: Sequence[Review]) -> list[Vote]:
    """What counts: the views on the newest version, of those who have a seat."""
    return [
        Vote(one.seat, one.proposal, one.scores, one.ways, one.changes, one.reason)
        for one in reviews
        if one.state is ReviewState.VOTED
        and one.voted_version == practice.version
        and one.proposal is not None
    ]


async def champion_seats(work: Work, practice: Practice) -> int:
    """How many champions may sit: one more when the first ones disagree."""
    reviews = await reviewers.of_practice(work, practice.id)
    return _champion_seats(work, votes_of(practice, reviews))


def _champion_seats(work: Work, votes: Sequence[Vote]) -> int:
    numbers = work.policy.reviewing
    is_split = decide(votes, numbers).outcome is Outcome.SPLIT
    return numbers.champions + (numbers.further_champions if is_split else 0)


def places_of(work: Work, practice: Practice, reviews: Sequence[Review]) -> Places:
    """Seats taken and open, and how many have given their view."""
    champions, votes = reviewers.taken(reviews, Seat.CHAMPION), votes_of(practice, reviews)
    return Places(
        champions=champions,
        champion_seats=max(champions, _champion_seats(work, votes)),
        nqsws=reviewers.taken(reviews, Seat.NQSW),
        nqsw_seats=work.policy.reviewing.nqsws,
        voted=len(votes),
    )


async def show(work: Work, practice: Practice) -> None:
    """Bring the card up to date; it is posted when there is none.

    Without a channel of champions, each who may read it for a decision gets the card.
    """
    await work.session.flush()
    letter = views.review_card.letter(await _card(work, practice))
    channel = work.policy.channels.champions
    if channel:
        if not await outbox.revise(work, card_key(practice), letter):
            work.post(channel, letter, card_key(practice))
        return
    await _show_to_each(work, practice, letter)


async def _show_to_each(work: Work, practice: Practice, letter: Letter) -> None:
    """Revise every copy, of whoever is no champion any more too; new ones while it waits."""
    start = f"{card_key(practice)}:to:"
    has_it = col(Message.dedupe).startswith(start, autoescape=True)
    copies = (await work.session.scalars(select(col(Message.dedupe)).where(has_it))).all()
    await outbox.revise_many(work, dict.fromkeys(copies, letter))
    if practice.state is not PracticeState.IN_REVIEW:
        return
    for champion in await reviewers.champions(work):
        key = f"{start}{champion.id}"
        if key in copies or await reviewers.obstacle(work, practice, champion):
            continue
        if not await outbox.revise(work, key, letter):
            work.post(str(champion.slack_id), letter, key, Delivery(person_id=champion.id))


def card_key(practice: Practice) -> str:
    """The key of the card."""
    return f"review:{practice.id}"


async def employer_name(work: Work, practice: Practice) -> str:
    """From where an example comes."""
    return (await work.session.get_one(Employer, practice.employer_id)).name


async def tell_author(work: Work, practice: Practice, text: str) -> None:
    """Mirror what a reviewer wrote to the author, and into the thread of the card."""
    author = await work.session.get_one(Person, practice.author_id)
    content = await content_of(work, practice)
    key = f"{card_key(practice)}:wrote:{work.new_id()}"
    if author.slack_id:
        letter = views.review_card.wrote_to_you(content, text)
        work.post(author.slack_id, letter, key, Delivery(person_id=author.id))
    say_in_thread(work, practice, views.review_card.wrote(text), f"{key}:thread")


def say_in_thread(work: Work, practice: Practice, letter: Letter, key: str) -> None:
    """Speak beneath the card; nowhere if champions have no channel."""
    if channel := work.policy.channels.champions:
        work.post(channel, letter, key, Delivery(thread_of=card_key(practice)))


async def _card(work: Work, practice: Practice) -> Card:
    reviews = await reviewers.of_practice(work, practice.id)
    seated = [one for one in reviews if one.state in reviewers.SEATED]
    query = (
        select(Person, col(Employer.name))
        .join(Reading, col(Reading.person_id) == col(Person.id))
        .join(Employer, col(Employer.id) == col(Person.employer_id))
        .where(col(Reading.practice_id) == practice.id, col(Reading.version) == practice.version)
        .order_by(col(Reading.at), col(Person.id))
    )
    found = await work.session.execute(query)
    return Card(
        practice=practice,
        content=await content_of(work, practice),
        employer=await employer_name(work, practice),
        places=places_of(work, practice, reviews),
        reviewers=[(await _reader(work, one.person_id), one.seat) for one in seated],
        readers=[Reader(person.name, employer) for person, employer in found],
    )


async def _reader(work: Work, person_id: Any) -> Reader:
    person = await work.session.get_one(Person, person_id)
    employer = await work.session.get_one(Employer, person.employer_id)
    return Reader(person.name, employer.name)
