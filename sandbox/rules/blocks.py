"""Blocks: one table entry for each, with its fields, its limits and its surfaces."""

from collections.abc import Mapping
from typing import Any

from sandbox.rules import elements, objects
from sandbox.rules.charts import DATA_VISUALIZATION
from sandbox.rules.elements import ELEMENTS
from sandbox.rules.objects import alt_text, identifier, plain, secure_address, text
from sandbox.rules.place import Check, Place
from sandbox.rules.rich_text import RICH_TEXT, rich_text
from sandbox.rules.shapes import (
    MESSAGE,
    MODAL,
    NOT_MODAL,
    Need,
    Shape,
    at_least_one,
    exactly_one,
    flag,
    kinds,
    list_of,
    not_both,
    one_of,
    string,
    typed,
    whole,
)
from sandbox.rules.tables import DATA_TABLE, TABLE

_ID: Mapping[str, Check | Need] = {"block_id": identifier}
_image = kinds(ELEMENTS, only=("image",))
_button = kinds(ELEMENTS, only=("button",))
_bit_of_context = kinds(
    {
        "image": ELEMENTS["image"],
        "plain_text": typed({"text": Need(string(3000, least=1)), "emoji": flag}),
        "mrkdwn": typed({"text": Need(string(3000, least=1)), "verbatim": flag}),
    }
)


def _dispatches_something_else_than_files(block: Any, place: Place) -> None:
    if block.get("dispatch_action") and block["element"]["type"] == "file_input":
        (place / "dispatch_action").complain("cannot be used with file_input")


def _is_under_way(block: Any, place: Place) -> None:
    # Inside a plan a task may wait; on its own Slack takes only one that has begun.
    if block["status"] == "pending":
        (place / "status").complain("a task card of its own cannot be pending")


def _collapses_only_if_it_may(block: Any, place: Place) -> None:
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        (place / "default_collapsed").complain("requires is_collapsible")
    if block.get("has_header_divider") and block.get("is_collapsible"):
        (place / "has_header_divider").complain("cannot be used with is_collapsible")


_CARD: Mapping[str, Check | Need] = {
    **_ID,
    "hero_image": _image,
    "icon": _image,
    "slack_icon": Shape({"type": Need(one_of("icon")), "name": Need(string(least=1))}),
    "title": text(150),
    "subtitle": text(150),
    "body": text(200),
    "subtext": text(200),
    "actions": list_of(_button, 3, least=1),
}
_card = typed(
    _CARD,
    at_least_one("hero_image", "title", "actions", "body"),
    not_both("icon", "slack_icon"),
)
_TASK: Mapping[str, Check | Need] = {
    **_ID,
    "task_id": Need(string(least=1)),
    "title": Need(string(least=1)),
    "details": rich_text,
    "output": rich_text,
    "sources": list_of(
        kinds({"url": typed({"url": Need(objects.url), "text": Need(string(least=1))})})
    ),
    "status": Need(one_of("pending", "in_progress", "complete", "error")),
}

_SIMPLE: Mapping[str, Shape] = {
    "actions": typed(
        {**_ID, "elements": Need(list_of(kinds(ELEMENTS, elements.IN_ACTIONS), 25, least=1))}
    ),
    "alert": typed(
        {
            **_ID,
            "text": Need(text(200)),
            "level": one_of("default", "info", "warning", "error", "success"),
        },
        surfaces=MODAL,
    ),
    "card": _card,
    "carousel": typed(
        {**_ID, "elements": Need(list_of(kinds({"card": _card}), 10, least=1))},
        surfaces=NOT_MODAL,
    ),
    "context": typed({**_ID, "elements": Need(list_of(_bit_of_context, 10, least=1))}),
    "context_actions": typed(
        {
            **_ID,
            "elements": Need(list_of(kinds(ELEMENTS, elements.IN_CONTEXT_ACTIONS), 5, least=1)),
        },
        surfaces=MESSAGE,
    ),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "divider": typed(_ID),
    "header": typed({**_ID, "text": Need(plain(150)), "level": whole(1, 4)}),
    "image": typed(
        {
            **_ID,
            "image_url": objects.web_address,
            "slack_file": objects.slack_file,
            "alt_text": Need(alt_text),
            "title": plain(2000),
        },
        exactly_one("image_url", "slack_file"),
    ),
    "input": typed(
        {
            **_ID,
            "label": Need(plain(2000)),
            "element": Need(kinds(ELEMENTS, elements.IN_INPUT)),
            "hint": plain(2000),
            "optional": flag,
            "dispatch_action": flag,
        },
        _dispatches_something_else_than_files,
    ),
    "markdown": typed({**_ID, "text": Need(string(12_000, least=1))}, surfaces=MESSAGE),
    "plan": typed(
        {
            **_ID,
            "title": Need(string(least=1)),
            "tasks": list_of(kinds({"task_card": typed(_TASK)})),
        },
        surfaces=MESSAGE,
    ),
    "rich_text": RICH_TEXT,
    "section": typed(
        {
            **_ID,
            "text": text(),
            "fields": list_of(text(2000), 10, least=1),
            "accessory": kinds(ELEMENTS, elements.IN_SECTION),
            "expand": flag,
        },
        at_least_one("text", "fields"),
    ),
    "table": TABLE,
    "task_card": typed(_TASK, _is_under_way, surfaces=MESSAGE),
    "video": typed(
        {
            **_ID,
            "alt_text": Need(alt_text),
            "title": Need(plain(199)),
            "title_url": secure_address,
            "description": plain(199),
            "video_url": Need(secure_address),
            "thumbnail_url": Need(objects.web_address),
            "author_name": string(49),
            "provider_name": string(),
            "provider_icon_url": objects.web_address,
        }
    ),
}

_IN_CONTAINER = (
    "actions",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)

# A `file` block can be read but not sent, so it has no entry.
BLOCKS: Mapping[str, Shape] = {
    **_SIMPLE,
    "container": typed(
        {
            **_ID,
            "title": plain(150),
            "rich_text_title": rich_text,
            "subtitle": text(150),
            "icon": _image,
            "width": one_of("narrow", "standard", "wide", "full"),
            "child_blocks": Need(list_of(kinds(_SIMPLE, _IN_CONTAINER), 10, least=1)),
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        at_least_one("title", "rich_text_title"),
        _collapses_only_if_it_may,
        surfaces=MESSAGE,
    ),
}
