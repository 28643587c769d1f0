"""Whoever is not here is not asked; whoever comes back is."""

from typing import Any

import pytest

from sandbox.people import Member
from tests.journeys.stage import THAMESIDE, Stage, row
from tests.journeys.test_answering import MANAGEABLE, SAVED, opens_form


@pytest.mark.parametrize(
    "details",
    [{"is_bot": True}, {"team_id": "T0ELSEWHERE"}, {"deleted": True}],
    ids=["bot", "external", "deactivated"],
)
async def test_bots_and_people_from_elsewhere_and_whoever_left_are_not_asked(
    stage: Stage, nqsw: Member, details: dict[str, Any]
) -> None:
    other = stage.member("Violet Abbott")
    stage.workspace.users[other.id] |= details
    await stage.roster_says([row("Violet Abbott", THAMESIDE)])

    await stage.wave_opens()

    assert await nqsw.sees("Answer now")
    await stage.has_done_what_is_due()
    assert other.messages() == []


async def test_whoever_is_deactivated_before_the_reminder_gets_none(
    stage: Stage, nqsw: Member, colleague: Member
) -> None:
    wave = await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    assert await colleague.sees("Answer now")
    await stage.workspace.deactivate(nqsw.id)
    await stage.workspace.settled()

    stage.clock.move_to(wave.opens_at.replace(day=4, hour=10))

    assert await colleague.sees("If you would like to have your say")
    await stage.has_done_what_is_due()
    assert len(nqsw.messages()) == 1


async def test_whoever_comes_back_finds_their_ballot_as_it_was(stage: Stage, nqsw: Member) -> None:
    await stage.wave_opens()
    assert await nqsw.sees("Answer now")
    await opens_form(nqsw)
    await nqsw.fills({MANAGEABLE: "Agree"})
    await nqsw.submits()
    assert await nqsw.sees(SAVED)
    await stage.workspace.deactivate(nqsw.id)
    await stage.workspace.settled()
    await stage.workspace.reactivate(nqsw.id)
    await stage.workspace.settled()

    await nqsw.types("/pulse status")

    assert await nqsw.sees("your ballot is in the box")


async def test_whoever_comes_back_is_asked_the_next_time(stage: Stage, nqsw: Member) -> None:
    await stage.workspace.deactivate(nqsw.id)
    await stage.workspace.settled()
    await stage.wave_opens()
    await stage.has_done_what_is_due()
    assert nqsw.messages() == []
    await stage.wave_closes()
    await stage.workspace.reactivate(nqsw.id)
    await stage.workspace.settled()

    await stage.wave_opens()

    assert await nqsw.sees("Answer now")


async def test_a_newcomer_whose_address_is_on_the_roster_is_asked(
    stage: Stage, nqsw: Member
) -> None:
    await stage.roster_says([row("Wesley Mbeki", THAMESIDE)])
    user_id = await stage.workspace.arrive("Wesley Mbeki", email="wesley.mbeki@example.org")
    await stage.workspace.settled()

    await stage.wave_opens()

    assert await nqsw.sees("Answer now")
    assert await Member(stage.workspace, user_id).sees("Answer now")


async def test_my_page_shows_my_programme_and_my_rights(stage: Stage, nqsw: Member) -> None:
    await stage.workspace.settled()
    await nqsw.types("/nqsw")
    assert await nqsw.sees("Employer Thameside Borough")
    assert await nqsw.sees("Cohort 2026-autumn")
    await nqsw.types("/nqsw help")
    assert await nqsw.sees("Samaritans: 116 123")

    await nqsw.types("/nqsw rights")

    assert await nqsw.sees("What is stored about you")
    assert await nqsw.sees("Information Commissioner's Office")
