"""A person's own ballot: saved, shown, changed, deleted, and never more than one."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from models.ballot import Answers, Ballot
from models.form import Form
from models.outbox import Message
from models.person import Person, Standing
from models.refusals import (
    NoBallot,
    NoOpenWave,
    NotAsked,
    NotInvited,
    NotOnRoster,
    StaleForm,
    WaveClosed,
)
from models.survey import Wave
from services import ballots, invitations, surveys
from services.ballots import Sent
from services.work import SYSTEM, House, account
from tests.doubles import Community, FrozenClock

AGREE = Answers(
    {"A1": "4", "A2": "not_yet", "A3": "skip"}, {"O1": "Time with my assessor"}, form="V1"
)


@pytest.fixture
async def people(community: Community) -> list[Person]:
    return await community.nqsws(12, await community.employer("Borough"))


@pytest.fixture
async def wave(house: House, people: list[Person]) -> Wave:
    assert people
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        return await surveys.open_by_hand(work, surveys.PULSE, days=5)


async def save(
    house: House, person: Person, wave: Wave, answers: Answers, edition: int = 0
) -> None:
    async with house.begin(account(person.slack_id or "")) as work:
        await ballots.save(work, Sent(wave.id, edition, answers))


async def kept(house: House, person: Person, wave: Wave) -> Form:
    async with house.look(account(person.slack_id or "")) as work:
        return await ballots.form(work, wave.id)


def filled(answers: Answers, wave: Wave) -> Answers:
    """As it is kept: what was left out counts as skipped."""
    skipped = {item: "skip" for item in wave.items if not item.startswith("O")}
    return replace(answers, choices={**skipped, **answers.choices})


async def count(house: House) -> int:
    async with house.look(SYSTEM) as work:
        return (await work.session.execute(select(func.count()).select_from(Ballot))).scalar_one()


async def test_what_was_saved_is_shown_again_with_its_three_kinds_distinct(
    house: House, people: list[Person], wave: Wave
) -> None:
    await save(house, people[0], wave, AGREE)

    assert (await kept(house, people[0], wave)).answers == filled(AGREE, wave)


async def test_a_change_replaces_the_answer_and_leaves_one_ballot(
    house: House, people: list[Person], wave: Wave
) -> None:
    await save(house, people[0], wave, AGREE)
    changed = replace(AGREE, choices={"A1": "2"}, form="V2")
    await save(house, people[0], wave, changed, edition=1)

    assert (await kept(house, people[0], wave)).answers == filled(changed, wave)
    assert await count(house) == 1


async def test_the_same_form_sent_again_has_one_effect(
    house: House, people: list[Person], wave: Wave
) -> None:
    await save(house, people[0], wave, AGREE)
    await save(house, people[0], wave, AGREE)

    assert (await kept(house, people[0], wave)).answers == filled(AGREE, wave)
    assert await count(house) == 1


async def test_the_same_form_sent_five_times_at_once_leaves_one_ballot(
    house: House, people: list[Person], wave: Wave
) -> None:
    await asyncio.gather(*(save(house, people[0], wave, AGREE) for _ in range(5)))

    assert await count(house) == 1


async def test_an_older_form_cannot_overwrite_a_newer_answer(
    house: House, people: list[Person], wave: Wave
) -> None:
    await save(house, people[0], wave, replace(AGREE, form="PHONE"))

    with pytest.raises(StaleForm):
        await save(house, people[0], wave, replace(AGREE, choices={"A1": "1"}, form="LAPTOP"))

    answers = (await kept(house, people[0], wave)).answers
    assert answers is not None
    assert answers.form == "PHONE"


async def test_a_late_repeat_does_not_bring_a_deleted_ballot_back(
    house: House, people: list[Person], wave: Wave
) -> None:
    await save(house, people[0], wave, AGREE)
    async with house.begin(account(people[0].slack_id or "")) as work:
        await ballots.take_out(work, wave.id)

    with pytest.raises(StaleForm):
        await save(house, people[0], wave, AGREE)

    assert await count(house) == 0


async def test_nothing_to_delete_is_said(house: House, people: list[Person], wave: Wave) -> None:
    async with house.begin(account(people[0].slack_id or "")) as work:
        with pytest.raises(NoBallot):
            await ballots.take_out(work, wave.id)


async def test_a_wave_closed_by_hand_says_when_it_was_closed(
    house: House, people: list[Person], wave: Wave, clock: FrozenClock
) -> None:
    clock.advance(timedelta(hours=3))
    async with house.begin(SYSTEM) as work:
        await surveys.close(work, wave.id)

    with pytest.raises(WaveClosed) as refused:
        await save(house, people[0], wave, AGREE)

    assert refused.value.closed_at == clock.now()


@pytest.mark.parametrize("moment", ["at the close", "after closing"])
async def test_a_closed_wave_takes_no_answers(
    house: House, clock: FrozenClock, people: list[Person], wave: Wave, moment: str
) -> None:
    if moment == "at the close":
        clock.move_to(wave.closes_at)
    else:
        async with house.begin(SYSTEM) as work:
            await surveys.close(work, wave.id)

    with pytest.raises(WaveClosed):
        await save(house, people[0], wave, AGREE)


async def test_who_joined_later_or_is_unknown_is_not_asked(
    house: House, community: Community, wave: Wave
) -> None:
    (late,) = await community.nqsws(1, await community.employer("Another"))

    with pytest.raises(NotInvited):
        await save(house, late, wave, AGREE)
    async with house.look(account("U0STRANGER")) as work:
        with pytest.raises(NotOnRoster):
            await ballots.form(work)


async def test_who_is_not_asked_finds_no_open_pulse(house: House, people: list[Person]) -> None:
    async with house.look(account(people[0].slack_id or "")) as work:
        with pytest.raises(NoOpenWave):
            await ballots.form(work)


async def test_only_active_people_are_asked(house: House, community: Community) -> None:
    people = await community.nqsws(4, await community.employer("Borough"))
    async with house.begin(SYSTEM) as work:
        for person, standing in zip(people, list(Standing)[:4], strict=True):
            (await work.session.get_one(Person, person.id)).standing = standing
    async with house.begin(SYSTEM) as work:
        await surveys.found_pulse(work)
        wave = await surveys.open_by_hand(work, surveys.PULSE)

    assert wave.invited == 1


async def test_reminders_go_to_those_without_a_ballot_and_are_taken_back_after_answering(
    house: House, people: list[Person], wave: Wave
) -> None:
    await save(house, people[0], wave, AGREE)
    async with house.begin(SYSTEM) as work:
        assert await invitations.remind(work, wave, "1") == 11
    await save(house, people[1], wave, AGREE)

    async with house.look(SYSTEM) as work:
        left = select(Message).where(col(Message.dedupe).startswith("remind:"))
        reminded = {message.channel for message in await work.session.scalars(left)}
    assert reminded == {person.slack_id for person in people[2:]}


async def test_each_invitation_waits_for_the_persons_own_working_hours(
    house: House, clock: FrozenClock, community: Community
) -> None:
    here, there = await community.nqsws(2, await community.employer("Borough"))
    async with house.begin(SYSTEM) as work:
        (await work.session.get_one(Person, there.id)).zone = "Pacific/Auckland"
        await surveys.found_pulse(work)
    async with house.begin(SYSTEM) as work:
        await surveys.open_by_hand(work, surveys.PULSE)

    async with house.look(SYSTEM) as work:
        messages = {m.channel: m for m in await work.session.scalars(select(Message))}
    assert messages[here.slack_id or ""].not_before == clock.now()
    assert messages[there.slack_id or ""].not_before == clock.now() + timedelta(hours=10)


@pytest.mark.parametrize(
    "answers",
    [
        Answers({"A1": "6"}, {}),
        Answers({"A1": ""}, {}),
        Answers({"99": "4"}, {}),
        Answers({}, {"A1": "words for a statement"}),
        Answers({}, {"O9": "words for nothing"}),
        Answers({}, {"O1": "x" * 1201}),
    ],
    ids=["beyond the scale", "no word", "unknown", "not open", "unknown text", "too long"],
)
async def test_answers_that_were_not_asked_for_are_refused(
    house: House, people: list[Person], wave: Wave, answers: Answers
) -> None:
    with pytest.raises(NotAsked):
        await save(house, people[0], wave, answers)

    assert await count(house) == 0


async def test_what_is_no_text_is_left_out_of_the_words(
    house: House, people: list[Person], wave: Wave
) -> None:
    await save(house, people[0], wave, Answers({}, {"O1": "a\x00b\ud800c\n\u202ed 🙂"}))

    answers = (await kept(house, people[0], wave)).answers
    assert answers is not None
    assert answers.texts == {"O1": "abc\n\u202ed 🙂"}


async def test_the_longest_text_of_the_widest_characters_fits_the_box(
    house: House, people: list[Person], wave: Wave
) -> None:
    for text in ("🙂" * 1200, '"' * 1200, "\n\\" * 599 + "ab"):
        await save(house, people[0], wave, Answers({}, {"O1": text}, form="V1"))

    assert await count(house) == 1
