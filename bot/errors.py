"""The one place where errors end: a refusal becomes its sentence, a fault an apology."""

import random
from collections.abc import Sequence
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

import views.refusals
from bot.heard import Heard
from bot.respond import NowhereToRespond
from bot.whereabouts import where
from bot.workspace import said_by
from handlers.routes import Handler, Kind
from models.refusals import AlreadyDone, BadInput, Refusal

# Consonants make no words, and these are not taken for one another on the telephone.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
REFERENCE_LENGTH = 8

Blocks = Sequence[dict[str, Any]]

log = structlog.stdlib.get_logger(__name__)


async def guarded(heard: Heard, handler: Handler, arguments: dict[str, Any]) -> str:
    """Run a handler; whatever it raises is answered here. The outcome, in a word."""
    try:
        await handler(**arguments)
    except Refusal as refusal:
        return await _tried(heard, refusal)
    except Exception as fault:  # noqa: BLE001 - the one place that catches everything
        return await _tried(heard, fault)
    return "heard"


async def say(heard: Heard, text: str, more: Blocks = ()) -> None:
    """Tell the person one thing, where they are looking; `more` is what they can press."""
    await _WAYS[heard.kind](heard, text, more)


async def _tried(heard: Heard, fault: Exception) -> str:
    """Answer; an answer that fails is logged, for nobody is left to tell."""
    outcome, text = _outcome(heard, fault)
    try:
        if isinstance(fault, AlreadyDone) or _is_spent(fault):
            await _acknowledge(heard)
        elif isinstance(fault, BadInput) and _is_under_a_field(heard, fault):
            await heard.ack(response_action="errors", errors={fault.field: fault.why})
        else:
            await say(heard, text, _more(fault))
    except Exception as second:  # noqa: BLE001 - see above
        _note(heard, second, "answer failed")
    return outcome


def _outcome(heard: Heard, fault: Exception) -> tuple[str, str]:
    if isinstance(fault, Refusal):
        return "refused", views.refusals.sentence(fault)
    if _is_spent(fault):
        return "repeated", ""
    return "failed", views.refusals.apology(_note(heard, fault, "request failed"))


def _is_spent(fault: Exception) -> bool:
    """Whether the window that was to open is open already: the request came twice."""
    return isinstance(fault, SlackApiError) and said_by(fault) == "exchanged_trigger_id"


def _more(fault: Exception) -> Blocks:
    return views.refusals.way_out(fault) if isinstance(fault, Refusal) else ()


def _note(heard: Heard, fault: Exception, what: str) -> str:
    return noted(fault, heard.chance, what, kind=str(heard.kind), name=heard.told.name)


def noted(fault: Exception, chance: random.Random, what: str, **told: str) -> str:
    """Log what broke and where, but none of the texts: they may repeat what somebody typed.

    Gives the reference under which it is found.
    """
    reference = "".join(chance.choices(LETTERS, k=REFERENCE_LENGTH))
    slack = said_by(fault) if isinstance(fault, SlackApiError) else None
    log.error(
        what,
        reference=reference,
        **told,
        fault=" < ".join(type(cause).__name__ for cause in _causes(fault)),
        slack=slack,
        where=where(fault),
    )
    return reference


def _causes(fault: BaseException) -> list[BaseException]:
    causes = [fault]
    while (cause := causes[-1].__cause__) is not None:
        causes.append(cause)
    return causes


def _is_under_a_field(heard: Heard, fault: BadInput) -> bool:
    return heard.kind is Kind.VIEW and not heard.ack.is_given and fault.field in _fields(heard)


def _fields(heard: Heard) -> list[str]:
    shown = heard.body["view"].get("blocks", [])
    return [block["block_id"] for block in shown if block.get("type") == "input"]


async def _acknowledge(heard: Heard) -> None:
    if not heard.ack.is_given:
        await heard.ack()


async def _to_command(heard: Heard, text: str, more: Blocks) -> None:
    if heard.ack.is_given:
        await _ephemeral(heard, text, more)
    elif more:
        await heard.ack(text=text, blocks=views.refusals.with_buttons(text, more))
    else:
        await heard.ack(text)


async def _to_button(heard: Heard, text: str, more: Blocks) -> None:
    await _acknowledge(heard)
    if "response_url" in heard.body:
        await _ephemeral(heard, text, more)
    else:
        await _window(heard, text, more)


async def _to_shortcut(heard: Heard, text: str, more: Blocks) -> None:
    await _acknowledge(heard)
    await _window(heard, text, more)


async def _to_form(heard: Heard, text: str, _more: Blocks) -> None:
    if heard.ack.is_given:
        await _message(heard, text)
        return
    view = heard.body["view"]
    fields = _fields(heard)
    # Three windows can lie on each other; on the third nothing more can be laid.
    if view.get("previous_view_id") in (None, view.get("root_view_id")):
        notice = views.refusals.notice(text, behind=views.refusals.KEPT if fields else "")
        await heard.ack(response_action="push", view=notice)
    elif fields:
        await heard.ack(response_action="errors", errors={fields[0]: text})
    else:
        await heard.ack(response_action="update", view=views.refusals.notice(text))


async def _to_options(heard: Heard, _text: str, _more: Blocks) -> None:
    if not heard.ack.is_given:
        await heard.ack(options=[])


async def _to_event(heard: Heard, _text: str, _more: Blocks) -> None:
    """Nobody waits for an answer to an event."""


async def _ephemeral(heard: Heard, text: str, more: Blocks) -> None:
    shown = views.refusals.with_buttons(text, more) if more else None
    try:
        await heard.respond(text, blocks=shown, response_type="ephemeral", replace_original=False)
    except NowhereToRespond:
        await _message(heard, text)


async def _window(heard: Heard, text: str, more: Blocks) -> None:
    notice = views.refusals.notice(text, more=more)
    is_in_modal = (heard.body.get("view") or {}).get("type") == "modal"
    opening = heard.client.views_push if is_in_modal else heard.client.views_open
    try:
        await opening(trigger_id=heard.body["trigger_id"], view=notice)
    except SlackApiError:
        # The trigger is spent or too old.
        await _message(heard, text)


async def _message(heard: Heard, text: str) -> None:
    if heard.told.user_id is not None:
        await heard.client.chat_postMessage(channel=heard.told.user_id, text=text)


_WAYS = {
    Kind.COMMAND: _to_command,
    Kind.ACTION: _to_button,
    Kind.SHORTCUT: _to_shortcut,
    Kind.VIEW: _to_form,
    Kind.OPTIONS: _to_options,
    Kind.EVENT: _to_event,
}
