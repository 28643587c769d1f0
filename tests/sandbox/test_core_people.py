"""People type, click, fill in and read; the bot hears it and its answer is seen."""

from typing import Any

import pytest

from sandbox.errors import NotOffered
from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import (
    Echo,
    actions,
    asked,
    button,
    form,
    home,
    options,
    section,
)

Json = dict[str, Any]


async def test_a_command_reaches_the_bot_and_its_answer_the_person(
    amira: Member, echo: Echo, general: str
) -> None:
    @echo.app.command("/pulse")
    async def pulse(ack: Any, command: Json) -> None:
        echo.heard.append(command)
        await ack(f"You typed {command['text']}.")

    await amira.types("/pulse status", channel=general)

    assert await amira.sees("You typed status.")
    assert amira.ephemerals()[0]["user"] == amira.workspace.bot_user_id
    command = echo.heard[0]
    assert command["channel_name"] == "general"
    assert set(command) == {
        "token",
        "team_id",
        "team_domain",
        "channel_id",
        "channel_name",
        "user_id",
        "user_name",
        "command",
        "text",
        "api_app_id",
        "is_enterprise_install",
        "response_url",
        "trigger_id",
    }


async def test_mentions_in_a_command_arrive_by_id(amira: Member, echo: Echo, general: str) -> None:
    @echo.app.command("/pulse")
    async def pulse(ack: Any, command: Json) -> None:
        echo.heard.append(command)
        await ack()

    await amira.types("/pulse ask @amira.khan in #general <now>", channel=general)

    expected = f"ask <@{amira.id}|amira.khan> in <#{general}|general> &lt;now&gt;"
    assert echo.heard[0]["text"] == expected


async def test_nobody_else_sees_an_ephemeral_answer(
    amira: Member, echo: Echo, general: str, workspace: Workspace
) -> None:
    @echo.app.command("/pulse")
    async def pulse(ack: Any) -> None:
        await ack("Only for you")

    bo = Member(workspace, workspace.add_user("Bo"))
    await workspace.join(bo.id, general)
    await amira.types("/pulse", channel=general)

    assert await amira.sees("Only for you")
    assert await bo.sees_not("Only for you")


async def test_an_answer_in_the_channel_shows_the_command_too(
    amira: Member, echo: Echo, general: str, workspace: Workspace
) -> None:
    @echo.app.command("/pulse")
    async def pulse(ack: Any) -> None:
        await ack("For all", response_type="in_channel")

    await amira.types("/pulse", channel=general)

    assert [each["text"] for each in workspace.messages(general)] == ["/pulse", "For all"]


async def test_a_form_is_opened_filled_in_and_sent(amira: Member, echo: Echo, general: str) -> None:
    mood = asked("Mood", {"type": "radio_buttons", "options": options("Good", "Bad")})

    @echo.app.command("/pulse")
    async def pulse(ack: Any, command: Json, client: Any) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=form("form", mood))
        await ack()

    @echo.app.view("form")
    async def sent(ack: Any, view: Json) -> None:
        echo.heard.append(view["state"]["values"])
        await ack()

    await amira.types("/pulse", channel=general)
    await amira.fills({"Name": "Amira", "Mood": "Bad"})
    errors = await amira.submits()

    assert errors == {}
    assert amira.modal is None
    assert echo.heard == [
        {
            "name": {"given": {"type": "plain_text_input", "value": "Amira"}},
            "mood": {
                "given": {"type": "radio_buttons", "selected_option": options("Good", "Bad")[1]}
            },
        }
    ]


async def test_the_screen_keeps_back_what_is_not_complete(amira: Member, echo: Echo) -> None:
    @echo.app.shortcut("answer")
    async def answer(ack: Any, shortcut: Json, client: Any) -> None:
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())
        await ack()

    await amira.uses_shortcut("Answer the pulse")
    empty = await amira.submits()
    await amira.fills({"Name": "x" * 21})
    long = await amira.submits()

    assert empty == {"Name": "Please complete this required field."}
    assert long == {"Name": "Must be no more than 20 characters"}
    assert await amira.sees("Must be no more than 20 characters")


async def test_the_bots_errors_stand_under_their_field(amira: Member, echo: Echo) -> None:
    await _form_answered(amira, echo, {"response_action": "errors", "errors": {"name": "Taken."}})

    assert await amira.submits() == {"Name": "Taken."}
    assert await amira.sees("Taken.")


async def test_a_form_can_be_replaced_and_keeps_what_was_typed(amira: Member, echo: Echo) -> None:
    note = asked("Note", {"type": "plain_text_input"}, optional=True)
    await _form_answered(amira, echo, {"response_action": "update", "view": form("form", note)})

    await amira.submits()

    assert amira.modal is not None
    values = amira.modal["state"]["values"]
    assert values["name"]["given"]["value"] == "Amira"
    assert values["note"]["given"]["value"] is None


async def test_a_pushed_form_lies_on_the_first_one(amira: Member, echo: Echo) -> None:
    await _form_answered(amira, echo, {"response_action": "push", "view": form("second")})

    await amira.submits()
    top = amira.modal
    await amira.closes()

    assert top is not None
    assert amira.modal is not None
    assert top["previous_view_id"] == amira.modal["id"]


async def test_clear_closes_every_form(amira: Member, echo: Echo) -> None:
    await _form_answered(amira, echo, {"response_action": "clear"})

    await amira.submits()

    assert amira.modal is None


async def _form_answered(amira: Member, echo: Echo, answer: Json) -> None:
    """A form with a name in it, which the bot will answer like this."""

    @echo.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())
        await ack()

    @echo.app.view("form")
    async def sent(ack: Any) -> None:
        await ack(**answer)

    await amira.uses_shortcut("Answer the pulse")
    await amira.fills({"Name": "Amira"})


