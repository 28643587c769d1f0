"""Modals and Home tabs: triggers that live briefly, stacks of three, hashes and ids."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.people import Member
from sandbox.workspace import Workspace
from tests.sandbox.echo import Echo, asked, form, home, section

Json = dict[str, Any]


@pytest.fixture
def trigger(workspace: Workspace, amira: Member) -> str:
    return workspace.triggers.make(amira.id)


async def test_a_trigger_opens_one_form_only(
    workspace: Workspace, echo: Echo, trigger: str
) -> None:
    await echo.client.views_open(trigger_id=trigger, view=form())

    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await echo.client.views_open(trigger_id=trigger, view=form())
    workspace.refusals.clear()


async def test_a_trigger_lives_three_seconds(
    workspace: Workspace, echo: Echo, trigger: str
) -> None:
    later = workspace.monotonic() + 3.1
    workspace.monotonic = lambda: later

    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await echo.client.views_open(trigger_id=trigger, view=form())
    workspace.refusals.clear()


async def test_an_invented_trigger_opens_nothing(workspace: Workspace, echo: Echo) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await echo.client.views_open(trigger_id="1.2.abc", view=form())
    workspace.refusals.clear()


async def test_a_refused_form_does_not_use_the_trigger_up(
    workspace: Workspace, echo: Echo, trigger: str
) -> None:
    with pytest.raises(SlackApiError):
        await echo.client.views_open(trigger_id=trigger, view={**form(), "title": None})
    workspace.refusals.clear()

    assert (await echo.client.views_open(trigger_id=trigger, view=form()))["ok"]


async def test_three_forms_lie_on_each_other_and_no_fourth(
    workspace: Workspace, echo: Echo, amira: Member, trigger: str
) -> None:
    first = await echo.client.views_open(trigger_id=trigger, view=form())
    pressed = [workspace.triggers.make(amira.id, first["view"]["id"]) for _ in range(3)]
    await echo.client.views_push(trigger_id=pressed[0], view=form())
    await echo.client.views_push(trigger_id=pressed[1], view=form())

    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await echo.client.views_push(trigger_id=pressed[2], view=form())
    assert {each["root_view_id"] for each in workspace.views[amira.id]} == {first["view"]["id"]}
    workspace.refusals.clear()


async def test_a_push_needs_a_press_inside_a_form(
    workspace: Workspace, echo: Echo, trigger: str
) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await echo.client.views_push(trigger_id=trigger, view=form())
    workspace.refusals.clear()


async def test_an_old_hash_changes_nothing(echo: Echo, trigger: str) -> None:
    opened = (await echo.client.views_open(trigger_id=trigger, view=form()))["view"]
    which = {"view_id": opened["id"], "hash": opened["hash"]}
    updated = await echo.client.views_update(**which, view=form("second"))

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await echo.client.views_update(**which, view=form("third"))
    assert updated["view"]["hash"] != opened["hash"]


async def test_an_old_home_cannot_overwrite_a_newer_one(echo: Echo, amira: Member) -> None:
    first = await echo.client.views_publish(user_id=amira.id, view=home(section("1")))
    old = first["view"]["hash"]
    await echo.client.views_publish(user_id=amira.id, view=home(section("2")), hash=old)

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await echo.client.views_publish(user_id=amira.id, view=home(section("3")), hash=old)


async def test_an_external_id_is_unique_and_finds_its_form(
    workspace: Workspace, echo: Echo, trigger: str
) -> None:
    bo = workspace.triggers.make(workspace.add_user("Bo"))
    await echo.client.views_open(trigger_id=trigger, view=form(external_id="mine"))

    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await echo.client.views_open(trigger_id=bo, view=form(external_id="mine"))
    found = await echo.client.views_update(external_id="mine", view=form("second"))
    assert found["view"]["callback_id"] == "second"


async def test_a_closed_form_cannot_be_updated(echo: Echo, amira: Member, trigger: str) -> None:
    opened = await echo.client.views_open(trigger_id=trigger, view=form())
    await amira.closes()

    with pytest.raises(SlackApiError, match="not_found"):
        await echo.client.views_update(view_id=opened["view"]["id"], view=form())


async def test_a_view_beyond_its_size_is_refused(
    workspace: Workspace, echo: Echo, trigger: str
) -> None:
    many = [section("x" * 2_900) for _ in range(99)]

    with pytest.raises(SlackApiError, match="view_too_large"):
        await echo.client.views_open(trigger_id=trigger, view=form("form", *many))
    workspace.refusals.clear()


async def test_what_was_typed_survives_only_under_the_same_ids(
    workspace: Workspace, echo: Echo, amira: Member, trigger: str
) -> None:
    note = asked("Note", {"type": "plain_text_input"}, optional=True)
    await echo.client.views_open(trigger_id=trigger, view=form("form", note))
    await amira.fills({"Name": "Amira", "Note": "Something"})
    assert amira.modal is not None
    other = {**note, "element": {"type": "plain_text_input", "action_id": "other"}}

    await echo.client.views_update(view_id=amira.modal["id"], view=form("form", other))

    values = workspace.views[amira.id][0]["state"]["values"]
    assert values["name"]["given"]["value"] == "Amira"
    assert values["note"] == {"other": {"type": "plain_text_input", "value": None}}


FIELDS = [
    ({"type": "plain_text_input"}, "Hello", {"value": "Hello"}),
    ({"type": "plain_text_input", "initial_value": "So"}, ..., {"value": "So"}),
    ({"type": "number_input", "is_decimal_allowed": False}, 7, {"value": "7"}),
    ({"type": "email_text_input"}, "a@b.org", {"value": "a@b.org"}),
    ({"type": "url_text_input"}, "https://a.org", {"value": "https://a.org"}),
    ({"type": "datepicker"}, "2026-11-02", {"selected_date": "2026-11-02"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, 1_793_000_000, {"selected_date_time": 1_793_000_000}),
    ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
    ({"type": "multi_users_select"}, ["U1", "U2"], {"selected_users": ["U1", "U2"]}),
    ({"type": "channels_select"}, "C1", {"selected_channel": "C1"}),
    ({"type": "conversations_select"}, "C1", {"selected_conversation": "C1"}),
    ({"type": "multi_conversations_select"}, "C1", {"selected_conversations": ["C1"]}),
]


@pytest.mark.parametrize(("element", "value", "expected"), FIELDS)
async def test_every_kind_of_field_arrives_in_slacks_own_shape(
    workspace: Workspace,
    echo: Echo,
    amira: Member,
    trigger: str,
    element: Json,
    value: Any,
    expected: Json,
) -> None:
    field = asked("Field", element, optional=True)

    @echo.app.view("form")
    async def sent(ack: Any, view: Json) -> None:
        echo.heard.append(view["state"]["values"]["field"]["given"])
        await ack()

    await echo.client.views_open(trigger_id=trigger, view=form("form", field))
    await amira.fills({"Name": "A"} if value is ... else {"Name": "A", "Field": value})
    errors = await amira.submits()

    assert errors == {}
    assert echo.heard == [{"type": element["type"], **expected}]
    assert workspace.late_acks == []


FAULTS = [
    ({"type": "number_input", "is_decimal_allowed": False}, "x", "Must be a number"),
    (
        {"type": "number_input", "is_decimal_allowed": False, "max_value": "5"},
        "6",
        "Must be no more than 5",
    ),
    ({"type": "email_text_input"}, "nobody", "Must be a valid email address"),
    ({"type": "url_text_input"}, "a.org", "Must be a valid URL"),
    ({"type": "plain_text_input", "min_length": 3}, "ab", "Must be at least 3 characters"),
]


@pytest.mark.parametrize(("element", "value", "error"), FAULTS)
async def test_slacks_own_screen_holds_back_what_does_not_fit(
    echo: Echo, amira: Member, trigger: str, element: Json, value: str, error: str
) -> None:
    field = asked("Field", element)
    await echo.client.views_open(trigger_id=trigger, view=form("form", field))
    await amira.fills({"Name": "A", "Field": value})

    assert await amira.submits() == {"Field": error}
    assert echo.requests == []


async def test_a_picture_nobody_has_uploaded_is_refused(
    workspace: Workspace, echo: Echo, amira: Member
) -> None:
    picture = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A chart"}
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await echo.client.views_publish(user_id=amira.id, view=home(picture))
    sent = await echo.client.files_upload_v2(filename="chart.png", content=b"png")
    picture["slack_file"] = {"id": sent["files"][0]["id"]}

    assert (await echo.client.views_publish(user_id=amira.id, view=home(picture)))["ok"]
    workspace.refusals.clear()
