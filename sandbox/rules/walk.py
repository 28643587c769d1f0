"""Ways through a payload: every object in it, and how many letters its cells hold."""

from collections.abc import Iterator
from typing import Any

from sandbox.rules.place import Place


def objects_in(value: Any, place: Place) -> Iterator[tuple[dict[str, Any], Place]]:
    """Every object at any depth, with its place, outermost first."""
    if isinstance(value, dict):
        yield value, place
        for name, inside in value.items():
            yield from objects_in(inside, place / name)
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from objects_in(inside, place / index)


def letters(rows: Any) -> int:
    """How many characters a reader sees in these cells."""
    found = objects_in(rows, Place("message"))
    return sum(len(each["text"]) for each, _ in found if isinstance(each.get("text"), str))
