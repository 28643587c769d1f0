"""Comments on their way out: read, redacted, checked by a second analyst, released by two."""

from typing import Any
from uuid import uuid4

import pytest

from models.answer import Comment
from models.registry import METADATA
from models.survey import Wave, WaveState
from sandbox.people import Member
from services.work import SYSTEM
from tests.journeys.stage import MONDAY, Stage, days, row

EXETER = ("Exeter City", "council", "South West")
TEXT = "Amira Khan cut my supervision short, and it was cancelled twice."
READ, CHECK = "Read the next", "Check"
SHOWN, THEMES, DECISION = "As it may be shown", "Themes", "Your decision"


@pytest.fixture
async def analysts(stage: Stage) -> list[Member]:
    """Two analysts for England, from a region that says nothing."""
    names = ("Aled Bowen", "Bea Crane")
    members = [stage.member(name) for name in names]
    await stage.roster_says([row(name, EXETER, "analyst:England") for name in names])
    return members


@pytest.fixture
async def sealed(stage: Stage) -> Wave:
    """A wave that is sealed, with the comments of twelve people of one employer."""
    opened = MONDAY - days(27)
    wave: dict[str, Any] = {
        "survey_id": "pulse",
        "slot": "before",
        "questionnaire": "pulse",
        "version": 1,
    }
    times: dict[str, Any] = {
        "opens_at": opened,
        "closes_at": opened + days(7),
        "state": WaveState.DESTROYED,
    }
    async with stage.house.begin(SYSTEM) as work:
        found = Wave(id=uuid4(), items=["O1"], **wave, **times)
        work.session.add(found)
        for number in range(12):
            about: dict[str, Any] = {
                "item": "O1",
                "version": 1,
                "unit": "employer:Thameside Borough",
            }
            work.session.add(
                Comment(id=uuid4(), wave_id=found.id, text=TEXT, may_quote=number < 6, **about)
            )
    return found


async def redacts(member: Member) -> None:
    await member.types("/nqsw comments")
    await member.clicks(READ)
    assert await member.sees("⟦Amira Khan⟧ cut my supervision short")
    await member.fills({THEMES: ["Supervision"]})
    assert await member.submits() == {}
    assert await member.sees("A second analyst looks at it next.")


async def leaves(stage: Stage, member: Member) -> None:
    """Go on to the next comment, and wait until it is there."""
    before = member.modal
    await member.clicks("Leave it for now")
    assert await stage.workspace.changed.until(lambda: member.modal != before, 10)


async def checks(member: Member) -> None:
    await member.types("/nqsw comments")
    await member.clicks(CHECK)
    assert await member.sees("[removed] cut my supervision short")
    assert await member.submits() == {}
    assert await member.sees("Your decision is noted.")


@pytest.mark.usefixtures("sealed")
async def test_words_go_from_one_analyst_by_a_second_to_everybody(
    analysts: list[Member], coordinator: Member, nqsw: Member
) -> None:
    first, second = analysts
    await redacts(first)
    await checks(second)

    await second.clicks("Prepare the release")
    assert await second.sees("11 comments are not agreed yet")
    assert await second.sees_not("Release these words?")
    await coordinator.opens_home()
    await coordinator.clicks("See and decide")
    await coordinator.clicks("Release")
    assert await coordinator.sees("the comments themselves are gone")

    await nqsw.types("/nqsw words")
    assert await nqsw.sees("Comments of Monthly pulse, November 2026")
    assert await nqsw.sees("each theme: under 40%. None stands out.")
    await first.types("/nqsw comments")
    assert await first.sees("Comments to read: 0")


@pytest.mark.usefixtures("sealed")
async def test_home_says_how_many_wait_and_nobody_else_is_told(
    analysts: list[Member], coordinator: Member, nqsw: Member
) -> None:
    await analysts[0].opens_home()
    assert await analysts[0].sees("Comments to read: 12")
    await analysts[0].clicks("Read comments")
    assert await analysts[0].sees("You see one comment at a time")

    for member in (coordinator, nqsw):
        await member.opens_home()
        assert await member.sees_not("Comments to read")
        await member.types("/nqsw comments")
    assert await coordinator.sees("0 of 12 comments are agreed")
    assert await nqsw.sees("This is for people with another role.")


@pytest.mark.usefixtures("sealed")
async def test_words_that_still_show_somebody_are_asked_about(analysts: list[Member]) -> None:
    member = analysts[0]
    await member.types("/nqsw comments")
    await member.clicks(READ)
    await member.sees(SHOWN)

    await member.fills({SHOWN: "Amira Khan was late.", THEMES: ["Supervision"]})
    assert "“Amira Khan”" in (await member.submits())[SHOWN]
    await member.fills({SHOWN: "They were late.", THEMES: []})
    assert await member.submits() == {THEMES: "Please choose at least one theme."}
    await member.fills({THEMES: ["Something else"]})
    assert await member.submits() == {}


@pytest.mark.usefixtures("sealed")
async def test_what_is_sent_back_comes_again_with_the_words_of_the_second(
    stage: Stage, analysts: list[Member]
) -> None:
    first, second = analysts
    await redacts(first)
    await second.types("/nqsw comments")
    await second.clicks(CHECK)
    await second.fills({DECISION: "Send it back"})
    assert await second.submits() == {
        "What should change": "Please say in 1 to 500 characters what should change."
    }
    await second.fills({"What should change": "Please leave out how often."})
    assert await second.submits() == {}

    await first.clicks(READ)
    await first.sees("Redact a comment")
    for _ in range(12):
        if "Please leave out how often." not in first.text:
            await leaves(stage, first)
    assert await first.sees("Please leave out how often.")


@pytest.mark.usefixtures("sealed")
async def test_a_concern_for_safety_shows_the_written_route_and_leaves_no_trace(
    stage: Stage, analysts: list[Member]
) -> None:
    member = analysts[0]
    await member.types("/nqsw comments")
    await member.clicks(READ)
    await member.sees(SHOWN)
    before = await everything(stage)

    await member.clicks("A concern for safety")

    assert await member.sees("follow your own organisation's safeguarding procedure now")
    assert await member.sees("0800 028 0285")
    assert await everything(stage) == before


async def everything(stage: Stage) -> dict[str, list[str]]:
    """Every row of every table; the rows that the clock of the house writes are none of it."""
    async with stage.house.look(SYSTEM) as work:
        return {
            table.name: sorted(map(repr, (await work.session.execute(table.select())).all()))
            for table in METADATA.sorted_tables
            if table.name not in {"appointment", "lease"}
        }
