"""What stands in the fields of a form: Slack's state, built from friendly values."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.errors import NotOffered

Block = dict[str, Any]
Element = dict[str, Any]
Entry = dict[str, Any]
Values = dict[str, dict[str, Entry]]

TEXTS = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
MANY_OPTIONS = {"checkboxes", "multi_static_select", "multi_external_select"}
# element type -> (key in the state, key of the initial value)
PLAIN = {
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
}
STATELESS = {"button", "overflow", "image", "workflow_button", "feedback_buttons", "icon_button"}


def elements(blocks: list[Block]) -> Iterator[tuple[Block, Element]]:
    """Every interactive element with the block it sits in."""
    for block in blocks:
        found: list[Element | None] = [block.get("element"), block.get("accessory")]
        if block.get("type") in ("actions", "context_actions"):
            found += block.get("elements", [])
        found += block.get("actions", [])
        yield from ((block, each) for each in found if each and each.get("type") != "image")
        for inner in _children(block):
            yield from elements([inner])


def _children(block: Block) -> list[Block]:
    if block.get("type") == "carousel":
        return list(block.get("elements", []))
    if block.get("type") == "container":
        return list(block.get("child_blocks") or block.get("blocks") or [])
    return []


def find(blocks: list[Block], block_id: str, action_id: str) -> Element:
    for block, element in elements(blocks):
        if block.get("block_id") == block_id and element.get("action_id") == action_id:
            return element
    raise NotOffered(f"There is no {action_id!r} in the block {block_id!r}.")


def tells(blocks: list[Block], block_id: str) -> bool:
    """Whether the app hears at once of what is done in this block."""
    found = [block for block, _ in elements(blocks) if block.get("block_id") == block_id]
    return any(block["type"] != "input" or block.get("dispatch_action") for block in found)


def tells_while_filled(blocks: list[Block], block_id: str) -> bool:
    """Whether the app hears of each change in this input, not of Enter alone."""
    block = next(each for each in blocks if each.get("block_id") == block_id)
    element = block["element"]
    config = element.get("dispatch_action_config", {})
    is_typed = element["type"] in TEXTS or element["type"] == "rich_text_input"
    each_sign = "on_character_entered" in config.get("trigger_actions_on", [])
    return bool(block.get("dispatch_action")) and (each_sign or not is_typed)


def values(blocks: list[Block], kept: Values | None = None) -> Values:
    """The state of a form: what was kept under the same ids, else what it begins with."""
    state: Values = {}
    for block, element in elements(blocks):
        if element["type"] in STATELESS or "action_id" not in element:
            continue
        old = (kept or {}).get(block["block_id"], {}).get(element["action_id"])
        fits = old is not None and old["type"] == element["type"]
        entry = old if old is not None and fits else initial(element)
        state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return state


def initial(element: Element) -> Entry:
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    key, first = PLAIN[kind]
    empty: Any = [] if key.endswith("s") else None
    return {"type": kind, key: element.get(first, empty)}


def entry(element: Element, value: Any) -> Entry:
    """Slack's state for one field, from a friendly value."""
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind in MANY_OPTIONS:
        chosen = [value] if isinstance(value, str | dict) else list(value or [])
        return {"type": kind, "selected_options": [option(element, each) for each in chosen]}
    if kind in ONE_OPTION:
        chosen_one = None if value is None else option(element, value)
        return {"type": kind, "selected_option": chosen_one}
    if kind not in PLAIN:
        return {"type": kind}
    key = PLAIN[kind][0]
    many = key.endswith("s")
    return {"type": kind, key: _as_list(value) if many else value}


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple | set) else [value]


def options(element: Element) -> list[dict[str, Any]]:
    grouped = [each for group in element.get("option_groups", []) for each in group["options"]]
    return [*element.get("options", []), *grouped]


def option(element: Element, value: Any) -> dict[str, Any]:
    """The option with this value or label; external selects take whole options."""
    if isinstance(value, dict) and element["type"].endswith("external_select"):
        return value
    wanted = value.get("value") if isinstance(value, dict) else value
    offered = options(element)
    for each in offered:
        if each.get("value") == wanted:
            return each
    for each in offered:
        if plain(each["text"]["text"]) == plain(str(wanted)):
            return each
    labels = ", ".join(repr(each["text"]["text"]) for each in offered)
    raise NotOffered(f"{wanted!r} is not among the options: {labels}.")


def plain(text: str) -> str:
    """A label as it is read: without marks and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"[*_~`]", "", text)).strip()
