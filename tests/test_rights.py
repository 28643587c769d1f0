"""Rights are decided when somebody acts, from the roster, and every refusal is noted."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.audit import AuditEntry
from models.person import Employer, Person, Reach, Role, RoleName, Standing
from models.refusals import NotAllowed, NotOnRoster
from services import audit, rights
from services.rights import ENGLAND, Place
from services.work import OPERATOR, SYSTEM, Actor, House, account
from tests.doubles import Community, FrozenClock

CAMDEN = Place("Camden", "London")
BRENT = Place("Brent", "London")
LEEDS = Place("Leeds", "Yorkshire and the Humber")
LONDON = Place(region="London")


def role(reach: Reach, scope: str) -> Role:
    return Role(
        id=UUID(int=1),
        person_id=UUID(int=2),
        role=RoleName.COORDINATOR,
        reach=reach,
        scope=scope,
        valid_from=date(2026, 9, 1),
    )


async def is_let(house: House, actor: Actor, name: RoleName, place: Place | None = None) -> bool:
    async with house.look(actor) as work:
        return await rights.may(work, name, place)


@pytest.fixture
async def camden(community: Community) -> Employer:
    return await community.employer("Camden")


@pytest.mark.parametrize(
    ("right", "places"),
    [
        (role(Reach.NATIONAL, "England"), [CAMDEN, BRENT, LEEDS, LONDON, ENGLAND]),
        (role(Reach.REGION, "London"), [CAMDEN, BRENT, LONDON]),
        (role(Reach.EMPLOYER, "Camden"), [CAMDEN]),
        (role(Reach.EMPLOYER, ""), []),
        (role(Reach.REGION, ""), []),
        # A right for an employer that has the name of a region is none for the region.
        (role(Reach.EMPLOYER, "London"), []),
        (role(Reach.REGION, "Camden"), []),
    ],
)
def test_a_right_reaches_as_far_as_it_says(right: Role, places: list[Place]) -> None:
    every = [CAMDEN, BRENT, LEEDS, LONDON, ENGLAND]

    assert [one for one in every if rights.covers(right, one.employer, one.region)] == places


@pytest.mark.parametrize("name", list(RoleName))
async def test_each_role_opens_its_own_doors_only(
    community: Community, house: House, camden: Employer, name: RoleName
) -> None:
    person = await community.member(name, camden)
    actor = account(person.slack_id or "")

    assert [one for one in RoleName if await is_let(house, actor, one, CAMDEN)] == [name]
    assert not await is_let(house, actor, name, BRENT)


@pytest.mark.parametrize(
    ("reach", "scope", "places"),
    [
        (Reach.NATIONAL, "England", [CAMDEN, BRENT, LEEDS, LONDON, ENGLAND]),
        (Reach.REGION, "London", [CAMDEN, BRENT, LONDON]),
        (Reach.EMPLOYER, "Camden", [CAMDEN]),
    ],
)
async def test_a_foreign_scope_is_refused(
    community: Community,
    house: House,
    camden: Employer,
    reach: Reach,
    scope: str,
    places: list[Place],
) -> None:
    person = await community.member(RoleName.COORDINATOR, camden, reach, scope)
    actor = account(person.slack_id or "")

    every = [CAMDEN, BRENT, LEEDS, LONDON, ENGLAND]
    assert [one for one in every if await is_let(house, actor, RoleName.COORDINATOR, one)] == places


@pytest.mark.parametrize(
    "change",
    [
        {"standing": Standing.DEACTIVATED},
        {"standing": Standing.BOT},
        {"standing": Standing.EXTERNAL},
        {"left_on": date(2026, 11, 3)},
        {"left_on": date(2026, 10, 1)},
    ],
)
async def test_whoever_is_gone_or_not_one_of_us_holds_no_right(
    community: Community, house: House, camden: Employer, change: dict[str, object]
) -> None:
    person = await community.member(RoleName.COORDINATOR, camden, Reach.NATIONAL, "England")
    async with house.begin(SYSTEM) as work:
        found = await work.session.get_one(Person, person.id)
        for name, value in change.items():
            setattr(found, name, value)

    actor = account(person.slack_id or "")

    async with house.look(actor) as work:
        with pytest.raises(NotOnRoster):
            await rights.me(work)
        assert await rights.scopes_of(work, person.id, RoleName.COORDINATOR) == []
    assert not await is_let(house, actor, RoleName.COORDINATOR)


async def test_a_right_begins_and_ends_with_its_dates(
    community: Community, house: House, camden: Employer, clock: FrozenClock
) -> None:
    person = await community.member(RoleName.CHAMPION, camden)
    async with house.begin(SYSTEM) as work:
        query = select(Role).where(col(Role.person_id) == person.id)
        right = (await work.session.scalars(query)).one()
        right.valid_from, right.valid_until = date(2026, 11, 4), date(2026, 11, 6)
    actor = account(person.slack_id or "")

    let = []
    for _ in range(4):
        let.append(await is_let(house, actor, RoleName.CHAMPION))
        clock.advance(timedelta(days=1))

    assert let == [False, True, True, False]


async def test_whoever_is_not_on_the_roster_holds_no_right(house: House) -> None:
    assert not any([await is_let(house, account("UNOBODY"), name) for name in RoleName])


async def test_whoever_acts_before_the_directory_is_read_is_known(
    community: Community, house: House, camden: Employer
) -> None:
    (person,) = await community.nqsws(1, camden)
    async with house.begin(SYSTEM) as work:
        (await work.session.get_one(Person, person.id)).standing = Standing.UNMATCHED

    async with house.look(account(person.slack_id or "")) as work:
        assert (await rights.me(work)).id == person.id


@pytest.mark.parametrize(
    ("actor", "let"),
    [(OPERATOR, [RoleName.COORDINATOR]), (SYSTEM, list(RoleName)), (account("operator"), [])],
)
async def test_the_shell_may_do_what_a_coordinator_for_england_may(
    house: House, actor: Actor, let: list[RoleName]
) -> None:
    assert [one for one in RoleName if await is_let(house, actor, one, ENGLAND)] == let


@pytest.mark.parametrize("way", ["begin", "look"])
async def test_a_refusal_undoes_what_was_begun_and_leaves_a_note(
    community: Community, house: House, camden: Employer, way: str
) -> None:
    (person,) = await community.nqsws(1, camden)
    actor = account(person.slack_id or "")

    async def overreach() -> None:
        async with getattr(house, way)(actor) as work:
            work.record("should.not.stay", "at all")
            await rights.require(work, [RoleName.COORDINATOR, RoleName.ADMIN], CAMDEN)

    with pytest.raises(NotAllowed):
        await overreach()

    async with house.look(SYSTEM) as work:
        entries = list(await work.session.scalars(select(AuditEntry)))
        assert await audit.first_broken(work.session) is None
    assert [(one.actor, one.what, one.subject) for one in entries] == [
        (actor.name, "refused", "admin:coordinator:Camden")
    ]


async def test_only_employers_within_reach_are_offered(
    community: Community, house: House, camden: Employer
) -> None:
    await community.employer("Brent")
    await community.employer("Leeds", "Yorkshire and the Humber")
    person = await community.member(RoleName.COORDINATOR, camden, Reach.REGION, "London")

    async with house.look(account(person.slack_id or "")) as work:
        within = await rights.employers_within(work, RoleName.COORDINATOR)
        as_champion = await rights.employers_within(work, RoleName.CHAMPION)

    assert ([one.name for one in within], as_champion) == (["Brent", "Camden"], [])
