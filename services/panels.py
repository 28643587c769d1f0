"""The panel of an example: everybody who was asked to read it, and who they are today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select
from sqlmodel import col

from models.person import Employer, Person, Role, RoleName
from models.practice import Practice
from models.review import Review, ReviewState, Seat
from services import rights
from services.work import Work

SEATED = (ReviewState.REVIEWING, ReviewState.VOTED)
READING = (*SEATED, ReviewState.ASKED)


@dataclass
class Panel:
    """Who was asked to read an example, the first one first, with what they may be today."""

    practice: Practice
    reviews: list[Review] = field(default_factory=list)
    people: dict[UUID, Person] = field(default_factory=dict)
    employers: dict[UUID, Employer] = field(default_factory=dict)
    roles: dict[UUID, set[RoleName]] = field(default_factory=dict)

    @property
    def seated(self) -> list[Review]:
        """Those who have a seat."""
        return [review for review in self.reviews if review.state in SEATED]

    def of(self, person: Person) -> Review | None:
        """How this person stands to the example."""
        return next((one for one in self.reviews if one.person_id == person.id), None)

    def holds(self, person: Person, role: RoleName) -> bool:
        """Whether somebody of the panel has this role today, anywhere."""
        return role in self.roles.get(person.id, ())

    def obstacle(self, person: Person) -> str:
        """By which rule this person cannot read it for a decision today; empty if none."""
        return obstacle(self.practice, self.people[self.practice.author_id], person)

    def seat(self, review: Review) -> None:
        """Let somebody in, or move whoever is here already to their place in the order."""
        others = [one for one in self.reviews if one is not review]
        self.reviews = sorted([*others, review], key=_first_first)


def obstacle(practice: Practice, author: Person, person: Person) -> str:
    """By which rule this person cannot read an example for a decision; empty if none."""
    if person.id == author.id:
        return "author"
    if person.employer_id in (practice.employer_id, author.employer_id):
        return "employer"
    return ""


def taken(reviews: Sequence[Review], seat: Seat) -> int:
    """How many of these seats are taken."""
    return sum(review.seat is seat and review.state in SEATED for review in reviews)


async def gather(work: Work, practice: Practice, *others: Person) -> Panel:
    """The panel of an example, with the author and these others, in one question.

    Each press asks it anew: whoever left or moved meanwhile is seen as they are.
    """
    here = [practice.author_id, *(one.id for one in others)]
    asked = {"practice_id": practice.id, "here": here}
    panel, reviews = Panel(practice), dict[UUID, Review]()
    for person, employer, review, role in await work.session.execute(_everybody(), asked):
        panel.people[person.id], panel.employers[employer.id] = person, employer
        if review is not None:
            reviews[person.id] = review
        if role is not None and role.holds(work.today) and rights.may_act(work, person):
            panel.roles.setdefault(person.id, set()).add(role.role)
    panel.reviews = sorted(reviews.values(), key=_first_first)
    return panel


@cache
def _everybody() -> Select[Person, Employer, Review | None, Role | None]:
    is_theirs = col(Review.practice_id) == bindparam("practice_id")
    here = col(Person.id).in_(bindparam("here", expanding=True))
    concerned = (
        select(col(Review.person_id)).where(is_theirs).union(select(col(Person.id)).where(here))
    ).subquery("concerned")
    return (
        select(Person, Employer, Review, Role)
        .join(concerned, concerned.c.person_id == col(Person.id))
        .join(Employer, col(Employer.id) == col(Person.employer_id))
        .outerjoin(Review, and_(col(Review.person_id) == col(Person.id), is_theirs))
        .outerjoin(Role, col(Role.person_id) == col(Person.id))
        .execution_options(populate_existing=True)
    )


def _first_first(review: Review) -> tuple[object, ...]:
    return review.since, review.person_id
