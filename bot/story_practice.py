"""The part of the story in which people share what worked, read it, use it and announce news."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from bot import story_examples
from models import practice_form, rich_text
from models.announcement import Acknowledgement, Recipient, Where
from models.person import Person, Reach, Role, RoleName
from models.practice import Way
from models.review import Proposal, Review, ReviewState, Seat
from models.verdict import TESTS
from services import (
    acknowledging,
    announcing,
    drafting,
    drafts,
    reviews,
    sending,
    uses,
    volunteers,
)
from services.drafting import Typed
from services.reviews import Opinion
from services.work import LONDON, SYSTEM, House, Work, account
from views.practice_form import Sheet

# When each example is sent: working days after the first pulse has closed, and the time of day.
SENT_AFTER = (
    (1, time(10, 20)),
    (2, time(13, 5)),
    (3, time(9, 40)),
    (5, time(11, 15)),
    (7, time(12, 50)),
    (8, time(10, 5)),
    (10, time(9, 25)),
    (12, time(13, 35)),
)
VOLUNTEERS = 6
READING = timedelta(hours=3)


@dataclass(frozen=True)
class Troupe:
    """Who plays in this part: accounts by role, in the order of their names."""

    house: House
    nqsws: Sequence[str]
    champions: Sequence[str]
    coordinator: str
    # Which account belongs to which employer.
    employers: Mapping[str, UUID]
    move_to: Callable[[datetime], None]
    deliver: Callable[[], Awaitable[None]]

    async def arrive(self, moment: datetime) -> None:
        """Go on to a moment at which people work, and let the post of that moment come."""
        self.move_to(self.house.calendar.next_working_moment(moment, LONDON))
        await self.deliver()

    def elsewhere(self, author: str) -> list[str]:
        """Champions of other employers."""
        mine = self.employers[author]
        return [one for one in self.champions if self.employers[one] != mine]


async def gathered(
    house: House, move_to: Callable[[datetime], None], deliver: Callable[[], Awaitable[None]]
) -> Troupe:
    """Everybody whom this part needs, as the roster knows them."""
    async with house.look(SYSTEM) as work:
        found = select(Person, Role).join(Role, col(Role.person_id) == col(Person.id))
        found = found.where(col(Person.slack_id).is_not(None))
        rows = (await work.session.execute(found.order_by(col(Person.name)))).all()
    of = {
        name: [
            str(person.slack_id) for person, role in rows if role.role is name and person.slack_id
        ]
        for name in (RoleName.NQSW, RoleName.CHAMPION)
    }
    national = [
        str(person.slack_id)
        for person, role in rows
        if role.role is RoleName.COORDINATOR and role.reach is Reach.NATIONAL
    ]
    employers = {str(person.slack_id): person.employer_id for person, _ in rows}
    return Troupe(
        house, of[RoleName.NQSW], of[RoleName.CHAMPION], national[0], employers, move_to, deliver
    )


# -- before the second pulse


async def share(troupe: Troupe, begins: datetime) -> list[UUID]:
    """Some NQSWs offer to read; eight examples are sent, read and shared."""
    await offer(troupe)
    await troupe.arrive(begins)
    published = []
    for (days, hour), content, author in zip(
        SENT_AFTER, story_examples.PUBLISHED, authors(troupe), strict=False
    ):
        day = troupe.house.calendar.add_working_days(begins, days, LONDON).astimezone(LONDON)
        sent_at = datetime.combine(day.date(), hour, LONDON).astimezone(UTC)
        published.append(await shared(troupe, author, content, sent_at))
        await troupe.deliver()
    return published


async def offer(troupe: Troupe) -> None:
    """Some NQSWs offer to read, or those who did take it back."""
    for reader in troupe.nqsws[:VOLUNTEERS]:
        async with troupe.house.begin(account(reader)) as work:
            await volunteers.toggle(work)


async def shared(
    troupe: Troupe, author: str, content: Mapping[str, Any], sent_at: datetime
) -> UUID:
    """One example is sent at a moment, and some hours later read and found good."""
    await troupe.arrive(sent_at)
    practice_id = await _send(troupe, author, content)
    await troupe.arrive(sent_at + READING)
    await _read(troupe, author, practice_id, champions=2)
    return practice_id


def authors(troupe: Troupe) -> list[str]:
    """One NQSW of each employer, none who reads."""
    seen: set[UUID] = set()
    found = []
    for one in troupe.nqsws[VOLUNTEERS:]:
        if troupe.employers[one] not in seen:
            seen.add(troupe.employers[one])
            found.append(one)
    return found


async def draft(work: Work, content: Mapping[str, Any]) -> Sheet:
    """Keep a draft of the actor's own; the form it stands in."""
    form = await drafts.begun(work)
    saved = await drafts.save(work, Sheet(form.practice.id, 0, form.window, 1), dict(content))
    return Sheet(saved.practice.id, saved.practice.edition, form.window, practice_form.STEPS)


