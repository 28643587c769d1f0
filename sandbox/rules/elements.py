"""Block elements: one table entry for each thing a person can press, pick or fill in."""

from collections.abc import Mapping

from sandbox.rules import limits, objects
from sandbox.rules.choices import (
    chosen_are_not_too_many,
    chosen_are_unique,
    chosen_is_offered,
    values_are_unique,
)
from sandbox.rules.objects import alt_text, identifier, label_for_readers, plain
from sandbox.rules.place import Check
from sandbox.rules.rich_text import rich_text
from sandbox.rules.shapes import (
    MESSAGE,
    MODAL,
    NOT_HOME,
    VIEWS,
    Need,
    Shape,
    exactly_one,
    flag,
    list_of,
    one_of,
    string,
    typed,
    whole,
)

Fields = Mapping[str, Check | Need]

_ACTION: Fields = {"action_id": identifier}
_PICKED: Fields = {**_ACTION, "confirm": objects.confirm, "focus_on_load": flag}
_MENU: Fields = {**_PICKED, "placeholder": plain(150)}
_MANY: Fields = {**_MENU, "max_selected_items": whole(1)}
_FILLED: Fields = {
    **_ACTION,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": objects.dispatch_action_config,
}
_BUTTON: Fields = {
    **_ACTION,
    "text": Need(plain(75)),
    "style": objects.style,
    "accessibility_label": label_for_readers,
}
_OFFERED: Fields = {
    "options": list_of(objects.menu_option, 100, least=1),
    "option_groups": list_of(objects.option_group, 100, least=1),
}
_CHOICES: Fields = {"options": Need(list_of(objects.choice_option, 10, least=1))}
_TYPED_TEXT: Fields = {
    **_FILLED,
    "initial_value": string(3000),
    "multiline": flag,
    "min_length": whole(0, 3000),
    "max_length": whole(1, 3000),
}
_CONVERSATIONS: Fields = {
    "filter": objects.conversation_filter,
    "default_to_current_conversation": flag,
}
_IMAGE: Fields = {
    "image_url": objects.web_address,
    "slack_file": objects.slack_file,
    "alt_text": Need(alt_text),
}

_one_source = exactly_one("options", "option_groups")
_an_option = objects.menu_option
_id = string(least=1)
_ids = list_of(_id, least=1)
_number = string(pattern=r"-?\d+(\.\d+)?")


def _many(fields: Fields) -> Shape:
    return typed({**_MANY, **fields}, chosen_are_not_too_many)


ELEMENTS: Mapping[str, Shape] = {
    "button": typed(
        {**_BUTTON, "value": string(2000), "url": objects.url, "confirm": objects.confirm}
    ),
    "checkboxes": typed(
        {
            **_PICKED,
            **_CHOICES,
            "initial_options": list_of(objects.choice_option, 10, least=1),
        },
        values_are_unique,
        chosen_are_unique,
        chosen_is_offered,
    ),
    "radio_buttons": typed(
        {**_PICKED, **_CHOICES, "initial_option": objects.choice_option},
        values_are_unique,
        chosen_is_offered,
    ),
    "overflow": typed(
        {
            **_ACTION,
            "options": Need(list_of(objects.overflow_option, 5, least=1)),
            "confirm": objects.confirm,
        },
        values_are_unique,
    ),
    "static_select": typed(
        {**_MENU, **_OFFERED, "initial_option": _an_option},
        _one_source,
        values_are_unique,
        chosen_is_offered,
    ),
    "multi_static_select": typed(
        {**_MANY, **_OFFERED, "initial_options": list_of(_an_option, 100, least=1)},
        _one_source,
        values_are_unique,
        chosen_are_unique,
        chosen_is_offered,
        chosen_are_not_too_many,
    ),
    "external_select": typed({**_MENU, "initial_option": _an_option, "min_query_length": whole(0)}),
    "multi_external_select": _many(
        {"initial_options": list_of(_an_option, 100, least=1), "min_query_length": whole(0)}
    ),
    "users_select": typed({**_MENU, "initial_user": _id}),
    "multi_users_select": _many({"initial_users": _ids}),
    "conversations_select": typed(
        {**_MENU, **_CONVERSATIONS, "initial_conversation": _id, "response_url_enabled": flag}
    ),
    "multi_conversations_select": _many({**_CONVERSATIONS, "initial_conversations": _ids}),
    "channels_select": typed({**_MENU, "initial_channel": _id, "response_url_enabled": flag}),
    "multi_channels_select": _many({"initial_channels": _ids}),
    "datepicker": typed({**_MENU, "initial_date": limits.calendar_date}),
    "timepicker": typed(
        {**_MENU, "initial_time": limits.clock_time, "timezone": objects.time_zone}
    ),
    "datetimepicker": typed(
        {**_PICKED, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}, surfaces=NOT_HOME
    ),
    "plain_text_input": typed(_TYPED_TEXT, limits.lengths_agree),
    "email_text_input": typed({**_FILLED, "initial_value": string()}, surfaces=MODAL),
    "url_text_input": typed({**_FILLED, "initial_value": string()}, surfaces=MODAL),
    "number_input": typed(
        {
            **_FILLED,
            "is_decimal_allowed": Need(flag),
            "initial_value": _number,
            "min_value": _number,
            "max_value": _number,
        },
        limits.numbers_agree,
        surfaces=MODAL,
    ),
    "rich_text_input": typed(
        {**_FILLED, "action_id": Need(identifier), "initial_value": rich_text}, surfaces=VIEWS
    ),
    "file_input": typed(
        {**_ACTION, "filetypes": list_of(_id, least=1), "max_files": whole(1, 10)},
        surfaces=MODAL,
    ),
    "image": typed(_IMAGE, exactly_one("image_url", "slack_file")),
    "workflow_button": typed({**_BUTTON, "workflow": Need(objects.workflow)}, surfaces=MESSAGE),
    "feedback_buttons": typed(
        {
            **_ACTION,
            "positive_button": Need(objects.feedback_button),
            "negative_button": Need(objects.feedback_button),
        },
        surfaces=MESSAGE,
    ),
    "icon_button": typed(
        {
            **_ACTION,
            "icon": Need(one_of("trash")),
            "text": Need(plain(75)),
            "value": string(2000),
            "confirm": objects.confirm,
            "accessibility_label": label_for_readers,
            "visible_to_user_ids": list_of(_id, 10),
        },
        surfaces=MESSAGE,
    ),
}

MENUS = (
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
)
MANY_MENUS = tuple(f"multi_{menu}" for menu in MENUS)
CHOICES = ("radio_buttons", "checkboxes", "datepicker", "timepicker")

IN_ACTIONS = ("button", "overflow", "workflow_button", "datetimepicker", *MENUS, *CHOICES)
IN_SECTION = ("button", "overflow", "workflow_button", "image", *MENUS, *MANY_MENUS, *CHOICES)
IN_INPUT = (
    *(kind for kind in ELEMENTS if kind.endswith("_input")),
    "datetimepicker",
    *MENUS,
    *MANY_MENUS,
    *CHOICES,
)
IN_CONTEXT_ACTIONS = ("feedback_buttons", "icon_button")
