"""Composition objects: texts, options, confirmations, files and filters."""

from typing import Any
from zoneinfo import ZoneInfo

from sandbox.rules.place import Check, Place
from sandbox.rules.shapes import (
    Need,
    Shape,
    at_least_one,
    exactly_one,
    flag,
    kinds,
    list_of,
    one_of,
    string,
    typed,
)

TEXT_LENGTH = 3000

identifier = string(255, least=1)
url = string(3000, pattern=r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
web_address = string(3000, pattern=r"https?://\S+")
secure_address = string(3000, pattern=r"https://\S+")
alt_text = string(2000, least=1)
style = one_of("primary", "danger")
label_for_readers = string(75)


def plain(most: int = TEXT_LENGTH) -> Check:
    return kinds({"plain_text": _plain(most)})


def text(most: int = TEXT_LENGTH) -> Check:
    return kinds({"plain_text": _plain(most), "mrkdwn": _mrkdwn(most)})


def _plain(most: int) -> Shape:
    return typed({"text": Need(string(most, least=1)), "emoji": flag})


def _mrkdwn(most: int) -> Shape:
    return typed({"text": Need(string(most, least=1)), "verbatim": flag})


def _option(words: Check, *, has_url: bool = False) -> Shape:
    fields: dict[str, Check | Need] = {
        "text": Need(words),
        "value": Need(string(150, least=1)),
        "description": words,
    }
    return Shape({**fields, "url": url} if has_url else fields)


menu_option = _option(plain(75))
choice_option = _option(text(75))
overflow_option = _option(plain(75), has_url=True)
option_group = Shape(
    {"label": Need(plain(75)), "options": Need(list_of(menu_option, 100, least=1))}
)

confirm = Shape(
    {
        "title": Need(plain(100)),
        "text": Need(text(300)),
        "confirm": Need(plain(30)),
        "deny": Need(plain(30)),
        "style": style,
    }
)

slack_file = Shape({"id": string(255, least=1), "url": web_address}, (exactly_one("id", "url"),))

dispatch_action_config = Shape(
    {
        "trigger_actions_on": Need(
            list_of(one_of("on_enter_pressed", "on_character_entered"), 2, least=1)
        )
    }
)

conversation_filter = Shape(
    {
        "include": list_of(one_of("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    (at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

workflow = Shape(
    {
        "trigger": Need(
            Shape(
                {
                    "url": Need(web_address),
                    "customizable_input_parameters": list_of(
                        Shape({"name": Need(string(least=1)), "value": Need(string())})
                    ),
                }
            )
        )
    }
)

feedback_button = Shape(
    {"text": Need(plain(75)), "value": Need(string(2000)), "accessibility_label": label_for_readers}
)


def time_zone(value: Any, place: Place) -> None:
    try:
        ZoneInfo(value)
    except (ValueError, TypeError, OSError, LookupError):
        place.complain("must be an IANA time zone")
