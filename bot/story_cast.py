"""Who of the story was there in the year before it, and what they did then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlmodel import col

from models.person import Person, Reach, Role, RoleName
from services.work import SYSTEM, Actor, House, account


@dataclass(frozen=True)
class Two:
    """Who prepares figures, and who releases them."""

    first: Actor
    second: Actor


@dataclass(frozen=True)
class Cast:
    """The analyst and the co-ordinator for England, and those who answer and read beside them."""

    two: Two
    second_analyst: Actor
    # Of a region.
    coordinator: Actor
    nqsws: Sequence[Actor]


async def gathered(house: House, since: date) -> Cast:
    """Everybody whom that year needs; all of the story were there since that day."""
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Role).values(valid_from=since))
        found = select(Role, col(Person.slack_id)).join(
            Person, col(Person.id) == col(Role.person_id)
        )
        found = found.where(col(Person.slack_id).is_not(None)).order_by(col(Person.slack_id))
        rows = (await work.session.execute(found)).all()

    def who(name: RoleName, reach: Reach) -> list[Actor]:
        held = [id_ for role, id_ in rows if role.role is name and role.reach is reach]
        return [account(str(one)) for one in held]

    analysts, coordinators = (
        who(name, Reach.NATIONAL) for name in (RoleName.ANALYST, RoleName.COORDINATOR)
    )
    return Cast(
        two=Two(analysts[0], coordinators[0]),
        second_analyst=analysts[1],
        coordinator=who(RoleName.COORDINATOR, Reach.REGION)[0],
        nqsws=who(RoleName.NQSW, Reach.EMPLOYER),
    )
