"""A library for journeys: examples that were agreed to, and the way to them."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from models.person import Person
from sandbox.people import Member
from services.work import SYSTEM
from tests.journeys.stage import Stage
from tests.shelves import publish

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
    async with stage.house.look(SYSTEM) as work:
        query = select(Person).where(col(Person.slack_id) == author.id)
        person = (await work.session.scalars(query)).one()
    made = await publish(stage.house, person, **{**CONTENT, **changes})
    await stage.has_done_what_is_due()
    return made


async def opens_library(member: Member) -> None:
    await member.opens_home()
    await member.clicks("Open the library")


async def opens_first(member: Member) -> None:
    """The first example of the library, read in full."""
    await member.closes(everything=True) if member.modal else None
    await opens_library(member)
    await member.clicks("Read it all")


async def searches_on_home(stage: Stage, member: Member, words: str) -> None:
    """Type words into the field on Home and press Enter."""
    assert member.home is not None
    block = next(one for one in member.home["blocks"] if one["type"] == "input")
    where = {"view_id": member.home["id"]}
    await stage.workspace.click(member.id, where, block["block_id"], "library.words", words)
