"""The outbox keeps what is to be sent, takes it back, and remembers how it ended."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.audit import AuditEntry
from models.outbox import Message, MessageState, Posting, Rank
from models.person import Person
from services import dispatch, outbox, outcomes
from services.dispatch import Bid
from services.outcomes import Outcome
from services.work import SYSTEM, Delivery, House
from tests.doubles import Community, FrozenClock
from tests.postoffice import ROOMY
from views.letters import Letter

HELLO = Letter("Hello")


async def write(house: House, *keys: str, **delivery: object) -> None:
    async with house.begin(SYSTEM) as work:
        for key in keys:
            work.post(f"C{key}", HELLO, key, Delivery(**delivery))  # type: ignore[arg-type]


async def keys(house: House, state: MessageState = MessageState.QUEUED) -> list[str]:
    async with house.look(SYSTEM) as work:
        query = select(col(Message.dedupe)).where(col(Message.state) == state)
        return sorted((await work.session.scalars(query)).all())


async def claim(house: House, holder: str = "me") -> list[Message]:
    async with house.begin(SYSTEM) as work:
        return await dispatch.claim(work, Bid(holder, ROOMY))


async def settle(house: House, *ends: Outcome) -> None:
    async with house.begin(SYSTEM) as work:
        await outcomes.settle(work, ends)


async def unreached(house: House) -> Sequence[tuple[Person, str]]:
    async with house.look(SYSTEM) as work:
        return [(one.person, one.reason) for one in await outbox.unreachable(work)]


async def test_a_key_that_is_taken_changes_nothing(house: House) -> None:
    await write(house, "one")
    async with house.begin(SYSTEM) as work:
        work.post("C2", Letter("Another"), "one")
        work.post("C2", Letter("Another"), "two")

    assert await keys(house) == ["one", "two"]


async def test_queued_letters_are_taken_back_by_key_and_by_start(house: House) -> None:
    await write(house, "a:1", "a:2", "b:1", "b_1", "c")

    async with house.begin(SYSTEM) as work:
        counts = [await outbox.cancel(work, "c", "none"), await outbox.cancel_starting(work, "b:")]

    assert counts == [1, 1]
    assert await keys(house) == ["a:1", "a:2", "b_1"]


async def test_what_is_on_its_way_is_not_taken_back(house: House) -> None:
    await write(house, "one", "two")
    await claim(house)

    async with house.begin(SYSTEM) as work:
        assert await outbox.cancel(work, "one", "two") == 0


async def test_letters_about_a_wave_are_taken_back_together(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        wave_id = work.new_id()
    await write(house, "asked", "reminded", wave_id=wave_id)
    await write(house, "other")

    async with house.begin(SYSTEM) as work:
        assert await outbox.cancel_wave(work, wave_id) == 2

    assert await keys(house) == ["other"]


async def test_letters_about_a_wave_go_after_single_ones(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        wave_id = work.new_id()
    await write(house, *"abcde", wave_id=wave_id)
    await write(house, "single")

    async with house.begin(SYSTEM) as work:
        claimed = await dispatch.claim(work, Bid("me", {**ROOMY, Posting.POST: 2}))

    assert [letter.rank for letter in claimed] == [Rank.SINGLE, Rank.BULK]


async def test_what_was_sent_is_recorded_with_its_place(house: House) -> None:
    await write(house, "one", "two")
    one, two = sorted(await claim(house), key=lambda letter: letter.dedupe)

    await settle(
        house,
        Outcome(one, MessageState.SENT, None, "D1", "17.1"),
        Outcome(two, MessageState.QUEUED, "timeout", again_at=one.not_before + timedelta(hours=1)),
    )

    async with house.look(SYSTEM) as work:
        one, two = (await work.session.scalars(select(Message).order_by(col(Message.dedupe)))).all()
    assert (one.state, one.sent_channel, one.sent_ts) == (MessageState.SENT, "D1", "17.1")
    assert (two.state, two.attempts, two.reason) == (MessageState.QUEUED, 1, "timeout")
    assert two.not_before == one.not_before + timedelta(hours=1)


async def test_only_that_it_was_sent_counts_after_somebody_took_over(house: House) -> None:
    await write(house, "one")
    [letter] = await claim(house)
    async with house.begin(SYSTEM) as work:
        [adopted] = await dispatch.stranded(work)
        await dispatch.adopt(work, "another", [adopted])

    await settle(house, Outcome(letter, MessageState.DROPPED, "is_archived"))
    still = await keys(house, MessageState.SENDING)
    await settle(house, Outcome(letter, MessageState.SENT, None, "C1", "17.1"))
    await settle(house, Outcome(adopted, MessageState.QUEUED))

    assert still == ["one"]
    assert await keys(house, MessageState.SENT) == ["one"]


@pytest.mark.parametrize(
    "state", [MessageState.DROPPED, MessageState.UNREACHABLE, MessageState.UNCERTAIN]
)
async def test_what_is_never_sent_is_noted_by_number_and_never_by_name(
    house: House, state: MessageState
) -> None:
    await write(house, "one", "two", "three")

    await settle(house, *(Outcome(letter, state, "why") for letter in await claim(house)))

    async with house.look(SYSTEM) as work:
        [entry] = (await work.session.scalars(select(AuditEntry))).all()
    assert (entry.what, entry.subject) == (f"messages.{state.value}", "outbox")
    assert entry.details == {"reason": "why", "count": 3}


async def test_whoever_could_not_be_reached_is_listed_until_reached_again(
    house: House, community: Community, clock: FrozenClock
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    await write(house, "first", person_id=person.id)
    [letter] = await claim(house)
    await settle(house, Outcome(letter, MessageState.UNREACHABLE, "user_disabled"))
    before = await unreached(house)

    clock.advance(timedelta(days=1))
    await write(house, "second", person_id=person.id)
    [letter] = await claim(house)
    await settle(house, Outcome(letter, MessageState.SENT, None, "D1", "17.1"))

    assert [(one.id, reason) for one, reason in before] == [(person.id, "user_disabled")]
    assert await unreached(house) == []


async def test_the_depth_counts_every_state(house: House) -> None:
    await write(house, "one", "two")
    [letter] = [letter for letter in await claim(house) if letter.dedupe == "one"]
    await settle(house, Outcome(letter, MessageState.SENT, None, "C1", "17.1"))

    async with house.look(SYSTEM) as work:
        depth = await outbox.depth(work)

    assert depth == {
        **dict.fromkeys(MessageState, 0),
        MessageState.SENT: 1,
        MessageState.SENDING: 1,
    }


async def test_two_claims_at_once_never_share_a_letter(house: House) -> None:
    await write(house, *(str(number) for number in range(40)))
    houses = [house, replace(house)]

    claims = await asyncio.gather(*(claim(one, str(i)) for i, one in enumerate(houses)))

    assert len({letter.id for claimed in claims for letter in claimed}) == 40
    assert sum(len(claimed) for claimed in claims) == 40
