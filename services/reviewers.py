"""Readers: who may have a seat with an example, who has one, and who loses it."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from models.person import Person, Role, RoleName
from models.practice import Practice, PracticeState
from models.refusals import NoSeat, NotAllowed, PracticeUnknown
from models.review import Review, ReviewState, Seat
from services import rights
from services.panels import READING, Panel, taken
from services.work import Work

ROLES = {Seat.CHAMPION: RoleName.CHAMPION, Seat.NQSW: RoleName.NQSW}


async def locked(work: Work, practice_id: UUID) -> Practice:
    """An example that waits for readers, until the end of this transaction; else PracticeMoved.

    Whoever takes a seat or votes waits here for whoever was first.
    """
    return waiting(await any_locked(work, practice_id))


async def any_locked(work: Work, practice_id: UUID) -> Practice:
    """An example wherever it is, until the end of this transaction; PracticeUnknown if none."""
    practice = (await work.session.scalars(_locking(), {"id": practice_id})).one_or_none()
    if practice is None or not practice.was_sent:
        raise PracticeUnknown(str(practice_id))
    return practice


@cache
def _locking() -> Select[Practice]:
    query = select(Practice).where(col(Practice.id) == bindparam("id"))
    return query.with_for_update().execution_options(populate_existing=True)


def waiting(practice: Practice) -> Practice:
    """The same example if it waits for readers; else PracticeMoved, or PracticeUnknown."""
    if not practice.was_sent:
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


def take_leave(work: Work, panel: Panel) -> list[Review]:
    """Free the seats of those who may have them no longer; who they were."""
    gone = [one for one in panel.reviews if one.state in READING and not may_sit(panel, one)]
    for review in gone:
        review.state = ReviewState.LEFT
        work.record("review.left", panel.practice.id, person=str(review.person_id))
    return gone


async def sit_down(work: Work, panel: Panel, me: Person, seats: int) -> Review:
    """Take a seat: of a champion if one is free, of an NQSW who was asked; NoSeat if none is.

    `seats` is how many champions may sit.
    """
    review = panel.of(me)
    if review is not None and review.state is ReviewState.CONFLICTED:
        raise NoSeat("conflict")
    if why := panel.obstacle(me):
        raise NoSeat(why)
    seat = _seat_of(panel, me, review)
    free = seats if seat is Seat.CHAMPION else work.policy.reviewing.nqsws
    if taken(panel.reviews, seat) >= free:
        raise NoSeat("full")
    if review is None:
        review = Review(
            practice_id=panel.practice.id,
            person_id=me.id,
            seat=seat,
            state=ReviewState.REVIEWING,
            since=work.now,
        )
        work.session.add(review)
    review.seat, review.state, review.since = seat, ReviewState.REVIEWING, work.now
    panel.seat(review)
    await work.session.flush()
    work.record("review.seat_taken", panel.practice.id, seat=seat.value)
    return review


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


def may_sit(panel: Panel, review: Review) -> bool:
    """Whether a reader may keep their seat today, after whatever has become of them."""
    person = panel.people[review.person_id]
    return panel.holds(person, ROLES[review.seat]) and not panel.obstacle(person)


def _seat_of(panel: Panel, me: Person, review: Review | None) -> Seat:
    if panel.holds(me, RoleName.CHAMPION):
        return Seat.CHAMPION
    if not panel.holds(me, RoleName.NQSW):
        raise NotAllowed(RoleName.CHAMPION.value)
    if review is None:
        raise NoSeat("not_asked")
    return Seat.NQSW
