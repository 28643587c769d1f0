"""The page's own doors: what they serve, what they refuse, and that they hear of changes."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import page, posting
from sandbox.clock import Clock
from sandbox.conversations import open_dm
from sandbox.page_acts import next_working_morning
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import Echo, actions, button, form, home, section

Json = dict[str, Any]


class Page:
    """A browser without a screen: it asks the page's doors and nothing else."""

    def __init__(self, session: aiohttp.ClientSession, user: str) -> None:
        self._session, self._user = session, user

    async def state(self, user: str | None = None) -> Json:
        async with self._session.get("/page/state", params={"as": user or self._user}) as answer:
            return dict(await answer.json())

    async def act(self, name: str, **details: Any) -> Json:
        body = {"as": self._user, "act": name, **details}
        async with self._session.post("/page/act", json=body) as answer:
            return {"status": answer.status, **await answer.json()}


@pytest.fixture
async def session(workspace: Workspace) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(workspace.base_url) as session:
        yield session


@pytest.fixture
def screen(session: aiohttp.ClientSession, amira: Member) -> Page:
    return Page(session, amira.id)


@pytest.fixture
def ben(workspace: Workspace) -> Member:
    return Member(workspace, workspace.add_user("Ben Carter"))


def tell(workspace: Workspace, person: Member, words: str) -> str:
    channel = open_dm(workspace, person.id)
    posting.put(workspace, channel, posting.composed(workspace, {"text": words}))
    return channel.id


async def test_the_page_comes_with_a_policy_that_lets_nothing_in(
    session: aiohttp.ClientSession,
) -> None:
    async with session.get("/") as answer:
        text, policy = await answer.text(), answer.headers["Content-Security-Policy"]

    assert "default-src 'none'; script-src 'self'" in policy
    assert not re.search(r"<script(?! type=\"module\" src)|\son\w+=|style=", text)


@pytest.mark.parametrize("path", sorted(page.FILES.iterdir()), ids=lambda path: path.name)
async def test_every_file_of_the_page_is_served_and_short(
    session: aiohttp.ClientSession, path: Path
) -> None:
    async with session.get(f"/page/{path.name}") as answer:
        text = await answer.text()

    assert answer.content_type == page.KINDS[path.suffix]
    assert len(text.splitlines()) < 300
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    assert not re.search(r"(src|href|url|fetch|import)\W{1,3}(https?:)?//", text)


@pytest.mark.parametrize("name", ["../server.py", "..%2Fserver.py", "nothing.js", "page.py"])
async def test_nothing_but_the_files_of_the_page_is_served(
    session: aiohttp.ClientSession, name: str
) -> None:
    async with session.get(f"/page/{name}") as answer:
        assert answer.status == 404


async def test_each_person_sees_only_their_own_messages(
    screen: Page, workspace: Workspace, amira: Member, ben: Member
) -> None:
    hers = tell(workspace, amira, "For Amira")
    his = tell(workspace, ben, "For Ben")

    seen = await screen.state()

    assert set(seen["messages"]) == {hers}
    assert his not in str(seen)
    assert "For Ben" not in str(seen)


@pytest.mark.usefixtures("ben")
async def test_nobody_in_particular_is_the_first_by_name(
    session: aiohttp.ClientSession, amira: Member
) -> None:
    async with session.get("/page/state") as answer:
        seen = await answer.json()

    assert seen["me"]["id"] == amira.id


async def test_an_unknown_person_sees_nothing(screen: Page) -> None:
    seen = await screen.state("U0NOBODY")

    assert seen == {"ok": False, "error": "There is no U0NOBODY in this workspace."}


async def test_a_command_goes_through_and_its_answer_is_seen(
    screen: Page, echo: Echo, general: str
) -> None:
    @echo.app.command("/pulse")
    async def pulse(ack: Any, command: Json) -> None:
        await ack(f"You typed {command['text']}.")

    said = await screen.act("command", channel=general, text="/pulse status")

    assert said["ok"]
    seen = await screen.state()
    assert seen["messages"][general][-1]["text"] == "You typed status."
    assert seen["messages"][general][-1]["ephemeral"]


