"""The same pulse over Socket Mode: two connections, one of them lost on the way."""

import pytest

from sandbox.people import Member
from tests.journeys.stage import NQSWS, Stage
from tests.journeys.test_answering import MANAGEABLE, SAVED, opens_form


@pytest.fixture
async def stage(theatre: Stage) -> Stage:
    """A bot that nobody can reach, but that reaches out itself."""
    bot = await theatre.bot_starts(
        slack_app_token=theatre.workspace.app_token, slack_signing_secret=""
    )
    theatre.workspace.app_url = None
    assert await connected(theatre)
    assert bot.server.ears
    await theatre.has_roster()
    return theatre


async def connected(stage: Stage, count: int = 2) -> bool:
    sockets = stage.workspace.sockets
    return await stage.workspace.changed.until(lambda: len(sockets.connections) == count, 10)


async def test_a_pulse_goes_over_two_sockets(stage: Stage, nqsws: list[Member]) -> None:
    await stage.wave_opens()
    for member in nqsws[:4]:
        await member.clicks("Answer now")
        await member.fills({MANAGEABLE: "Agree"})
        assert await member.submits() == {}
        assert await member.sees(SAVED)
        await member.closes(everything=True)
        await member.opens_home()
        assert await member.sees("your ballot is in the box")

    await stage.wave_closes()

    assert [len(member.messages()) for member in nqsws] == [1] * len(NQSWS)


@pytest.mark.parametrize("way", ["cut", "refresh"])
async def test_a_connection_that_is_lost_meanwhile_loses_nothing(
    stage: Stage, nqsw: Member, way: str
) -> None:
    await stage.wave_opens()
    await opens_form(nqsw, "message")
    sockets = stage.workspace.sockets
    await (sockets.cut() if way == "cut" else sockets.refresh())
    assert await connected(stage)
    await nqsw.fills({MANAGEABLE: "Agree"})

    errors = await nqsw.submits()

    assert errors == {}
    assert await nqsw.sees(SAVED)


async def test_what_comes_twice_over_the_socket_has_one_effect(
    stage: Stage, nqsw: Member, coordinator: Member
) -> None:
    for kind in ("command", "block_actions", "view_submission", "event"):
        stage.workspace.faults.repeat(kind, 50)
    await coordinator.opens_home()
    await coordinator.clicks("Open a wave now")
    await coordinator.submits()
    assert await coordinator.sees("Opened.")
    await opens_form(nqsw)
    await nqsw.fills({MANAGEABLE: "Agree"})

    errors = await nqsw.submits()

    assert errors == {}
    assert await nqsw.sees("Saved. You can change it until Monday 7 December, 17:00 (UK time).")
    assert await nqsw.sees_not("something went wrong")
    assert len(await stage.waves()) == 1
    # A second try to open the same window is what Slack turns away.
    refused = {one["error"] for one in stage.workspace.refusals}
    assert refused <= {"exchanged_trigger_id"}
    stage.workspace.refusals.clear()
