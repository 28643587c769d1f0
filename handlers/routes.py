"""Which handler hears what: a dict by kind and name, filled by `register`."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

Handler = Callable[..., Awaitable[None]]

# The tail of an id says which one is meant: `wave.close:3` is heard by `wave.close`.
TAIL = ":"

FOR_ALL = frozenset({"ack", "respond", "body", "client", "actor", "begin", "look"})
FROM_THE_HOUSE = frozenset({"clock", "chance"})


class Kind(StrEnum):
    """What Slack can tell us; the words are also the names under which the payload is given."""

    COMMAND = "command"
    ACTION = "action"
    VIEW = "view"
    SHORTCUT = "shortcut"
    EVENT = "event"
    OPTIONS = "options"


class WrongRoute(Exception):  # noqa: N818 - read aloud it says what is the matter
    """A handler is registered in a way that can never work; says which and why."""


@dataclass(frozen=True)
class Route:
    """A handler, the parameters it asks for, and whether its work leaves a receipt."""

    handler: Handler
    parameters: tuple[str, ...]
    leaves_receipt: bool = True


class Routes:
    """Every handler by kind and name; each name is taken once."""

    def __init__(self) -> None:
        self._routes: dict[Kind, dict[str, Route]] = {kind: {} for kind in Kind}

    def command(self, name: str, handler: Handler, *, leaves_receipt: bool = True) -> None:
        self._add(Kind.COMMAND, name, handler, leaves_receipt)

    def action(self, action_id: str, handler: Handler, *, leaves_receipt: bool = True) -> None:
        self._add(Kind.ACTION, action_id, handler, leaves_receipt)

    def view(self, callback_id: str, handler: Handler, *, leaves_receipt: bool = True) -> None:
        """Hear a form that is sent."""
        self._add(Kind.VIEW, callback_id, handler, leaves_receipt)

    def shortcut(self, callback_id: str, handler: Handler, *, leaves_receipt: bool = True) -> None:
        """Hear a shortcut, global or on a message."""
        self._add(Kind.SHORTCUT, callback_id, handler, leaves_receipt)

    def event(self, name: str, handler: Handler, *, leaves_receipt: bool = True) -> None:
        self._add(Kind.EVENT, name, handler, leaves_receipt)

    def options(self, action_id: str, handler: Handler) -> None:
        """Hear what somebody types into a select whose options come from us."""
        self._add(Kind.OPTIONS, action_id, handler, leaves_receipt=False)

    def find(self, kind: Kind, name: str) -> Route | None:
        """The route for this name, or for the part of it before the tail."""
        named = self._routes[kind]
        return named.get(name) or named.get(name.partition(TAIL)[0])

    def names(self, kind: Kind) -> list[str]:
        return sorted(self._routes[kind])

    def _add(self, kind: Kind, name: str, handler: Handler, leaves_receipt: bool) -> None:
        if not name or TAIL in name:
            raise WrongRoute(f'"{name}" cannot name {kind}: a name has no "{TAIL}" and no gap.')
        if name in self._routes[kind]:
            raise WrongRoute(f'The {kind} "{name}" has a handler already.')
        parameters = _parameters(kind, name, handler)
        self._routes[kind][name] = Route(handler, parameters, leaves_receipt)


def _parameters(kind: Kind, name: str, handler: Handler) -> tuple[str, ...]:
    """Read the signature once, here, so that a request pays nothing for it."""
    if not inspect.iscoroutinefunction(handler):
        raise WrongRoute(f'The handler of {kind} "{name}" must be an async function.')
    known = FOR_ALL | FROM_THE_HOUSE | {str(kind)}
    parameters = tuple(inspect.signature(handler).parameters)
    if unknown := [parameter for parameter in parameters if parameter not in known]:
        raise WrongRoute(
            f'The handler of {kind} "{name}" asks for {", ".join(unknown)}; '
            f"it can have {', '.join(sorted(known))}."
        )
    return parameters
