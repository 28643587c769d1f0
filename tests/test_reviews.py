"""Readers take seats, give their view once or change it, and the last one decides, once."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select

from models.outbox import Message
from models.person import Employer, Person, RoleName, Standing
from models.practice import Practice, PracticeState, PracticeVersion
from models.refusals import NoSeat, NotAllowed, PracticeMoved, Refusal
from models.review import Review, ReviewState
from models.verdict import TESTS
from services import review_clock, review_rounds, reviews, volunteers
from services.reviews import Opinion
from services.work import SYSTEM, House, account
from tests.doubles import Community

FULL = dict.fromkeys(TESTS, 2)


class Panel:
    """An example with people around it."""

    def __init__(self, house: House, community: Community) -> None:
        self.house, self.community = house, community
        self.id = community.new_id()

    async def gathers(self) -> None:
        self.home = await self.community.employer("Thameside")
        away: Employer = await self.community.employer("Pennine")
        (self.author,) = await self.community.nqsws(1, self.home)
        (self.nqsw, self.spare) = await self.community.nqsws(2, away)
        self.champions = [await self.community.member(RoleName.CHAMPION, away) for _ in range(4)]
        self.neighbour = await self.community.member(RoleName.CHAMPION, self.home)
        async with self.as_(self.nqsw) as work:
            await volunteers.toggle(work)
        async with self.house.begin(SYSTEM) as work:
            work.session.add(
                Practice(
                    id=self.id,
                    author_id=self.author.id,
                    employer_id=self.home.id,
                    content={"title": "Walks", "problem": "Old"},
                    created_at=work.now,
                    changed_at=work.now,
                )
            )
        await self.sends({"title": "Walks", "problem": "Old"})

    async def sends(self, content: dict[str, str]) -> None:
        async with self.house.begin(SYSTEM) as work:
            practice = await work.session.get_one(Practice, self.id)
            practice.version += 1
            practice.state, practice.content = PracticeState.IN_REVIEW, content
            practice.submitted_at = practice.due_at = work.now
            work.session.add(
                PracticeVersion(
                    practice_id=self.id, version=practice.version, content=content, at=work.now
                )
            )
            await work.session.flush()
            await review_rounds.begin_round(work, practice)

    def as_(self, person: Person):  # type: ignore[no-untyped-def]
        return self.house.begin(account(str(person.slack_id)))

    async def takes(self, *people: Person) -> None:
        for person in people:
            async with self.as_(person) as work:
                await reviews.take(work, self.id)

    async def votes(self, person: Person, proposal: str, **more: object) -> None:
        async with self.as_(person) as work:
            sheet = await reviews.read(work, self.id)
        given = {"scores": FULL, "ways": ["library"], "reason": "Because."} | more
        opinion = Opinion(sheet.practice.version, proposal=proposal, **given)  # type: ignore[arg-type]
        async with self.as_(person) as work:
            await reviews.vote(work, self.id, opinion)

    async def practice(self) -> Practice:
        async with self.house.look(SYSTEM) as work:
            return await work.session.get_one(Practice, self.id)

    async def seats(self) -> dict[UUID, ReviewState]:
        async with self.house.look(SYSTEM) as work:
            return {one.person_id: one.state for one in await work.session.scalars(select(Review))}

    async def letters(self) -> dict[str, str]:
        async with self.house.look(SYSTEM) as work:
            found = await work.session.scalars(select(Message))
            return {one.dedupe: str(one.payload) for one in found}


@pytest.fixture
async def panel(house: House, community: Community) -> Panel:
    panel = Panel(house, community)
    await panel.gathers()
    return panel


async def test_the_quorum_shares_it_with_every_way_and_the_card_says_so(panel: Panel) -> None:
    first, second = panel.champions[:2]
    await panel.takes(first, second, panel.nqsw)
    await panel.votes(first, "share", ways=["mentor"])
    await panel.votes(second, "share")

    await panel.votes(panel.nqsw, "share")

    practice = await panel.practice()
    assert (practice.state, practice.ways) == (PracticeState.PUBLISHED, ["library", "mentor"])
    card = (await panel.letters())[f"review:{panel.id}"]
    assert "Decided: shared" in card
    assert "I'll review this" not in card


async def test_two_champions_at_the_last_seat_at_once_and_one_has_it(panel: Panel) -> None:
    first, second, third, _ = panel.champions
    await panel.takes(first)

    answers = await asyncio.gather(panel.takes(second), panel.takes(third), return_exceptions=True)

    assert sorted(type(one).__name__ for one in answers) == ["NoSeat", "NoneType"]
    assert list((await panel.seats()).values()).count(ReviewState.REVIEWING) == 2


async def test_two_last_views_at_once_decide_once(panel: Panel) -> None:
    first, second = panel.champions[:2]
    await panel.takes(first, second, panel.nqsw)
    await panel.votes(first, "share")

    await asyncio.gather(panel.votes(second, "share"), panel.votes(panel.nqsw, "share"))

    told = [key for key in await panel.letters() if key.startswith(f"practice:{panel.id}")]
    assert (await panel.practice()).state is PracticeState.PUBLISHED
    assert len(told) == 1


async def test_unsafe_stops_it_and_the_same_readers_begin_anew(panel: Panel) -> None:
    first, second = panel.champions[:2]
    await panel.takes(first, second)
    await panel.votes(first, "share")
    await panel.votes(second, "share", scores=FULL | {"safe": 0})
    assert (await panel.practice()).state is PracticeState.STOPPED

    await panel.sends({"title": "Walks", "problem": "New"})

    seats = await panel.seats()
    assert seats[first.id] == seats[second.id] == ReviewState.REVIEWING
    again = (await panel.letters())[f"review:{panel.id}:2:again:{first.id}"]
    assert "Changed: Problem" in again


async def test_changes_go_to_the_author_field_by_field(panel: Panel) -> None:
    first, second = panel.champions[:2]
    await panel.takes(first, second, panel.nqsw)
    for person in (first, second):
        await panel.votes(person, "changes", changes={"problem": "For whom?"}, reason="")

    await panel.votes(panel.nqsw, "share")

    practice = await panel.practice()
    assert practice.state is PracticeState.CHANGES_ASKED
    assert practice.asked_changes["problem"] == ["For whom?", "For whom?"]


async def test_disagreement_opens_a_seat_for_one_more_champion(panel: Panel) -> None:
    first, second, third, fourth = panel.champions
    await panel.takes(first, second, panel.nqsw)
    await panel.votes(first, "share")
    await panel.votes(second, "not_now")
    await panel.votes(panel.nqsw, "share")
    assert f"review:{panel.id}:1:split" in await panel.letters()

    await panel.takes(third)
    with pytest.raises(NoSeat):
        await panel.takes(fourth)
    await panel.votes(third, "share")

    assert (await panel.practice()).state is PracticeState.PUBLISHED


@pytest.mark.parametrize(
    ("who", "refusal"), [("author", NoSeat), ("neighbour", NoSeat), ("spare", NoSeat)]
)
async def test_nobody_of_that_employer_nor_who_was_not_asked_has_a_seat(
    panel: Panel, who: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await panel.takes(getattr(panel, who))


async def test_a_conflict_frees_the_seat_and_bars_it_for_good(panel: Panel) -> None:
    first = panel.champions[0]
    await panel.takes(first)
    async with panel.as_(first) as work:
        await reviews.declare_conflict(work, panel.id)

    with pytest.raises(NoSeat):
        await panel.takes(first)
    assert (await panel.seats())[first.id] is ReviewState.CONFLICTED


async def test_the_view_of_a_champion_who_moved_there_does_not_count(
    panel: Panel, house: House
) -> None:
    first, second = panel.champions[:2]
    await panel.takes(first, second, panel.nqsw)
    await panel.votes(first, "share")
    await panel.votes(second, "share")
    async with house.begin(SYSTEM) as work:
        (await work.session.get_one(Person, first.id)).employer_id = panel.home.id

    await panel.votes(panel.nqsw, "share")

    assert (await panel.practice()).state is PracticeState.IN_REVIEW
    assert (await panel.seats())[first.id] is ReviewState.LEFT


async def test_the_night_frees_the_seat_of_somebody_deactivated(panel: Panel, house: House) -> None:
    await panel.takes(panel.champions[0])
    async with house.begin(SYSTEM) as work:
        person = await work.session.get_one(Person, panel.champions[0].id)
        person.standing = Standing.DEACTIVATED

    async with house.begin(SYSTEM) as work:
        await review_clock.tend(work)

    assert (await panel.seats())[panel.champions[0].id] is ReviewState.LEFT
    assert "Champions: 0 of 2" in (await panel.letters())[f"review:{panel.id}"]


async def test_after_the_decision_a_view_is_refused_with_the_role(panel: Panel) -> None:
    first = panel.champions[0]
    await panel.takes(first)
    await panel.votes(first, "share", scores=FULL | {"safe": 0})

    with pytest.raises(PracticeMoved) as refused:
        await panel.takes(panel.champions[1])
    assert refused.value.by == "reviewers"


async def test_the_next_volunteer_is_asked_and_co_ordinators_hear_when_none_is_left(
    panel: Panel,
) -> None:
    async with panel.as_(panel.nqsw) as work:
        await reviews.decline(work, panel.id)

    assert (await panel.seats())[panel.nqsw.id] is ReviewState.DECLINED
    assert f"review:{panel.id}:nobody" in await panel.letters()


async def test_a_reader_is_nudged_once_unless_the_view_is_given(panel: Panel, house: House) -> None:
    first, second = panel.champions[:2]
    await panel.takes(first, second)
    await panel.votes(second, "share")

    for person in (first, first, second):
        async with house.begin(SYSTEM) as work:
            await review_clock.nudge(work, f"{panel.id}:{person.id}")

    nudges = [key for key in await panel.letters() if ":nudge:" in key]
    assert nudges == [f"review:{panel.id}:1:nudge:{first.id}"]


async def test_a_stranger_to_reviews_does_not_read(panel: Panel) -> None:
    with pytest.raises(NotAllowed):
        async with panel.as_(panel.spare) as work:
            await reviews.read(work, panel.id)
