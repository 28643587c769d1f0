"""A published example is found, read, saved, used and asked about, until it is withdrawn."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.person import Person
from models.practice import Practice, PracticeState
from sandbox.people import Member
from services import library
from services.work import SYSTEM
from tests.journeys.stage import Stage

CONTENT = {
    "title": "Group supervision on Fridays",
    "problem": "New workers felt alone with hard visits & <decisions>.",
    "what_we_did": "Six of us met for an hour, with a rota of who brings a question.",
    "what_changed": "People stayed longer, and said that they slept better.",
    "how_to_copy": "Find a room and a senior worker.",
    "contact": "asye@thameside.example",
    "criteria": ["C2", "C3"],
    "headings": ["kss:9"],
}


async def published(stage: Stage, author: Member, **changes: Any) -> UUID:
    """An example by this person, as if reviewers had agreed to it."""
    async with stage.house.begin(SYSTEM) as work:
        query = select(Person).where(col(Person.slack_id) == author.id)
        person = (await work.session.scalars(query)).one()
        practice = Practice(
            id=work.new_id(),
            author_id=person.id,
            employer_id=person.employer_id,
            state=PracticeState.PUBLISHED,
            version=1,
            content={**CONTENT, **changes},
            created_at=work.now,
            changed_at=work.now,
        )
        work.session.add(practice)
        await work.session.flush()
        await library.publish(work, practice)
    await stage.has_done_what_is_due()
    return practice.id


async def test_an_example_is_read_saved_and_found_again(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await colleague.opens_home()
    await colleague.clicks("Open the library")
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
    await colleague.opens_home()
    await colleague.clicks("Open the library")

    await types_into_home(stage, colleague, "supervising & visits")
    assert await colleague.sees("Group supervision on Fridays")
    await types_into_home(stage, colleague, "zebra")

    assert await colleague.sees("Nothing was found. Try fewer words")


async def types_into_home(stage: Stage, member: Member, words: str) -> None:
    assert member.home is not None
    block = next(one for one in member.home["blocks"] if one["type"] == "input")
    where = {"view_id": member.home["id"]}
    await stage.workspace.click(member.id, where, block["block_id"], "library.words", words)


async def test_the_author_hears_who_used_it_only_where_that_is_wished(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await opens_first(colleague)
    await colleague.clicks("I used this")
    await colleague.fills({"Where did you use it?": "Team East", "What changed?": "a lot"})
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


async def opens_first(member: Member) -> None:
    await member.closes(everything=True) if member.modal else None
    await member.opens_home()
    await member.clicks("Open the library")
    await member.clicks("Read it all")


async def test_asking_the_author_opens_one_conversation(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw)
    await opens_first(colleague)

    await colleague.clicks("Ask the author")
    assert await colleague.sees("You and the author are in one conversation with me now")
    await stage.has_done_what_is_due()

    assert await nqsw.sees("Callum Davies would like to ask Amara Bello about the example")


async def test_the_contact_answers_where_the_author_prefers_it(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    await published(stage, nqsw, prefers_contact=True)
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
    assert channel[-1]["text"].endswith("It was withdrawn from the library.")
    assert "supervision" not in str(channel[-1])