async def _send(troupe: Troupe, author: str, content: Mapping[str, Any]) -> UUID:
    async with troupe.house.begin(account(author)) as work:
        sheet = await draft(work, content)
        sent = await sending.send(work, sheet, {})
    if not sent.is_with_reviewers:
        raise ValueError(f"The screen stops an example of the story: {content['title']}")
    await troupe.deliver()
    return sheet.practice_id


async def _read(troupe: Troupe, author: str, practice_id: UUID, champions: int) -> None:
    """Champions of other employers and the NQSW who was asked read it and find it good."""
    readers = troupe.elsewhere(author)[:champions]
    if champions > 1:
        readers.append(await asked(troupe.house, practice_id))
    for number, reader in enumerate(readers):
        async with troupe.house.begin(account(reader)) as work:
            await reviews.take(work, practice_id)
        async with troupe.house.begin(account(reader)) as work:
            await reviews.read(work, practice_id)
            await reviews.vote(work, practice_id, _good(number))


async def asked(house: House, practice_id: UUID) -> str:
    """The NQSW whose turn it is."""
    async with house.look(SYSTEM) as work:
        whose = select(col(Person.slack_id)).join(Review, col(Review.person_id) == col(Person.id))
        mine = whose.where(
            col(Review.practice_id) == practice_id,
            col(Review.seat) == Seat.NQSW,
            col(Review.state) == ReviewState.ASKED,
        )
        return str((await work.session.scalars(mine)).one())


def _good(number: int) -> Opinion:
    scores = dict.fromkeys(TESTS, 2) | {TESTS[number % 3]: 1 if number else 2}
    ways = [Way.LIBRARY.value] + ([Way.NEWSLETTER.value] if number == 0 else [])
    return Opinion(1, scores, Proposal.SHARE.value, ways)


# -- after it


async def go_on(troupe: Troupe, published: Sequence[UUID]) -> None:
    """What is under way now: uses, two examples with readers, two drafts, two announcements."""
    await use(troupe, published, story_examples.USES)
    first, second, *others = reversed(authors(troupe))
    one = await _send(troupe, first, story_examples.IN_REVIEW[0])
    await _read(troupe, first, one, champions=1)
    await _send(troupe, second, story_examples.IN_REVIEW[1])
    for author, content in zip(others, story_examples.DRAFTS, strict=False):
        async with troupe.house.begin(account(author)) as work:
            await draft(work, content)
    await _announce(troupe)
    await troupe.deliver()


async def use(troupe: Troupe, published: Sequence[UUID], said: Sequence[tuple[int, str]]) -> None:
    """NQSWs say, one after the other, that they used one of these."""
    for reader, (which, sentence) in zip(troupe.nqsws, said, strict=False):
        typed = uses.Typed(
            "In our team", "lot" if sentence else "early", "", sentence, bool(sentence)
        )
        async with troupe.house.begin(account(reader)) as work:
            await uses.use(work, published[which], typed)


async def _announce(troupe: Troupe) -> None:
    """One has gone to London, and some have acknowledged it; one waits for next week."""
    now = troupe.house.clock.now()
    day = troupe.house.calendar.add_working_days(now, 5, LONDON).astimezone(LONDON).date()
    later = datetime.combine(day, time(10), LONDON).astimezone(UTC)
    sent = await _submit(troupe, _learning_day())
    async with troupe.house.begin(SYSTEM) as work:
        await announcing.start(work, sent)
    await troupe.deliver()
    await _submit(troupe, _conference(later))
    for reader in await _hearers(troupe.house, sent):
        async with troupe.house.begin(account(reader)) as work:
            await acknowledging.acknowledge(work, sent)


async def _submit(troupe: Troupe, typed: Typed) -> UUID:
    async with troupe.house.begin(account(troupe.coordinator)) as work:
        made = await drafting.save(work, None, typed)
        await announcing.submit(work, made.id)
        return made.id


async def _hearers(house: House, announcement_id: UUID) -> list[str]:
    """Every other person who got a copy."""
    async with house.look(SYSTEM) as work:
        got = select(col(Person.slack_id)).join(
            Recipient, col(Recipient.person_id) == col(Person.id)
        )
        query = got.where(col(Recipient.announcement_id) == announcement_id)
        found = (await work.session.scalars(query.order_by(col(Person.name)))).all()
    return list(filter(None, found))[::2]


def _learning_day() -> Typed:
    words = (
        "The next learning day in London is about supervision that leaves room to think. "
        "Bring a question of your own. Lunch is there; your manager knows that you are coming."
    )
    return Typed(
        title="Learning day on supervision",
        text=rich_text.of(words),
        hearers={"regions": ["London"]},
        acknowledgement=Acknowledgement.ASKED.value,
    )


def _conference(at: datetime) -> Typed:
    words = (
        "Our yearly meeting is open for booking. Half of the day belongs to you: bring "
        "something that worked, or something that did not."
    )
    return Typed(
        title="Booking is open for the yearly meeting",
        text=rich_text.of(words),
        where=Where.CHANNEL.value,
        when="later",
        at=int(at.timestamp()),
    )
