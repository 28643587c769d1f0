"""What one person may see, the log, and the clock everything happens by."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

from sandbox.clock import Clock
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import MANIFEST, Echo, form, home, section

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)


async def test_each_sees_only_what_is_theirs(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    bo = workspace.add_user("Bo")
    secret = workspace.add_channel("secret", private=True, members=[bo])
    await echo.client.chat_postMessage(channel=bo, text="For Bo")
    await echo.client.chat_postEphemeral(channel=general, user=amira.id, text="For Amira")
    await echo.client.views_publish(user_id=bo, view=home(section("Bo's")))
    await echo.client.views_open(trigger_id=workspace.triggers.make(bo), view=form())

    hers, his = workspace.snapshot(amira.id), workspace.snapshot(bo)

    assert [each["id"] for each in hers["channels"]] == [general]
    assert [each["id"] for each in his["channels"]] == [secret, workspace.dm(bo)]
    assert hers["messages"][general][0]["ephemeral"] is True
    assert (hers["home"], hers["modals"]) == (None, [])
    assert len(his["modals"]) == 1


async def test_a_snapshot_is_ready_for_json_and_offers_what_the_app_declares(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    await echo.client.chat_postMessage(channel=general, text="Hi", blocks=[section("Hi")])
    await echo.client.views_publish(user_id=amira.id, view=home(section("Hello")))

    picture = json.loads(json.dumps(workspace.snapshot(amira.id)))

    assert [each["command"] for each in picture["commands"]] == ["/pulse"]
    assert picture["shortcuts"] == MANIFEST["features"]["shortcuts"]
    assert picture["channels"][0]["unread"] == 1
    assert picture["messages"][general][0]["author"]["is_app"] is True


async def test_what_has_been_read_is_no_longer_unread(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    await echo.client.chat_postMessage(channel=general, text="Hi")

    workspace.mark_read(amira.id, general)

    assert workspace.snapshot(amira.id)["channels"][0]["unread"] == 0


async def test_the_log_tells_both_directions(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    await echo.client.chat_postMessage(channel=amira.id, text="Hi")
    await workspace.verify_url()
    await workspace.open_home(amira.id)

    told = [(each["direction"], each["what"]) for each in workspace.log_snapshot()]
    assert ("in", "chat.postMessage") in told
    assert ("out", "event") in told


async def test_whoever_waits_is_woken_by_any_change(workspace: Workspace) -> None:
    version = workspace.changed.version
    waiting = asyncio.ensure_future(workspace.changed.wait(after=version))

    workspace.add_user("Bo")

    assert await waiting > version


async def test_time_stamps_are_never_the_same(workspace: Workspace) -> None:
    stamps = [workspace.ids.stamp() for _ in range(100)]

    assert sorted(set(stamps)) == stamps


def test_a_frozen_clock_stands_still_and_can_be_moved() -> None:
    clock, moved = Clock(NINE, frozen=True), []
    take_off = clock.on_move(lambda: moved.append(clock.now()))

    clock.advance(timedelta(hours=1))
    take_off()
    clock.move_to(NINE)

    assert moved == [NINE + timedelta(hours=1)]
    assert clock.now() == NINE


def test_a_clock_runs_on_from_where_it_was_put() -> None:
    clock = Clock(NINE)

    first, second = clock.now(), clock.now()

    assert NINE <= first <= second < NINE + timedelta(minutes=1)


async def test_the_echo_is_quiet_when_nothing_happens(workspace: Workspace, echo: Echo) -> None:
    await workspace.settled()

    assert echo.requests == []
    assert workspace.log_snapshot() == []
