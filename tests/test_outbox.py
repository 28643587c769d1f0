"""The outbox keeps what is to be sent, takes it back, and remembers how it ended."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
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


async def test_queued_letters_are_taken_back_by_key(house: House) -> None:
    await write(house, "a:1", "a:2", "b")

    async with house.begin(SYSTEM) as work:
        assert await outbox.cancel(work, "b", "none") == 1

    assert await keys(house) == ["a:1", "a:2"]


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


async def test_a_reminder_that_does_not_arrive_leaves_no_trail_of_who_has_not_answered(
    house: House, community: Community
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    await write(house, "remind:wave:person:1", person_id=person.id)
    [letter] = await claim(house)
    await settle(house, Outcome(letter, MessageState.UNREACHABLE, "user_disabled"))

    async with house.look(SYSTEM) as work:
        trail = (await work.session.scalars(select(AuditEntry))).all()
    assert (await unreached(house), trail) == ([], [])


async def test_a_reminder_that_arrives_takes_nobody_off_the_list_of_the_unreached(
    house: House, community: Community, clock: FrozenClock
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    await write(house, "invite:wave:person", person_id=person.id)
    [letter] = await claim(house)
    await settle(house, Outcome(letter, MessageState.UNREACHABLE, "user_disabled"))

    clock.advance(timedelta(days=1))
    await write(house, "remind:wave:person:1", person_id=person.id)
    [letter] = await claim(house)
    await settle(house, Outcome(letter, MessageState.SENT, None, "D1", "17.1"))

    assert [one.id for one, _ in await unreached(house)] == [person.id]


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


async def batch_of(house: House, *keys: str) -> UUID:
    async with house.begin(SYSTEM) as work:
        batch_id = work.new_id()
    await write(house, *keys, batch_id=batch_id)
    return batch_id


async def revise(house: House, key: str, text: str = "Revised") -> bool:
    async with house.begin(SYSTEM) as work:
        return await outbox.revise(work, key, Letter(text))


async def only(house: House) -> Message:
    async with house.look(SYSTEM) as work:
        return (await work.session.scalars(select(Message))).one()


REVISED = {
    MessageState.QUEUED: (MessageState.QUEUED, Posting.POST),
    MessageState.HELD: (MessageState.HELD, Posting.POST),
    MessageState.SENDING: (MessageState.SENDING, Posting.POST),
    MessageState.SENT: (MessageState.QUEUED, Posting.UPDATE),
    MessageState.UNREACHABLE: (MessageState.UNREACHABLE, Posting.POST),
    MessageState.DROPPED: (MessageState.DROPPED, Posting.POST),
    MessageState.UNCERTAIN: (MessageState.UNCERTAIN, Posting.POST),
}


@pytest.mark.parametrize(("before", "after"), REVISED.items())
async def test_only_what_was_sent_goes_once_more_when_it_is_revised(
    house: House, before: MessageState, after: tuple[MessageState, Posting]
) -> None:
    await write(house, "one")
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Message).values(state=before))

    assert await revise(house, "one")

    letter = await only(house)
    assert (letter.state, letter.posting) == after
    assert (letter.payload["text"], letter.edition) == ("Revised", 1)


async def test_a_letter_of_the_same_work_is_revised_before_it_is_written(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        work.post("C1", HELLO, "one")
        found = await outbox.revise(work, "one", Letter("Revised"))

    assert found
    assert (await only(house)).payload["text"] == "Revised"


async def test_nothing_is_revised_that_was_never_written(house: House) -> None:
    assert not await revise(house, "none")


async def test_many_letters_are_revised_each_in_its_own_words(house: House) -> None:
    await write(house, *map(str, range(50)))
    async with house.begin(SYSTEM) as work:
        wanted = {str(number): Letter(f"Text {number}") for number in range(60)}
        count = await outbox.revise_many(work, wanted)

    async with house.look(SYSTEM) as work:
        found = (await work.session.scalars(select(Message))).all()
    assert count == 50
    assert {one.dedupe: one.payload["text"] for one in found} == {
        str(number): f"Text {number}" for number in range(50)
    }


async def test_a_letter_revised_on_its_way_is_due_again_when_it_has_arrived(house: House) -> None:
    await write(house, "one")
    [letter] = await claim(house)
    await revise(house, "one")
    await settle(house, Outcome(letter, MessageState.SENT, None, "C1", "17.1"))
    [again] = await claim(house)
    await settle(house, Outcome(again, MessageState.SENT, None, "C1", "17.1"))

    assert (again.posting, again.sent_ts, again.payload["text"]) == (
        Posting.UPDATE,
        "17.1",
        "Revised",
    )
    assert (await only(house)).state is MessageState.SENT


async def test_what_was_sent_is_not_taken_back_while_it_is_revised(house: House) -> None:
    batch_id = await batch_of(house, "one")
    [letter] = await claim(house)
    await settle(house, Outcome(letter, MessageState.SENT, None, "C1", "17.1"))
    await revise(house, "one")

    async with house.begin(SYSTEM) as work:
        counts = [
            await outbox.cancel(work, "one"),
            await outbox.hold(work, batch_id),
            await outbox.take_back_batch(work, batch_id),
        ]
        progress = await outbox.progress(work, batch_id)

    assert counts == [0, 0, 0]
    assert progress[MessageState.SENT] == 1


async def test_what_is_held_goes_only_when_it_is_released(house: House) -> None:
    batch_id = await batch_of(house, "one", "two")
    async with house.begin(SYSTEM) as work:
        held = await outbox.hold(work, batch_id)
    meanwhile = await claim(house)
    async with house.begin(SYSTEM) as work:
        released = await outbox.release(work, batch_id)

    assert (held, meanwhile, released) == (2, [], 2)
    assert len(await claim(house)) == 2


async def test_what_comes_back_to_a_paused_batch_is_held(house: House) -> None:
    batch_id = await batch_of(house, "one")
    [letter] = await claim(house)
    async with house.begin(SYSTEM) as work:
        held = await outbox.hold(work, batch_id)
    await settle(house, Outcome(letter, MessageState.QUEUED, "timeout"))

    assert held == 0
    assert await keys(house, MessageState.HELD) == ["one"]


async def test_what_comes_back_to_a_stopped_batch_goes_no_more(house: House) -> None:
    batch_id = await batch_of(house, "one", "two", "three")
    letters = {letter.dedupe: letter for letter in await claim(house)}
    await settle(house, Outcome(letters["three"], MessageState.QUEUED))
    async with house.begin(SYSTEM) as work:
        taken = await outbox.take_back_batch(work, batch_id)
    sent = Outcome(letters["one"], MessageState.SENT, None, "C1", "17.1")
    await settle(house, sent, Outcome(letters["two"], MessageState.QUEUED, "timeout"))

    async with house.look(SYSTEM) as work:
        progress = await outbox.progress(work, batch_id)
    assert taken == 1
    assert progress[MessageState.SENT] == progress[MessageState.DROPPED] == 1


async def test_holding_and_taking_a_batch_at_once_loses_nothing(house: House) -> None:
    batch_id = await batch_of(house, *map(str, range(40)))

    async def pause() -> int:
        async with house.begin(SYSTEM) as work:
            return await outbox.hold(work, batch_id)

    held, claimed = await asyncio.gather(pause(), claim(house))

    assert held + len(claimed) == 40
    assert len(await keys(house, MessageState.HELD)) == held


@pytest.mark.parametrize(
    "state", [MessageState.UNREACHABLE, MessageState.DROPPED, MessageState.UNCERTAIN, None]
)
async def test_a_reply_to_what_is_never_sent_is_dropped(
    house: House, state: MessageState | None
) -> None:
    if state is not None:
        await write(house, "parent")
        async with house.begin(SYSTEM) as work:
            await work.session.execute(update(Message).values(state=state))
    await write(house, "reply", thread_of="parent")

    claimed = await claim(house)

    async with house.look(SYSTEM) as work:
        query = select(Message).where(col(Message.dedupe) == "reply")
        reply = (await work.session.scalars(query)).one()
    assert claimed == []
    assert (reply.state, reply.reason) == (MessageState.DROPPED, "no_thread")
