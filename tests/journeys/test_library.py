"""A published example is found, read, saved, used and asked about, until it is withdrawn."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from models.person import Person, Standing
from models.practice import Practice
from sandbox.people import Member
from services import library
from services.work import SYSTEM
from tests.journeys.reading import opens_first, opens_library, published, searches_on_home
from tests.journeys.stage import Stage


async def test_an_example_is_read_saved_and_found_again(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await opens_library(colleague)
    await colleague.clicks("Read it all")
    assert await colleague.sees("Six of us met for an hour")

    await colleague.clicks("Save")
    assert await colleague.sees("You keep this among your saved examples.")
    await colleague.closes()
    await colleague.clicks("Saved by me")

    assert await colleague.sees("Show everything")
    assert await colleague.sees("Group supervision on Fridays")


async def test_words_find_an_example_and_other_words_say_what_to_do(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await opens_library(colleague)

    await searches_on_home(stage, colleague, "supervising & visits")
    assert await colleague.sees("Group supervision on Fridays")
    await searches_on_home(stage, colleague, "zebra")

    assert await colleague.sees("Nothing was found. Try fewer words")


async def test_who_opens_the_library_from_a_message_hears_where_it_is(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await colleague.types("/practice search zebra")

    await colleague.clicks("Open the library")

    assert await colleague.sees("You find it on my “Home”")


async def test_the_author_hears_who_used_it_only_where_that_is_wished(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await opens_first(colleague)
    await colleague.clicks("I used this")
    await colleague.fills({"Where did you use it?": "Team East", "How much changed?": "a lot"})
    await colleague.submits()
    await stage.has_done_what_is_due()
    assert await nqsw.sees(
        "Somebody used your example “Group supervision on Fridays”. Where: Team East"
    )

    await opens_first(colleague)
    assert await colleague.sees("Used once.")
    await colleague.clicks("I used this")
    await colleague.fills({"Your name": ["Tell the author my name"]})
    await colleague.submits()
    await stage.has_done_what_is_due()

    assert await nqsw.sees("Callum Davies used your example")


async def test_asking_the_author_opens_one_conversation(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await opens_first(colleague)

    await colleague.clicks("Ask the author")
    assert await colleague.sees("You and the author are in one conversation with me now")
    await stage.has_done_what_is_due()

    assert await nqsw.sees("Callum Davies would like to ask Amara Bello about the example")


async def test_the_contact_answers_where_the_author_has_left(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    async with stage.house.begin(SYSTEM) as work:
        left = update(Person).where(col(Person.slack_id) == nqsw.id)
        await work.session.execute(left.values(standing=Standing.DEACTIVATED))
    await opens_first(colleague)

    await colleague.clicks("Ask the author")

    assert await colleague.sees("Write to asye@thameside.example.")


@pytest.mark.parametrize("label", ["Send me a Word file", "Send me a web page"])
async def test_an_example_comes_as_a_file(
    stage: Stage, nqsw: Member, colleague: Member, label: str
) -> None:
    await published(stage, nqsw)
    await opens_first(colleague)

    await colleague.clicks(label)

    assert await colleague.sees("It is in our direct conversation")
    assert await colleague.sees("Here is “Group supervision on Fridays”.")


async def test_what_is_withdrawn_vanishes_and_its_card_says_so(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    practice_id = await published(stage, nqsw)
    channel = stage.workspace.messages(stage.channels["community"])
    assert "Good practice: Group supervision" in channel[-1]["text"]
    await opens_first(colleague)
    assert await colleague.sees("Six of us met for an hour")

    async with stage.house.begin(SYSTEM) as work:
        await library.remove(work, await work.session.get_one(Practice, practice_id))
    await stage.has_done_what_is_due()
    await colleague.clicks("Save")

    assert await colleague.sees("This example cannot be found; it may have been withdrawn")
    channel = stage.workspace.messages(stage.channels["community"])
    assert channel[-1]["text"].endswith("or a new version took its place.")
    assert "supervision" not in str(channel[-1])
