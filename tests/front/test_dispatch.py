"""The way to a handler and back: found by name, answered at its ack, one effect for repeats."""

import asyncio
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from bot.heard import PromptAck
from models.outbox import Receipt
from services.work import Actor, Begin, Look
from tests.front.doubles import PERSON, TEAM, Front, until

Json = dict[str, Any]


async def receipts(look: Look) -> int:
    async with look() as work:
        return int(
            (await work.session.execute(select(func.count()).select_from(Receipt))).scalar_one()
        )


async def test_the_answer_leaves_at_the_ack_while_the_handler_goes_on(front: Front) -> None:
    may_end, ended = asyncio.Event(), []

    async def pulse(ack: Any) -> None:
        await ack("thank you")
        await may_end.wait()
        ended.append(True)

    front.routes.command("/pulse", pulse)

    answer = await front.types("/pulse")

    assert (await answer.text(), ended, len(front.tasks)) == ("thank you", [], 1)
    may_end.set()
    assert await until(lambda: len(front.tasks) == 0 and ended == [True])


async def test_a_handler_gets_what_it_asks_for_by_name(front: Front) -> None:
    given: list[Any] = []

    async def pressed(action: Json, actor: Actor, clock: Any, ack: Any, body: Json) -> None:
        given.extend([action["value"], actor.slack_id, clock.now(), body["team"]["id"]])
        await ack()

    front.routes.action("wave.close", pressed)

    answer = await front.sends(front.action("wave.close:3"))

    assert (answer.status, given) == (200, ["7", PERSON, front.clock.now(), TEAM])


async def test_a_form_is_heard_with_its_view_and_answered_with_json(front: Front) -> None:
    async def sent(ack: Any, view: Json) -> None:
        typed = view["state"]["values"]["words"]["words"]["value"]
        await ack(response_action="errors", errors={"words": f"Not {typed}."})

    front.routes.view("form", sent)

    answer = await front.sends(front.form("form"))

    expected = {"response_action": "errors", "errors": {"words": "Not something typed."}}
    assert await answer.json() == expected


async def test_a_shortcut_may_open_a_window_after_its_ack(front: Front) -> None:
    async def used(ack: Any, shortcut: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view={"type": "modal"})

    front.routes.shortcut("share", used)

    answer = await front.sends(front.shortcut("share"))

    assert answer.status == 200
    assert await until(lambda: len(front.slack.asked("views.open")) == 1)


async def test_options_are_offered_for_what_is_typed(front: Front) -> None:
    async def typed(ack: Any, options: Json) -> None:
        text = {"type": "plain_text", "text": options["value"]}
        await ack(options=[{"text": text, "value": "1"}])

    front.routes.options("employer", typed)
    payload = front.action("x") | {"type": "block_suggestion", "action_id": "employer"}

    answer = await front.sends(payload | {"value": "Lond"})

    assert (await answer.json())["options"][0]["text"]["text"] == "Lond"


async def test_an_event_is_acknowledged_after_its_handler_ended(front: Front) -> None:
    order: list[str] = []

    async def joined(ack: Any, event: Json) -> None:
        await ack()
        await asyncio.sleep(0)
        order.append(event["user"]["id"])

    front.routes.event("team_join", joined)

    answer = await front.tells({"type": "team_join", "user": {"id": "U1"}})
    order.append("answered")

    assert (answer.status, order) == (200, ["U1", "answered"])


async def test_an_event_that_takes_too_long_is_acknowledged_while_it_goes_on(
    front: Front,
) -> None:
    front.hearing.event_seconds = 0.05
    may_end = asyncio.Event()

    async def joined() -> None:
        await may_end.wait()

    front.routes.event("team_join", joined)

    answer = await front.tells({"type": "team_join"})

    assert (answer.status, len(front.tasks)) == (200, 1)
    may_end.set()


async def test_an_unknown_command_gets_a_kind_answer(front: Front) -> None:
    answer = await front.types("/unknown")

    assert answer.status == 200
    assert "/nqsw help" in await answer.text()


async def test_an_unknown_button_in_a_message_gets_a_kind_answer(front: Front) -> None:
    answer = await front.sends(front.action("gone"))

    assert answer.status == 200
    assert await until(lambda: len(front.slack.responses) == 1)
    assert front.slack.responses[0]["response_type"] == "ephemeral"
    assert front.slack.responses[0]["replace_original"] is False


async def test_an_unknown_button_on_a_page_gets_a_kind_answer(front: Front) -> None:
    pressed = front.action("gone", view={"type": "home", "blocks": []})
    del pressed["response_url"]

    answer = await front.sends(pressed)

    assert answer.status == 200
    assert await until(lambda: len(front.slack.asked("views.open")) == 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"actions": [{"type": "static_select", "action_id": "gone"}]},
        {
            "message": {
                "blocks": [
                    {"elements": [{"type": "button", "action_id": "gone", "url": "https://x.org"}]}
                ]
            }
        },
    ],
)
async def test_a_link_or_a_choice_needs_no_handler_and_no_words(
    front: Front, changed: Json
) -> None:
    answer = await front.sends(front.action("gone", **changed))

    assert answer.status == 200
    assert await until(lambda: len(front.tasks) == 0)
    assert front.slack.responses == []


