"""A year is gathered from what was released and published in it, up to one moment."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.announcement import Announcement, AnnouncementState
from models.audit import AuditEntry
from models.library import LibraryEntry, LibraryUse
from models.person import Person, Reach
from models.practice import Practice, PracticeState
from models.refusals import ReleaseUnknown
from models.reporting import Level
from models.response import Response
from services import annual
from services.work import SYSTEM, House
from tests.doubles import Community
from tests.report import years
from views.report.facts import Facts

# The made-up year leaves as a whole ten days after its end.
RELEASED = datetime(2027, 4, 10, 9, tzinfo=UTC)
WITHIN = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
async def person(house: House, community: Community) -> Person:
    await years.publish(house, employers=2, waves=2)
    [somebody] = await community.nqsws(1, await community.employer("Northshire"))
    return somebody


async def gathered(house: House, until: datetime | None = None) -> Facts:
    async with house.look(SYSTEM) as work:
        return await annual.gather(work, years.YEAR, until)


async def example(house: House, person: Person, at: datetime, equality: str = "") -> UUID:
    async with house.begin(SYSTEM) as work:
        practice_id = work.new_id()
        work.session.add(
            Practice(
                id=practice_id,
                author_id=person.id,
                employer_id=person.employer_id,
                state=PracticeState.PUBLISHED,
                content={"criteria": ["C1", "C3"]},
                created_at=at,
                changed_at=at,
            )
        )
        await work.session.flush()
        work.session.add(
            LibraryEntry(
                practice_id=practice_id,
                version=1,
                title="A rota for reflection",
                problem="Too little time",
                body="",
                content={"equality": equality},
                criteria=["C3", "C1"],
                employer="Northshire",
                employer_kind="council",
                region="London",
                published_at=at,
                review_on=date(2028, 1, 1),
            )
        )
    return practice_id


async def used(house: House, person: Person, practice_id: UUID, at: datetime) -> None:
    async with house.begin(SYSTEM) as work:
        work.session.add(LibraryUse(practice_id=practice_id, person_id=person.id, at=at))


@pytest.mark.usefixtures("person")
async def test_the_release_of_the_year_speaks_for_it(house: House) -> None:
    facts = await gathered(house)

    assert (facts.whole.subject, len(facts.waves)) == (years.YEAR, 2)
    assert (facts.starts_on, facts.ends_on) == (date(2026, 4, 1), date(2027, 3, 31))
    assert facts.until == RELEASED
    assert [len(points) for points in facts.figures.trends.values()] == [2, 2, 2, 2]


@pytest.mark.usefixtures("person")
async def test_only_england_and_its_regions_are_in_it(house: House) -> None:
    facts = await gathered(house)

    assert {row.unit.level for row in facts.figures.rows} == {Level.ENGLAND, Level.REGION}
    assert facts.figures.levels[Level.EMPLOYER] == 2


@pytest.mark.usefixtures("person")
async def test_before_the_year_is_released_its_newest_month_speaks(house: House) -> None:
    facts = await gathered(house, RELEASED)

    assert (facts.whole.subject, facts.until) == ("w02", RELEASED)


@pytest.mark.usefixtures("person")
async def test_questions_on_fairness_and_rights_are_known_by_their_headings(house: House) -> None:
    facts = await gathered(house)

    assert {"17", "19"} <= facts.equality_items
    assert "A1" not in facts.equality_items


async def test_examples_and_their_uses_count_in_the_year_and_not_after_its_release(
    house: House, person: Person
) -> None:
    shown = await example(house, person, WITHIN, equality="Part-time workers gain most.")
    later = await example(house, person, RELEASED + timedelta(days=1))
    await used(house, person, shown, WITHIN)
    await used(house, person, later, RELEASED + timedelta(days=1))

    facts = await gathered(house)

    assert [(one.title, one.criteria, one.says_who_gains) for one in facts.examples] == [
        ("A rota for reflection", ("C1", "C3"), True)
    ]
    assert facts.uses == [("C1", "C3")]


async def test_announcements_count_when_they_were_begun(house: House, person: Person) -> None:
    states = (AnnouncementState.SENT, AnnouncementState.CANCELLED)
    async with house.begin(SYSTEM) as work:
        for state in states:
            work.session.add(
                Announcement(
                    id=work.new_id(),
                    author_id=person.id,
                    reach=Reach.NATIONAL,
                    scope="England",
                    state=state,
                    created_at=WITHIN,
                    changed_at=WITHIN,
                    started_at=WITHIN,
                )
            )

    assert (await gathered(house)).announcements == 1


async def test_answers_are_those_of_england_and_of_regions_that_nobody_can_change_any_more(
    house: House, person: Person
) -> None:
    scopes = {
        Reach.NATIONAL: "England",
        Reach.REGION: "London",
        Reach.EMPLOYER: "Northshire",
    }
    async with house.begin(SYSTEM) as work:
        for reach, scope in scopes.items():
            work.session.add(answer(work.new_id(), 1, reach, scope, person, WITHIN))
        work.session.add(answer(work.new_id(), 2, Reach.NATIONAL, "England", person, RELEASED))

    facts = await gathered(house)

    assert [one.place for one in facts.answers] == ["England", "London"]


async def test_the_same_facts_have_the_same_digest_and_others_another(
    house: House, person: Person
) -> None:
    before = (await gathered(house)).digest
    again = (await gathered(house)).digest
    await example(house, person, WITHIN)

    assert before == again != (await gathered(house)).digest


async def test_nothing_of_another_year_is_gathered(house: House, person: Person) -> None:
    assert person
    async with house.look(SYSTEM) as work:
        with pytest.raises(ReleaseUnknown):
            await annual.gather(work, "2025-26")


@pytest.mark.usefixtures("person")
async def test_the_making_is_on_record_with_the_digest(house: House) -> None:
    facts = await gathered(house)
    async with house.begin(SYSTEM) as work:
        annual.record(work, facts)

    async with house.look(SYSTEM) as work:
        made = select(AuditEntry).where(col(AuditEntry.what) == "report.made")
        [entry] = (await work.session.scalars(made)).all()
    assert (entry.subject, entry.details["digest"]) == (years.YEAR, facts.digest)


def answer(
    new_id: UUID, release: int, reach: Reach, scope: str, author: Person, at: datetime
) -> Response:
    return Response(
        id=new_id,
        release=release,
        reach=reach,
        scope=scope,
        asked_at=at,
        due_at=at,
        closes_at=at + timedelta(days=1),
        said="You need time.",
        did="We made a rota.",
        author_id=author.id,
        written_at=at,
    )
