"""From a sealed wave to figures for everybody: prepared by one, let out by another."""

from datetime import date
from typing import Any

import pytest

from sandbox.people import Member
from tests.journeys.stage import PENNINE, Stage, row, working_day
from tests.journeys.test_answering import ROOM, answers

PREPARE, LOOK, DECIDE = "Prepare the figures", "Look and decide", "Your decision"
RELEASE, KEEP = "Release these figures to everybody", "Do not release them"


@pytest.fixture
async def analyst(stage: Stage) -> Member:
    """An analyst for England."""
    member = stage.member("Odette Marsh")
    await stage.roster_says([row("Odette Marsh", PENNINE, "analyst:England")])
    return member


@pytest.fixture
async def sealed(stage: Stage, nqsws: list[Member]) -> None:
    """A wave that twelve have answered, sealed."""
    await stage.wave_opens()
    for member in nqsws:
        await answers(member, **{ROOM: "Strongly agree"})
    await stage.wave_closes()


async def prepares(member: Member) -> None:
    await member.opens_home()
    await member.clicks(PREPARE)
    assert await member.sees("are ready. A second person can release them.")


def told(stage: Stage) -> list[dict[str, Any]]:
    channel = stage.workspace.messages(stage.channels["community"])
    return [one for one in channel if "are out" in one["text"]]


@pytest.mark.usefixtures("sealed")
async def test_figures_are_prepared_by_one_and_released_by_another(
    stage: Stage, coordinator: Member, analyst: Member
) -> None:
    await prepares(coordinator)

    await coordinator.clicks(LOOK)
    assert await coordinator.sees("somebody else has to release them")
    await coordinator.closes()
    await analyst.opens_home()
    await analyst.clicks(LOOK)
    assert await analyst.sees("figures of")
    await analyst.fills({DECIDE: RELEASE})
    await analyst.submits()
    assert await analyst.sees("is released.")

    stage.clock.move_to(working_day(date(2026, 12, 9)))
    await stage.has_done_what_is_due()
    (message,) = told(stage)
    assert "My team makes room for my ASYE activities" in message["text"]
    assert "70% or more" in message["text"]


@pytest.mark.usefixtures("sealed")
async def test_figures_that_are_not_released_go_back_with_the_reason(
    stage: Stage, coordinator: Member, analyst: Member
) -> None:
    await prepares(analyst)
    await coordinator.opens_home()
    await coordinator.clicks(LOOK)

    await coordinator.fills({DECIDE: KEEP})
    assert "Say in a sentence why" in str(await coordinator.submits())
    await coordinator.fills({DECIDE: KEEP, "Why not": "The wave was open over half-term."})
    await coordinator.submits()

    assert await analyst.sees("were not released: The wave was open over half-term.")
    assert told(stage) == []
    await analyst.opens_home()
    assert await analyst.sees(PREPARE)


@pytest.mark.usefixtures("sealed")
async def test_whoever_presses_again_hears_that_it_is_under_way(
    coordinator: Member, analyst: Member
) -> None:
    await analyst.opens_home()
    await prepares(coordinator)

    await analyst.clicks(PREPARE)

    assert await analyst.sees("Somebody else has asked for these figures")


@pytest.mark.usefixtures("sealed")
async def test_whoever_asked_takes_figures_back_and_asks_anew(coordinator: Member) -> None:
    await prepares(coordinator)
    await coordinator.clicks(LOOK)

    await coordinator.fills({DECIDE: KEEP, "Why not": "I chose the wrong wave."})
    await coordinator.submits()

    await coordinator.opens_home()
    assert await coordinator.sees(PREPARE)


@pytest.mark.usefixtures("sealed")
async def test_nqsws_see_nothing_of_preparations(nqsw: Member, coordinator: Member) -> None:
    await prepares(coordinator)

    await nqsw.opens_home()

    assert await nqsw.sees_not("Figures to release")
