"""Readers of good practice in a journey: what they choose, and how they come to it."""

from collections.abc import Mapping, Sequence

from sandbox.people import Member
from tests.journeys.stage import PENNINE, Stage, row
from tests.journeys.test_sharing import fills_all

TESTS = (
    "Relevant",
    "Clear",
    "Copyable",
    "Honest about evidence",
    "NQSW view",
    "Inclusive",
    "Safe",
)
YES = dict.fromkeys(TESTS, "Yes")
SHARED = {**YES, "What do you propose?": "Share it", "How to share it": ["Library entry"]}
CHANGES = {**YES, "What do you propose?": "Changes needed"}
NOT_NOW = {**YES, "What do you propose?": "Not now", "Reasons": "Too much like another one."}
UNSAFE = {**SHARED, "Safe": "No", "Reasons": "The street gives the family away."}


async def become_champions(stage: Stage, *names: str) -> list[Member]:
    """Champions of an employer that sends nothing, in their channel."""
    found = [stage.member(name) for name in names]
    await stage.roster_says([row(name, PENNINE, "champion") for name in names])
    for one in found:
        stage.workspace.channels[stage.channels["champions"]].members[one.id] = None
    return found


async def shares(member: Member) -> None:
    """Write an example, and send it."""
    await member.types("/practice")
    await fills_all(member)
    await member.sees("This is what reviewers will see")
    await member.submits()
    await member.sees("We have received it")
    await member.closes(everything=True)


async def opens_view(member: Member) -> None:
    """From the card to the form for a view."""
    await member.clicks("Read")
    await member.sees("Read an example")
    await member.clicks("Give my view")
    await member.sees("What do you propose?")


async def sits(member: Member) -> None:
    """Take a seat."""
    await member.clicks("I'll review this")
    await member.sees("you have a seat")


async def gives(member: Member, view: Mapping[str, object]) -> None:
    """Take a seat, read, and give a view; the last window stays."""
    await sits(member)
    await again(member, view)


async def again(member: Member, view: Mapping[str, object]) -> None:
    """Read with a seat, and give a view."""
    await opens_view(member)
    await member.fills(dict(view))
    assert await member.submits() == {}


async def agree(members: Sequence[Member], view: Mapping[str, object]) -> None:
    """Each takes a seat and gives this view."""
    for member in members:
        await gives(member, view)
        await member.sees("Your view is noted")
        await member.closes(everything=True)


async def asks_for_changes(member: Member, words: Mapping[str, str]) -> None:
    """A view that asks for changes, with its words."""
    await gives(member, CHANGES)
    await member.sees("Write only where something is to be changed")
    await member.fills(dict(words))
    assert await member.submits() == {}
    await member.sees("Your view is noted")
    await member.closes(everything=True)


async def sends_again(member: Member, button: str, changed: Mapping[str, str]) -> None:
    """The author changes the first step and sends the example once more."""
    await member.clicks(button)
    await member.sees("Step 1 of 3")
    await member.fills(dict(changed))
    for _ in range(3):
        assert await member.submits() == {}
    await member.sees("This is what reviewers will see")
    assert await member.submits() == {}
    await member.sees("We have received it")
    await member.closes(everything=True)
