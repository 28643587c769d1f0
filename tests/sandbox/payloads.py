"""Small payloads, right as they stand, for the tests of the rules to vary."""

from typing import Any

from sandbox.rules import Refused, check_message, check_view

Json = dict[str, Any]

OK = "ok"


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Words*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "one", text: str = "One", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def confirm(**changes: Any) -> Json:
    whole = {
        "title": plain("Sure?"),
        "text": plain("It cannot be undone."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    return {**whole, **changes}


def button(**changes: Any) -> Json:
    return {"type": "button", "text": plain("Press"), "action_id": "press", **changes}


def picture(**changes: Any) -> Json:
    whole = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A tree"}
    return {**whole, **changes}


def section(**changes: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **changes}


def accessory(element: Json) -> Json:
    return section(accessory=element)


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asked(element: Json, **changes: Any) -> Json:
    return {"type": "input", "block_id": "asked", "label": plain(), "element": element, **changes}


def text_input(**changes: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "text", **changes}


def rich(*pieces: Json) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(pieces)}],
    }


def raw(text: str = "cell") -> Json:
    return {"type": "raw_text", "text": text}


def figure(value: float = 1) -> Json:
    return {"type": "raw_number", "value": value, "text": str(value)}


def message(*blocks: Json, **changes: Any) -> Json:
    return {"channel": "C1", "text": "Words", "blocks": list(blocks), **changes}


def modal(*blocks: Json, **changes: Any) -> Json:
    whole = {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks)}
    return {**whole, **changes}


def home(*blocks: Json, **changes: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **changes}


def offer(surface: str, block: Json) -> None:
    """Show one block to the rules on one surface."""
    if surface == "message":
        check_message(message(block), method="chat.postMessage")
    else:
        view = modal(block) if surface == "modal" else home(block)
        check_view(view, surface=surface)


def slack_says(surface: str, block: Json) -> str:
    """What the rules say of one block on one surface: that it is taken, or why not."""
    try:
        offer(surface, block)
    except Refused as refused:
        return str(refused)
    return OK
