"""The roster comes in all or nothing, twice with the effect of once, and goes out as it came."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from models import framework
from models.agenda import Appointment
from models.audit import AuditEntry
from models.person import Employer, Milestone, Person, Reach, Role, RoleName, Standing
from models.refusals import RosterRefused
from models.roster import parse
from models.tables import Table
from services import roster
from services.roster import Summary
from services.work import OPERATOR, SYSTEM, House
from tests.doubles import Community, FrozenClock

VERSIONS = ("asye-2018", "asye-2027", "ecdp-2027")
HEADER = (
    "slack_id,email,employer,employer_type,region,roles,"
    "started_on,cohort,framework,part_time,left_on"
)
ANN = "U1,ann@example.org,Camden,council,London,nqsw,2026-09-07,2026-autumn,,,"
BOB = ",bob@example.org,Camden,council,London,assessor;champion,,,,,"
CAT = "U3,,Leeds City Council,council,Yorkshire and the Humber,coordinator:England,,,,no,"


async def load(house: House, *lines: str, header: str = HEADER) -> Summary:
    reading = parse("\n".join([header, *lines]).encode(), VERSIONS)
    assert reading.faults == []
    async with house.begin(OPERATOR) as work:
        return await roster.import_rows(work, reading.rows)


async def person(house: House, email: str = "ann@example.org") -> Person:
    async with house.look(SYSTEM) as work:
        query = select(Person).where(col(Person.email) == email)
        return (await work.session.scalars(query)).one()


async def rights(house: House, email: str = "ann@example.org") -> list[tuple[str, str, bool]]:
    async with house.look(SYSTEM) as work:
        query = select(Role).join(Person, col(Person.id) == col(Role.person_id))
        found = await work.session.scalars(query.where(col(Person.email) == email))
        return sorted((one.role.value, one.scope, one.holds(work.today)) for one in found)


async def milestones(house: House) -> dict[str, date]:
    async with house.look(SYSTEM) as work:
        return {one.code: one.due_on for one in await work.session.scalars(select(Milestone))}


async def everything(house: House) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the roster, and what came with it."""
    tables = ("employer", "person", "role", "milestone", "appointment", "audit_entry")
    async with house.look(SYSTEM) as work:
        return {
            name: sorted(
                (
                    tuple(row)
                    for row in await work.session.execute(select(Table.metadata.tables[name]))
                ),
                key=repr,
            )
            for name in tables
        }


async def test_a_file_becomes_people_employers_rights_and_milestones(house: House) -> None:
    summary = await load(house, ANN, BOB, CAT)

    ann = await person(house)
    assert summary == Summary(added=3, changed=0, unchanged=0)
    assert (ann.slack_id, ann.framework, ann.standing) == ("U1", "asye-2018", Standing.UNMATCHED)
    assert await rights(house, "bob@example.org") == [
        ("assessor", "Camden", True),
        ("champion", "Camden", True),
    ]
    assert await milestones(house) == framework.milestone_dates(
        "asye-2018", date(2026, 9, 7), part_time=False
    )


async def test_the_same_file_again_changes_nothing(house: House) -> None:
    await load(house, ANN, BOB, CAT)
    before = await everything(house)

    summary = await load(house, ANN, BOB, CAT)

    assert summary == Summary(added=0, changed=0, unchanged=3)
    assert await everything(house) == before


async def test_an_import_of_the_export_changes_nothing(house: House, clock: FrozenClock) -> None:
    odd = "U4,d@e.org,=1+1,@type,South West,leader:Camden,,'-x,,yes,2027-03-01"
    gone = "U5,e@e.org,Camden,council,London,nqsw,2025-09-01,2025,asye-2018,no,2026-10-01"
    await load(house, ANN, BOB, CAT, odd, gone)
    clock.advance(timedelta(days=3))
    before = await everything(house)

    # Not in a unit that is kept, where the export itself would leave its note.
    async with house.look(OPERATOR) as work:
        content = await roster.export_rows(work)
    reading = parse(content.encode(), VERSIONS)
    async with house.begin(OPERATOR) as work:
        summary = await roster.import_rows(work, reading.rows)

    assert summary == Summary(added=0, changed=0, unchanged=5)
    assert await everything(house) == before
    assert "'=1+1,'@type" in content


