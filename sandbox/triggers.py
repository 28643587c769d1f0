"""Trigger ids: three seconds of life, and one modal each."""

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import ApiError

LIFETIME = 3.0
KEPT = 5_000


@dataclass
class Trigger:
    user_id: str
    born: float
    # The modal it was pressed in, or nothing.
    view_id: str | None = None
    is_spent: bool = False


class Triggers:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._known: dict[str, Trigger] = {}
        self._numbers = itertools.count(1_000_000_000)

    def make(self, user_id: str, view_id: str | None = None) -> str:
        trigger_id = (
            f"{next(self._numbers)}.{secrets.randbelow(10**10):010d}.{secrets.token_hex(16)}"
        )
        self._known[trigger_id] = Trigger(user_id, self._monotonic(), view_id)
        if len(self._known) > KEPT:
            self._known.pop(next(iter(self._known)))
        return trigger_id

    def check(self, trigger_id: str) -> Trigger:
        """The live trigger, or Slack's refusal."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.is_spent:
            raise ApiError("exchanged_trigger_id")
        if self._monotonic() - trigger.born > LIFETIME:
            raise ApiError("expired_trigger_id")
        return trigger
