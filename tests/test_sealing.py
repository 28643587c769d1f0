"""A wave is wholly open or wholly sealed, whatever happens; what was said is kept, who is not."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import pytest
import structlog
from sqlalchemy import select, update
from sqlmodel import col

from analysis.pooling import cohort_key
from models.answer import Answer, AnswerKind, Comment
from models.audit import AuditEntry
from models.ballot import Answers, Ballot, lock
from models.outbox import Message
from models.person import Employer
from models.survey import Invitation, Wave, WaveState
from models.unit import Asked
from services import sealing
from services.work import SYSTEM, Delivery, House
from tests.doubles import COHORT, START, Community, FrozenClock, KeyRing
from tests.privacy.planting import OPEN, Planted, add_wave, answers, fill, plant
from views.letters import Letter

Kind = TypeVar("Kind")

TWO_EMPLOYERS = [("Northshire", "North East", 12), ("Southshire", "South East", 14)]


@pytest.fixture
async def planted(house: House, community: Community) -> Planted:
    planted = await plant(house, community, TWO_EMPLOYERS, silent=3)
    await fill(house, planted)
    return planted


async def close_and_run(house: House, clock: FrozenClock, planted: Planted) -> WaveState:
    clock.advance(timedelta(days=8))
    return await sealing.run(house, planted.wave_id)


async def rows_of(house: House, table: type[Kind]) -> Sequence[Kind]:
    async with house.look(SYSTEM) as work:
        return (await work.session.scalars(select(table))).all()


async def wave_of(house: House, planted: Planted) -> Wave:
    async with house.look(SYSTEM) as work:
        return await work.session.get_one(Wave, planted.wave_id)


async def entries(house: House, what: str) -> list[dict[str, object]]:
    return [entry.details for entry in await rows_of(house, AuditEntry) if entry.what == what]


def value(answer: Answer) -> str:
    if answer.kind is AnswerKind.SCORED:
        return str(answer.score)
    return {AnswerKind.NOT_YET: "not_yet", AnswerKind.SKIPPED: "skip"}[answer.kind]


async def test_everything_said_is_kept_as_it_was_said(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    state = await close_and_run(house, clock, planted)

    sealed: dict[UUID, dict[str, str]] = {}
    for answer in await rows_of(house, Answer):
        sealed.setdefault(answer.id, {})[answer.item] = value(answer)
    patterns = Counter(tuple(sorted(one.items())) for one in sealed.values())
    assert state is WaveState.DESTROYED
    assert patterns == Counter(tuple(sorted(one.choices.items())) for one in planted.said.values())
    assert sorted(comment.text for comment in await rows_of(house, Comment)) == sorted(
        planted.texts.values()
    )


async def test_no_ballot_edition_reminder_or_key_is_left(
    house: House, clock: FrozenClock, planted: Planted, keys: KeyRing
) -> None:
    async with house.begin(SYSTEM) as work:
        await work.session.execute(update(Invitation).values(edition=3))
        for person in planted.people:
            about = Delivery(person_id=person.id, wave_id=planted.wave_id)
            work.post("U1", Letter("Please answer"), f"invite:{planted.wave_id}:{person.id}", about)
            work.post("U1", Letter("Still open"), f"remind:{planted.wave_id}:{person.id}:1", about)

    await close_and_run(house, clock, planted)

    assert await rows_of(house, Ballot) == []
    assert {one.edition for one in await rows_of(house, Invitation)} == {0}
    kept = {message.dedupe.split(":")[0] for message in await rows_of(house, Message)}
    assert "remind" not in kept
    assert keys.keys == {}


async def test_the_exact_number_is_noted_nowhere(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    await close_and_run(house, clock, planted)

    wave = await wave_of(house, planted)
    assert wave.answered is not None
    assert wave.answered != len(planted.order)
    assert await entries(house, "wave.sealed") == [{"invited": 26, "answered": wave.answered}]


async def parts_of(house: House, wave_id: UUID) -> Counter[tuple[str, str]]:
    """How many people each part of a unit has."""
    people = {one.id: one for one in await rows_of(house, Answer) if one.wave_id == wave_id}
    return Counter((one.unit, one.cohort) for one in people.values())


async def asked_of(house: House, wave_id: UUID) -> dict[str, int]:
    return {one.unit: one.people for one in await rows_of(house, Asked) if one.wave_id == wave_id}


async def test_a_cohort_stands_beside_an_answer_where_each_has_enough_people(
    house: House, clock: FrozenClock, community: Community
) -> None:
    groups = [("Northshire", "North East", 20), ("Southshire", "South East", 14)]
    planted = await plant(house, community, groups, cohorts=["2025", "2026"])
    await fill(house, planted)

    await close_and_run(house, clock, planted)

    assert await parts_of(house, planted.wave_id) == {
        ("employer:Northshire", "2025"): 10,
        ("employer:Northshire", "2026"): 10,
        ("employer:Southshire", ""): 14,
    }


async def test_cohorts_that_were_not_told_are_not_told_later_that_year(
    house: House, clock: FrozenClock, community: Community
) -> None:
    groups = [("Northshire", "North East", 20)]
    planted = await plant(house, community, groups, cohorts=["2025", "2026"], silent=5)
    await fill(house, planted)
    await close_and_run(house, clock, planted)
    for wave_id, year in ((UUID(int=7), 2026), (UUID(int=8), 2027)):
        await add_wave(house, planted.people, wave_id, bytes(32))
        async with house.begin(SYSTEM) as work:
            opens_at = START.replace(year=year)
            await work.session.execute(
                update(Wave).where(col(Wave.id) == wave_id).values(opens_at=opens_at)
            )
        order = [person.id for person in planted.people]
        said = {person_id: answers(number) for number, person_id in enumerate(order)}
        await fill(house, Planted(wave_id, bytes(32), planted.people, order, said))
        await sealing.run(house, wave_id)

    assert await parts_of(house, planted.wave_id) == {("employer:Northshire", ""): 15}
    assert await parts_of(house, UUID(int=7)) == {("employer:Northshire", ""): 20}
    assert len(await parts_of(house, UUID(int=8))) == 2


async def test_the_number_of_people_asked_is_kept_for_each_unit(
    house: House, clock: FrozenClock, community: Community
) -> None:
    groups = [
        ("Northshire", "North East", 12),
        ("Small", "London", 19),
        ("Tiny", "London", 1),
        ("Silent", "London", 4),
    ]
    planted = await plant(house, community, groups, silent=4)
    await fill(house, planted)

    await close_and_run(house, clock, planted)

    assert await asked_of(house, planted.wave_id) == {
        "england:": 36,
        "employer:Northshire": 12,
        cohort_key("employer:Northshire", COHORT): 12,
        "others:London": 24,
        cohort_key("others:London", COHORT): 24,
    }


async def test_of_a_wave_that_too_few_answered_no_number_is_kept(
    house: House, clock: FrozenClock, community: Community
) -> None:
    planted = await plant(house, community, [("Tiny", "London", 4)])
    await fill(house, planted)

    await close_and_run(house, clock, planted)

    assert await asked_of(house, planted.wave_id) == {}
    [message] = await rows_of(house, Message)
    assert "there is nothing to release of it" in message.payload["text"]


async def test_a_wave_that_is_open_stays_open(house: House, planted: Planted) -> None:
    assert await sealing.run(house, planted.wave_id) is WaveState.OPEN

    assert len(await rows_of(house, Ballot)) == len(planted.order)


async def test_only_one_closes_a_wave(house: House, planted: Planted) -> None:
    async with house.begin(SYSTEM) as work:
        first = await sealing.start_closing(work, planted.wave_id)
    async with house.begin(SYSTEM) as work:
        second = await sealing.start_closing(work, planted.wave_id)

    assert (first, second) == (True, False)


async def test_another_wave_keeps_its_ballots_and_its_key(
    house: House, planted: Planted, keys: KeyRing
) -> None:
    other = Planted(UUID(int=7), bytes(32), planted.people, planted.order, planted.said)
    async with house.begin(SYSTEM) as work:
        await sealing.start_closing(work, planted.wave_id)
    await add_wave(house, other.people, other.wave_id, other.key)
    await fill(house, other)

    await sealing.run(house, planted.wave_id)

    assert {ballot.wave_id for ballot in await rows_of(house, Ballot)} == {other.wave_id}
    assert list(keys.keys) == [other.wave_id]


async def test_no_id_is_shared_by_two_waves_or_by_scores_and_texts(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    async with house.begin(SYSTEM) as work:
        await sealing.start_closing(work, planted.wave_id)
    await sealing.run(house, planted.wave_id)
    second = Planted(UUID(int=9), bytes(32), planted.people, planted.order, planted.said)
    await add_wave(house, second.people, second.wave_id, second.key)
    await fill(house, second)

    await close_and_run(house, clock, second)

    seen: dict[UUID, set[tuple[str, UUID]]] = {}
    for answer in await rows_of(house, Answer):
        seen.setdefault(answer.id, set()).add(("scores", answer.wave_id))
    for comment in await rows_of(house, Comment):
        seen.setdefault(comment.id, set()).add(("text", comment.wave_id))
    assert {len(uses) for uses in seen.values()} == {1}
    assert len(seen) == 4 * len(planted.order)


async def test_fewer_people_than_the_floor_leave_nothing(
    house: House, clock: FrozenClock, community: Community
) -> None:
    planted = await plant(house, community, [("Small", "London", 4)])
    await fill(house, planted)

    assert await close_and_run(house, clock, planted) is WaveState.DESTROYED

    assert (await rows_of(house, Answer), await rows_of(house, Comment)) == ([], [])


async def test_a_wave_that_nobody_answered_is_sealed_too(
    house: House, clock: FrozenClock, community: Community
) -> None:
    planted = await plant(house, community, [("Quiet", "London", 12)])

    assert await close_and_run(house, clock, planted) is WaveState.DESTROYED


async def test_a_question_left_out_is_a_skip(
    house: House, clock: FrozenClock, community: Community
) -> None:
    planted = await plant(house, community, [("Any", "London", 9)])
    planted.said = {one: Answers({"A1": "5"}, {}) for one in planted.order[:-1]} | {
        planted.order[-1]: answers(0)
    }
    await fill(house, planted)

    await close_and_run(house, clock, planted)

    kinds = Counter(answer.kind for answer in await rows_of(house, Answer))
    assert kinds == {AnswerKind.SCORED: 9 + 5, AnswerKind.SKIPPED: 8 * 5}


async def test_a_text_that_the_database_refuses_does_not_hold_up_the_wave(
    house: House, clock: FrozenClock, community: Community
) -> None:
    planted = await plant(house, community, [("Any", "London", 9)])
    planted.said = {
        one: Answers({"A1": "5"}, {OPEN: "\0 zero", "unknown": "not asked"})
        for one in planted.order
    }
    await fill(house, planted)

    assert await close_and_run(house, clock, planted) is WaveState.DESTROYED

    assert {comment.text for comment in await rows_of(house, Comment)} == {"zero"}


async def test_someone_who_left_the_roster_is_counted_for_england(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    gone = planted.order[0]
    stranger = UUID(int=1)
    async with house.begin(SYSTEM) as work:
        await work.session.execute(
            update(Ballot)
            .where(col(Ballot.person_id) == gone)
            .values(
                person_id=stranger,
                box=lock(planted.key, planted.wave_id, stranger, answers(1), bytes(12)),
            )
        )

    assert await close_and_run(house, clock, planted) is WaveState.DESTROYED

    assert len({answer.id for answer in await rows_of(house, Answer)}) == len(planted.order)


async def test_a_damaged_ballot_does_not_hold_up_the_others(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    async with house.begin(SYSTEM) as work:
        damaged = col(Ballot.person_id) == planted.order[0]
        await work.session.execute(update(Ballot).where(damaged).values(box=b"x" * 6172))

    assert await close_and_run(house, clock, planted) is WaveState.DESTROYED

    assert len(await rows_of(house, Comment)) == len(planted.order) - 1
    assert await entries(house, "wave.damaged") == [{"unreadable": 1}]


@pytest.mark.parametrize("key", [None, b"another" * 4 + b"key!"])
async def test_a_lost_key_loses_the_wave_and_says_so(
    house: House, clock: FrozenClock, planted: Planted, keys: KeyRing, key: bytes | None
) -> None:
    del keys.keys[planted.wave_id]
    if key is not None:
        keys.keys[planted.wave_id] = key

    assert await close_and_run(house, clock, planted) is WaveState.LOST

    [message] = await rows_of(house, Message)
    assert (message.channel, message.dedupe) == ("C0COORDS", f"lost:{planted.wave_id}")
    assert len(await entries(house, "wave.lost")) == 1
    assert (await rows_of(house, Ballot), keys.keys) == ([], {})
    assert await sealing.run(house, planted.wave_id) is WaveState.LOST


async def test_an_old_backup_gives_back_no_ballot(
    house: House, planted: Planted, keys: KeyRing
) -> None:
    keys.destroy(planted.wave_id)

    assert await sealing.reconcile(house) == [planted.wave_id]

    assert (await wave_of(house, planted)).state is WaveState.LOST
    assert await rows_of(house, Ballot) == []
    assert await sealing.reconcile(house) == []


async def test_ballots_of_a_sealed_wave_that_come_back_are_deleted_at_the_start(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    await close_and_run(house, clock, planted)
    await fill(house, planted)

    assert await sealing.reconcile(house) == [planted.wave_id]

    assert await rows_of(house, Ballot) == []
    assert (await wave_of(house, planted)).state is WaveState.DESTROYED


async def test_an_open_wave_is_left_alone_at_the_start_even_without_its_key(
    house: House, planted: Planted, keys: KeyRing
) -> None:
    keys.keys.clear()

    assert await sealing.reconcile(house) == []

    assert len(await rows_of(house, Ballot)) == len(planted.order)


async def test_the_keys_of_waves_under_way_are_kept(
    house: House, planted: Planted, keys: KeyRing
) -> None:
    keys.create(UUID(int=3), bytes(32))

    assert await sealing.tend_keys(house) == [UUID(int=3)]

    assert list(keys.keys) == [planted.wave_id]


async def test_a_database_without_waves_costs_no_key(house: House, keys: KeyRing) -> None:
    keys.create(UUID(int=3), bytes(32))

    assert await sealing.tend_keys(house) == []

    assert list(keys.keys) == [UUID(int=3)]


async def test_what_hangs_for_over_an_hour_is_overdue(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    async with house.begin(SYSTEM) as work:
        await sealing.start_closing(work, planted.wave_id)

    overdue = []
    for _ in range(2):
        clock.advance(timedelta(minutes=40))
        async with house.look(SYSTEM) as work:
            overdue.append(await sealing.overdue(work))

    assert overdue == [[], [planted.wave_id]]


async def test_a_wave_that_is_over_is_unfinished_until_it_is_destroyed(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    clock.advance(timedelta(days=8))
    async with house.look(SYSTEM) as work:
        before = await sealing.unfinished(work)

    await sealing.run(house, planted.wave_id)

    async with house.look(SYSTEM) as work:
        assert (before, await sealing.unfinished(work)) == ([planted.wave_id], [])


async def test_whatever_was_left_half_done_is_gone_on_with(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    clock.advance(timedelta(days=8))

    await sealing.resume(house)

    assert (await wave_of(house, planted)).state is WaveState.DESTROYED


async def test_a_wave_that_hangs_is_in_the_log(
    house: House, clock: FrozenClock, planted: Planted
) -> None:
    async with house.begin(SYSTEM) as work:
        await sealing.start_closing(work, planted.wave_id)
    clock.advance(timedelta(hours=2))

    with structlog.testing.capture_logs() as logs:
        await sealing.resume(house)

    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("wave.overdue", "error")]


async def test_an_employer_that_was_pooled_is_not_shown_alone_later_in_the_year(
    house: House, clock: FrozenClock, community: Community
) -> None:
    planted = await plant(
        house, community, [("Small", "London", 7), ("Big", "London", 20)], silent=0
    )
    await fill(house, planted)
    await close_and_run(house, clock, planted)
    grown = [*planted.people, *await community.nqsws(5, await _employer_of(house, planted))]
    second = Planted(UUID(int=9), bytes(32), grown, [person.id for person in grown], {})
    second.said = {person.id: answers(number) for number, person in enumerate(grown)}
    await add_wave(house, grown, second.wave_id, second.key)
    await fill(house, second)

    await close_and_run(house, clock, second)

    units = {one.unit for one in await rows_of(house, Answer) if one.wave_id == second.wave_id}
    assert not any("Small" in unit for unit in units)


async def _employer_of(house: House, planted: Planted) -> Employer:
    async with house.look(SYSTEM) as work:
        return await work.session.get_one(Employer, planted.people[0].employer_id)