async def test_a_button_in_a_message_can_be_pressed_and_the_message_replaced(
    amira: Member, echo: Echo
) -> None:
    blocks = [section("Well?"), actions(button("Answer now", "go", value="7"))]
    await echo.client.chat_postMessage(channel=amira.id, text="Well?", blocks=blocks)

    @echo.app.action("go")
    async def went(ack: Any, body: Json, respond: Any) -> None:
        echo.heard.append(body)
        await ack()
        await respond(text="Thanks", blocks=[section("Thanks")], replace_original=True)

    await amira.clicks("Answer now")

    assert await amira.sees("Thanks")
    assert await amira.sees_not("Well?")
    body = echo.heard[0]
    assert body["container"]["channel_id"] == body["channel"]["id"]
    assert body["message"]["ts"] == body["container"]["message_ts"]
    assert body["actions"][0]["value"] == "7"


async def test_a_press_on_home_updates_home(amira: Member, echo: Echo) -> None:
    @echo.app.event("app_home_opened")
    async def opened(event: Json, client: Any) -> None:
        blocks = [section("Hello"), actions(button("More", "more"))]
        await client.views_publish(user_id=event["user"], view=home(*blocks))

    @echo.app.action("more")
    async def more(ack: Any, body: Json, client: Any) -> None:
        await ack()
        view = home(section("More of it"))
        await client.views_publish(user_id=body["user"]["id"], view=view, hash=body["view"]["hash"])

    await amira.opens_home()
    await amira.clicks("More")

    assert await amira.sees("More of it")


async def test_a_menu_entry_is_clicked_by_its_label(amira: Member, echo: Echo) -> None:
    menu = {"type": "overflow", "action_id": "menu", "options": options("Edit", "Delete")}
    await echo.client.chat_postMessage(
        channel=amira.id, text="Yours", blocks=[section("Yours", accessory=menu)]
    )

    @echo.app.action("menu")
    async def chosen(ack: Any, action: Json) -> None:
        echo.heard.append(action)
        await ack()

    await amira.clicks("Delete")

    assert echo.heard[0]["selected_option"]["value"] == "delete"


async def test_a_choice_in_a_message_travels_in_its_state(amira: Member, echo: Echo) -> None:
    menu = {
        "type": "static_select",
        "action_id": "region",
        "placeholder": {"type": "plain_text", "text": "Region"},
        "options": options("London", "South East"),
    }
    await echo.client.chat_postMessage(channel=amira.id, text="Where?", blocks=[actions(menu)])

    @echo.app.action("region")
    async def chosen(ack: Any, body: Json) -> None:
        echo.heard.append(body)
        await ack()

    await amira.chooses("Region", "South East")

    body = echo.heard[0]
    assert body["actions"][0]["selected_option"]["value"] == "south east"
    chosen_state = body["state"]["values"]["row"]["region"]
    assert chosen_state["selected_option"]["value"] == "south east"


async def test_a_confirm_dialog_may_be_refused(amira: Member, echo: Echo) -> None:
    confirm = {
        "title": {"type": "plain_text", "text": "Sure?"},
        "text": {"type": "plain_text", "text": "It will be gone."},
        "confirm": {"type": "plain_text", "text": "Yes"},
        "deny": {"type": "plain_text", "text": "No"},
    }
    blocks = [actions(button("Delete", "delete", confirm=confirm))]
    await echo.client.chat_postMessage(channel=amira.id, text="Delete?", blocks=blocks)

    await amira.clicks("Delete", confirm=False)

    assert echo.requests == []


async def test_closing_tells_the_bot_if_it_wants_to_know(amira: Member, echo: Echo) -> None:
    @echo.app.shortcut("answer")
    async def opened(ack: Any, shortcut: Json, client: Any) -> None:
        view = form(notify_on_close=True)
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)
        await ack()

    @echo.app.view_closed("form")
    async def closed(ack: Any, body: Json) -> None:
        echo.heard.append(body)
        await ack()

    await amira.uses_shortcut("Answer the pulse")
    await amira.closes()

    assert echo.heard[0]["is_cleared"] is False
    assert amira.modal is None


async def test_a_label_that_is_not_there_is_told_with_those_that_are(
    amira: Member, echo: Echo
) -> None:
    amira.patience = 0.01
    blocks = [actions(button("Answer now", "go"))]
    await echo.client.chat_postMessage(channel=amira.id, text="Well?", blocks=blocks)

    with pytest.raises(AssertionError, match="'Answer now'"):
        await amira.clicks("Answer later")
    with pytest.raises(AssertionError, match="does not see 'Thanks'"):
        await amira.sees("Thanks")


async def test_nobody_can_act_in_a_channel_they_are_not_in(
    workspace: Workspace, general: str
) -> None:
    bo = workspace.add_user("Bo")

    with pytest.raises(NotOffered):
        await workspace.command(bo, general, "/pulse")


async def test_a_command_nobody_offers_is_told_by_slack(
    amira: Member, echo: Echo, general: str
) -> None:
    await amira.types("/poll", channel=general)

    assert await amira.sees("/poll is not a valid command.")
    assert echo.requests == []


async def test_a_guest_of_another_workspace_has_no_commands(
    workspace: Workspace, general: str
) -> None:
    guest = workspace.add_user("Guest", team_id="T0OTHER")
    await workspace.join(guest, general)

    with pytest.raises(NotOffered, match="another workspace"):
        await workspace.command(guest, general, "/pulse")
