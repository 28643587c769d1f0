"""Where errors end: a refusal becomes its sentence, a fault an apology with a reference."""

import inspect
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

import models.refusals
import views.refusals
from models.refusals import (
    AlreadyDone,
    AnnouncementMoved,
    BadInput,
    NoSeat,
    NotAllowed,
    OnlyWords,
    PracticeMoved,
    Refusal,
    RosterRefused,
    StaleForm,
    WaveClosed,
)
from tests.front.doubles import PERSON, Front, until

Json = dict[str, Any]

REFUSALS = [
    kind
    for _, kind in inspect.getmembers(models.refusals, inspect.isclass)
    if issubclass(kind, Refusal) and kind is not Refusal
]
EXAMPLES: dict[type[Refusal], Refusal] = {
    BadInput: BadInput("words", "Please name nobody."),
    RosterRefused: RosterRefused([(2, "no e-mail")]),
    NoSeat: NoSeat("full"),
    PracticeMoved: PracticeMoved("published"),
    AnnouncementMoved: AnnouncementMoved("sent"),
    OnlyWords: OnlyWords(17, 15),
}


def raising(fault: Exception, *, after_ack: bool = False) -> Any:
    async def handler(ack: Any) -> None:
        if after_ack:
            await ack()
        raise fault

    return handler


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: str(kind.__name__))
def test_every_refusal_has_a_sentence_of_its_own(kind: type[Refusal]) -> None:
    refusal = EXAMPLES[kind] if kind in EXAMPLES else kind()

    said = views.refusals.sentence(refusal)

    assert said != views.refusals.sentence(Refusal())
    assert said[0].isupper()


def test_a_closed_survey_says_when_it_closed_in_london() -> None:
    said = views.refusals.sentence(WaveClosed(datetime(2026, 7, 3, 16, 0, tzinfo=UTC)))

    assert said.startswith("This survey has closed. It closed on Friday 3 July at 17:00.")


def test_a_long_list_of_faults_is_cut_and_counted() -> None:
    faults = [(line, "the e-mail <x> is not one") for line in range(2, 40)]

    said = views.refusals.sentence(RosterRefused(faults))

    assert "Line 2: the e-mail &lt;x&gt; is not one" in said
    assert said.endswith("… and 28 more.")


async def test_a_refused_command_is_answered_in_its_ack(front: Front) -> None:
    front.routes.command("/pulse", raising(NotAllowed()))

    answer = await front.types("/pulse")

    assert await answer.text() == views.refusals.sentence(NotAllowed())


async def test_a_command_refused_after_its_ack_is_answered_privately(front: Front) -> None:
    front.routes.command("/pulse", raising(NotAllowed(), after_ack=True))

    await front.types("/pulse")

    assert await until(lambda: len(front.slack.responses) == 1)
    assert front.slack.responses[0] == {
        "text": views.refusals.sentence(NotAllowed()),
        "response_type": "ephemeral",
        "replace_original": False,
    }


async def test_a_refused_button_leaves_its_message_and_answers_privately(front: Front) -> None:
    front.routes.action("wave.close", raising(NotAllowed()))

    answer = await front.sends(front.action("wave.close"))

    assert (answer.status, await answer.text()) == (200, "")
    assert await until(lambda: len(front.slack.responses) == 1)


@pytest.mark.parametrize(("place", "method"), [("home", "views.open"), ("modal", "views.push")])
async def test_a_button_refused_where_no_message_is_opens_a_small_window(
    front: Front, place: str, method: str
) -> None:
    front.routes.action("wave.close", raising(NotAllowed()))
    pressed = front.action("wave.close", view={"type": place, "blocks": []})
    del pressed["response_url"]

    await front.sends(pressed)

    assert await until(lambda: len(front.slack.asked(method)) == 1)


async def test_with_a_spent_trigger_the_answer_comes_as_a_message(front: Front) -> None:
    front.slack.answers["views.open"] = {"ok": False, "error": "exchanged_trigger_id"}
    front.routes.shortcut("share", raising(NotAllowed()))

    await front.sends(front.shortcut("share"))

    assert await until(lambda: len(front.slack.asked("chat.postMessage")) == 1)
    assert front.slack.asked("chat.postMessage")[0]["channel"] == PERSON


async def test_bad_input_is_told_under_its_field(front: Front) -> None:
    front.routes.view("form", raising(BadInput("words", "Please name nobody.")))

    answer = await front.sends(front.form("form"))

    expected = {"response_action": "errors", "errors": {"words": "Please name nobody."}}
    assert await answer.json() == expected


