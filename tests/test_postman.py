"""The postman delivers each letter once, at Slack's pace, whatever Slack answers."""

import itertools
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.courier import MOST_COPIES
from bot.pace import Pace
from models.audit import AuditEntry
from models.outbox import Lease
from services import outbox
from services.work import SYSTEM, Delivery, House
from tests.doubles import START, Community, FrozenClock
from tests.postoffice import Fault, Office, until
from views.letters import Letter

# Whoever waits for an answer in these tests waits in real seconds.
IMPATIENT = Pace(patience=0.05)


@pytest.fixture
async def office(house: House, clock: FrozenClock) -> AsyncIterator[Office]:
    async with Office.opened(house, clock) as office:
        yield office


def people(count: int) -> list[str]:
    return [f"U{number:05d}" for number in range(count)]


async def test_a_letter_is_sent_and_its_place_is_kept(office: Office) -> None:
    await office.write("U00001")

    async with office.delivering():
        await office.reaches(sent=1)

    [letter] = await office.letters()
    posted = office.slack.boxes["D00001"][0]
    assert (letter.sent_channel, letter.sent_ts) == ("D00001", posted["ts"])
    assert posted["metadata"] == {"event_type": "letter", "event_payload": {"id": str(letter.id)}}


async def test_many_letters_take_their_share_of_a_minute_without_a_refusal(office: Office) -> None:
    office.slack.per_minute = 240
    await office.write(*people(300))

    async with office.delivering(Pace(per_minute=240)):
        await until(lambda: office.slack.posted == 300)

    took = office.slack.arrivals[-1][0] - office.slack.arrivals[0][0]
    assert office.slack.refused == 0
    assert took <= 1.05 * 300 / 240 * 60
    assert await office.states() == {"sent": 300}


async def test_a_slow_answer_does_not_lower_the_rate(office: Office) -> None:
    office.slack.latency = 2.0
    await office.write(*people(120))

    async with office.delivering(Pace(per_minute=240)):
        await until(lambda: office.slack.posted == 120)

    took = office.slack.arrivals[-1][0] - office.slack.arrivals[0][0]
    assert took <= 1.05 * 120 / 240 * 60


async def test_one_channel_gets_one_letter_a_second(office: Office) -> None:
    await office.write(*["C0NEWS"] * 5)

    async with office.delivering():
        await office.reaches(sent=5)

    moments = [at for at, _ in office.slack.arrivals]
    gaps = [later - before for before, later in itertools.pairwise(moments)]
    assert min(gaps) >= 1.0
    assert max(gaps) <= 2.0


async def test_a_full_channel_holds_nobody_else_up(office: Office) -> None:
    await office.write(*["C0NEWS"] * 30, *people(20))

    async with office.delivering():
        await until(lambda: len(office.slack.boxes) == 21)

    assert len(office.slack.boxes["C0NEWS"]) < 15


async def test_letters_go_in_no_order_of_people(office: Office) -> None:
    await office.write(*people(40))

    async with office.delivering():
        await office.reaches(sent=40)

    order = [channel for _, channel in office.slack.arrivals]
    assert sorted(order) == people(40)
    assert order != people(40)


async def test_the_whole_method_rests_for_as_long_as_slack_says(office: Office) -> None:
    office.slack.spoil("chat.postMessage", Fault("ratelimited", 429, retry_after=30))
    await office.write(*people(10))

    async with office.delivering():
        await office.reaches(sent=10)

    moments = [at for at, _ in office.slack.arrivals]
    # The others of the first second were on their way already.
    assert [at for at in moments if 2 < at < 30] == []
    assert max(moments) >= 30


@pytest.mark.parametrize("error", ["service_unavailable", "request_timeout"])
async def test_a_passing_fault_is_tried_again_with_longer_and_longer_waits(
    office: Office, error: str
) -> None:
    office.slack.spoil("chat.postMessage", *[Fault(error)] * 6)
    await office.write("U00001")

    async with office.delivering():
        await office.reaches(sent=1)

    [letter] = await office.letters()
    assert letter.attempts == 7
    assert 0.8 * 63 - 10 <= office.slack.arrivals[0][0] <= 63 + 70


