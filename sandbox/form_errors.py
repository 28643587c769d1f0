"""What Slack's own screen checks in a form before anything is sent to the bot."""

import re
from typing import Any

from sandbox.forms import Block, Element, Entry, Values

REQUIRED = "Please complete this required field."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def errors(blocks: list[Block], values: Values) -> dict[str, str]:
    """The first fault of each input, by block id."""
    found = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        entry = values[block["block_id"]][block["element"]["action_id"]]
        fault = _fault(block, entry)
        if fault:
            found[block["block_id"]] = fault
    return found


def _fault(block: Block, entry: Entry) -> str:
    given = content(entry)
    if given in (None, "", []):
        return "" if block.get("optional") else REQUIRED
    return _fault_of_kind(block["element"], given)


def content(entry: Entry) -> Any:
    return next((value for key, value in entry.items() if key != "type"), None)


def _fault_of_kind(element: Element, given: Any) -> str:
    kind = element["type"]
    if kind == "plain_text_input":
        return _length(element, given)
    if kind == "number_input":
        return _number(element, given)
    if kind == "email_text_input" and not EMAIL.fullmatch(given):
        return "Must be a valid email address"
    if kind == "url_text_input" and not given.startswith(("http://", "https://")):
        return "Must be a valid URL"
    most = element.get("max_selected_items")
    if most and isinstance(given, list) and len(given) > most:
        return f"Please choose no more than {most}."
    return ""


def _length(element: Element, given: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if len(given) < least:
        return f"Must be at least {least} characters"
    return f"Must be no more than {most} characters" if len(given) > most else ""


def _number(element: Element, given: str) -> str:
    shape = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(shape, given):
        return "Must be a number"
    if "min_value" in element and float(given) < float(element["min_value"]):
        return f"Must be at least {element['min_value']}"
    if "max_value" in element and float(given) > float(element["max_value"]):
        return f"Must be no more than {element['max_value']}"
    return ""
