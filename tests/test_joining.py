"""Whoever is not on the roster asks, a co-ordinator adds, and nobody reaches beyond their scope."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from models import framework
from models.agenda import Appointment
from models.audit import AuditEntry
from models.outbox import Message
from models.person import Employer, Milestone, Person, Reach, Role, RoleName, Standing
from models.policy import Policy
from models.refusals import AlreadyOnRoster, BadInput, NotAllowed
from services import joining, people
from services.joining import Asked, Entry, Typed
from services.work import SYSTEM, House, Work, account
from tests.doubles import Community, FrozenClock

STRANGER = "USTRANGER"
ENTRY = Entry(
    [{"id": STRANGER, "team_id": "T1", "real_name": "Sam Stone", "tz": "Europe/Paris"}], "T1"
)


@pytest.fixture
async def camden(community: Community) -> Employer:
    return await community.employer("Camden")


@pytest.fixture
async def leeds(community: Community) -> Employer:
    return await community.employer("Leeds", "Yorkshire and the Humber")


@pytest.fixture
async def coordinator(community: Community, camden: Employer) -> Person:
    """A co-ordinator for London."""
    return await community.member(RoleName.COORDINATOR, camden, Reach.REGION, "London")


def typed(at: Employer, **values: str) -> Typed:
    usual = {
        "employer": str(at.id),
        "role": "nqsw",
        "started_on": "2026-10-05",
        "cohort": "2026-autumn",
        "framework": "",
        "part_time": "no",
    }
    return Typed(**{**usual, **values})


async def ask(house: House, slack_id: str = STRANGER) -> Asked:
    async with house.begin(account(slack_id)) as work:
        return await joining.ask(work)


async def add(house: House, by: Person, form: Typed, entry: Entry = ENTRY) -> None:
    async with house.begin(account(by.slack_id or "")) as work:
        await joining.add(work, STRANGER, form, entry)


async def found(work: Work, kind: type[Any]) -> list[Any]:
    return list(await work.session.scalars(select(kind)))


async def stranger(work: Work) -> Person:
    query = select(Person).where(col(Person.slack_id) == STRANGER)
    return (await work.session.scalars(query)).one()


async def test_asking_tells_the_coordinators_once_a_day(house: House, clock: FrozenClock) -> None:
    first, again = await ask(house), await ask(house)
    clock.advance(timedelta(days=1))
    next_day = await ask(house)

    async with house.look(SYSTEM) as work:
        letters = await found(work, Message)
    assert [first, again, next_day] == [Asked.NOW, Asked.BEFORE, Asked.NOW]
    assert [one.channel for one in letters] == ["C0COORDS", "C0COORDS"]


async def test_without_a_channel_coordinators_for_england_are_told_in_working_hours(
    house: House, community: Community, camden: Employer, clock: FrozenClock
) -> None:
    await community.member(RoleName.COORDINATOR, camden, Reach.REGION, "London")
    national = await community.member(RoleName.COORDINATOR, camden, Reach.NATIONAL, "England")
    clock.advance(timedelta(hours=12))
    bare = House(house.database, clock, house.chance, house.custody, Policy(), house.calendar)

    answer = await ask(bare)

    async with house.look(SYSTEM) as work:
        (letter,) = await found(work, Message)
    assert (answer, letter.channel) == (Asked.NOW, national.slack_id)
    assert letter.not_before.hour == 9


async def test_where_nobody_can_be_told_it_is_said_and_may_be_tried_again(
    house: House, clock: FrozenClock
) -> None:
    bare = House(house.database, clock, house.chance, house.custody, Policy(), house.calendar)

    assert [await ask(bare), await ask(bare)] == [Asked.NOBODY_TO_TELL] * 2


async def test_a_member_who_asks_is_told_that_they_are_one(
    house: House, community: Community, camden: Employer
) -> None:
    (person,) = await community.nqsws(1, camden)

    assert await ask(house, person.slack_id or "") is Asked.KNOWN


async def test_only_employers_within_reach_are_offered(
    house: House, camden: Employer, leeds: Employer, coordinator: Person
) -> None:
    await ask(house)

    async with house.look(account(coordinator.slack_id or "")) as work:
        form = await joining.form(work, STRANGER)

    assert [one.id for one in form.employers] == [camden.id]
    assert leeds.id not in [one.id for one in form.employers]


async def test_whoever_is_added_has_a_right_milestones_a_name_and_a_welcome(
    house: House, camden: Employer, coordinator: Person
) -> None:
    await ask(house)

    await add(house, coordinator, typed(camden, part_time="yes"))

    async with house.look(SYSTEM) as work:
        sam = await stranger(work)
        roles = [one for one in await found(work, Role) if one.person_id == sam.id]
        dates = {one.code: one.due_on for one in await found(work, Milestone)}
        letters = [one.channel for one in await found(work, Message)]
        entries = [one.what for one in await found(work, AuditEntry)]
    assert (sam.name, sam.zone, sam.standing) == ("Sam Stone", "Europe/Paris", Standing.ACTIVE)
    assert [(one.role, one.scope) for one in roles] == [(RoleName.NQSW, "Camden")]
    assert dates == framework.milestone_dates("asye-2018", date(2026, 10, 5), part_time=True)
    assert sorted(letters) == ["C0COORDS", STRANGER]
    assert "person.added" in entries


async def test_where_the_directory_does_not_answer_it_is_read_later(
    house: House, camden: Employer, coordinator: Person
) -> None:
    await ask(house)

    await add(house, coordinator, typed(camden), Entry())

    async with house.look(SYSTEM) as work:
        assert [one.what for one in await found(work, Appointment)] == ["directory.read"]
        assert (await stranger(work)).standing is Standing.UNMATCHED


@pytest.mark.parametrize("more", [{"is_bot": True}, {"team_id": "T2"}, {"deleted": True}])
async def test_an_account_that_is_not_one_of_us_cannot_be_added(
    house: House, camden: Employer, coordinator: Person, more: dict[str, Any]
) -> None:
    await ask(house)

    with pytest.raises(BadInput):
        await add(house, coordinator, typed(camden), Entry([{**ENTRY.members[0], **more}], "T1"))

    async with house.look(SYSTEM) as work:
        assert STRANGER not in [one.slack_id for one in await found(work, Person)]


async def test_somebody_added_meanwhile_is_not_added_twice(
    house: House, camden: Employer, coordinator: Person
) -> None:
    await ask(house)
    await add(house, coordinator, typed(camden))

    with pytest.raises(AlreadyOnRoster):
        await add(house, coordinator, typed(camden, role="champion"))


async def test_somebody_who_left_comes_back_with_one_right(
    house: House, camden: Employer, coordinator: Person
) -> None:
    await ask(house)
    await add(house, coordinator, typed(camden))
    async with house.begin(SYSTEM) as work:
        (await stranger(work)).left_on = work.today

    await add(house, coordinator, typed(camden))
    async with house.begin(SYSTEM) as work:
        (await stranger(work)).left_on = work.today
    await add(house, coordinator, typed(camden, role="assessor"))

    async with house.look(SYSTEM) as work:
        sam = await stranger(work)
        mine = [one for one in await found(work, Role) if one.person_id == sam.id]
        held = [one.role for one in mine if one.holds(work.today)]
        assert (sam.left_on, held) == (None, [RoleName.ASSESSOR])
        assert await found(work, Milestone) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"employer": "nonsense"}, "employer"),
        ({"employer": str(UUID(int=5))}, "employer"),
        ({"role": ""}, "role"),
        ({"role": "boss"}, "role"),
        ({"role": "coordinator"}, "role"),
        ({"role": "admin"}, "role"),
        ({"role": "analyst"}, "role"),
        ({"started_on": ""}, "started_on"),
        ({"started_on": "0026-10-05"}, "started_on"),
        ({"started_on": "soon"}, "started_on"),
        ({"cohort": "x" * 61}, "cohort"),
        ({"cohort": "a\x00b"}, "cohort"),
        ({"framework": "asye-1066"}, "framework"),
    ],
)
async def test_what_cannot_be_used_is_said_under_its_field(
    house: House, camden: Employer, coordinator: Person, values: dict[str, str], field: str
) -> None:
    await ask(house)

    with pytest.raises(BadInput) as refused:
        await add(house, coordinator, typed(camden, **values))

    assert refused.value.field == field


async def test_a_foreign_employer_in_the_form_is_refused_and_noted(
    house: House, leeds: Employer, coordinator: Person
) -> None:
    await ask(house)

    with pytest.raises(NotAllowed):
        await add(house, coordinator, typed(leeds))

    async with house.look(SYSTEM) as work:
        refused = [one.subject for one in await found(work, AuditEntry) if one.what == "refused"]
        assert STRANGER not in [one.slack_id for one in await found(work, Person)]
    assert refused == ["coordinator:Leeds"]


@pytest.mark.parametrize("change", ["deactivated", "left", "ended", "champion"])
async def test_whoever_lost_the_right_after_opening_the_form_adds_nobody(
    house: House, camden: Employer, coordinator: Person, change: str
) -> None:
    await ask(house)
    async with house.begin(SYSTEM) as work:
        person = await work.session.get_one(Person, coordinator.id)
        query = select(Role).where(col(Role.person_id) == coordinator.id)
        role = (await work.session.scalars(query)).one()
        match change:
            case "deactivated":
                person.standing = Standing.DEACTIVATED
            case "left":
                person.left_on = work.today
            case "ended":
                role.valid_until = work.today
            case _:
                role.role = RoleName.CHAMPION

    with pytest.raises(NotAllowed):
        await add(house, coordinator, typed(camden))


async def test_nobody_is_added_who_has_not_asked(
    house: House, camden: Employer, coordinator: Person
) -> None:
    with pytest.raises(NotAllowed):
        await add(house, coordinator, typed(camden))


@pytest.mark.parametrize("role", [one for one in RoleName if one is not RoleName.COORDINATOR])
async def test_no_other_role_sees_the_form(
    house: House, community: Community, camden: Employer, role: RoleName
) -> None:
    await ask(house)
    person = await community.member(role, camden, Reach.NATIONAL, "England")

    async with house.look(account(person.slack_id or "")) as work:
        allowed = True
        try:
            await joining.form(work, STRANGER)
        except NotAllowed:
            allowed = False
    assert not allowed


async def test_a_coordinator_moves_a_milestone_and_the_person_is_told(
    house: House, camden: Employer, coordinator: Person
) -> None:
    await ask(house)
    await add(house, coordinator, typed(camden))
    actor = account(coordinator.slack_id or "")
    async with house.look(actor) as work:
        sam, steps = await people.steps_of(work, STRANGER)
    dates = {code: step.due_on.isoformat() for code, step in steps.items()}

    async with house.begin(actor) as work:
        count = await people.move_milestones(
            work, str(sam.id), {**dates, "M3": "2027-02-01", "X": "2027-01-01"}
        )

    async with house.look(SYSTEM) as work:
        stored = {one.code: one.due_on for one in await found(work, Milestone)}
        letters = [one for one in await found(work, Message) if one.person_id == sam.id]
    assert (count, stored["M3"], "X" in stored) == (1, date(2027, 2, 1), False)
    assert [one.channel for one in letters] == [STRANGER]


async def test_milestones_of_another_region_cannot_be_seen_or_moved(
    house: House, community: Community, leeds: Employer, coordinator: Person
) -> None:
    (ann,) = await community.nqsws(1, leeds)
    actor = account(coordinator.slack_id or "")

    refused = 0
    for attempt in (
        lambda work: people.steps_of(work, ann.slack_id or ""),
        lambda work: people.move_milestones(work, str(ann.id), {"M3": "2027-02-01"}),
        lambda work: people.move_milestones(work, str(UUID(int=5)), {"M3": "2027-02-01"}),
        lambda work: people.move_milestones(work, "nonsense", {"M3": "2027-02-01"}),
    ):
        try:
            async with house.begin(actor) as work:
                await attempt(work)
        except NotAllowed:
            refused += 1

    assert refused == 4


async def test_everything_stored_about_somebody_is_theirs_to_see(
    house: House, camden: Employer, coordinator: Person
) -> None:
    await ask(house)
    await add(house, coordinator, typed(camden))

    async with house.look(account(STRANGER)) as work:
        stored = await people.stored_about_me(work)

    assert stored.programme.employer.name == "Camden"
    assert [one.role for one in stored.programme.roles] == [RoleName.NQSW]
    assert len(stored.programme.steps) == 6
