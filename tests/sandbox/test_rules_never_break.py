"""Whatever arrives, the rules answer with a refusal or with silence, never with a crash."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from sandbox.rules import Refused, check_ack, check_message, check_view
from tests.sandbox.payloads import (
    accessory,
    actions,
    asked,
    button,
    confirm,
    figure,
    message,
    modal,
    mrkdwn,
    option,
    options,
    picture,
    plain,
    raw,
    rich,
    section,
    text_input,
)

Json = dict[str, Any]

SERIES: Json = {"name": "2026", "data": [{"label": "A", "value": 1}]}
BOXES: Json = {
    "type": "checkboxes",
    "action_id": "boxes",
    "options": options(2),
    "initial_options": options(1),
}
GROUPS: Json = {
    "type": "multi_static_select",
    "action_id": "groups",
    "option_groups": [{"label": plain(), "options": [option()]}],
    "initial_options": [option()],
    "max_selected_items": 1,
}
NUMBER: Json = {
    "type": "number_input",
    "is_decimal_allowed": True,
    "min_value": "1",
    "initial_value": "2",
    "max_value": "3",
}
MESSAGE = message(
    section(fields=[plain()]),
    actions(button(confirm=confirm())),
    accessory(BOXES),
    picture(),
    rich({"type": "date", "timestamp": 1, "format": "{date}"}, {"type": "user", "user_id": "U1"}),
    {"type": "table", "rows": [[raw(), rich()]], "column_settings": [None, {"align": "left"}]},
    {"type": "data_table", "caption": "Scores", "rows": [[raw()], [figure()]]},
    {
        "type": "data_visualization",
        "title": "Scores",
        "chart": {"type": "bar", "series": [SERIES], "axis_config": {"categories": ["A"]}},
    },
    {"type": "container", "title": plain(), "child_blocks": [section(block_id="in")]},
    {"type": "carousel", "elements": [{"type": "card", "title": plain()}]},
    {
        "type": "plan",
        "title": "Plan",
        "tasks": [{"type": "task_card", "task_id": "1", "title": "Count", "status": "pending"}],
    },
    metadata={"event_type": "wave", "event_payload": {}},
    attachments=[{"text": "x", "blocks": [section()]}],
)
VIEW = modal(
    asked(text_input(min_length=1, max_length=9, initial_value="x", focus_on_load=True)),
    asked(GROUPS, block_id="groups"),
    asked(NUMBER, block_id="number"),
    asked({"type": "timepicker", "initial_time": "09:00", "timezone": "UTC"}, block_id="time"),
    asked({"type": "datepicker", "initial_date": "2026-11-24"}, block_id="date"),
)
ANSWERS: list[Json] = [
    {"response_action": "update", "view": modal(section())},
    {"response_action": "errors", "errors": {"asked": "Too short"}},
]
INTRUDERS: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "\ud800",
    [],
    {},
    [[]],
    [{}],
    {"type": []},
    mrkdwn(),
]


def broken(whole: Any, intruder: Any) -> Iterator[Any]:
    """The same payload again and again, each time with another part replaced."""
    yield intruder
    if isinstance(whole, dict):
        for name, inside in whole.items():
            yield from ({**whole, name: each} for each in broken(inside, intruder))
    elif isinstance(whole, list):
        for index, inside in enumerate(whole):
            for each in broken(inside, intruder):
                yield [*whole[:index], each, *whole[index + 1 :]]


def test_the_payloads_are_right_before_they_are_broken() -> None:
    check_message(MESSAGE, method="chat.postMessage")
    check_view(VIEW, surface="modal")
    for answer in ANSWERS:
        check_ack("view_submission", answer, view=VIEW)


@pytest.mark.parametrize("intruder", INTRUDERS, ids=json.dumps)
def test_a_broken_message_is_refused_and_breaks_nothing(intruder: Any) -> None:
    for payload in broken(MESSAGE, intruder):
        with suppress(Refused):
            check_message(payload, method="response_url")


@pytest.mark.parametrize("intruder", INTRUDERS, ids=json.dumps)
def test_a_broken_view_is_refused_and_breaks_nothing(intruder: Any) -> None:
    for view in broken(VIEW, intruder):
        with suppress(Refused):
            check_view(view, surface="modal")


@pytest.mark.parametrize("kind", ["command", "view_submission", "block_actions", "options"])
@pytest.mark.parametrize("intruder", INTRUDERS, ids=json.dumps)
def test_a_broken_answer_is_refused_and_breaks_nothing(kind: str, intruder: Any) -> None:
    for answer in ANSWERS:
        for body in broken(answer, intruder):
            with suppress(Refused):
                check_ack(kind, body, view=VIEW)
