"""The bot's answers to commands and forms, carried out on the person's screen."""

from typing import Any

from sandbox import posting, responses, viewing
from sandbox.delivery import Ack
from sandbox.errors import ApiError
from sandbox.state import State, View

TROUBLE = "We had some trouble connecting. Try again?"


def to_command(state: State, payload: dict[str, Any], ack: Ack) -> None:
    user_id, channel = payload["user_id"], state.channels[payload["channel_id"]]
    if not ack.is_good:
        error = "operation_timeout" if ack.failure == "http_timeout" else "dispatch_failed"
        text = f"{payload['command']} failed with the error {error}"
        state.notify(user_id, text, channel.id)
        return
    answer = {"text": ack.body} if isinstance(ack.body, str) else ack.body
    if not answer:
        return
    if answer.get("response_type") == "in_channel":
        _echo(state, payload)
    if answer.get("text") or answer.get("blocks") or answer.get("attachments"):
        responses.show(state, user_id, channel, answer)


def _echo(state: State, payload: dict[str, Any]) -> None:
    """Everyone sees what was typed, as the answer is for everyone."""
    line = f"{payload['command']} {payload['text']}".strip()
    message = posting.written(state, payload["user_id"], line)
    posting.put(state, state.channels[payload["channel_id"]], message)


def to_submission(state: State, user_id: str, view: View, ack: Ack) -> dict[str, str]:
    """The field errors, or none when the form has been taken."""
    if not ack.is_good:
        return {"": TROUBLE}
    answer = ack.body if isinstance(ack.body, dict) else {}
    action = answer.get("response_action")
    if action == "errors":
        return dict(answer["errors"])
    try:
        _follow(state, user_id, view, (action, answer.get("view")))
    except ApiError as refused:
        state.refuse("ack view_submission", refused.error, refused.messages, answer)
        return {"": TROUBLE}
    return {}


def _follow(state: State, user_id: str, view: View, answer: tuple[str | None, View | None]) -> None:
    action, sent = answer
    if viewing.find(state, user_id, view["id"]) is None:
        # She closed the window while the bot was thinking.
        return
    if action == "update" and sent is not None:
        viewing.replace(state, view, sent)
    elif action == "push" and sent is not None:
        viewing.push_modal(state, user_id, sent)
    else:
        viewing.pop(state, user_id, view["id"], everything=action == "clear")