@pytest.mark.parametrize("error", ["channel_not_found", "messages_tab_disabled", "user_disabled"])
async def test_a_person_who_cannot_be_reached_is_noted_with_the_reason(
    office: Office, community: Community, error: str
) -> None:
    [person] = await community.nqsws(1, await community.employer("Camden"))
    office.slack.spoil("chat.postMessage", Fault(error))
    await office.write(str(person.slack_id), person_id=person.id)

    async with office.delivering():
        await office.reaches(unreachable=1)

    [letter] = await office.letters()
    assert letter.reason == error
    assert office.slack.calls == ["chat.postMessage"]


async def test_a_channel_that_refuses_is_dropped_and_noted(office: Office) -> None:
    office.slack.spoil("chat.postMessage", Fault("is_archived"))
    await office.write("C0NEWS")

    async with office.delivering():
        await office.reaches(dropped=1)

    async with office.house.look(SYSTEM) as work:
        entry = (await work.session.scalars(select(AuditEntry))).one()
    assert (entry.what, entry.details) == (
        "messages.dropped",
        {"reason": "is_archived", "count": 1},
    )


async def test_a_refusal_nobody_knows_is_tried_a_few_times(office: Office) -> None:
    office.slack.spoil("chat.postMessage", *[Fault("moon_is_full")] * 50)
    await office.write("C0NEWS")

    async with office.delivering():
        await office.reaches(dropped=1)

    assert len(office.slack.calls) == 6


async def test_blocks_that_slack_refuses_give_way_to_plainer_ones(office: Office) -> None:
    office.slack.spoil("chat.postMessage", Fault("invalid_blocks"))
    letter = Letter("Figures", ({"type": "data_table"},), ({"type": "divider"},))
    async with office.house.begin(SYSTEM) as work:
        work.post("C0NEWS", letter, "figures")

    async with office.delivering():
        await office.reaches(sent=1)

    assert office.slack.boxes["C0NEWS"][0]["blocks"] == [{"type": "divider"}]


async def test_blocks_without_plainer_ones_are_dropped(office: Office) -> None:
    office.slack.spoil("chat.postMessage", Fault("invalid_blocks"))
    await office.write("C0NEWS")

    async with office.delivering():
        await office.reaches(dropped=1)

    assert office.slack.calls == ["chat.postMessage"]


async def test_a_dead_token_pauses_everything_until_it_lives_again(office: Office) -> None:
    office.slack.spoil("chat.postMessage", *[Fault("token_revoked")] * 5)
    await office.write(*people(3))

    async with office.delivering() as postman:
        await until(lambda: postman.trouble == "token_revoked")
        await office.reaches(sent=3)

    letters = await office.letters()
    assert postman.trouble is None
    assert sum(letter.attempts for letter in letters) == 3
    assert office.slack.arrivals[-1][0] >= 60


async def test_what_is_too_late_is_dropped_and_noted(office: Office) -> None:
    await office.write(*people(3), not_after=START)
    await office.write("U00009", not_after=START + timedelta(hours=1))

    async with office.delivering():
        await office.reaches(dropped=3, sent=1)

    assert list(office.slack.boxes) == ["D00009"]


async def test_a_letter_waits_for_its_moment(office: Office) -> None:
    await office.write("U00001", not_before=START + timedelta(minutes=2))

    async with office.delivering():
        await office.reaches(sent=1)

    assert 120 <= office.slack.arrivals[0][0] <= 122


async def test_a_nudge_wakes_at_once(office: Office) -> None:
    office.time.stands_still = True

    async with office.delivering() as postman:
        await until(lambda: len(office.time._sleepers) > 0)
        await office.write("U00001")
        postman.nudge()
        await until(lambda: office.slack.calls == ["chat.postMessage"])
        office.time.stands_still = False

    assert office.slack.arrivals == [(office.slack.latency / 2, "U00001")]


