"""Files in three steps, messages for later, and response URLs with their five uses."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.people import Member
from sandbox.responses import response_url
from sandbox.workspace import Workspace
from tests.sandbox.echo import Echo, section

Json = dict[str, Any]


async def opened(workspace: Workspace, address: str, token: str | None = None) -> str:
    """What the app gets at this address with its token, or with another one."""
    key = {"Authorization": f"Bearer {workspace.bot_token if token is None else token}"}
    async with aiohttp.ClientSession(headers=key) as session, session.get(address) as answer:
        return await answer.text()


async def test_a_file_is_uploaded_in_three_steps_and_shared(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    await echo.client.files_upload_v2(
        channel=general,
        filename="figures.csv",
        title="Figures",
        content="a,b\n1,2\n",
        alt_txt="Two columns",
        initial_comment="Here they are",
    )

    message = workspace.messages(general)[0]
    file = message["files"][0]
    assert (file["title"], file["mimetype"], file["size"]) == ("Figures", "text/csv", 8)
    assert await amira.sees("Here they are")
    assert await opened(workspace, file["url_private"]) == "a,b\n1,2\n"


async def test_a_file_without_a_channel_stays_private(
    workspace: Workspace, echo: Echo, general: str
) -> None:
    await echo.client.files_upload_v2(filename="figures.csv", content="a,b")

    assert workspace.messages(general) == []
    assert len(workspace.files) == 1


async def test_a_deleted_file_leaves_its_message(
    workspace: Workspace, echo: Echo, general: str
) -> None:
    sent = await echo.client.files_upload_v2(channel=general, filename="f.csv", content="a,b")
    await echo.client.files_delete(file=sent["files"][0]["id"])

    with pytest.raises(SlackApiError, match="file_not_found"):
        await echo.client.files_info(file=sent["files"][0]["id"])
    assert workspace.messages(general)[0]["files"] == []


async def test_an_empty_file_and_one_that_never_came_are_refused(
    workspace: Workspace, echo: Echo
) -> None:
    with pytest.raises(SlackApiError, match="missing_argument"):
        await echo.client.files_getUploadURLExternal(filename="f.csv", length=0)
    promised = await echo.client.files_getUploadURLExternal(filename="f.csv", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await echo.client.files_completeUploadExternal(files=[{"id": promised["file_id"]}])
    workspace.refusals.clear()


async def test_a_scheduled_message_comes_when_the_clock_says(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    post_at = int(workspace.clock.now().timestamp()) + 3_600
    await echo.client.chat_scheduleMessage(channel=amira.id, post_at=post_at, text="Later")
    listed = await echo.client.chat_scheduledMessages_list()
    before = list(amira.messages())

    workspace.clock.advance(timedelta(hours=2))

    assert await amira.sees("Later")
    assert before == []
    assert [each["text"] for each in listed["scheduled_messages"]] == ["Later"]


async def test_a_scheduled_message_can_be_taken_back(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    post_at = int(workspace.clock.now().timestamp()) + 60
    booked = await echo.client.chat_scheduleMessage(channel=amira.id, post_at=post_at, text="Later")
    which = {
        "channel": booked["channel"],
        "scheduled_message_id": booked["scheduled_message_id"],
    }
    await echo.client.chat_deleteScheduledMessage(**which)

    with pytest.raises(SlackApiError, match="invalid_scheduled_message_id"):
        await echo.client.chat_deleteScheduledMessage(**which)


@pytest.mark.parametrize(
    ("ahead", "error"),
    [(-60, "time_in_past"), (121 * 86_400, "time_too_far")],
)
async def test_a_moment_may_be_too_early_or_too_far(
    workspace: Workspace, echo: Echo, amira: Member, ahead: int, error: str
) -> None:
    post_at = int(workspace.clock.now().timestamp()) + ahead

    with pytest.raises(SlackApiError, match=error):
        await echo.client.chat_scheduleMessage(channel=amira.id, post_at=post_at, text="Later")


async def post(url: str, body: Json) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_works_five_times(
    workspace: Workspace, amira: Member, general: str
) -> None:
    url = response_url(workspace, amira.id, general)

    answers = [await post(url, {"text": f"Number {number}"}) for number in range(6)]

    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1][1]
    assert len(amira.ephemerals()) == 5


async def test_a_response_url_works_half_an_hour(
    workspace: Workspace, amira: Member, general: str
) -> None:
    url = response_url(workspace, amira.id, general)

    workspace.clock.advance(timedelta(minutes=31))

    assert (await post(url, {"text": "Too late"}))[0] == 404
    assert amira.ephemerals() == []


async def test_a_response_can_be_for_all_and_can_be_replaced_and_removed(
    workspace: Workspace, amira: Member, general: str
) -> None:
    await post(
        response_url(workspace, amira.id, general),
        {"text": "For all", "response_type": "in_channel"},
    )
    shown = workspace.messages(general)[0]
    url = response_url(workspace, amira.id, general, shown["ts"])

    shown["blocks"] = [section("For all")]
    await post(url, {"text": "Replaced", "replace_original": True})
    replaced = dict(workspace.messages(general)[0])
    await post(url, {"delete_original": True})

    assert replaced["text"] == "Replaced"
    assert "blocks" not in replaced
    assert workspace.messages(general) == []


async def test_a_response_slack_would_refuse_is_noted(
    workspace: Workspace, amira: Member, general: str
) -> None:
    status, _ = await post(response_url(workspace, amira.id, general), {"text": ""})

    assert status == 400
    assert [each["what"] for each in workspace.refusals] == ["response_url"]
    workspace.refusals.clear()
