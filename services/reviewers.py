"""Readers: who may have a seat with an example, who has one, and who loses it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from models.person import Person, Role, RoleName
from models.practice import Practice, PracticeState
from models.refusals import NoSeat, NotAllowed, PracticeUnknown
from models.review import Review, ReviewState, Seat
from services import rights
from services.work import Work

ROLES = {Seat.CHAMPION: RoleName.CHAMPION, Seat.NQSW: RoleName.NQSW}
SEATED = (ReviewState.REVIEWING, ReviewState.VOTED)
READING = (*SEATED, ReviewState.ASKED)


async def locked(work: Work, practice_id: UUID) -> Practice:
    """An example that waits for readers, until the end of this transaction; else PracticeMoved.

    Whoever takes a seat or votes waits here for whoever was first.
    """
    return waiting(await any_locked(work, practice_id))


async def any_locked(work: Work, practice_id: UUID) -> Practice:
    """An example wherever it is, until the end of this transaction; PracticeUnknown if none."""
    query = (
        select(Practice)
        .where(col(Practice.id) == practice_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    practice = (await work.session.scalars(query)).one_or_none()
    # What was never sent is its author's alone.
    if practice is None or practice.version == 0:
        raise PracticeUnknown(str(practice_id))
    return practice


def waiting(practice: Practice) -> Practice:
    """The same example if it waits for readers; else PracticeMoved, or PracticeUnknown."""
    if practice.version == 0:
        raise PracticeUnknown(str(practice.id))
    if practice.state is not PracticeState.IN_REVIEW:
        raise practice.moved()
    return practice


async def of_practice(work: Work, practice_id: UUID) -> Sequence[Review]:
    """Everybody who was asked to read an example, or offered to, the first one first."""
    query = (
        select(Review)
        .where(col(Review.practice_id) == practice_id)
        .order_by(col(Review.since), col(Review.person_id))
        .execution_options(populate_existing=True)
    )
    return (await work.session.scalars(query)).all()


async def mine(work: Work, practice_id: UUID, person: Person) -> Review | None:
    """How this person stands to an example."""
    return await work.session.get(Review, (practice_id, person.id), populate_existing=True)


async def obstacle(work: Work, practice: Practice, person: Person) -> str:
    """By which rule this person cannot read it for a decision today; empty if none."""
    author = await work.session.get_one(Person, practice.author_id)
    if person.id == author.id:
        return "author"
    if person.employer_id in (practice.employer_id, author.employer_id):
        return "employer"
    return ""


async def take_leave(work: Work, practice: Practice) -> list[Review]:
    """Free the seats of those who may have them no longer; who they were."""
    gone = []
    for review in await of_practice(work, practice.id):
        if review.state in READING and not await may_sit(work, practice, review):
            review.state = ReviewState.LEFT
            work.record("review.left", practice.id, person=str(review.person_id))
            gone.append(review)
    await work.session.flush()
    return gone


async def sit_down(work: Work, practice: Practice, seats: int) -> Review:
    """Take a seat: of a champion if one is free, of an NQSW who was asked; NoSeat if none is.

    `seats` is how many champions may sit.
    """
    me = await rights.me(work)
    review = await mine(work, practice.id, me)
    if review is not None and review.state is ReviewState.CONFLICTED:
        raise NoSeat("conflict")
    if why := await obstacle(work, practice, me):
        raise NoSeat(why)
    seat = await _seat_of(work, me, review)
    free = seats if seat is Seat.CHAMPION else work.policy.reviewing.nqsws
    if taken(await of_practice(work, practice.id), seat) >= free:
        raise NoSeat("full")
    if review is None:
        review = Review(
            practice_id=practice.id,
            person_id=me.id,
            seat=seat,
            state=ReviewState.REVIEWING,
            since=work.now,
        )
        work.session.add(review)
    review.seat, review.state, review.since = seat, ReviewState.REVIEWING, work.now
    await work.session.flush()
    work.record("review.seat_taken", practice.id, seat=seat.value)
    return review


def taken(reviews: Sequence[Review], seat: Seat) -> int:
    """How many of these seats are taken."""
    return sum(review.seat is seat and review.state in SEATED for review in reviews)


async def champions(work: Work) -> Sequence[Person]:
    """Everybody who is a champion today, by id."""
    return await holding(work, RoleName.CHAMPION)


async def holding(work: Work, role: RoleName) -> Sequence[Person]:
    """Everybody who holds this role today and can be written to, by id."""
    query = (
        select(Person, Role)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(col(Role.role) == role, col(Person.slack_id).is_not(None))
        .order_by(col(Person.id))
    )
    found = await work.session.execute(query)
    here = {
        person.id: person
        for person, right in found.all()
        if right.holds(work.today) and rights.may_act(work, person)
    }
    return list(here.values())


async def may_sit(work: Work, practice: Practice, review: Review) -> bool:
    """Whether a reader may keep their seat today, after whatever has become of them."""
    person = await work.session.get_one(Person, review.person_id, populate_existing=True)
    if not await rights.scopes_of(work, person.id, ROLES[review.seat]):
        return False
    return not await obstacle(work, practice, person)


async def _seat_of(work: Work, me: Person, review: Review | None) -> Seat:
    if await rights.scopes_of(work, me.id, RoleName.CHAMPION):
        return Seat.CHAMPION
    if not await rights.scopes_of(work, me.id, RoleName.NQSW):
        raise NotAllowed(RoleName.CHAMPION.value)
    if review is None:
        raise NoSeat("not_asked")
    return Seat.NQSW