async def test_a_revised_letter_is_updated_where_it_stands(office: Office) -> None:
    await office.post("card", "C0NEWS", "Before")
    async with office.delivering():
        await office.reaches(sent=1)
        await office.revise("card", "Between")
        await office.revise("card", "After")
        await office.reaches(sent=1)

    assert office.slack.texts("C0NEWS") == ["After"]
    assert office.slack.calls == ["chat.postMessage", "chat.update"]


async def test_a_letter_that_is_revised_on_its_way_is_updated_when_it_has_arrived(
    office: Office,
) -> None:
    await office.post("card", "C0NEWS", "Before")
    async with office.delivering():
        await until(lambda: office.slack.calls == ["chat.postMessage"])
        await office.revise("card", "After")
        await office.reaches(sent=1)

    assert office.slack.texts("C0NEWS") == ["After"]


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message"])
async def test_a_card_that_cannot_be_updated_is_posted_anew(office: Office, error: str) -> None:
    office.slack.spoil("chat.update", Fault(error))
    await office.post("card", "C0NEWS", "Before")
    async with office.delivering():
        await office.reaches(sent=1)
        office.slack.delete("C0NEWS")
        await office.revise("card", "After")
        await until(lambda: office.slack.texts("C0NEWS") == ["After"])
        await office.reaches(sent=1)

    [letter] = await office.letters()
    assert (letter.sent_ts, letter.copies) == (office.slack.boxes["C0NEWS"][0]["ts"], 2)


async def test_what_is_deleted_again_and_again_is_not_posted_for_ever(office: Office) -> None:
    await office.post("card", "C0NEWS", "0")
    async with office.delivering():
        for number in range(12):
            await office.reaches(sent=1)
            office.slack.delete("C0NEWS")
            await office.revise("card", str(number))
        await office.reaches(sent=1)

    [letter] = await office.letters()
    assert letter.reason == "message_not_found"
    assert office.slack.calls.count("chat.postMessage") == MOST_COPIES


async def test_a_correction_that_slack_refuses_leaves_the_letter_sent_and_is_noted(
    office: Office,
) -> None:
    office.slack.spoil("chat.update", Fault("is_archived"))
    await office.post("card", "C0NEWS", "Before")
    async with office.delivering():
        await office.reaches(sent=1)
        await office.revise("card", "After")
        await office.reaches(sent=1)

    async with office.house.look(SYSTEM) as work:
        entry = (await work.session.scalars(select(AuditEntry))).one()
    assert (entry.what, entry.details) == (
        "messages.uncorrected",
        {"reason": "is_archived", "count": 1},
    )
    assert office.slack.texts("C0NEWS") == ["Before"]


@pytest.mark.parametrize(
    "fault", [Fault(status=500, is_after=True), Fault(is_lost=True), Fault(hangs=True)]
)
async def test_an_update_in_doubt_is_made_again(office: Office, fault: Fault) -> None:
    office.slack.spoil("chat.update", fault)
    await office.post("card", "C0NEWS", "Before", is_harmless_twice=False)
    async with office.delivering(IMPATIENT):
        await office.reaches(sent=1)
        await office.revise("card", "After")
        await office.reaches(sent=1)

    assert office.slack.texts("C0NEWS") == ["After"]
    assert office.slack.calls.count("chat.update") == 2


async def test_a_letter_that_is_revised_while_it_is_looked_for_ends_as_revised(
    office: Office,
) -> None:
    office.slack.spoil("chat.postMessage", Fault(status=500, is_after=True))
    await office.post("card", "C0NEWS", "Before", is_harmless_twice=False)
    async with office.delivering():
        await until(lambda: office.slack.posted == 1)
        await office.revise("card", "After")
        await office.reaches(sent=1)

    assert office.slack.texts("C0NEWS") == ["After"]


