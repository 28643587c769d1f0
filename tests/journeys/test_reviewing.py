"""Two champions and an NQSW read an example and decide, by the buttons alone."""

from sandbox.people import Member
from tests.journeys.readers import SHARED, YES, gives, shares
from tests.journeys.stage import Stage
from tests.journeys.test_sharing import STEP_1

TITLE = str(STEP_1["Title"])


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
    await champions[1].sees("Read by Carys Idle")