async def test_an_unknown_form_keeps_what_was_typed_underneath(front: Front) -> None:
    answer = await front.sends(front.form("gone"))

    said = await answer.json()
    assert (said["response_action"], said["view"]["type"]) == ("push", "modal")


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "view_closed", "view": {"id": "V1"}},
        {"type": "app_rate_limited", "minute_rate_limited": 1},
        {"type": "something_new"},
    ],
)
async def test_what_wants_no_answer_gets_200(front: Front, payload: Json) -> None:
    assert (await front.sends(payload)).status == 200


async def test_an_unknown_event_gets_200(front: Front) -> None:
    assert (await front.tells({"type": "channel_rename"})).status == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"user": {"id": "U0ELSE", "team_id": "T0ELSE"}},
        {"team": {"id": "T0ELSE"}},
        {"team": None, "user": {"id": "U0ELSE", "team_id": "T0ELSE"}},
    ],
)
async def test_people_of_another_workspace_are_politely_refused(
    front: Front, changed: Json
) -> None:
    heard: list[bool] = []

    async def pressed(ack: Any) -> None:
        heard.append(True)
        await ack()

    front.routes.action("wave.close", pressed)

    answer = await front.sends(front.action("wave.close") | changed)

    assert answer.status == 200
    assert await until(lambda: len(front.slack.responses) == 1)
    assert "another workspace" in front.slack.responses[0]["text"]
    assert heard == []


async def test_a_command_of_another_workspace_is_politely_refused(front: Front) -> None:
    answer = await front.types("/pulse", team_id="T0ELSE")

    assert "another workspace" in await answer.text()


async def test_an_event_about_somebody_from_elsewhere_is_heard(front: Front) -> None:
    heard: list[str] = []

    async def changed(event: Json) -> None:
        heard.append(event["user"]["team_id"])

    front.routes.event("user_change", changed)
    await front.tells({"type": "user_change", "user": {"id": "U9", "team_id": "T0ELSE"}})
    await front.tells({"type": "user_change"}, authorizations=[{"team_id": "T0ELSE"}])

    assert heard == ["T0ELSE"]


async def test_slacks_repeat_of_a_request_has_one_effect(front_on_both: Front) -> None:
    effects: list[Look] = []

    async def pulse(ack: Any, begin: Begin, look: Look) -> None:
        async with begin():
            pass
        effects.append(look)
        await ack()

    front_on_both.routes.command("/pulse", pulse)
    # The same request, signed anew: the front door cannot tell.
    body = urlencode(front_on_both.command("/pulse"))
    answers = [await front_on_both.post(f"{body}&attempt={n}".encode()) for n in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert (len(effects), await receipts(effects[0])) == (1, 1)


async def test_a_form_sent_again_after_a_lost_answer_has_one_effect(front: Front) -> None:
    effects: list[Look] = []

    async def sent(ack: Any, begin: Begin, look: Look) -> None:
        async with begin():
            pass
        effects.append(look)
        await ack()

    front.routes.view("form", sent)
    answers = [await front.sends(front.form("form")) for _ in range(2)]

    assert [await answer.text() for answer in answers] == ["", ""]
    assert len(effects) == 1


async def test_two_copies_at_once_are_one_request_with_one_answer(front: Front) -> None:
    may_end, heard = asyncio.Event(), []

    async def sent(ack: Any) -> None:
        heard.append(True)
        await may_end.wait()
        await ack(response_action="errors", errors={"words": "Please look again."})

    front.routes.view("form", sent)
    form = front.form("form")
    copies = [asyncio.create_task(front.bolt.hear(dict(form), {})) for _ in range(2)]
    assert await until(lambda: len(heard) == 1)

    may_end.set()
    first, second = await asyncio.gather(*copies)

    assert len(heard) == 1
    assert first.body == second.body
    assert "Please look again." in first.body


async def test_a_second_try_beside_the_first_is_heard_for_itself(front: Front) -> None:
    may_end, heard = asyncio.Event(), []

    async def sent(ack: Any) -> None:
        heard.append(True)
        await may_end.wait()
        await ack()

    front.routes.view("form", sent)
    tries = [asyncio.create_task(front.bolt.hear(front.form("form"), {})) for _ in range(2)]

    assert await until(lambda: len(heard) == 2)
    may_end.set()
    await asyncio.gather(*tries)


async def test_a_route_without_a_receipt_leaves_none(front: Front) -> None:
    left: list[int] = []

    async def sent(ack: Any, begin: Begin, look: Look) -> None:
        async with begin():
            pass
        left.append(await receipts(look))
        await ack()

    front.routes.view("ballot", sent, leaves_receipt=False)
    for _ in range(2):
        await front.sends(front.form("ballot"))

    assert left == [0, 0]


async def test_a_receipt_names_neither_the_person_nor_the_content(front: Front) -> None:
    keys: list[str] = []

    async def sent(ack: Any, begin: Begin, look: Look) -> None:
        async with begin():
            pass
        async with look() as work:
            keys.extend(row.key for row in (await work.session.execute(select(Receipt))).scalars())
        await ack()

    front.routes.view("form", sent)
    await front.sends(front.form("form"))

    assert keys[0].startswith("view:")
    assert not [word for word in (PERSON, "V0FORM", "typed") if word in keys[0]]


async def test_slack_is_asked_who_we_are_once(front: Front) -> None:
    async def pulse(ack: Any) -> None:
        await ack()

    front.routes.command("/pulse", pulse)
    for _ in range(5):
        await front.types("/pulse")

    assert len(front.slack.asked("auth.test")) == 1


async def test_an_ack_given_twice_keeps_the_door_open_only_once() -> None:
    ack = PromptAck(is_prompt=True)

    await ack("first")
    await ack("second")

    assert ack.settled.done()
