"""Everybody who might press something: the columns of the table of rights."""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from models.person import Employer, Person, Reach, Role, RoleName, Standing
from sandbox.workspace import Workspace
from services.work import SYSTEM, House
from tests.doubles import START, Community

LONDON, NORTH_WEST = "London", "North West"
ELSEWHERE = "T0ELSEWHERE"


class Who(StrEnum):
    """The columns; an example is of an NQSW of Thameside, an announcement is for London."""

    NOBODY = "nobody on the roster"
    AUTHOR = "the author of the example"
    NQSW = "an NQSW of its employer"
    NQSW_ELSEWHERE = "an NQSW of another employer"
    ASSESSOR = "an assessor of its employer"
    MANAGER = "a manager of its employer"
    LEADER = "a leader of its employer"
    CHAMPION = "a champion of its employer"
    CHAMPION_ELSEWHERE = "a champion of another employer"
    CHAMPION_MOVED = "a champion who moved to its employer yesterday"
    FOR_EMPLOYER = "a co-ordinator of its employer"
    ANNOUNCER = "the co-ordinator of London who wrote the announcement"
    FOR_LONDON = "another co-ordinator of London"
    FOR_NORTH_WEST = "a co-ordinator of another region"
    FOR_ENGLAND = "a co-ordinator of England"
    ANALYST = "an analyst"
    ADMIN = "an admin"
    DEACTIVATED = "a co-ordinator of England whose account is deactivated"
    LEFT = "a co-ordinator of England who has left"
    CONNECTED = "a co-ordinator of England whom the directory calls external"
    EXTERNAL = "a co-ordinator of England in another workspace"
    ROBOT = "a bot that is on the roster"


GONE = frozenset({Who.DEACTIVATED, Who.LEFT, Who.CONNECTED, Who.EXTERNAL, Who.ROBOT})
EVERYBODY = frozenset(Who)
# Whoever is on the roster and may take part today.
MEMBERS = EVERYBODY - GONE - {Who.NOBODY}
NQSWS = frozenset({Who.AUTHOR, Who.NQSW, Who.NQSW_ELSEWHERE})
COORDINATORS = frozenset(
    {Who.FOR_EMPLOYER, Who.ANNOUNCER, Who.FOR_LONDON, Who.FOR_NORTH_WEST, Who.FOR_ENGLAND}
)
# Those whose right reaches the employer of the example, or the region of the announcement.
OF_ITS_EMPLOYER = COORDINATORS - {Who.FOR_NORTH_WEST}
OF_LONDON = frozenset({Who.ANNOUNCER, Who.FOR_LONDON, Who.FOR_ENGLAND})
SECONDS = OF_LONDON - {Who.ANNOUNCER}

ROLES: dict[Who, tuple[RoleName, str, Reach, str | None]] = {
    Who.AUTHOR: (RoleName.NQSW, "Thameside", Reach.EMPLOYER, None),
    Who.NQSW: (RoleName.NQSW, "Thameside", Reach.EMPLOYER, None),
    Who.NQSW_ELSEWHERE: (RoleName.NQSW, "Pennine", Reach.EMPLOYER, None),
    Who.ASSESSOR: (RoleName.ASSESSOR, "Thameside", Reach.EMPLOYER, None),
    Who.MANAGER: (RoleName.MANAGER, "Thameside", Reach.EMPLOYER, None),
    Who.LEADER: (RoleName.LEADER, "Thameside", Reach.EMPLOYER, None),
    Who.CHAMPION: (RoleName.CHAMPION, "Thameside", Reach.EMPLOYER, None),
    Who.CHAMPION_ELSEWHERE: (RoleName.CHAMPION, "Pennine", Reach.EMPLOYER, None),
    Who.CHAMPION_MOVED: (RoleName.CHAMPION, "Thameside", Reach.EMPLOYER, None),
    Who.FOR_EMPLOYER: (RoleName.COORDINATOR, "Thameside", Reach.EMPLOYER, None),
    Who.ANNOUNCER: (RoleName.COORDINATOR, "Riverside", Reach.REGION, LONDON),
    Who.FOR_LONDON: (RoleName.COORDINATOR, "Riverside", Reach.REGION, LONDON),
    Who.FOR_NORTH_WEST: (RoleName.COORDINATOR, "Pennine", Reach.REGION, NORTH_WEST),
    Who.FOR_ENGLAND: (RoleName.COORDINATOR, "Pennine", Reach.NATIONAL, "England"),
    Who.ANALYST: (RoleName.ANALYST, "Thameside", Reach.NATIONAL, "England"),
    Who.ADMIN: (RoleName.ADMIN, "Thameside", Reach.NATIONAL, "England"),
    **dict.fromkeys(GONE, (RoleName.COORDINATOR, "Thameside", Reach.NATIONAL, "England")),
}
ENDINGS: dict[Who, dict[str, object]] = {
    Who.DEACTIVATED: {"standing": Standing.DEACTIVATED},
    Who.LEFT: {"left_on": START.date() - timedelta(days=1)},
    Who.CONNECTED: {"standing": Standing.EXTERNAL},
    Who.ROBOT: {"standing": Standing.BOT},
}
Cast = dict[Who, str]


async def cast(house: House, community: Community, workspace: Workspace) -> Cast:
    """All of them, on the roster and in the workspace, by their account."""
    employers = {
        name: await community.employer(name, region)
        for name, region in (
            ("Thameside", LONDON),
            ("Riverside", LONDON),
            ("Pennine", NORTH_WEST),
        )
    }
    found = {Who.NOBODY: "U0NOBODY"}
    for who, (role, employer, reach, scope) in ROLES.items():
        person = await community.member(role, employers[employer], reach, scope)
        found[who] = person.slack_id or ""
        if who in GONE:
            await _gives(house, person.id, employers[employer])
        await _changes(house, person.id, who)
    for who, slack_id in found.items():
        team = ELSEWHERE if who is Who.EXTERNAL else workspace.team_id
        workspace.add_user(who.name, id=slack_id, team_id=team, is_bot=who is Who.ROBOT)
    return found


async def account_of(house: House, slack_id: str) -> Person:
    async with house.look(SYSTEM) as work:
        query = select(Person).where(col(Person.slack_id) == slack_id)
        return (await work.session.scalars(query)).one()


async def _gives(house: House, person_id: UUID, employer: Employer) -> None:
    """Whoever is gone would have every right, if they were not."""
    async with house.begin(SYSTEM) as work:
        for role in (RoleName.NQSW, RoleName.CHAMPION):
            right = Role(
                id=work.new_id(),
                person_id=person_id,
                role=role,
                reach=Reach.EMPLOYER,
                scope=employer.name,
                valid_from=date(2026, 9, 1),
            )
            work.session.add(right)


async def _changes(house: House, person_id: UUID, who: Who) -> None:
    async with house.begin(SYSTEM) as work:
        person = await work.session.get_one(Person, person_id)
        for name, value in ENDINGS.get(who, {}).items():
            setattr(person, name, value)
        if who is Who.CHAMPION_MOVED:
            query = select(Role).where(col(Role.person_id) == person_id)
            for right in await work.session.scalars(query):
                right.valid_from = START.date() - timedelta(days=1)