async def test_bad_input_of_a_field_that_is_not_there_is_told_in_a_window(front: Front) -> None:
    front.routes.view("form", raising(BadInput("gone", "Please name nobody.")))

    answer = await front.sends(front.form("form"))

    said = await answer.json()
    assert (said["response_action"], "Please name nobody." in str(said)) == ("push", True)


@pytest.mark.parametrize(
    ("view", "response"),
    [
        ({}, "push"),
        ({"previous_view_id": "V0ROOT", "root_view_id": "V0ROOT"}, "push"),
        ({"previous_view_id": "V0SECOND", "root_view_id": "V0ROOT"}, "errors"),
        ({"previous_view_id": "V0SECOND", "root_view_id": "V0ROOT", "blocks": []}, "update"),
    ],
)
async def test_a_refused_form_loses_nothing_that_was_typed(
    front: Front, view: Json, response: str
) -> None:
    front.routes.view("form", raising(StaleForm()))

    answer = await front.sends(front.form("form", **view))

    said = await answer.json()
    assert said["response_action"] == response
    assert "newer answers" in str(said)


async def test_a_form_refused_after_its_ack_is_answered_by_a_message(front: Front) -> None:
    front.routes.view("form", raising(StaleForm(), after_ack=True))

    await front.sends(front.form("form"))

    assert await until(lambda: len(front.slack.asked("chat.postMessage")) == 1)


async def test_what_is_done_already_is_done_without_a_word(front: Front) -> None:
    front.routes.action("wave.close", raising(AlreadyDone()))
    front.routes.view("form", raising(AlreadyDone()))

    answers = [await front.sends(front.action("wave.close")), await front.sends(front.form("form"))]

    assert [await answer.text() for answer in answers] == ["", ""]
    assert front.slack.responses == []


async def test_a_fault_becomes_an_apology_and_a_log_line_with_one_reference(front: Front) -> None:
    front.routes.command("/pulse", raising(ValueError("what somebody typed")))

    with capture_logs() as logged:
        answer = await front.types("/pulse")

    found = re.search(r"reference: ([A-Z]{8})\.", await answer.text())
    assert found is not None
    assert [line["reference"] for line in logged if line["log_level"] == "error"] == [found[1]]


async def test_the_log_says_where_it_broke_but_not_over_what(front: Front) -> None:
    front.routes.command("/pulse", raising(ValueError("what somebody typed")))

    with capture_logs() as logged:
        await front.types("/pulse")

    said = json.dumps(logged, default=str)
    assert ("ValueError" in said, "test_errors.py" in said) == (True, True)
    assert not [word for word in ("what somebody typed", PERSON, "/hook/") if word in said]


async def test_what_slack_refused_is_named_in_the_log(front: Front) -> None:
    answer = {"ok": False, "error": "invalid_blocks"}
    fault = SlackApiError("no", answer)  # type: ignore[no-untyped-call]
    front.routes.command("/pulse", raising(fault))

    with capture_logs() as logged:
        await front.types("/pulse")

    assert logged[0]["slack"] == "invalid_blocks"


async def test_a_failed_form_keeps_what_was_typed_underneath(front: Front) -> None:
    front.routes.view("form", raising(OSError()))

    said = await (await front.sends(front.form("form"))).json()

    assert said["response_action"] == "push"
    assert "reference" in str(said)


async def test_a_failed_event_asks_slack_to_send_it_again(front: Front) -> None:
    front.routes.event("team_join", raising(OSError()))

    assert (await front.tells({"type": "team_join"})).status == 500


async def test_a_refused_event_is_not_sent_again(front: Front) -> None:
    front.routes.event("team_join", raising(NotAllowed()))

    assert (await front.tells({"type": "team_join"})).status == 200


async def test_an_answer_that_fails_is_logged_and_ends_there(front: Front) -> None:
    front.slack.answers["views.open"] = {"ok": False, "error": "invalid_arguments"}
    front.slack.answers["chat.postMessage"] = {"ok": False, "error": "user_disabled"}
    front.routes.shortcut("share", raising(NotAllowed()))

    with capture_logs() as logged:
        answer = await front.sends(front.shortcut("share"))
        assert await until(lambda: len(front.tasks) == 0)

    assert answer.status == 200
    assert [(line["event"], line["slack"]) for line in logged] == [
        ("answer failed", "user_disabled")
    ]


async def test_an_address_that_is_not_slacks_gets_no_answer(front: Front) -> None:
    front.routes.action("wave.close", raising(NotAllowed()))
    pressed = front.action("wave.close", response_url="https://elsewhere.example.org/hook")

    await front.sends(pressed)

    assert await until(lambda: len(front.slack.asked("chat.postMessage")) == 1)
    assert front.slack.responses == []
