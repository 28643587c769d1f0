"""An example changes its state once, from where it may; its author and the audit hear of it."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.audit import AuditEntry
from models.outbox import Message
from models.person import Person
from models.practice import Practice, PracticeState, PracticeVersion
from models.refusals import PracticeMoved, PracticeUnknown
from services import practices
from services.drafts import EDITABLE
from services.practices import Step
from services.review_rounds import STATES
from services.sending import ON_SHOW, WITHDRAWABLE
from services.work import SYSTEM, House
from tests.doubles import START, Community

S = PracticeState
WITH_ITS_AUTHOR = {S.DRAFT, S.CHECKING, S.STOPPED, S.CHANGES_ASKED}

# Every step that there is: who takes it, where to, and from which states alone.
WAYS = {
    "the screen holds it back": (Step(EDITABLE, S.CHECKING, "screen"), WITH_ITS_AUTHOR),
    "its author sends it": (Step(EDITABLE, S.IN_REVIEW, "author"), WITH_ITS_AUTHOR),
    **{
        f"its reviewers say {state.value}": (Step({S.IN_REVIEW}, state, "reviewers"), {S.IN_REVIEW})
        for state in STATES.values()
    },
    "its review date passes": (Step([S.PUBLISHED], S.EXPIRED, "timetable"), {S.PUBLISHED}),
    "it still holds": (Step([S.EXPIRED], S.PUBLISHED, "author", "still good"), {S.EXPIRED}),
    "its author withdraws it": (
        Step(WITHDRAWABLE, S.WITHDRAWN, "author"),
        set(S) - {S.WITHDRAWN},
    ),
    "a co-ordinator withdraws it": (
        Step(ON_SHOW, S.WITHDRAWN, "co-ordinator"),
        {S.PUBLISHED, S.EXPIRED},
    ),
}
EACH_WAY = pytest.mark.parametrize(("step", "before"), WAYS.values(), ids=list(WAYS))


class Desk:
    """One author, whose examples are in any state that is wished for."""

    def __init__(self, house: House, community: Community) -> None:
        self._house, self._community = house, community

    async def opens(self) -> None:
        employer = await self._community.employer("Thameside")
        (self.author,) = await self._community.nqsws(1, employer)

    async def example(self, state: PracticeState) -> UUID:
        """An example in this state; whatever readers have seen has a version."""
        one = self._community.new_id()
        has_been_sent = state not in {S.DRAFT, S.CHECKING}
        content = {"title": f"Walks when {state.value}"}
        async with self._house.begin(SYSTEM) as work:
            practice = Practice(
                id=one,
                author_id=self.author.id,
                employer_id=self.author.employer_id,
                state=state,
                version=int(has_been_sent),
                content=content,
                created_at=work.now,
                changed_at=work.now,
                changed_by="somebody",
            )
            work.session.add(practice)
            await work.session.flush()
            if has_been_sent:
                sent = PracticeVersion(practice_id=one, version=1, content=content, at=work.now)
                work.session.add(sent)
        return one

    async def moves(self, one: UUID, step: Step) -> PracticeState:
        async with self._house.begin(SYSTEM) as work:
            return (await practices.move(work, one, step)).state

    async def letters(self, one: UUID) -> list[Message]:
        """What its author was told of where it is."""
        mine = select(Message).where(col(Message.dedupe).startswith(f"practice:{one}:"))
        async with self._house.look(SYSTEM) as work:
            return list(await work.session.scalars(mine))

    async def notes(self, one: UUID) -> list[AuditEntry]:
        """What the audit has of it."""
        of_it = select(AuditEntry).where(col(AuditEntry.subject) == str(one))
        async with self._house.look(SYSTEM) as work:
            return list(await work.session.scalars(of_it))

    async def state(self, one: UUID) -> PracticeState:
        async with self._house.look(SYSTEM) as work:
            return (await practices.fetch(work, one)).state


@pytest.fixture
async def desk(house: House, community: Community) -> Desk:
    desk = Desk(house, community)
    await desk.opens()
    return desk


def told(letters: Sequence[Message]) -> str:
    return " ".join(str(one.payload["text"]) for one in letters)


@EACH_WAY
async def test_a_step_is_taken_from_its_own_states_alone(
    desk: Desk, step: Step, before: set[PracticeState]
) -> None:
    for state in before:
        assert await desk.moves(await desk.example(state), step) is step.after
    for state in set(S) - before:
        one = await desk.example(state)
        with pytest.raises(PracticeMoved) as refused:
            await desk.moves(one, step)

        assert (refused.value.state, refused.value.by) == (state.value, "somebody")
        assert (refused.value.at, await desk.state(one)) == (START, state)


@EACH_WAY
async def test_each_step_is_one_message_to_the_author_and_one_note(
    desk: Desk, step: Step, before: set[PracticeState]
) -> None:
    state = min(before)
    one = await desk.example(state)

    await desk.moves(one, step)

    (letter,), (note,) = await desk.letters(one), await desk.notes(one)
    assert (letter.channel, letter.person_id) == (desk.author.slack_id, desk.author.id)
    assert f"Your example “Walks when {state.value}”" in told([letter])
    assert (note.what, note.details) == (
        f"practice.{step.after.value}",
        {"by": step.by, "why": step.why},
    )


@EACH_WAY
async def test_a_refused_step_leaves_no_message_and_no_note(
    desk: Desk, step: Step, before: set[PracticeState]
) -> None:
    one = await desk.example(min(set(S) - before))

    with pytest.raises(PracticeMoved):
        await desk.moves(one, step)

    assert (await desk.letters(one), await desk.notes(one)) == ([], [])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("its author withdraws it", "its reviewers say published"),
        ("its reviewers say published", "its reviewers say stopped"),
        ("its author withdraws it", "its author withdraws it"),
    ],
)
async def test_of_two_steps_at_once_one_wins_and_the_other_is_told_which(
    desk: Desk, first: str, second: str
) -> None:
    one = await desk.example(S.IN_REVIEW)
    steps = [WAYS[first][0], WAYS[second][0]]

    answers = await asyncio.gather(
        *(desk.moves(one, step) for step in steps), return_exceptions=True
    )

    (won,) = [answer for answer in answers if isinstance(answer, PracticeState)]
    (lost,) = [answer for answer in answers if isinstance(answer, PracticeMoved)]
    assert await desk.state(one) is won
    assert lost.by in {step.by for step in steps if step.after is won}
    assert (len(await desk.letters(one)), len(await desk.notes(one))) == (1, 1)


async def test_what_is_set_with_a_state_is_set_by_the_winner_alone(
    house: House, desk: Desk
) -> None:
    one = await desk.example(S.PUBLISHED)
    by_author, by_coordinator = (
        WAYS[name][0] for name in ("its author withdraws it", "a co-ordinator withdraws it")
    )
    async with house.begin(SYSTEM) as work:
        await practices.move(work, one, by_coordinator, reason="It is out of date.")
    with pytest.raises(PracticeMoved):
        async with house.begin(SYSTEM) as work:
            await practices.move(work, one, by_author, reason="Mine.")

    async with house.look(SYSTEM) as work:
        practice = await practices.fetch(work, one)
    assert (practice.reason, practice.changed_by) == ("It is out of date.", "co-ordinator")
    assert "The reason: It is out of date." in told(await desk.letters(one))


async def test_an_author_without_an_account_is_not_written_to_and_the_step_is_taken(
    house: House, desk: Desk
) -> None:
    one = await desk.example(S.IN_REVIEW)
    async with house.begin(SYSTEM) as work:
        (await work.session.get_one(Person, desk.author.id)).slack_id = None

    assert await desk.moves(one, WAYS["its reviewers say not_now"][0]) is S.NOT_NOW
    assert await desk.letters(one) == []


async def test_an_example_that_is_not_there_is_not_moved(desk: Desk, community: Community) -> None:
    with pytest.raises(PracticeUnknown):
        await desk.moves(community.new_id(), WAYS["its author sends it"][0])
