"""Two co-ordinators: agreeing, sending back, both at once; and Home, which shows what became."""

import asyncio

import pytest

from sandbox.people import Member
from tests.journeys.announcing import (
    TITLE,
    announces,
    has_a_second,
    has_gone,
    looks_at_it,
    opens_the_form,
    presses_in,
    reads_on_home,
    writes,
)
from tests.journeys.stage import Stage

ALONE = {"announce_alone_up_to": 3}


@pytest.fixture
async def strict(theatre: Stage) -> Stage:
    """More than three direct messages need a second co-ordinator."""
    await theatre.bot_starts(**ALONE)
    await theatre.has_roster()
    return theatre


@pytest.fixture
async def second(strict: Stage) -> Member:
    second = await has_a_second(strict)
    strict.workspace.channels[strict.channels["coordinators"]].members[second.id] = None
    return second


async def asks(coordinator: Member) -> None:
    await announces(coordinator, Roles=["NQSW"])
    await coordinator.clicks("Ask for approval")
    assert await coordinator.sees("The other co-ordinators have been asked.")


async def test_without_a_channel_each_coordinator_is_asked_directly(
    theatre: Stage, coordinator: Member, nqsw: Member
) -> None:
    await theatre.bot_starts(**ALONE, coordinators_channel="")
    await theatre.has_roster()
    second, third = await has_a_second(theatre), await has_a_second(theatre, "Carys Third")
    await asks(coordinator)
    assert await third.sees("Waiting for a second co-ordinator")

    await second.clicks("Approve")

    assert await second.sees("Approved. It goes to just these people")
    await has_gone(theatre)
    assert await nqsw.sees(TITLE)
    assert await coordinator.sees("another co-ordinator has approved it.")
    assert await third.sees_not("Waiting for a second co-ordinator")


async def test_of_two_who_agree_at_once_the_second_hears_that_it_is_done(
    strict: Stage, coordinator: Member, second: Member, nqsw: Member
) -> None:
    third = await has_a_second(strict, "Carys Third")
    strict.workspace.channels[strict.channels["coordinators"]].members[third.id] = None
    await asks(coordinator)
    assert await second.sees("Waiting for a second co-ordinator")
    assert await third.sees("Waiting for a second co-ordinator")

    presses = [presses_in(strict, one, "coordinators", "Approve") for one in (second, third)]
    await asyncio.gather(*presses)

    await has_gone(strict)
    assert await nqsw.sees(TITLE)
    assert len(nqsw.messages()) == 1
    told = second.text + third.text
    assert told.count("Approved. It goes to just these people") == 1


async def test_the_author_gets_the_words_and_asks_again(
    strict: Stage, coordinator: Member, second: Member
) -> None:
    await asks(coordinator)
    await second.clicks("Send back")
    await second.fills({"What should be changed?": "<!channel> *Which* room?"})
    await second.submits()
    assert await second.sees("Sent back. Its author has your words.")
    assert await coordinator.sees("Which room?")
    assert "&lt;!channel&gt; *Which* room?" in coordinator.messages()[-1]["text"]

    await coordinator.closes(everything=True)
    await coordinator.clicks("Open it")
    await coordinator.clicks("Change")
    await coordinator.fills({"Title": "Workshop in York"})
    await coordinator.submits()
    await coordinator.clicks("Ask for approval")

    assert await second.sees("Workshop in York")
    assert strict.faults() == []


async def test_a_correction_is_sent_back_with_words_and_kept(
    strict: Stage, coordinator: Member, second: Member, nqsw: Member
) -> None:
    await asks(coordinator)
    await presses_in(strict, second, "coordinators", "Approve")
    await has_gone(strict)
    await looks_at_it(coordinator)
    await coordinator.clicks("Correct it")
    await coordinator.fills({"Title": "Workshop in York"})
    await coordinator.submits()
    assert await coordinator.sees("A second co-ordinator has been asked to agree")
    await second.closes(everything=True)
    assert await second.sees("Zofia Whitlock would like to correct it.")

    await second.clicks("Send back")
    await second.fills({"What should be changed?": "It is in Leeds."})
    await second.submits()

    assert await second.sees("nothing was changed.")
    assert await coordinator.sees("sent back your correction of “Workshop in Leeds”")
    assert await coordinator.sees("It is in Leeds.")
    assert await nqsw.sees_not("York")
    await looks_at_it(coordinator)
    await coordinator.clicks("Correct it")
    assert await coordinator.sees("the new words as they were written last")
    await coordinator.fills({"Title": "Workshop in Leeds, room 2"})
    await coordinator.submits()
    await second.closes(everything=True)
    await second.opens_home()
    assert await second.sees("A correction waits for a second co-ordinator: Workshop in Leeds")
    await second.clicks("Look at it")
    assert await second.sees("Workshop in Leeds, room 2")
    await second.clicks("Approve the correction")
    assert await second.sees("Corrected. Copies that have arrived are changed")
    assert await reads_on_home(strict, second, "A correction waits", gone=True)
    assert await nqsw.sees("Workshop in Leeds, room 2")
    assert await coordinator.sees("another co-ordinator has approved the correction.")


async def test_home_shows_what_was_done_in_a_window_that_it_opened(
    stage: Stage, coordinator: Member
) -> None:
    await coordinator.opens_home()
    await coordinator.clicks("Announce something")
    await writes(coordinator, Roles=["NQSW"])
    assert await reads_on_home(stage, coordinator, "Draft")

    await coordinator.clicks("Send")

    assert await coordinator.sees("It goes to just these people")
    assert await reads_on_home(stage, coordinator, "Draft", gone=True)
    assert await reads_on_home(stage, coordinator, TITLE)


async def test_what_was_acknowledged_is_no_more_to_do(
    stage: Stage, coordinator: Member, nqsw: Member
) -> None:
    await announces(coordinator, Roles=["NQSW"], Acknowledgement="Must be acknowledged")
    await coordinator.clicks("Send")
    await has_gone(stage)
    await nqsw.opens_home()
    assert await nqsw.sees(f"Please acknowledge: {TITLE}")
    await nqsw.clicks("Read it")

    await nqsw.clicks("I have read this")

    assert await nqsw.sees("You have acknowledged this on 30 November 2026.")
    assert await reads_on_home(stage, nqsw, "Please acknowledge", gone=True)
    await has_gone(stage)
    assert "You have acknowledged this" in nqsw.messages()[-1]["text"]


async def test_hostile_words_stay_words_everywhere(
    strict: Stage, coordinator: Member, second: Member, nqsw: Member
) -> None:
    hostile = f"<!channel> @channel <@{second.id}> *bold* =1+1"
    await opens_the_form(coordinator)
    await coordinator.fills({"Title": hostile, "Text": hostile, "Link or file": "javascript:1"})
    assert list(await coordinator.submits()) == ["Link or file"]
    link = "https://example.org/?q=%3C!channel%3E&x=*bold*"
    await coordinator.fills({"Link or file": link, "Where": "Both", "Roles": ["NQSW"]})
    assert await coordinator.submits() == {}
    await coordinator.clicks("Send me a test")
    await coordinator.clicks("Ask for approval")
    await second.clicks("Approve")
    await has_gone(strict)

    assert await nqsw.sees("=1+1")

    await looks_at_it(coordinator)
    assert await coordinator.sees("=1+1")
    await coordinator.opens_home()
    assert await reads_on_home(strict, coordinator, "=1+1")
    texts = [one["text"] for one in strict.posted() if "=1+1" in one["text"]]
    assert texts
    assert [one for one in texts if "<!" in one or "<@" in one or "@channel" in one] == []
    assert strict.faults() == []
