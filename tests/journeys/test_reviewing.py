"""Two champions and an NQSW read an example and decide, by the buttons alone."""

from collections.abc import Mapping

import pytest

from sandbox.people import Member
from tests.journeys.stage import NQSWS, PENNINE, Stage, row
from tests.journeys.test_sharing import STEP_1, fills_all

TITLE = str(STEP_1["Title"])
YES = dict.fromkeys(
    (
        "Relevant",
        "Clear",
        "Copyable",
        "Honest about evidence",
        "NQSW view",
        "Inclusive",
        "Safe",
    ),
    "Yes",
)
SHARED = {**YES, "What do you propose?": "Share it", "How to share it": ["Library entry"]}


@pytest.fixture
async def champions(stage: Stage) -> list[Member]:
    """Two champions of another employer, in their channel."""
    names = ("Carys Idle", "Dev Joshi", "Esme Kaur")
    found = [stage.member(name) for name in names]
    await stage.roster_says([row(name, PENNINE, "champion") for name in names])
    for one in found:
        stage.workspace.channels[stage.channels["champions"]].members[one.id] = None
    return found


@pytest.fixture
async def reader(stage: Stage) -> Member:
    """An NQSW of another employer who volunteers."""
    reader = stage.people[NQSWS[9]]
    await reader.types("/practice volunteer")
    await reader.sees("You are now a volunteer")
    return reader


async def shares(member: Member) -> None:
    await member.types("/practice")
    await fills_all(member)
    await member.sees("This is what reviewers will see")
    await member.submits()
    await member.sees("We have received it")
    await member.closes(everything=True)


async def gives(member: Member, view: Mapping[str, object]) -> None:
    await member.clicks("I'll review this")
    await member.sees("you have a seat")
    await member.clicks("Read")
    await member.sees("Read an example")
    await member.clicks("Give my view")
    await member.fills(dict(view))
    assert await member.submits() == {}


async def test_three_readers_share_an_example_and_its_author_hears(
    stage: Stage, nqsw: Member, reader: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    for member in (*champions[:2], reader):
        await gives(member, SHARED)
        await member.sees("Your view is noted")
        await member.closes(everything=True)

    assert await champions[2].sees("Decided: shared")
    assert await champions[2].sees_not("I'll review this")
    await stage.has_done_what_is_due()


async def test_words_for_a_field_are_asked_for_before_changes_are(
    nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await gives(champions[0], {**YES, "What do you propose?": "Changes needed"})
    await champions[0].sees("Write only where something is to be changed")

    errors = await champions[0].submits()

    assert errors == {"Title": "Please say for at least one field what is to be changed."}
    await champions[0].fills({"Problem": "For whom was it difficult?"})
    assert await champions[0].submits() == {}
    assert await champions[0].sees("Your view is noted")


async def test_the_queue_on_home_and_by_command_shows_what_waits(
    nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)

    await champions[0].opens_home()
    await champions[0].clicks("See the whole queue")

    assert await champions[0].sees(TITLE)
    assert await champions[0].sees("Champions 0 of 2 (2 open), NQSW 0 of 1 (1 open)")


async def test_a_deleted_card_comes_again_with_the_next_change(
    stage: Stage, nqsw: Member, champions: list[Member]
) -> None:
    await shares(nqsw)
    await champions[0].sees(TITLE)
    channel = stage.channels["champions"]
    (card,) = stage.workspace.messages(channel)
    await stage.workspace.delete(stage.workspace.bot_user_id, channel, card["ts"])
    await champions[0].types("/practice queue", channel)
    await champions[0].clicks("Read")

    assert await champions[0].sees("Read an example")
    await champions[0].closes()
    await champions[1].sees("Read by: Carys Idle")
