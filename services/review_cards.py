"""The card of an example that waits for readers, wherever it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

import views.review_card
from models import practice_form
from models.outbox import Message
from models.person import Employer, Person
from models.practice import Practice, PracticeState, PracticeVersion
from models.review import Reading, Review, ReviewState, Seat
from models.verdict import Outcome, Vote, decide
from services import outbox, panels, reviewers
from services.panels import Panel
from services.work import Delivery, Work
from views.letters import Letter
from views.review_card import Card, Places, Reader


async def content_of(work: Work, practice: Practice) -> dict[str, Any]:
    """What was sent in the newest version; the author may be writing the next."""
    sent = await work.session.get(PracticeVersion, (practice.id, practice.version))
    return sent.content if sent else practice.content


async def first_sent(work: Work, practice: Practice) -> datetime:
    """When readers got it for the first time."""
    first = await work.session.get(PracticeVersion, (practice.id, practice.follows + 1))
    return first.at if first else practice.submitted_at or work.now


@dataclass(frozen=True)
class Changes:
    """What differs from an earlier version: fields by name, and the names of files."""

    fields: Sequence[str] = ()
    added: Sequence[str] = ()
    removed: Sequence[str] = ()


async def changes(work: Work, practice: Practice, since: int) -> Changes:
    """What changed since an earlier version; nothing if that one is not kept."""
    before = await work.session.get(PracticeVersion, (practice.id, since))
    now = await work.session.get(PracticeVersion, (practice.id, practice.version))
    if before is None or now is None or since == practice.version:
        return Changes()
    names = [*(one.name for one in practice_form.FIELDS), "criteria", "headings"]
    return Changes(
        [one for one in names if (before.content.get(one) or "") != (now.content.get(one) or "")],
        sorted(name for one, name in now.files.items() if one not in before.files),
        sorted(name for one, name in before.files.items() if one not in now.files),
    )


def votes_of(practice: Practice, reviews: Sequence[Review]) -> list[Vote]:
    """What counts: the views on the newest version, of those who have a seat."""
    return [
        Vote(one.seat, one.proposal, one.scores, one.ways, one.changes, one.reason)
        for one in reviews
        if one.state is ReviewState.VOTED
        and one.voted_version == practice.version
        and one.proposal is not None
    ]


def champion_seats(work: Work, panel: Panel) -> int:
    """How many champions may sit: one more when the first ones disagree."""
    return _champion_seats(work, votes_of(panel.practice, panel.reviews))


def _champion_seats(work: Work, votes: Sequence[Vote]) -> int:
    numbers = work.policy.reviewing
    is_split = decide(votes, numbers).outcome is Outcome.SPLIT
    return numbers.champions + (numbers.further_champions if is_split else 0)


def places_of(work: Work, practice: Practice, reviews: Sequence[Review]) -> Places:
    """Seats taken and open, and how many have given their view."""
    champions, votes = panels.taken(reviews, Seat.CHAMPION), votes_of(practice, reviews)
    return Places(
        champions=champions,
        champion_seats=max(champions, _champion_seats(work, votes)),
        nqsws=panels.taken(reviews, Seat.NQSW),
        nqsw_seats=work.policy.reviewing.nqsws,
        voted=len(votes),
    )


async def show(work: Work, panel: Panel) -> None:
    """Bring the card up to date; it is posted when there is none.

    Without a channel of champions, each who may read it for a decision gets the card.
    """
    letter = views.review_card.letter(await _card(work, panel))
    channel, key = work.policy.channels.champions, card_key(panel.practice)
    if channel:
        if not await outbox.revise(work, key, letter):
            work.post(channel, letter, key)
        return
    await _show_to_each(work, panel, letter)


async def _show_to_each(work: Work, panel: Panel, letter: Letter) -> None:
    """Revise every copy, of whoever is no champion any more too; new ones while it waits."""
    practice = panel.practice
    start = f"{card_key(practice)}:to:"
    has_it = col(Message.dedupe).startswith(start, autoescape=True)
    copies = (await work.session.scalars(select(col(Message.dedupe)).where(has_it))).all()
    await outbox.revise_many(work, dict.fromkeys(copies, letter))
    if practice.state is not PracticeState.IN_REVIEW:
        return
    for champion in await reviewers.champions(work):
        key = f"{start}{champion.id}"
        if key in copies or panel.obstacle(champion):
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


async def _card(work: Work, panel: Panel) -> Card:
    practice = panel.practice
    asked = {"practice_id": practice.id, "version": practice.version}
    found = await work.session.execute(_readers(), asked)
    return Card(
        practice=practice,
        content=await content_of(work, practice),
        employer=await employer_name(work, practice),
        places=places_of(work, practice, panel.reviews),
        reviewers=[(_reader(panel, one.person_id), one.seat) for one in panel.seated],
        readers=[Reader(person, employer) for person, employer in found],
    )


def _reader(panel: Panel, person_id: UUID) -> Reader:
    person = panel.people[person_id]
    return Reader(person.name, panel.employers[person.employer_id].name)


@cache
def _readers() -> Select[str, str]:
    """The names of those who have read a version, and of their employers."""
    return (
        select(col(Person.name), col(Employer.name))
        .join(Reading, col(Reading.person_id) == col(Person.id))
        .join(Employer, col(Employer.id) == col(Person.employer_id))
        .where(
            col(Reading.practice_id) == bindparam("practice_id"),
            col(Reading.version) == bindparam("version"),
        )
        .order_by(col(Reading.at), col(Person.id))
    )
