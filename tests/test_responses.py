"""You said, we did: who is asked, who may answer, what people read, and what they think of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

import views.manage
from models.audit import AuditEntry
from models.outbox import Message
from models.person import Employer, Person, Reach, RoleName
from models.policy import AfterMisses, Responding
from models.refusals import (
    BadInput,
    ResponseClosed,
    ResponseMoved,
    ResponsesMissing,
    ResponseUnknown,
)
from models.release import FIRST_LINK, Release, link_after
from models.reporting import Period
from models.response import Opinion, Response
from services import manage, response_judging, response_misses, responses, surveys
from services.response_writing import Written
from services.sight import EVERYTHING, PUBLIC, Sight
from services.work import SYSTEM, House, account
from tests.doubles import START, Community, FrozenClock

SAID = Written(
    0,
    "Supervision is often cut short.",
    did="Sessions of 90 minutes stand in the rota.",
    owner="ASYE co-ordinator",
    by_when="2026-12-01",
)


class Place:
    """Two employers of London and one of Leeds, and those who answer for them."""

    def __init__(self, house: House, community: Community) -> None:
        self.house, self.community = house, community
        self.employers: dict[str, Employer] = {}
        self.people: dict[str, Person] = {}
        self.releases = 0

    async def is_built(self) -> "Place":
        for name, region in (("Kent", "London"), ("Mid", "London"), ("Leeds", "North East")):
            self.employers[name] = await self.community.employer(name, region)
        for who, employer, reach, scope in (
            ("kent", "Kent", Reach.EMPLOYER, None),
            ("leeds", "Leeds", Reach.EMPLOYER, None),
            ("london", "Mid", Reach.REGION, "London"),
            ("england", "Leeds", Reach.NATIONAL, "England"),
        ):
            self.people[who] = await self.community.member(
                RoleName.COORDINATOR, self.employers[employer], reach, scope
            )
        return self

    async def is_released(self) -> int:
        self.releases += 1
        async with self.house.begin(SYSTEM) as work:
            work.session.add(release(self.releases, work.now))
            await responses.ask(work, self.releases)
        return self.releases

    async def asked(self, scope: str, number: int = 1) -> Response:
        async with self.house.look(SYSTEM) as work:
            query = select(Response).where(
                col(Response.scope) == scope, col(Response.release) == number
            )
            return (await work.session.scalars(query)).one()

    async def answers(self, who: str, scope: str, written: Written = SAID, number: int = 1) -> UUID:
        one = await self.asked(scope, number)
        async with self.house.begin(account(str(self.people[who].slack_id))) as work:
            await responses.answer(work, one.id, written)
        return one.id

    async def press(self, people: Sequence[Person], one: UUID, *, helpful: bool) -> None:
        for person in people:
            async with self.house.begin(account(str(person.slack_id))) as work:
                await response_judging.judge(work, one, is_helpful=helpful)


def release(number: int, at: datetime) -> Release:
    return Release(
        number=number,
        period=Period.WAVE,
        subject=f"wave-{number}",
        title=f"Monthly pulse {number}",
        starts_on=at.date(),
        ends_on=at.date(),
        released_at=at,
        questionnaire="pulse",
        version=1,
        floor=8,
        before=FIRST_LINK,
        link=link_after(FIRST_LINK, {"number": number}),
    )


@pytest.fixture
async def place(house: House, community: Community) -> Place:
    return await Place(house, community).is_built()


async def test_a_release_asks_the_coordinators_of_every_place_once(place: Place) -> None:
    await place.is_released()
    async with place.house.begin(SYSTEM) as work:
        again = await responses.ask(work, 1)

    async with place.house.look(SYSTEM) as work:
        asked = list(await work.session.scalars(select(Response)))
        letters = list(await work.session.scalars(select(Message)))
    assert again == 0
    assert {(one.reach, one.scope) for one in asked} == {
        (Reach.EMPLOYER, "Kent"),
        (Reach.EMPLOYER, "Leeds"),
        (Reach.REGION, "London"),
        (Reach.NATIONAL, "England"),
    }
    assert {one.channel for one in letters} == {one.slack_id for one in place.people.values()}
    # Ten working days after Tuesday 3 November, at the end of work.
    assert {one.due_at.isoformat() for one in asked} == {"2026-11-17T17:00:00+00:00"}


@pytest.mark.parametrize(
    ("who", "may"), [("kent", True), ("london", True), ("england", True), ("leeds", False)]
)
async def test_whose_right_covers_the_place_may_answer(place: Place, who: str, may: bool) -> None:
    await place.is_released()

    if may:
        await place.answers(who, "Kent")
    else:
        with pytest.raises(ResponseUnknown):
            await place.answers(who, "Kent")

    assert (await place.asked("Kent")).is_written is may


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"said": " "}, "said"),
        ({"did": ""}, "did"),
        ({"owner": ""}, "owner"),
        ({"by_when": ""}, "by_when"),
        ({"by_when": "soon"}, "by_when"),
        ({"did": "x" * 501}, "did"),
        ({"said": "Ring Amira Khan on 07700 900123."}, "said"),
    ],
)
async def test_what_is_missing_or_shows_somebody_is_said_under_its_field(
    place: Place, change: dict[str, Any], field: str
) -> None:
    await place.is_released()

    with pytest.raises(BadInput) as refused:
        await place.answers("kent", "Kent", replace(SAID, **change))

    assert refused.value.field == field
    assert not (await place.asked("Kent")).is_written


async def test_it_can_say_that_nothing_can_be_done_and_why(place: Place) -> None:
    await place.is_released()

    await place.answers(
        "kent", "Kent", replace(SAID, did="", by_when="", cannot="The budget is set until April.")
    )

    assert (await place.asked("Kent")).by_when is None


async def test_of_two_who_change_it_at_once_one_is_told(place: Place) -> None:
    await place.is_released()
    await place.answers("kent", "Kent")

    with pytest.raises(ResponseMoved):
        await place.answers("london", "Kent", replace(SAID, said="Something else."))
    await place.answers("london", "Kent", replace(SAID, edition=1, did="It is done."))

    one = await place.asked("Kent")
    assert (one.said, one.did, one.edition) == (SAID.said, "It is done.", 2)


async def test_the_audit_trail_has_each_change_and_no_words(place: Place) -> None:
    await place.is_released()
    await place.answers("kent", "Kent")
    await place.answers("kent", "Kent", replace(SAID, edition=1))

    async with place.house.look(SYSTEM) as work:
        trail = list(await work.session.scalars(select(AuditEntry)))
    assert [one.what for one in trail] == ["response.written", "response.changed"]
    assert SAID.said not in str([one.details for one in trail])


async def test_after_its_end_nothing_is_changed(place: Place, clock: FrozenClock) -> None:
    await place.is_released()
    clock.move_to((await place.asked("Kent")).closes_at)

    with pytest.raises(ResponseClosed):
        await place.answers("kent", "Kent")


async def test_employers_are_read_by_who_sees_them_and_the_rest_by_all(place: Place) -> None:
    await place.is_released()
    for who, scope in (("kent", "Kent"), ("london", "London"), ("england", "England")):
        await place.answers(who, scope)

    async with place.house.look(SYSTEM) as work:
        read = {
            name: [one.place for one in await responses.listed(work, seen)]
            for name, seen in {
                "all": EVERYTHING,
                "public": PUBLIC,
                "kent": Sight(employer="Kent", region="London"),
                "london": Sight("Mid", "London", overseen_regions=frozenset({"London"})),
                "leeds": Sight("Leeds", "North East", overseen_employers=frozenset({"Leeds"})),
            }.items()
        }
    everything = ["England", "London", "Kent"]
    assert read == {
        "all": everything,
        "public": everything[:2],
        "kent": everything,
        "london": everything,
        "leeds": everything[:2],
    }


async def test_home_shows_an_nqsw_what_speaks_to_them(place: Place) -> None:
    (nqsw,) = await place.community.nqsws(1, place.employers["Kent"])
    await place.is_released()
    await place.answers("kent", "Kent")
    await place.answers("leeds", "Leeds", replace(SAID, said="Leeds is far away."))

    async with place.house.look(account(str(nqsw.slack_id))) as work:
        shown = str(await responses.for_home(work))
    assert SAID.said in shown
    assert "Helpful" in shown
    assert "Leeds" not in shown


async def test_home_shows_a_coordinator_their_own_and_england_who_is_late(
    place: Place, clock: FrozenClock
) -> None:
    await place.is_released()
    clock.move_to((await place.asked("Kent")).due_at)
    await place.answers("leeds", "Leeds")

    shown = {}
    for who in ("kent", "leeds", "england"):
        async with place.house.look(account(str(place.people[who].slack_id))) as work:
            shown[who] = str(await responses.to_do(work))
    assert "for Kent" in shown["kent"]
    assert "overdue since" in shown["kent"]
    assert "places are overdue" not in shown["kent"]
    assert shown["leeds"] == "[]"
    assert "3 places are overdue" in shown["england"]


async def test_everybody_counts_once_and_may_change_their_mind(
    place: Place, clock: FrozenClock
) -> None:
    people = await place.community.nqsws(12, place.employers["Kent"])
    await place.is_released()
    one = await place.answers("kent", "Kent")
    await place.press(people, one, helpful=False)
    await place.press(people[:9], one, helpful=True)
    clock.move_to((await place.asked("Kent")).closes_at)

    async with place.house.begin(SYSTEM) as work:
        await response_judging.count(work, 1)

    async with place.house.look(SYSTEM) as work:
        (shown,) = await responses.listed(work, EVERYTHING)
        left = await work.session.scalar(select(func.count()).select_from(Opinion))
    # Nine of twelve: 70% or more of ten to nineteen people.
    assert shown.response.opinion == {
        "people": {"at_least": 10, "at_most": 19},
        "favourable": {"at_least": 70, "at_most": None},
    }
    assert left == 0


@pytest.mark.parametrize("pressed", [0, 1, 9])
async def test_fewer_than_ten_are_never_counted(
    place: Place, clock: FrozenClock, pressed: int
) -> None:
    people = await place.community.nqsws(9, place.employers["Kent"])
    await place.is_released()
    one = await place.answers("kent", "Kent")
    await place.press(people[:pressed], one, helpful=True)
    clock.move_to((await place.asked("Kent")).closes_at)

    async with place.house.begin(SYSTEM) as work:
        await response_judging.count(work, 1)

    assert (await place.asked("Kent")).opinion is None


async def test_a_count_that_is_made_again_changes_nothing(place: Place, clock: FrozenClock) -> None:
    people = await place.community.nqsws(10, place.employers["Kent"])
    await place.is_released()
    one = await place.answers("kent", "Kent")
    await place.press(people, one, helpful=True)
    clock.move_to((await place.asked("Kent")).closes_at)

    for _ in range(2):
        async with place.house.begin(SYSTEM) as work:
            await response_judging.count(work, 1)

    assert (await place.asked("Kent")).opinion is not None


async def test_nobody_else_judges_and_nobody_after_the_end(
    place: Place, clock: FrozenClock
) -> None:
    (here,) = await place.community.nqsws(1, place.employers["Kent"])
    (elsewhere,) = await place.community.nqsws(1, place.employers["Leeds"])
    await place.is_released()
    unwritten = (await place.asked("London")).id
    one = await place.answers("kent", "Kent")

    for person, about in ((elsewhere, one), (place.people["kent"], one), (here, unwritten)):
        with pytest.raises(ResponseUnknown):
            await place.press([person], about, helpful=True)
    clock.move_to((await place.asked("Kent")).closes_at)
    with pytest.raises(ResponseClosed):
        await place.press([here], one, helpful=True)


async def test_an_opinion_leaves_neither_a_note_nor_a_letter(place: Place) -> None:
    people = await place.community.nqsws(3, place.employers["Kent"])
    await place.is_released()
    one = await place.answers("kent", "Kent")
    async with place.house.look(SYSTEM) as work:
        before = await traces(work.session)

    await place.press(people, one, helpful=False)

    async with place.house.look(SYSTEM) as work:
        assert await traces(work.session) == before


async def traces(session: AsyncSession) -> tuple[int | None, int | None]:
    return (
        await session.scalar(select(func.count()).select_from(AuditEntry)),
        await session.scalar(select(func.count()).select_from(Message)),
    )


async def test_two_misses_are_told_while_the_newest_can_be_answered(
    place: Place, clock: FrozenClock
) -> None:
    await place.is_released()
    await place.answers("leeds", "Leeds")
    clock.advance(timedelta(days=28))
    await place.is_released()
    await place.answers("england", "England", number=2)
    clock.move_to((await place.asked("Kent", 2)).due_at)

    async with place.house.look(SYSTEM) as work:
        then = await response_misses.missing(work)
    clock.move_to((await place.asked("Kent", 2)).closes_at)
    async with place.house.look(SYSTEM) as work:
        later = await response_misses.missing(work)

    assert then == [(Reach.EMPLOYER, "Kent"), (Reach.REGION, "London")]
    assert later == []


async def test_an_answer_that_comes_late_ends_the_misses(place: Place, clock: FrozenClock) -> None:
    await place.is_released()
    clock.advance(timedelta(days=28))
    await place.is_released()
    clock.move_to((await place.asked("Kent", 2)).due_at)

    await place.answers("kent", "Kent", number=2)

    async with place.house.look(SYSTEM) as work:
        assert (Reach.EMPLOYER, "Kent") not in await response_misses.missing(work)


async def missed_twice(place: Place, clock: FrozenClock, *answered: str) -> House:
    """Two releases without answers but these, under a policy that blocks."""
    for number in (1, 2):
        await place.is_released()
        for scope in answered:
            await place.answers("england", scope, number=number)
        clock.advance(timedelta(days=28))
    clock.move_to((await place.asked("Kent", 2)).due_at)
    policy = replace(place.house.policy, responding=Responding(after_misses=AfterMisses.BLOCK))
    return replace(place.house, policy=policy)


async def test_a_wave_asks_nobody_where_answers_are_missing(
    place: Place, clock: FrozenClock
) -> None:
    for name in ("Kent", "Mid", "Leeds"):
        await place.community.nqsws(4, place.employers[name])
    house = await missed_twice(place, clock, "England", "London", "Leeds")

    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE)

    assert wave.invited == 8


async def test_without_the_answer_of_england_no_wave_opens(
    place: Place, clock: FrozenClock
) -> None:
    await place.community.nqsws(4, place.employers["Kent"])
    house = await missed_twice(place, clock, "London", "Leeds", "Kent")

    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
    async with house.begin(SYSTEM) as work:
        assert await surveys.open_due(work, surveys.PULSE, work.now) is None
    with pytest.raises(ResponsesMissing):
        async with house.begin(SYSTEM) as work:
            await surveys.open_by_hand(work, surveys.PULSE)


async def test_an_invitation_brings_what_came_of_the_last_one(place: Place) -> None:
    here = await place.community.nqsws(2, place.employers["Kent"])
    there = await place.community.nqsws(2, place.employers["Leeds"])
    await place.is_released()
    await place.answers("kent", "Kent")

    async with place.house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        await surveys.open_by_hand(work, surveys.PULSE)

    async with place.house.look(SYSTEM) as work:
        query = select(Message).where(col(Message.dedupe).startswith("invite:"))
        letters = {one.person_id: str(one.payload) for one in await work.session.scalars(query)}
    assert [SAID.said in letters[one.id] for one in (*here, *there)] == [True, True, False, False]


async def test_a_warning_goes_out_once_before_the_wave(place: Place, clock: FrozenClock) -> None:
    await missed_twice(place, clock, "England", "London", "Leeds")

    for _ in range(2):
        async with place.house.begin(SYSTEM) as work:
            await response_misses.warn(work, "pulse", work.now)

    async with place.house.look(SYSTEM) as work:
        query = select(Message).where(col(Message.dedupe).startswith("misses:"))
        told = [one.channel for one in await work.session.scalars(query)]
    assert sorted(told) == sorted(["C0COORDS", str(place.people["kent"].slack_id)])


async def test_whoever_opens_a_wave_by_hand_is_told_what_is_missing(
    place: Place, clock: FrozenClock
) -> None:
    await missed_twice(place, clock, "England", "London", "Leeds")
    async with place.house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)

    async with place.house.look(account(str(place.people["england"].slack_id))) as work:
        shown = views.manage.opening(await manage.one(work, surveys.PULSE))

    assert "1 place has no “You said, we did” for the last two releases" in str(shown)


async def test_after_its_end_an_answer_is_still_read_and_no_longer_judged(
    place: Place, clock: FrozenClock
) -> None:
    (nqsw,) = await place.community.nqsws(1, place.employers["Kent"])
    await place.is_released()
    await place.answers("kent", "Kent")
    shown = []
    for days in (0, 50, 93):
        clock.move_to(START + timedelta(days=days))
        async with place.house.look(account(str(nqsw.slack_id))) as work:
            home = str(await responses.for_home(work))
        shown.append((SAID.said in home, "Not what I meant" in home))

    assert shown == [(True, True), (True, False), (False, False)]
