"""What a button or a form brings back to us: it may be old, so it is read with care."""

import json
from typing import Any
from uuid import UUID

from models.refusals import PracticeUnknown, Refusal, WaveUnknown

# None of our numbers has more figures, and a database takes as many.
MOST_FIGURES = 9


class Form:
    """What stands in a form that was sent, by the names of its blocks."""

    def __init__(self, view: dict[str, Any]) -> None:
        values: dict[str, dict[str, dict[str, Any]]] = view["state"]["values"]
        self._entries = {name: next(iter(fields.values()), {}) for name, fields in values.items()}

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def entry(self, name: str) -> dict[str, Any]:
        """All that Slack says of one field; nothing where the form has no such field."""
        return self._entries.get(name, {})

    def text(self, name: str) -> str:
        return str(self.entry(name).get("value") or "")

    def day(self, name: str) -> str:
        return str(self.entry(name).get("selected_date") or "")

    def choice(self, name: str) -> str:
        """The value of the one option that is chosen."""
        return chosen(self.entry(name))

    def choices(self, name: str) -> list[str]:
        """The values of all options that are chosen or ticked."""
        return [str(one.get("value")) for one in self.entry(name).get("selected_options") or []]


def chosen(entry: dict[str, Any]) -> str:
    """The value of the option that is chosen in a field or a menu; none is empty."""
    return str((entry.get("selected_option") or {}).get("value") or "")


def kept(view: dict[str, Any]) -> dict[str, Any]:
    """What a window was opened with; nothing of it is believed."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def edition(found: dict[str, Any]) -> int:
    """The edition that a form was opened with; -1, which is never the newest, if it names none."""
    named = number(found.get("edition"))
    return -1 if named is None else named


def number(text: object) -> int | None:
    """A number of ours; None for what is none."""
    said = str(text)
    return int(said) if said.isdecimal() and len(said) <= MOST_FIGURES else None


def id_of(text: object, unknown: Refusal) -> UUID:
    """What a button or a form is about; `unknown` is raised if it names nothing."""
    try:
        return UUID(str(text))
    except ValueError as wrong:
        raise unknown from wrong


def wave_id(text: object) -> UUID:
    """The wave a button is about; WaveUnknown if it names none."""
    return id_of(text, WaveUnknown())


def practice_id(text: object) -> UUID:
    """The example a button is about; PracticeUnknown if it names none."""
    return id_of(text, PracticeUnknown())
