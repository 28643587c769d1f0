"""Conversations of several, threads, messages that are deleted, and fields that tell at once."""

import copy
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.errors import NotOffered
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import MANIFEST, Echo, actions, asked, button, form, options

Json = dict[str, Any]

DISPATCHED = {"dispatch_action": True}


@pytest.fixture
def ben(workspace: Workspace) -> Member:
    return Member(workspace, workspace.add_user("Ben Carter"))


@pytest.fixture
def chief(workspace: Workspace, general: str) -> Member:
    """An admin, in the channel."""
    admin = Member(workspace, workspace.add_user("Chief", is_admin=True))
    workspace.channels[general].members[admin.id] = None
    return admin


@pytest.fixture
def may_open_groups(workspace: Workspace) -> None:
    manifest = copy.deepcopy(MANIFEST)
    manifest["oauth_config"]["scopes"]["bot"] += ["mpim:write"]
    workspace.install(manifest)


# -- conversations of several


@pytest.mark.usefixtures("may_open_groups")
async def test_the_app_brings_two_people_together(
    amira: Member, ben: Member, echo: Echo, workspace: Workspace
) -> None:
    people = f"{amira.id},{ben.id}"
    where = (await echo.client.conversations_open(users=people))["channel"]["id"]
    await echo.client.chat_postMessage(channel=where, text="You two should talk.")
    again = await echo.client.conversations_open(users=f"{ben.id},{amira.id}")

    assert await amira.sees("You two should talk.")
    assert await ben.sees("You two should talk.")
    assert (again["channel"]["id"], again["already_open"]) == (where, True)
    shown = {each["id"]: each["name"] for each in workspace.snapshot(amira.id)["channels"]}
    assert shown[where] == "Ben Carter, Echo"


@pytest.mark.usefixtures("may_open_groups")
async def test_whoever_is_not_in_it_reads_nothing(
    amira: Member, ben: Member, chief: Member, echo: Echo
) -> None:
    people = f"{amira.id},{ben.id}"
    where = (await echo.client.conversations_open(users=people))["channel"]["id"]
    await ben.types("Just us?", channel=where)

    assert await amira.sees("Just us?")
    assert await chief.sees_not("Just us?")


async def test_groups_need_their_scope(
    amira: Member, ben: Member, echo: Echo, workspace: Workspace
) -> None:
    with pytest.raises(SlackApiError, match="missing_scope"):
        await echo.client.conversations_open(users=f"{amira.id},{ben.id}")
    workspace.refusals.clear()


# -- threads, and what is deleted


async def test_a_reply_stands_in_the_thread_of_its_message(
    amira: Member, echo: Echo, general: str, workspace: Workspace
) -> None:
    posted = await echo.client.chat_postMessage(channel=general, text="A card")
    await amira.replies("A card", "I have read it.")
    await echo.client.chat_postMessage(channel=general, text="Noted", thread_ts=posted["ts"])

    card, *replies = workspace.messages(general)
    assert card["reply_count"] == 2
    assert {each["thread_ts"] for each in replies} == {card["ts"]}
    assert await amira.sees("Noted")


async def test_an_admin_deletes_the_apps_message_and_it_cannot_be_updated(
    amira: Member, chief: Member, echo: Echo, general: str
) -> None:
    posted = await echo.client.chat_postMessage(channel=general, text="A card")
    await chief.deletes("A card")

    assert await amira.sees_not("A card")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await echo.client.chat_update(channel=general, ts=posted["ts"], text="New")


async def test_a_deleted_message_with_replies_leaves_its_thread(
    amira: Member, chief: Member, echo: Echo, general: str, workspace: Workspace
) -> None:
    posted = await echo.client.chat_postMessage(channel=general, text="A card")
    await amira.replies("A card", "I have read it.")
    await chief.deletes("A card")

    assert await amira.sees("This message was deleted.")
    assert await amira.sees("I have read it.")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await echo.client.chat_update(channel=general, ts=posted["ts"], text="New")
    assert workspace.messages(general)[0]["reply_count"] == 1


async def test_people_delete_only_what_they_wrote(amira: Member, echo: Echo, general: str) -> None:
    await echo.client.chat_postMessage(channel=general, text="A card")
    await amira.types("Oh dear", channel=general)
    await amira.deletes("Oh dear")

    assert await amira.sees_not("Oh dear")
    with pytest.raises(NotOffered, match="may not delete"):
        await amira.deletes("A card")


# -- shortcuts on messages


async def test_a_shortcut_on_a_message_brings_the_message(
    amira: Member, echo: Echo, general: str
) -> None:
    @echo.app.shortcut("share")
    async def shared(ack: Any, shortcut: Json) -> None:
        echo.heard.append(shortcut)
        await ack()

    await amira.types("We tried something new & it worked", channel=general)
    await amira.uses_shortcut("Share this", "We tried something new")

    (heard,) = echo.heard
    assert heard["message"]["text"] == "We tried something new &amp; it worked"
    assert heard["message"]["user"] == amira.id
    assert (heard["type"], heard["channel"]["id"]) == ("message_action", general)