async def test_one_bad_row_keeps_all_others_out(house: House) -> None:
    reading = parse(f"{HEADER}\n{ANN}\n{CAT.replace('England', 'Atlantis')}".encode(), VERSIONS)

    with pytest.raises(RosterRefused) as refused:
        async with house.begin(OPERATOR) as work:
            await roster.import_rows(work, reading.rows)

    assert [line for line, _ in refused.value.faults] == [3]
    assert "Atlantis" in refused.value.faults[0][1]
    assert not any((await everything(house)).values())


async def test_a_scope_may_be_an_employer_of_an_earlier_file(house: House) -> None:
    await load(house, ANN)

    await load(house, "U9,z@e.org,Leeds City Council,council,North East,champion:camden,,,,,")

    assert await rights(house, "z@e.org") == [("champion", "Camden", True)]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("U1,bob@example.org", "U8,x@e.org", "two different people"),
        ("U1,", ",ann@example.org", "same person as on line 2"),
    ],
)
async def test_rows_that_mix_people_up_are_refused(
    house: House, first: str, second: str, words: str
) -> None:
    await load(house, ANN, BOB)
    rest = ",Camden,council,London,nqsw,2026-09-07,,,,"
    content = f"{HEADER}\n{first}{rest}\n{second}{rest}".encode()

    with pytest.raises(RosterRefused) as refused:
        async with house.begin(OPERATOR) as work:
            await roster.import_rows(work, parse(content, VERSIONS).rows)

    assert [words in why for _, why in refused.value.faults] == [True]


async def test_whoever_is_missing_from_a_new_file_stays(house: House) -> None:
    await load(house, ANN, BOB)

    await load(house, BOB)

    assert await rights(house) == [("nqsw", "Camden", True)]


@pytest.mark.parametrize(
    ("left_on", "is_here"), [("2026-11-03", False), ("2026-10-01", False), ("2026-11-04", True)]
)
async def test_left_on_ends_a_person_and_their_rights(
    house: House, left_on: str, is_here: bool
) -> None:
    await load(house, ANN)

    summary = await load(house, ANN + left_on)
    again = await load(house, ANN + left_on)

    assert (summary.changed, again.changed) == (1, 0)
    assert (await person(house)).left_on == date.fromisoformat(left_on)
    assert await rights(house) == [("nqsw", "Camden", is_here)]


async def test_somebody_who_left_can_come_back(house: House, clock: FrozenClock) -> None:
    await load(house, ANN + "2026-11-03")
    clock.advance(timedelta(days=10))

    await load(house, ANN)

    assert await rights(house) == [("nqsw", "Camden", True)]


async def test_a_role_that_changes_ends_today_and_the_new_one_starts(
    house: House, clock: FrozenClock
) -> None:
    await load(house, ANN)
    clock.advance(timedelta(days=7))

    await load(house, ANN.replace("nqsw", "assessor;manager"))

    assert await rights(house) == [
        ("assessor", "Camden", True),
        ("manager", "Camden", True),
        ("nqsw", "Camden", False),
    ]


async def test_a_role_may_change_to_and_fro_on_one_day(house: House) -> None:
    await load(house, ANN)
    await load(house, ANN.replace("nqsw", "assessor"))

    await load(house, ANN)

    assert await rights(house) == [("assessor", "Camden", False), ("nqsw", "Camden", True)]


async def test_whoever_moves_takes_no_right_of_the_old_employer_along(house: House) -> None:
    await load(house, ANN)

    await load(house, ANN.replace("Camden", "Brent"))

    assert await rights(house) == [("nqsw", "Brent", True), ("nqsw", "Camden", False)]


async def test_a_region_that_is_corrected_counts_for_everybody_there(house: House) -> None:
    await load(house, ANN, BOB)

    summary = await load(house, ANN.replace("London", "South East"))

    async with house.look(SYSTEM) as work:
        assert (await work.session.scalars(select(col(Employer.region)))).all() == ["South East"]
    assert summary.changed == 1


