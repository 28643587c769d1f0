"""The server starts whole or not at all, tells how it is, and finishes what it has begun."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog

from bot import logs
from bot.health import Health
from bot.lock import only_server
from bot.workspace import StartRefused, introduce, web_client, web_session
from services.work import SYSTEM, House
from tests.front.doubles import FakeSlack, Front, until


class Letter:
    payload: dict[str, Any] = {"text": "hello"}  # noqa: RUF012 - a letter that never changes
    fallback = None


class Part:
    """Something beside the requests that writes down when it started and stopped."""

    def __init__(self, name: str, diary: list[str], *, fails: bool = False) -> None:
        self._name = name
        self._diary = diary
        self._fails = fails

    async def start(self) -> None:
        if self._fails:
            raise StartRefused("This part cannot start.")
        self._diary.append(f"{self._name} started")

    async def stop(self) -> None:
        self._diary.append(f"{self._name} stopped")


def spoil(folder: Path) -> None:
    for file in folder.glob("bot.db*"):
        file.write_bytes(b"no database at all " * 500)


async def page(front: Front, path: str) -> tuple[int, str]:
    async with front.http.get(path) as answer:
        return answer.status, await answer.text()


async def test_a_server_that_runs_is_live_and_ready(front: Front) -> None:
    assert await page(front, "/health") == (200, '{"status": "live"}')
    assert await page(front, "/ready") == (200, '{"status": "ready", "faults": []}')


async def test_without_its_database_it_is_live_but_not_ready(front: Front, tmp_path: Path) -> None:
    spoil(tmp_path)

    assert (await page(front, "/health"))[0] == 200
    status, said = await page(front, "/ready")
    assert (status, json.loads(said)["faults"]) == (503, ["database"])


async def test_whatever_claims_to_be_well_is_asked(front: Front) -> None:
    front.server.health = Health(front.hearing.house.database, [("sockets", lambda: False)])

    status, said = await page(front, "/ready")

    assert (status, json.loads(said)["faults"]) == (503, ["sockets"])


async def test_the_metrics_count_requests_and_name_nobody(front: Front) -> None:
    await front.types("/unknown")
    await front.post(b"", {})

    _, said = await page(front, "/metrics")

    assert 'bot_requests_total{kind="command",outcome="unknown"} 1.0' in said
    assert 'bot_requests_total{kind="door",outcome="unsigned"} 1.0' in said
    assert 'bot_ack_seconds_count{kind="command"} 1.0' in said
    assert "U0PERSON" not in said


async def test_the_metrics_show_the_outbox_by_state(front_on_both: Front, house: House) -> None:
    async with house.begin(SYSTEM) as work:
        work.post("C0COMMUNITY", Letter(), "a letter")

    _, said = await page(front_on_both, "/metrics")

    assert 'bot_outbox_messages{state="queued"} 1.0' in said
    assert 'bot_outbox_messages{state="sent"} 0.0' in said


async def test_a_port_in_use_is_refused_in_one_sentence_that_names_it(front: Front) -> None:
    other = type(front.server)(
        "127.0.0.1",
        front.server.port,
        front.server.door,
        front.server.health,
        front.metrics,
        front.tasks,
    )

    with pytest.raises(StartRefused, match=rf"Port {front.server.port} .* set PORT\.$"):
        await other.start()


async def test_a_host_that_is_not_ours_is_refused(front: Front) -> None:
    await front.server.stop()
    front.server.host = "192.0.2.1"

    with pytest.raises(StartRefused, match="check HOST and PORT"):
        await front.server.start()


async def test_a_part_that_cannot_start_leaves_nothing_running(front: Front) -> None:
    diary: list[str] = []
    await front.server.stop()
    front.server.background = [Part("postman", diary), Part("heartbeat", diary, fails=True)]

    with pytest.raises(StartRefused):
        await front.server.start()

    assert diary == ["postman started", "postman stopped"]
    with pytest.raises(aiohttp.ClientConnectionError):
        await page(front, "/health")


async def test_stopping_finishes_what_was_acknowledged_before_the_parts_stop(
    front: Front,
) -> None:
    diary: list[str] = []
    await front.server.stop()
    front.server.background = [Part("postman", diary)]
    front.server.ears = [Part("sockets", diary)]
    front.server.port = 0
    await front.server.start()
    may_end = asyncio.Event()

    async def pulse(ack: Any) -> None:
        await ack()
        await may_end.wait()
        diary.append("work done")

    front.routes.command("/pulse", pulse)
    front.http._base_url = front.http._base_url.with_port(front.server.port)  # type: ignore[union-attr]
    await front.types("/pulse")

    stopping = asyncio.create_task(front.server.stop())
    assert await until(lambda: "sockets stopped" in diary)
    may_end.set()
    await stopping

    assert diary[2:] == ["sockets stopped", "work done", "postman stopped"]


async def test_a_refused_token_is_told_in_one_sentence(slack: FakeSlack) -> None:
    slack.answers["auth.test"] = {"ok": False, "error": "invalid_auth"}

    async with web_session() as session:
        with pytest.raises(StartRefused, match=r"SLACK_BOT_TOKEN \(invalid_auth\)"):
            await introduce(web_client("xoxb-1", slack.url, session))


async def test_a_slack_that_cannot_be_reached_is_told_in_one_sentence(slack: FakeSlack) -> None:
    url = slack.url
    await slack.server.close()

    async with web_session() as session:
        with pytest.raises(StartRefused, match="SLACK_API_URL"):
            await introduce(web_client("xoxb-1", url, session))


@pytest.mark.parametrize("path", ["", "/health", "/api"])
async def test_an_address_that_is_not_slacks_api_is_told_in_one_sentence(
    slack: FakeSlack, path: str
) -> None:
    slack.answers["auth.test"] = {"nothing": "of the kind"}
    url = slack.url.replace("/api/", path)

    async with web_session() as session:
        with pytest.raises(StartRefused, match="SLACK_API_URL"):
            await introduce(web_client("xoxb-1", url, session))


def test_two_servers_on_one_file_are_refused(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/var/bot.db"

    with only_server(url), pytest.raises(StartRefused, match="serves"), only_server(url):
        pass


def test_a_file_is_free_again_when_its_server_has_ended(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    with only_server(url):
        meanwhile = is_free(url)

    assert (meanwhile, is_free(url)) == (False, True)


def test_several_servers_share_one_postgres() -> None:
    url = "postgresql+psycopg://db/bot"

    with only_server(url):
        assert is_free(url)


def is_free(url: str) -> bool:
    """Whether another server may start there."""
    try:
        with only_server(url):
            return True
    except StartRefused:
        return False


@contextmanager
def log_lines() -> Iterator[io.StringIO]:
    """Not a fixture: pytest sets the root's level anew before each test."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    logs.configure(as_json=True, stream=stream)
    try:
        yield stream
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.reset_defaults()


def test_a_log_line_of_ours_is_one_line_of_json() -> None:
    with log_lines() as lines:
        structlog.stdlib.get_logger("bot.somewhere").info("something happened", number=3)

    said = json.loads(lines.getvalue())
    assert (said["event"], said["number"], said["level"]) == ("something happened", 3, "info")


@pytest.mark.parametrize("name", ["asyncio", "aiohttp.server", "sqlalchemy.pool"])
def test_a_traceback_says_where_but_repeats_no_value(name: str) -> None:
    with log_lines() as lines:
        try:
            int("what somebody typed")
        except ValueError:
            logging.getLogger(name).exception("It broke")

    said = json.loads(lines.getvalue())
    assert (said["fault"], "test_server.py" in said["where"][-1]) == ("ValueError", True)
    assert "typed" not in lines.getvalue()


@pytest.mark.parametrize("name", ["slack_bolt.AsyncApp", "slack_sdk.web.async_client", "bot.bolt"])
def test_the_talkative_are_silent_below_a_warning(name: str) -> None:
    with log_lines() as lines:
        logging.getLogger(name).info("what somebody typed")

    assert lines.getvalue() == ""