async def test_what_only_one_person_sees_has_no_shortcuts(
    amira: Member, echo: Echo, general: str
) -> None:
    await echo.client.chat_postEphemeral(channel=general, user=amira.id, text="Psst")

    with pytest.raises(NotOffered, match="no shortcuts"):
        await amira.uses_shortcut("Share this", "Psst")


# -- fields that tell at once, and those that keep still


async def test_a_choice_in_an_input_is_told_only_if_it_asks_for_it(
    amira: Member, echo: Echo
) -> None:
    region = {"type": "static_select", "options": options("London", "South East")}
    await _opened(amira, echo, asked("Region", region, **DISPATCHED), asked("Other", region))

    await amira.fills({"Other": "South East"})
    await amira.fills({"Region": "London"})

    (heard,) = echo.heard
    assert heard["actions"][0]["selected_option"]["value"] == "london"
    other = heard["view"]["state"]["values"]["other"]["given"]
    assert other["selected_option"]["value"] == "south east"


async def test_typed_words_are_told_by_enter(amira: Member, echo: Echo) -> None:
    await _opened(amira, echo, asked("Search", {"type": "plain_text_input"}, **DISPATCHED))

    await amira.fills({"Search": "superv"})
    await amira.enters("Search", "supervision")

    (heard,) = echo.heard
    assert heard["actions"][0]["value"] == "supervision"


async def _opened(amira: Member, echo: Echo, *fields: Json) -> None:
    @echo.app.action("given")
    async def given(ack: Any, body: Json) -> None:
        echo.heard.append(body)
        await ack()

    @echo.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        view = form("form", *fields)
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)
        await ack()

    await amira.uses_shortcut("Answer the pulse")


async def test_a_grouped_choice_is_made_by_its_label(amira: Member, echo: Echo) -> None:
    groups = [
        {"label": {"type": "plain_text", "text": "KSS"}, "options": options("Supervision")},
        {"label": {"type": "plain_text", "text": "PCF"}, "options": options("Values", "Rights")},
    ]
    headings = {"type": "multi_static_select", "option_groups": groups}
    await _opened(amira, echo, asked("Headings", headings))

    await amira.fills({"Headings": ["Supervision", "Rights"]})

    assert amira.modal is not None
    chosen = amira.modal["state"]["values"]["headings"]["given"]["selected_options"]
    assert [each["value"] for each in chosen] == ["supervision", "rights"]


# -- answers in channels, and views beyond their limits


async def test_an_answer_to_a_press_reaches_a_channel_the_app_is_not_in(
    amira: Member, echo: Echo, workspace: Workspace
) -> None:
    where = workspace.add_channel("other", members=[amira.id])

    @echo.app.shortcut("share")
    async def shared(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Only you read this")

    await amira.types("Look at this", channel=where)
    await amira.uses_shortcut("Share this", "Look at this")

    assert await amira.sees("Only you read this")
    assert len(workspace.messages(where)) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"private_metadata": "x" * 3001},
        {"blocks": [{"type": "divider"}] * 101},
        {"submit": {"type": "plain_text", "text": "x" * 25}},
    ],
)
async def test_a_view_beyond_slacks_limits_is_not_opened(
    workspace: Workspace, echo: Echo, amira: Member, more: Json
) -> None:
    trigger = workspace.triggers.make(amira.id)

    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await echo.client.views_open(trigger_id=trigger, view={**form(), **more})
    workspace.refusals.clear()


async def test_a_fourth_form_pushed_by_an_answer_is_refused(amira: Member, echo: Echo) -> None:
    @echo.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())
        await ack()

    @echo.app.view("form")
    async def sent(ack: Any) -> None:
        await ack(response_action="push", view=form())

    await amira.uses_shortcut("Answer the pulse")
    for _ in range(3):
        await amira.fills({"Name": "A"})
        errors = await amira.submits()

    assert errors == {"": "We had some trouble connecting. Try again?"}
    assert [each["error"] for each in amira.workspace.refusals] == ["push_limit_reached"]
    amira.workspace.refusals.clear()


async def test_closing_is_told_only_to_who_asked(amira: Member, echo: Echo) -> None:
    @echo.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())
        await ack()

    await amira.uses_shortcut("Answer the pulse")
    before = len(echo.requests)
    await amira.closes()

    assert len(echo.requests) == before


async def test_a_row_of_buttons_stays_where_it_was_after_an_update(
    amira: Member, echo: Echo
) -> None:
    sent = await echo.client.chat_postMessage(
        channel=amira.id, text="Card", blocks=[actions(button("Read", "read", value="1"))]
    )
    await echo.client.chat_update(
        channel=sent["channel"],
        ts=sent["ts"],
        text="Card",
        blocks=[actions(button("Done", "read"))],
    )

    assert await amira.sees("Done")
    assert await amira.sees_not("Read")
