"""What is due goes out in working hours, to people who are here, into channels that are free."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from models.audit import AuditEntry
from models.ballot import Ballot
from models.outbox import Message, MessageState, Posting
from models.person import Person, Standing
from models.survey import Wave
from services import dispatch, invitations, outbox, surveys
from services.dispatch import Bid
from services.work import SYSTEM, Delivery, House
from tests.doubles import START, Community, FrozenClock
from tests.postoffice import ROOMY
from views.letters import Letter

# A Tuesday evening and the Wednesday after it.
EVENING = datetime(2026, 11, 3, 17, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)


async def write(house: House, person: Person, **delivery: object) -> None:
    async with house.begin(SYSTEM) as work:
        details = Delivery(person_id=person.id, **delivery)  # type: ignore[arg-type]
        work.post(str(person.slack_id), Letter("Hello"), f"for:{person.id}", details)


async def claim(house: House, **bid: object) -> list[str]:
    async with house.begin(SYSTEM) as work:
        wish = {"holder": "me", "room": ROOMY, **bid}
        claimed = await dispatch.claim(work, Bid(**wish))  # type: ignore[arg-type]
    return [letter.channel for letter in claimed]


async def letters(house: House) -> list[Message]:
    async with house.look(SYSTEM) as work:
        return list((await work.session.scalars(select(Message))).all())


async def test_a_letter_about_a_wave_waits_for_the_morning(
    house: House, community: Community, clock: FrozenClock
) -> None:
    people = await community.nqsws(3, await community.employer("Camden"))
    for person in people:
        await write(house, person, wave_id=community.new_id())
    clock.move_to(EVENING)

    at_night = await claim(house)
    moments = {letter.not_before for letter in await letters(house)}
    clock.move_to(MORNING)

    assert (at_night, moments) == ([], {MORNING})
    assert sorted(await claim(house)) == [person.slack_id for person in people]


async def test_a_letter_of_a_batch_waits_for_the_morning_and_its_correction_does_not(
    house: House, community: Community, clock: FrozenClock
) -> None:
    one, two = await community.nqsws(2, await community.employer("Camden"))
    batch_id = community.new_id()
    for person in (one, two):
        await write(house, person, batch_id=batch_id)
    async with house.begin(SYSTEM) as work:
        arrived = update(Message).where(col(Message.person_id) == one.id)
        place = {"sent_channel": "D1", "sent_ts": "17.1"}
        await work.session.execute(arrived.values(state=MessageState.SENT, **place))
        await outbox.revise(work, f"for:{one.id}", Letter("Corrected"))
    clock.move_to(EVENING)

    assert await claim(house) == [one.slack_id]


async def test_a_letter_that_has_arrived_stays_sent_when_its_person_leaves(
    house: House, community: Community
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    await write(house, person)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Message).values(state=MessageState.SENT))
        await outbox.revise(work, f"for:{person.id}", Letter("Corrected"))
        await work.session.execute(update(Person).values(standing=Standing.DEACTIVATED))

    claimed = await claim(house)

    [letter] = await letters(house)
    assert claimed == []
    assert (letter.state, letter.reason) == (MessageState.SENT, "not_on_roster")


async def test_everybody_has_their_own_morning(
    house: House, community: Community, clock: FrozenClock
) -> None:
    near, far = await community.nqsws(2, await community.employer("Camden"))
    async with house.begin(SYSTEM) as work:
        moved = update(Person).where(col(Person.id) == far.id).values(zone="America/New_York")
        await work.session.execute(moved)
    for person in (near, far):
        await write(house, person, wave_id=community.new_id())
    clock.move_to(EVENING)

    assert await claim(house) == [far.slack_id]


async def test_an_answer_to_a_request_goes_at_any_hour(
    house: House, community: Community, clock: FrozenClock
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    await write(house, person)
    clock.move_to(EVENING)

    assert await claim(house) == [person.slack_id]


@pytest.mark.parametrize("change", [{"standing": Standing.DEACTIVATED}, {"left_on": START.date()}])
async def test_nothing_goes_to_somebody_who_is_not_here_any_more(
    house: House, community: Community, change: dict[str, object]
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    await write(house, person)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Person).values(**change))

    claimed = await claim(house)

    [letter] = await letters(house)
    assert claimed == []
    assert (letter.state, letter.reason) == (MessageState.DROPPED, "not_on_roster")


async def test_all_that_is_too_late_is_dropped_at_once_and_noted_once(
    house: House, community: Community, clock: FrozenClock
) -> None:
    for person in await community.nqsws(20, await community.employer("Camden")):
        await write(house, person, not_after=START + timedelta(hours=1))
    clock.advance(timedelta(hours=1))

    claimed = await claim(house, room={Posting.POST: 2, Posting.UPDATE: 1})

    async with house.look(SYSTEM) as work:
        [entry] = (await work.session.scalars(select(AuditEntry))).all()
    assert claimed == []
    assert entry.details == {"reason": "too_late", "count": 20}


@pytest.mark.parametrize("silent", [0, 1, 12])
async def test_no_trail_is_left_of_how_many_were_still_to_be_reminded(
    house: House, community: Community, clock: FrozenClock, silent: int
) -> None:
    wave = await reminded(house, community, silent)
    # The bot was down until the wave had closed.
    clock.move_to(wave.closes_at)

    assert await claim(house) == []

    async with house.look(SYSTEM) as work:
        dropped = select(AuditEntry).where(col(AuditEntry.what).startswith("messages."))
        trail = (await work.session.scalars(dropped)).all()
    assert [letter.state for letter in await letters(house)] == [MessageState.DROPPED] * silent
    assert trail == []


async def test_no_trail_is_left_of_somebody_who_left_before_they_were_reminded(
    house: House, community: Community
) -> None:
    await reminded(house, community, 1)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Person).values(standing=Standing.DEACTIVATED))

    assert await claim(house) == []

    async with house.look(SYSTEM) as work:
        trail = [entry.what for entry in await work.session.scalars(select(AuditEntry))]
    assert not [what for what in trail if what.startswith("messages.")]


async def reminded(house: House, community: Community, silent: int) -> Wave:
    """A wave of twelve people of whom so many have not answered, and are to be reminded."""
    people = await community.nqsws(12, await community.employer("Camden"))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE)
    async with house.begin(SYSTEM) as work:
        await outbox.cancel_wave(work, wave.id)
        answered = [one.id for one in people[silent:]]
        work.session.add_all(
            Ballot(wave_id=wave.id, person_id=one, box=b"locked") for one in answered
        )
    async with house.begin(SYSTEM) as work:
        assert await invitations.remind(work, wave, "1") == silent
    return wave


async def test_nobody_is_asked_for_what_nobody_takes_any_more(
    house: House, community: Community
) -> None:
    await community.nqsws(10, await community.employer("Camden"))
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE)
    queued = len(await letters(house))
    async with house.begin(SYSTEM) as work:
        await surveys.close(work, wave.id)

    assert queued == 10
    assert await claim(house) == []


async def test_a_busy_channel_is_passed_over(house: House, community: Community) -> None:
    people = await community.nqsws(3, await community.employer("Camden"))
    for person in people:
        await write(house, person)

    claimed = await claim(house, busy=frozenset({str(people[0].slack_id)}))

    assert sorted(claimed) == [person.slack_id for person in people[1:]]


async def test_one_channel_gets_one_letter_at_a_time(house: House) -> None:
    async with house.begin(SYSTEM) as work:
        for number in range(5):
            work.post("C0NEWS", Letter("Hello"), str(number))

    assert await claim(house) == ["C0NEWS"]


async def test_no_more_is_taken_than_there_is_room_for(house: House, community: Community) -> None:
    for person in await community.nqsws(9, await community.employer("Camden")):
        await write(house, person)

    claimed = await claim(house, room={Posting.POST: 4, Posting.UPDATE: 3})

    assert len(claimed) == 4


async def test_a_zone_nobody_has_heard_of_counts_as_london(
    house: House, community: Community
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    await write(house, person, wave_id=community.new_id())
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Person).values(zone="Mars/Olympus"))

    assert await claim(house) == [person.slack_id]


async def test_the_first_attempt_stays_the_one_to_look_for(
    house: House, community: Community, clock: FrozenClock
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    await write(house, person)
    await claim(house)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Message).values(state=MessageState.QUEUED))
    clock.advance(timedelta(minutes=5))
    await claim(house)

    [letter] = await letters(house)
    assert letter.claimed_at == START
