"""What the days do to an example that waits: who is asked next, who is nudged, who lost a seat."""

from datetime import timedelta

import pytest

from sandbox.people import Member
from tests.journeys.readers import SHARED, agree, become_champions, opens_view, shares, sits
from tests.journeys.stage import NQSWS, THAMESIDE, Stage, days, row

ASKED = "Would you read a good practice example"
NUDGE = "still waits for your view"


def told(stage: Stage, words: str, channel: str) -> int:
    """How many messages in a channel say this."""
    return sum(words in one["text"] for one in stage.workspace.messages(channel))


async def passes(stage: Stage, count: int) -> None:
    """Let days pass one after the other, each with all that is due; it stays ten o'clock."""
    for _ in range(count):
        stage.clock.advance(days(1))
        await stage.has_done_what_is_due()


async def test_a_champion_who_moved_to_that_employer_yesterday_has_no_say(
    stage: Stage, nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await sits(champions[0])
    await opens_view(champions[0])
    await stage.roster_says([row("Carys Idle", THAMESIDE, "champion")])
    await champions[0].fills(SHARED)

    await champions[0].submits()

    assert await champions[0].sees("comes from your employer")
    await passes(stage, 1)
    assert await champions[1].sees("Champions: 0 of 2")


async def test_the_view_of_whoever_moved_there_does_not_decide(
    stage: Stage, nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await agree([champions[0], reader], SHARED)
    await stage.roster_says([row("Carys Idle", THAMESIDE, "champion")])

    await agree([champions[1]], SHARED)

    assert await champions[2].sees("Champions: 1 of 2")
    assert await champions[2].sees_not("Decided")


async def test_the_seat_of_a_reader_who_was_deactivated_is_open_again(
    stage: Stage, nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await sits(champions[0])
    await champions[1].sees("Champions: 1 of 2")
    await stage.workspace.deactivate(champions[0].id)
    await stage.workspace.settled()

    await passes(stage, 1)

    assert await champions[1].sees("Champions: 0 of 2")
    await sits(champions[1])


async def test_the_next_volunteer_is_asked_after_three_working_days_and_then_nobody_is_left(
    stage: Stage, nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    second = stage.people[NQSWS[10]]
    # Whoever offered first is asked first.
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=1))
    await second.types("/practice volunteer")
    await second.sees("You are now a volunteer")
    await shares(nqsw)
    await reader.sees(ASKED)
    await passes(stage, 3)
    assert ASKED not in str(second.messages())

    await passes(stage, 1)
    assert await second.sees(ASKED)
    await passes(stage, 8)

    assert told(stage, "No NQSW is left to ask", stage.channels["coordinators"]) == 1
    assert await champions[0].sees("NQSWs: 0 of 1")


async def test_readers_are_nudged_once_after_five_working_days_and_co_ordinators_after_ten(
    stage: Stage, nqsw: Member, champions: list[Member]
) -> None:
    coordinators = stage.channels["coordinators"]
    await shares(nqsw)
    await sits(champions[0])
    await passes(stage, 7)
    assert NUDGE not in str(champions[0].messages())

    await passes(stage, 1)
    assert await champions[0].sees(NUDGE)
    assert told(stage, "is not decided", coordinators) == 0

    await passes(stage, 8)
    assert told(stage, "is not decided", coordinators) == 1
    assert sum(NUDGE in one["text"] for one in champions[0].messages()) == 1


async def test_pressing_for_a_seat_again_does_not_put_the_nudge_off(
    stage: Stage, nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await sits(champions[0])
    await passes(stage, 3)
    await champions[0].clicks("I'll review this")

    await passes(stage, 5)

    assert await champions[0].sees(NUDGE)


@pytest.fixture
async def without_channel(stage: Stage) -> Stage:
    await stage.bot_stops()
    await stage.bot_starts(champions_channel="")
    return stage


async def test_without_a_channel_each_champion_has_the_card_and_it_stays_true(
    without_channel: Stage, nqsw: Member, reader: Member
) -> None:
    champions = await become_champions(without_channel, "Carys Idle", "Dev Joshi")
    await shares(nqsw)
    await agree([*champions, reader], SHARED)

    for champion in champions:
        assert await champion.sees("Decided: shared")
        assert await champion.sees_not("I'll review this")