async def test_a_form_is_opened_refused_and_sent(
    screen: Page, echo: Echo, workspace: Workspace, amira: Member
) -> None:
    @echo.app.action("open")
    async def opened(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @echo.app.view("form")
    async def sent(ack: Any, view: Json) -> None:
        echo.heard.append(view["state"]["values"])
        await ack()

    channel = open_dm(workspace, amira.id)
    message = posting.composed(
        workspace, {"text": "Open", "blocks": [actions(button("Open", "open"))]}
    )
    posting.put(workspace, channel, message)
    where = {"channel": channel.id, "ts": message["ts"]}
    await screen.act("click", where=where, block_id="row", action_id="open")
    await workspace.changed.until(lambda: bool(workspace.views.get(amira.id)))
    view = (await screen.state())["modals"][-1]

    refused = await screen.act("submit", view_id=view["id"], state={"name": {"given": ""}})
    taken = await screen.act("submit", view_id=view["id"], state={"name": {"given": "Amira"}})

    assert set(refused["errors"]) == {"name"}
    assert taken["errors"] == {}
    assert echo.heard[0]["name"]["given"]["value"] == "Amira"


async def test_the_home_tab_is_opened_and_left(screen: Page, echo: Echo) -> None:
    @echo.app.event("app_home_opened")
    async def opened(event: Json, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view=home(section("Welcome")))

    await screen.act("home")
    seen = await screen.state()
    await screen.act("leave_home")

    assert seen["home_open"]
    assert seen["home"]["blocks"][0]["text"]["text"] == "Welcome"
    assert not (await screen.state())["home_open"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"act": "fly"}, 400),
        ({"act": "say", "text": "No channel"}, 400),
        ({"act": "say", "channel": "C0NOWHERE", "text": "Hello"}, 409),
        ({"act": "shortcut", "callback_id": "unknown"}, 409),
        ({"act": "clock", "to": "teatime"}, 409),
    ],
)
async def test_what_the_screen_does_not_offer_is_refused_in_words(
    screen: Page, body: Json, status: int
) -> None:
    name = body.pop("act")

    said = await screen.act(name, **body)

    assert said["status"] == status
    assert not said["ok"]
    assert said["error"]


async def test_a_form_of_a_foreign_page_is_not_understood(
    session: aiohttp.ClientSession, amira: Member
) -> None:
    body = f'{{"as": "{amira.id}", "act": "clock", "to": "+1h"}}'
    async with session.post(
        "/page/act", data=body, headers={"Content-Type": "text/plain"}
    ) as answer:
        assert answer.status == 415


async def test_the_stream_tells_of_each_change(
    session: aiohttp.ClientSession, workspace: Workspace, amira: Member
) -> None:
    async with session.get("/page/stream") as answer:
        first = await answer.content.readline()
        await answer.content.readuntil(b"\n\n")
        tell(workspace, amira, "News")
        second = await answer.content.readline()

    assert answer.content_type == "text/event-stream"
    assert first == second == b"event: changed\n"


@pytest.mark.usefixtures("echo")
async def test_the_log_shows_both_ways(screen: Page, session: aiohttp.ClientSession) -> None:
    await screen.act("home")

    async with session.get("/page/log") as answer:
        entries = await answer.json()

    assert {"in", "out"} >= {each["direction"] for each in entries}
    assert any("app_home_opened" in str(each) for each in entries)


async def test_a_file_is_kept_until_the_form_is_sent_and_shown_to_nobody_else(
    session: aiohttp.ClientSession, amira: Member, ben: Member
) -> None:
    params = {"as": amira.id, "name": "../note.txt"}
    async with session.post("/page/upload", params=params, data=b"words") as answer:
        kept = await answer.json()
    async with session.get(f"/page/file/{kept['id']}", params={"as": amira.id}) as answer:
        content = await answer.read()
    async with session.get(f"/page/file/{kept['id']}", params={"as": ben.id}) as answer:
        to_others = answer.status

    assert kept["name"] == "note.txt"
    assert content == b"words"
    assert to_others == 404


async def test_an_hour_on_the_clock_is_an_hour(screen: Page, clock: Clock) -> None:
    before = clock.now()

    said = await screen.act("clock", to="+1h")

    assert datetime.fromisoformat(said["now"]) == before + timedelta(hours=1)


async def test_a_named_moment_is_asked_of_who_knows_it(
    screen: Page, workspace: Workspace, clock: Clock
) -> None:
    closes = datetime(2026, 11, 30, 17, tzinfo=UTC)

    async def when() -> datetime | None:
        return closes

    workspace.moments["wave-closes"] = when

    await screen.act("clock", to="wave-closes")

    assert (await screen.state())["moments"] == ["wave-closes"]
    assert clock.now() == closes


async def test_a_moment_that_does_not_exist_leaves_the_clock_alone(
    screen: Page, workspace: Workspace, clock: Clock
) -> None:
    async def never() -> datetime | None:
        return None

    workspace.moments["wave-closes"] = never
    before = clock.now()

    said = await screen.act("clock", to="wave-closes")

    assert said["error"] == "There is no “wave closes” ahead."
    assert clock.now() == before


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-24T08:59:00+00:00", "2026-11-24T09:00:00+00:00"),
        ("2026-11-24T09:00:00+00:00", "2026-11-25T09:00:00+00:00"),
        ("2026-11-27T12:00:00+00:00", "2026-11-30T09:00:00+00:00"),
        ("2026-11-28T05:00:00+00:00", "2026-11-30T09:00:00+00:00"),
        # The night before summer time begins, and the one before it ends.
        ("2027-03-26T23:00:00+00:00", "2027-03-29T08:00:00+00:00"),
        ("2026-10-23T22:00:00+00:00", "2026-10-26T09:00:00+00:00"),
    ],
)
def test_the_next_working_morning_is_nine_in_london(now: str, morning: str) -> None:
    assert next_working_morning(datetime.fromisoformat(now)) == datetime.fromisoformat(morning)
