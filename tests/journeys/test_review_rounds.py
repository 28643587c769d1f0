"""A round of readers, and the next: changes, a stop, a disagreement, and who comes too late."""

import asyncio
import copy

from sandbox.people import Member
from tests.journeys.readers import (
    NOT_NOW,
    SHARED,
    UNSAFE,
    again,
    agree,
    asks_for_changes,
    opens_view,
    sends_again,
    shares,
    sits,
)
from tests.journeys.stage import Stage

WORDS = {"Problem": "For whom was it difficult?"}
BETTER = {"Problem": "It was difficult for those in their first year."}


async def test_changes_go_to_the_author_and_back_to_the_same_readers_marked(
    nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await asks_for_changes(champions[0], WORDS)
    await asks_for_changes(champions[1], WORDS)
    await agree([reader], SHARED)
    await nqsw.sees("The reviewers ask for changes")
    await nqsw.clicks("Change my example")
    await nqsw.sees("For whom was it difficult?")
    await nqsw.closes(everything=True)
    await sends_again(nqsw, "Change my example", BETTER)

    for member in (champions[0], champions[1], reader):
        assert await member.sees("is back with you, in version 2. Changed: Problem.")
        await member.clicks("Read")
        assert await member.sees("Changed since version 1")
        await member.closes(everything=True)
        await again(member, SHARED)
        await member.closes(everything=True)
    assert await nqsw.sees("decided to share it with the sector")


async def test_an_unsafe_example_stops_until_its_author_has_changed_it_and_it_is_read_again(
    nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await agree([champions[0]], UNSAFE)
    assert await champions[1].sees("Stopped: an identifier has to be removed")
    assert await reader.sees("does not wait for readers now")
    assert await nqsw.sees("The street gives the family away.")

    await sends_again(nqsw, "Change my example", BETTER)

    await again(champions[0], SHARED)
    await champions[0].closes(everything=True)
    await agree([champions[1], reader], SHARED)
    assert await nqsw.sees("decided to share it with the sector")


async def test_a_disagreement_goes_to_the_thread_and_a_third_champion_decides(
    stage: Stage, nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await agree([champions[0], reader], SHARED)
    await agree([champions[1]], NOT_NOW)
    await champions[2].sees("The readers do not agree")
    channel = stage.workspace.messages(stage.channels["champions"])
    card = next(one for one in channel if "Good practice for review" in one["text"])
    split = next(one for one in channel if "do not agree" in one["text"])
    assert split["thread_ts"] == card["ts"]

    await agree([champions[2]], SHARED)

    assert await nqsw.sees("decided to share it with the sector")
    assert await champions[1].sees("Decided: shared (library entry)")


async def test_who_knows_them_gives_up_a_seat_which_is_open_again(
    nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await sits(champions[0])
    await champions[1].sees("Champions: 1 of 2")

    await champions[0].clicks("Not me: I know them")

    assert await champions[0].sees("Noted: you know them.")
    assert await champions[1].sees("Champions: 0 of 2")
    await champions[0].clicks("I'll review this")
    assert await champions[0].sees("You said that you know them, so others read this one.")


async def test_a_seat_and_a_view_pressed_twice_are_one(
    stage: Stage, nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await sits(champions[0])
    await champions[0].clicks("I'll review this")
    await opens_view(champions[0])
    await champions[0].fills(SHARED)

    await asyncio.gather(champions[0].submits(), champions[0].submits())

    assert await champions[1].sees("Champions: 1 of 2")
    assert await champions[1].sees("Views given 1 of 3")
    await stage.has_done_what_is_due()


async def test_a_view_changes_until_the_decision(
    nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await agree([champions[0]], NOT_NOW)
    await opens_view(champions[0])
    await champions[0].sees("Too much like another one.")
    await champions[0].fills(SHARED)
    assert await champions[0].submits() == {}
    await champions[0].closes(everything=True)

    await agree([champions[1], reader], SHARED)

    assert await nqsw.sees("decided to share it with the sector")


async def test_a_form_from_before_the_decision_says_who_decided_and_when(
    nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await agree([champions[0]], SHARED)
    await opens_view(champions[0])
    await agree([champions[1], reader], SHARED)

    await champions[0].submits()

    assert await champions[0].sees(
        "already decided: it is shared, on 30 November, by the reviewers"
    )
    assert await champions[2].sees("Decided: shared")
    assert await champions[2].sees_not("I'll review this")


async def test_a_button_of_a_card_that_is_out_of_date_says_who_decided_and_when(
    stage: Stage, nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await champions[1].sees("I'll review this")
    channel = stage.workspace.messages(stage.channels["champions"])
    stale = copy.deepcopy(channel[0]["blocks"])
    await agree([champions[0]], UNSAFE)
    await champions[1].sees("Stopped: an identifier has to be removed")
    channel[0]["blocks"] = stale

    await champions[1].clicks("I'll review this")

    told = "was already stopped, until an identifier is removed, on 30 November, by the reviewers"
    assert await champions[1].sees(told)


async def test_a_withdrawn_example_says_that_its_author_withdrew_it(
    nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await sits(champions[0])
    await opens_view(champions[0])
    await nqsw.types("/practice mine")
    await nqsw.clicks("Withdraw")
    await nqsw.sees("cannot be undone")
    await nqsw.submits()
    assert await champions[1].sees("It was withdrawn")

    await champions[0].fills(SHARED)
    await champions[0].submits()

    assert await champions[0].sees("already withdrawn, on 30 November, by its author")
    assert await reader.sees("It was withdrawn")
    assert await reader.sees_not("Not this time")