async def test_milestones_follow_a_new_start_unless_they_were_moved(house: House) -> None:
    await load(house, ANN)
    moved = date(2027, 1, 15)
    async with house.begin(SYSTEM) as work:
        ann = await person(house)
        (await work.session.get_one(Milestone, (ann.id, "M3"))).due_on = moved

    await load(house, ANN.replace("2026-09-07", "2026-10-05"))

    later = framework.milestone_dates("asye-2018", date(2026, 10, 5), part_time=False)
    assert await milestones(house) == {**later, "M3": moved}


async def test_the_framework_follows_from_the_start_unless_it_was_chosen(house: House) -> None:
    await load(house, ANN)
    late = ANN.replace("2026-09-07", "2027-05-03")

    await load(house, late)
    followed = (await person(house)).framework
    await load(house, late.replace("2026-autumn,", "2026-autumn,asye-2018"))
    await load(house, late.replace("2027-05-03", "2027-05-04"))

    assert (followed, (await person(house)).framework) == ("asye-2027", "asye-2018")


async def test_columns_that_a_file_does_not_have_stay_as_they_were(house: House) -> None:
    await load(house, ANN.replace("autumn,,,", "autumn,asye-2018,yes,2027-05-01"))
    header = "email,employer,employer_type,region,roles,started_on,cohort"

    await load(
        house,
        "ann@example.org,Camden,council,London,nqsw,2026-09-07,2026-autumn",
        header=header,
    )

    ann = await person(house)
    assert (ann.slack_id, ann.part_time, ann.left_on) == ("U1", True, date(2027, 5, 1))


async def test_another_account_has_to_be_found_in_the_directory_first(
    community: Community, house: House
) -> None:
    employer = await community.employer("Camden")
    (ann,) = await community.nqsws(1, employer)

    await load(house, f"UNEW,{ann.email},Camden,council,London,nqsw,2026-09-07,2026-autumn,,,")

    found = await person(house, ann.email or "")
    assert (found.id, found.slack_id, found.standing) == (ann.id, "UNEW", Standing.UNMATCHED)


async def test_an_import_has_the_directory_read_and_leaves_one_note(house: House) -> None:
    await load(house, ANN, BOB)

    async with house.look(SYSTEM) as work:
        (due,) = await work.session.scalars(select(Appointment))
        (entry,) = await work.session.scalars(select(AuditEntry))
    assert (due.what, due.subject[:7], due.at) == ("directory.read", "import:", entry.at)
    assert (entry.what, entry.details) == ("roster.imported", {"added": 2, "changed": 0})


async def test_taking_an_export_is_noted(house: House) -> None:
    async with house.begin(OPERATOR) as work:
        await roster.export_rows(work)

    async with house.look(SYSTEM) as work:
        (entry,) = await work.session.scalars(select(AuditEntry))
    assert (entry.actor, entry.what) == ("operator", "roster.exported")


async def test_twenty_thousand_rows_are_imported_in_one_piece_and_their_progress_is_told(
    house: House,
) -> None:
    lines = [
        f"U{number:06d},p{number}@example.org,Employer {number % 200:03d},council,London,nqsw,"
        f"2026-09-07,2026-autumn,,,"
        for number in range(20_000)
    ]
    seen: list[int] = []
    reading = parse("\n".join([HEADER, *lines]).encode(), VERSIONS)

    async with house.begin(OPERATOR) as work:
        summary = await roster.import_rows(work, reading.rows, seen.append)

    assert (summary.added, sum(seen)) == (20_000, 20_000)
    async with house.look(SYSTEM) as work:
        assert await work.session.scalar(select(func.count()).select_from(Milestone)) == 120_000


async def test_rights_of_a_role_row_say_how_far_they_reach(house: House) -> None:
    await load(house, ANN, BOB, CAT)

    async with house.look(SYSTEM) as work:
        query = select(Role).where(col(Role.role) == RoleName.COORDINATOR)
        (role,) = await work.session.scalars(query)
    assert (role.reach, role.scope, role.valid_from) == (
        Reach.NATIONAL,
        "England",
        date(2026, 11, 3),
    )