async def test_a_reply_waits_for_its_letter_and_stands_beneath_it(office: Office) -> None:
    later = START + timedelta(minutes=2)
    await office.post("reply", "C0NEWS", "Beneath", thread_of="card")
    await office.post("card", "U00001", "Above", not_before=later)

    async with office.delivering():
        await office.reaches(sent=2)

    below, above = office.slack.boxes["D00001"]
    assert (below["text"], below["thread_ts"]) == ("Beneath", above["ts"])


async def test_a_reply_in_doubt_is_looked_for_in_its_thread(office: Office) -> None:
    await office.post("card", "C0NEWS", "Above")
    async with office.delivering():
        await office.reaches(sent=1)
        office.slack.spoil("chat.postMessage", Fault(status=500, is_after=True))
        await office.post("reply", "C0NEWS", "Beneath", thread_of="card", is_harmless_twice=False)
        await office.reaches(sent=2)

    assert office.slack.texts("C0NEWS") == ["Above", "Beneath"]
    assert office.slack.calls[-1] == "conversations.replies"


async def test_a_reply_stands_beneath_the_card_that_was_posted_anew(office: Office) -> None:
    await office.post("card", "C0NEWS", "Before")
    async with office.delivering():
        await office.reaches(sent=1)
        office.slack.delete("C0NEWS")
        await office.revise("card", "After")
        await office.reaches(sent=1)
        await office.post("reply", "C0NEWS", "Beneath", thread_of="card")
        await office.reaches(sent=2)

    below, above = office.slack.boxes["C0NEWS"]
    assert (above["text"], below["thread_ts"]) == ("After", above["ts"])


async def test_a_correction_of_many_holds_no_single_card_up(office: Office) -> None:
    async with office.house.begin(SYSTEM) as work:
        batch = work.new_id()
    keys = people(60)
    for key in keys:
        await office.post(key, key, "Before", batch_id=batch)
    await office.post("card", "C0NEWS", "Before")
    async with office.delivering(Pace(per_minute=6000)):
        await office.reaches(sent=61)
        async with office.house.begin(SYSTEM) as work:
            await outbox.revise_many(work, dict.fromkeys(keys, Letter("After")))
        await until(lambda: office.slack.calls.count("chat.update") > 5)
        await office.revise("card", "After")
        await until(lambda: office.slack.texts("C0NEWS") == ["After"])
        updated = office.slack.calls.count("chat.update")
        await office.reaches(sent=61)

    assert updated < 30
    assert all(office.slack.texts("D" + key[1:]) == ["After"] for key in keys)


async def test_thousands_of_acknowledgements_hold_no_correction_up(office: Office) -> None:
    read, wrong = people(60), [f"U9{number:04d}" for number in range(10)]
    for key in (*read, *wrong):
        await office.post(key, key, "Before", batch_id=UUID(int=len(key)))
    async with office.delivering(Pace(per_minute=6000)):
        await office.reaches(sent=70)
        async with office.house.begin(SYSTEM) as work:
            for key in read:
                await outbox.revise_seen(work, key, Letter("Acknowledged"))
        await until(lambda: office.slack.calls.count("chat.update") > 5)
        async with office.house.begin(SYSTEM) as work:
            again = (*wrong, read[0], read[-1])
            await outbox.revise_many(work, dict.fromkeys(again, Letter("Corrected")))
        await until(lambda: all(has_text(office, key, "Corrected") for key in again))
        updated = office.slack.calls.count("chat.update")
        await office.reaches(sent=70)

    assert updated < 30
    assert all(has_text(office, key, "Acknowledged") for key in read[1:-1])


def has_text(office: Office, key: str, text: str) -> bool:
    return office.slack.texts("D" + key[1:]) == [text]


