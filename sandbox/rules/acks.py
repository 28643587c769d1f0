"""Acknowledgements: what the bot may say in the answer to a request."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.rules.messages import check_message
from sandbox.rules.objects import menu_option, option_group
from sandbox.rules.place import Place
from sandbox.rules.refused import Refused
from sandbox.rules.shapes import Shape, exactly_one, list_of
from sandbox.rules.views import check_view, input_ids

Body = Any
View = Mapping[str, Any] | None


def check_ack(kind: str, body: object, *, view: View = None) -> None:
    """Refuse an answer Slack could not use; `view` is the modal that was sent."""
    if body is None or body in ("", {}):
        return
    _ANSWERS[kind](body, view)


def _command(body: Body, _: View) -> None:
    check_message({"text": body} if isinstance(body, str) else body, method="command")


def _nothing(body: Body, _: View) -> None:
    # Slack reads no body here, so one that is sent is a mistake worth hearing about.
    if not isinstance(body, str):
        raise Refused("invalid_ack", ["[ERROR] this answer takes no body [json-pointer:]"])


def _options(body: Body, _: View) -> None:
    place = Place("modal")
    Shape(
        {
            "options": list_of(menu_option, 100),
            "option_groups": list_of(option_group, 100),
        },
        (exactly_one("options", "option_groups"),),
    )(body, place)
    if place.complaints:
        raise Refused("invalid_arguments", place.complaints)


def _view_submission(body: Body, view: View) -> None:
    action = body.get("response_action") if isinstance(body, dict) else None
    if action in ("update", "push"):
        _only(body, "response_action", "view")
        check_view(body["view"], surface="modal")
    elif action == "errors":
        _only(body, "response_action", "errors")
        _check_errors(body["errors"], view)
    elif action == "clear":
        _only(body, "response_action")
    else:
        raise Refused("invalid_response_action", [f"[ERROR] unknown answer: {body!r}"])


def _only(body: dict[str, Any], *names: str) -> None:
    if set(body) != set(names):
        raise Refused("invalid_response_action", [f"[ERROR] expected exactly: {', '.join(names)}"])


def _check_errors(errors: Any, view: View) -> None:
    if not isinstance(errors, dict) or not errors:
        raise Refused("invalid_errors", ["[ERROR] must name at least one block"])
    known = None if view is None else set(input_ids(view))
    for block_id, words in errors.items():
        if known is not None and block_id not in known:
            raise Refused("invalid_errors", [f"[ERROR] no input block is called {block_id}"])
        if not isinstance(words, str) or not words.strip():
            raise Refused("invalid_errors", [f"[ERROR] the error of {block_id} has no words"])


_ANSWERS: Mapping[str, Callable[[Body, View], None]] = {
    "command": _command,
    "view_submission": _view_submission,
    "block_actions": _nothing,
    "shortcut": _nothing,
    "event": _nothing,
    "options": _options,
}
