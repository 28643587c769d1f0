"""The Web API: who may call what, in which form, and what it answers."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.channels import Channel
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import Echo, section

Json = dict[str, Any]


async def ask(workspace: Workspace, method: str, **how: Any) -> Json:
    """One bare call, with the bot's token unless other headers are given."""
    headers = how.pop("headers", {"Authorization": f"Bearer {workspace.bot_token}"})
    verb = how.pop("verb", "POST")
    url = f"{workspace.base_url}/api/{method}"
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, url, headers=headers, **how) as answer,
    ):
        body: Json = await answer.json()
        return {**body, "status": answer.status, "headers": answer.headers}


@pytest.mark.parametrize(
    ("verb", "how"),
    [
        ("GET", {"params": {"user": "USLACKBOT"}}),
        ("POST", {"params": {"user": "USLACKBOT"}}),
        ("POST", {"data": {"user": "USLACKBOT"}}),
        ("POST", {"json": {"user": "USLACKBOT"}}),
    ],
)
async def test_arguments_come_by_query_form_or_json(
    workspace: Workspace, verb: str, how: Json
) -> None:
    answer = await ask(workspace, "users.info", verb=verb, **how)

    assert answer["user"]["id"] == "USLACKBOT"


async def test_a_token_may_come_in_the_form(workspace: Workspace) -> None:
    answer = await ask(workspace, "auth.test", headers={}, data={"token": workspace.bot_token})

    assert answer["user_id"] == workspace.bot_user_id
    assert "chat:write" in answer["headers"]["X-OAuth-Scopes"].split(",")


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("auth.test", "", "not_authed"),
        ("auth.test", "xoxb-wrong", "invalid_auth"),
        ("auth.test", "xapp-pretend", "not_allowed_token_type"),
        ("apps.connections.open", "xoxb-pretend", "not_allowed_token_type"),
        ("chat.shout", "xoxb-pretend", "unknown_method"),
        ("team.info", "xoxb-pretend", "missing_scope"),
        ("dnd.info", "xoxb-pretend", "missing_scope"),
    ],
)
async def test_a_call_without_the_right_is_refused_and_noted(
    workspace: Workspace, method: str, token: str, error: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    answer = await ask(workspace, method, headers=headers)

    assert (answer["ok"], answer["error"]) == (False, error)
    assert [each["error"] for each in workspace.refusals] == [error]
    workspace.refusals.clear()


async def test_a_missing_scope_is_named(workspace: Workspace) -> None:
    answer = await ask(workspace, "team.info")

    assert answer["needed"] == "team:read"
    assert "chat:write" in answer["provided"]
    workspace.refusals.clear()


async def test_a_list_comes_in_pages(workspace: Workspace, echo: Echo) -> None:
    names = [f"Person {number}" for number in range(7)]
    for name in names:
        workspace.add_user(name)

    seen: list[str] = []
    async for page in await echo.client.users_list(limit=4):
        seen += [each["real_name"] for each in page["members"]]

    assert seen == ["Echo", "Slackbot", *names]


async def test_a_stale_cursor_is_refused(workspace: Workspace) -> None:
    answer = await ask(workspace, "users.list", params={"cursor": "bm9wZQ=="})

    assert answer["error"] == "invalid_cursor"
    workspace.refusals.clear()


async def test_a_message_to_a_person_opens_their_direct_message(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    first = await echo.client.chat_postMessage(channel=amira.id, text="One")
    second = await echo.client.chat_postMessage(channel=first["channel"], text="Two")

    assert first["channel"].startswith("D")
    assert second["channel"] == first["channel"] == workspace.dm(amira.id)
    assert float(second["ts"]) > float(first["ts"])
    assert [each["text"] for each in amira.messages()] == ["One", "Two"]


async def test_what_slack_would_refuse_is_refused_and_noted(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    blocks = [section("x" * 3001)]

    with pytest.raises(SlackApiError) as caught:
        await echo.client.chat_postMessage(channel=amira.id, text="Long", blocks=blocks)

    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["response_metadata"]["messages"]
    assert workspace.refusals[0]["what"] == "chat.postMessage"
    workspace.refusals.clear()


async def test_metadata_is_kept_and_shown_on_request(echo: Echo, amira: Member) -> None:
    metadata = {"event_type": "invitation", "event_payload": {"id": "7"}}
    sent = await echo.client.chat_postMessage(channel=amira.id, text="Hi", metadata=metadata)
    channel = sent["channel"]

    plain = await echo.client.conversations_history(channel=channel)
    told = await echo.client.conversations_history(channel=channel, include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert told["messages"][0]["metadata"] == metadata


async def test_an_update_keeps_what_it_leaves_out(echo: Echo, amira: Member) -> None:
    metadata = {"event_type": "invitation", "event_payload": {"id": "7"}}
    sent = await echo.client.chat_postMessage(
        channel=amira.id, text="Hi", blocks=[section("Hi")], metadata=metadata
    )
    where = {"channel": sent["channel"], "ts": sent["ts"]}

    await echo.client.chat_update(**where, text="Bye", blocks=[])
    kept = amira.messages()[0].get("metadata")
    await echo.client.chat_update(**where, text="Bye", metadata={})

    assert kept == metadata
    assert "metadata" not in amira.messages()[0]
    assert await amira.sees("Bye")


async def test_a_user_id_is_no_channel_for_an_update(echo: Echo, amira: Member) -> None:
    sent = await echo.client.chat_postMessage(channel=amira.id, text="Hi")

    with pytest.raises(SlackApiError, match="channel_not_found"):
        await echo.client.chat_update(channel=amira.id, ts=sent["ts"], text="Bye")


async def test_only_own_messages_can_be_changed(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    ts = await workspace.say(amira.id, general, "Mine")

    with pytest.raises(SlackApiError, match="cant_update_message"):
        await echo.client.chat_update(channel=general, ts=ts, text="Yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await echo.client.chat_delete(channel=general, ts=ts)


async def test_a_deleted_message_is_gone(echo: Echo, amira: Member) -> None:
    sent = await echo.client.chat_postMessage(channel=amira.id, text="Hi")
    where = {"channel": sent["channel"], "ts": sent["ts"]}
    await echo.client.chat_delete(**where)

    with pytest.raises(SlackApiError, match="message_not_found"):
        await echo.client.chat_update(**where, text="Bye")
    assert amira.messages() == []


def _archive(channel: Channel) -> None:
    channel.is_archived = True


def _leave(channel: Channel) -> None:
    channel.members.clear()


def _hide(channel: Channel) -> None:
    channel.kind = "private"
    channel.members.clear()


@pytest.mark.parametrize(
    ("happens", "error"),
    [(_archive, "is_archived"), (_leave, "not_in_channel"), (_hide, "channel_not_found")],
)
async def test_a_channel_may_be_out_of_reach(
    workspace: Workspace, echo: Echo, general: str, happens: Any, error: str
) -> None:
    happens(workspace.channels[general])

    with pytest.raises(SlackApiError, match=error):
        await echo.client.chat_postMessage(channel=general, text="Hi")


async def test_a_person_who_has_left_cannot_be_reached(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    await workspace.deactivate(amira.id)

    with pytest.raises(SlackApiError, match="channel_not_found"):
        await echo.client.chat_postMessage(channel=amira.id, text="Hi")
    with pytest.raises(SlackApiError, match="user_disabled"):
        await echo.client.conversations_open(users=[amira.id])


async def test_the_messages_tab_may_be_off(workspace: Workspace, echo: Echo, amira: Member) -> None:
    manifest = {**(workspace.manifest or {}), "oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    manifest["features"] = {"app_home": {"messages_tab_enabled": False}}
    workspace.install(manifest)

    with pytest.raises(SlackApiError, match="messages_tab_disabled"):
        await echo.client.chat_postMessage(channel=amira.id, text="Hi")


async def test_an_ephemeral_needs_its_reader_in_the_channel(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    bo = workspace.add_user("Bo")
    await echo.client.chat_postEphemeral(channel=general, user=amira.id, text="Psst")

    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await echo.client.chat_postEphemeral(channel=general, user=bo, text="Psst")
    assert await amira.sees("Psst")
    assert workspace.messages(general) == []


async def test_replies_gather_under_their_message(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    ts = await workspace.say(amira.id, general, "A question")
    await echo.client.chat_postMessage(channel=general, text="An answer", thread_ts=ts)

    found = await echo.client.conversations_replies(channel=general, ts=ts)
    history = await echo.client.conversations_history(channel=general)

    assert [each["text"] for each in found["messages"]] == ["A question", "An answer"]
    assert [each["text"] for each in history["messages"]] == ["A question"]
    assert found["messages"][0]["reply_count"] == 1


async def test_people_are_found_by_their_address(echo: Echo, amira: Member) -> None:
    found = await echo.client.users_lookupByEmail(email="Amira@Example.org")

    assert found["user"]["id"] == amira.id
    with pytest.raises(SlackApiError, match="users_not_found"):
        await echo.client.users_lookupByEmail(email="nobody@example.org")


async def test_channels_are_listed_by_their_kind(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    workspace.add_channel("secret", private=True, members=[amira.id])
    ours = workspace.add_channel("ours", private=True, members=[workspace.bot_user_id])

    public = await echo.client.conversations_list()
    all_kinds = await echo.client.conversations_list(types="public_channel,private_channel")
    members = await echo.client.conversations_members(channel=general)

    assert [each["id"] for each in public["channels"]] == [general]
    assert [each["id"] for each in all_kinds["channels"]] == [general, ours]
    assert members["members"] == [amira.id, workspace.bot_user_id]


async def test_a_direct_message_is_opened_once(echo: Echo, amira: Member) -> None:
    first = await echo.client.conversations_open(users=[amira.id])
    second = await echo.client.conversations_open(users=[amira.id])

    assert first["channel"]["id"] == second["channel"]["id"]
    assert second["already_open"] is True


async def test_a_reaction_counts_once(
    workspace: Workspace, echo: Echo, amira: Member, general: str
) -> None:
    ts = await workspace.say(amira.id, general, "Done")
    await echo.client.reactions_add(channel=general, timestamp=ts, name="eyes")

    with pytest.raises(SlackApiError, match="already_reacted"):
        await echo.client.reactions_add(channel=general, timestamp=ts, name="eyes")
    assert workspace.messages(general)[0]["reactions"][0]["count"] == 1