UNKNOWN = [
    Fault(status=500, is_after=True),
    Fault(status=503),
    Fault(is_lost=True, is_after=True),
    Fault(is_lost=True),
    Fault("fatal_error", is_after=True),
    Fault(hangs=True, is_after=True),
    Fault(hangs=True),
]


@pytest.mark.parametrize("fault", UNKNOWN)
async def test_a_letter_in_doubt_is_looked_for_and_arrives_once(
    office: Office, fault: Fault
) -> None:
    office.slack.spoil("chat.postMessage", fault)
    await office.write("U00001", is_harmless_twice=False)

    async with office.delivering(IMPATIENT):
        await office.reaches(sent=1)

    [letter] = await office.letters()
    assert len(office.slack.boxes["D00001"]) == 1
    assert letter.sent_ts == office.slack.boxes["D00001"][0]["ts"]


@pytest.mark.parametrize(
    ("is_harmless", "end", "copies"), [(True, "sent", 2), (False, "uncertain", 1)]
)
async def test_without_the_right_to_look_only_the_harmless_goes_twice(
    office: Office, is_harmless: bool, end: str, copies: int
) -> None:
    office.slack.spoil("chat.postMessage", Fault(status=500, is_after=True))
    office.slack.spoil("conversations.open", Fault("missing_scope"))
    await office.write("U00001", is_harmless_twice=is_harmless)

    async with office.delivering() as postman:
        await office.reaches(**{end: 1})

    assert len(office.slack.boxes["D00001"]) == copies
    assert postman.trouble is None


async def test_looking_waits_when_slack_says_so(office: Office) -> None:
    office.slack.spoil("chat.postMessage", Fault(status=500, is_after=True))
    office.slack.spoil("conversations.history", Fault("ratelimited", 429, retry_after=60))
    await office.write("U00001")

    async with office.delivering():
        await office.reaches(sent=1)

    assert len(office.slack.boxes["D00001"]) == 1


async def test_letters_of_a_dead_postman_are_looked_for_when_its_lease_is_over(
    office: Office,
) -> None:
    office.slack.spoil("chat.postMessage", *[Fault(hangs=True, is_after=True)] * 2)
    await office.write("U00001", "U00002", "U00003", is_harmless_twice=False)
    dead = office.postman(Pace(per_minute=100, patience=600))
    await dead.start()
    await until(lambda: office.slack.calls == ["chat.postMessage"] * 3)
    assert dead._running is not None
    dead._running.cancel()
    await until(dead._running.done)

    async with office.delivering():
        await office.reaches(sent=3)

    assert [len(box) for box in office.slack.boxes.values()] == [1, 1, 1]


async def test_two_postmen_send_everything_once(office: Office) -> None:
    await office.write(*people(40))

    async with office.delivering(), office.delivering():
        await office.reaches(sent=40)

    assert [len(box) for box in office.slack.boxes.values()] == [1] * 40


async def test_a_stopped_postman_hands_over_at_once(office: Office) -> None:
    await office.write(*people(20))
    async with office.delivering():
        await until(lambda: office.slack.posted >= 4)

    async with office.house.look(SYSTEM) as work:
        leases = (await work.session.scalars(select(Lease))).all()
    assert list(leases) == []
    assert set(await office.states()) == {"sent", "queued"}


async def test_commits_whose_answer_is_lost_lose_and_double_nothing(office: Office) -> None:
    await office.write(*people(20), is_harmless_twice=False)
    office.time.lost_commits = 3

    async with office.delivering():
        await office.reaches(sent=20)

    assert [len(box) for box in office.slack.boxes.values()] == [1] * 20


async def test_a_letter_is_written_once_for_one_key(office: Office) -> None:
    for text in ("first", "second"):
        async with office.house.begin(SYSTEM) as work:
            work.post("C0NEWS", Letter(text), "same", Delivery())

    async with office.delivering():
        await office.reaches(sent=1)

    assert [message["text"] for message in office.slack.boxes["C0NEWS"]] == ["first"]
