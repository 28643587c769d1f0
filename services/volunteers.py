"""NQSWs who offered to read: asked in turn, whoever was asked longest ago first."""

from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlmodel import col

import views.review_card
from models.person import Person, RoleName
from models.practice import Practice
from models.refusals import NotAllowed
from models.review import Review, ReviewState, Seat, Volunteer
from services import agenda, panels, review_cards, review_letters, reviewers, rights, rows
from services.work import LONDON, Delivery, Work
from views.letters import Letter

ASKING = "review.ask"


async def is_one(work: Work, person: Person) -> bool:
    """Whether this person has offered to read."""
    return await work.session.get(Volunteer, person.id) is not None


async def toggle(work: Work) -> bool:
    """Offer to read, or take the offer back; whether it stands now. NotAllowed but for NQSWs."""
    me = await rights.me(work)
    if not await rights.scopes_of(work, me.id, RoleName.NQSW):
        raise NotAllowed(RoleName.NQSW.value)
    new = {"person_id": me.id, "since": work.now, "last_asked_at": None}
    if await rows.insert_new(work.session, Volunteer, [new]):
        return True
    await work.session.execute(delete(Volunteer).where(col(Volunteer.person_id) == me.id))
    return False


async def ask_next(work: Work, practice: Practice) -> None:
    """Ask whoever's turn it is, while the seat is free; co-ordinators hear once if nobody is."""
    seats = work.policy.reviewing.nqsws
    reviews = await reviewers.of_practice(work, practice.id)
    if panels.taken(reviews, Seat.NQSW) >= seats:
        return
    person = await _next(work, practice)
    if person is None:
        await _tell_coordinators(work, practice)
        return
    review = Review(
        practice_id=practice.id,
        person_id=person.id,
        seat=Seat.NQSW,
        state=ReviewState.ASKED,
        since=work.now,
    )
    work.session.add(review)
    await work.session.flush()
    content = await review_cards.content_of(work, practice)
    employer = await review_cards.employer_name(work, practice)
    at = work.calendar.next_working_moment(work.now, ZoneInfo(person.zone))
    letter = views.review_card.ask(practice, content, employer)
    key = review_letters.ask_key(practice, review)
    work.post(str(person.slack_id), letter, key, Delivery(not_before=at, person_id=person.id))
    after = work.calendar.add_working_days(at, work.policy.reviewing.ask_next_after, LONDON)
    await agenda.schedule(work, ASKING, str(practice.id), after)


async def _next(work: Work, practice: Practice) -> Person | None:
    """The volunteer whose turn it is, marked as asked; ties go by who offered first, then by id."""
    asked = select(col(Review.person_id)).where(col(Review.practice_id) == practice.id)
    query = (
        select(Volunteer, Person)
        .join(Person, col(Person.id) == col(Volunteer.person_id))
        .where(col(Person.id).not_in(asked), col(Person.slack_id).is_not(None))
        .order_by(
            col(Volunteer.last_asked_at).is_not(None),
            col(Volunteer.last_asked_at),
            col(Volunteer.since),
            col(Volunteer.person_id),
        )
        .with_for_update(of=Volunteer)
    )
    author = await work.session.get_one(Person, practice.author_id)
    for volunteer, person in (await work.session.execute(query)).all():
        is_nqsw = bool(await rights.scopes_of(work, person.id, RoleName.NQSW))
        if is_nqsw and not panels.obstacle(practice, author, person):
            volunteer.last_asked_at = work.now
            return person
    return None


async def _tell_coordinators(work: Work, practice: Practice) -> None:
    content = await review_cards.content_of(work, practice)
    letter = views.review_card.nobody_left(practice, content)
    await tell_coordinators(work, letter, f"{review_cards.card_key(practice)}:nobody")


async def tell_coordinators(work: Work, letter: Letter, key: str) -> None:
    """Say it where co-ordinators are; without a channel, to each for England."""
    if channel := work.policy.channels.coordinators:
        work.post(channel, letter, key)
        return
    for person in await reviewers.holding(work, RoleName.COORDINATOR):
        held = await rights.scopes_of(work, person.id, RoleName.COORDINATOR)
        if any(rights.covers(role, "", "") for role in held):
            delivery = Delivery(person_id=person.id)
            work.post(str(person.slack_id), letter, f"{key}:{person.id}", delivery)
