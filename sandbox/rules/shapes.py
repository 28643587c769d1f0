"""The words in which rules are written: strings, numbers, lists, objects and kinds of objects."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from sandbox.rules.place import Check, Place, Surface

EVERYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})
MESSAGE: frozenset[Surface] = frozenset({"message"})
MODAL: frozenset[Surface] = frozenset({"modal"})
VIEWS: frozenset[Surface] = frozenset({"modal", "home"})
NOT_HOME: frozenset[Surface] = frozenset({"message", "modal"})
NOT_MODAL: frozenset[Surface] = frozenset({"message", "home"})


def string(most: int | None = None, *, least: int = 0, pattern: str | None = None) -> Check:
    expected = re.compile(pattern) if pattern else None

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, str):
            place.complain("must be a string")
        elif len(value) < least:
            place.complain(f"must be more than {least - 1} characters")
        elif most is not None and len(value) > most:
            place.complain(f"must be less than {most + 1} characters")
        elif expected and not expected.fullmatch(value):
            place.complain(f"does not match the pattern {expected.pattern}")

    return check


def one_of(*choices: str) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, str) or value not in choices:
            place.complain(f"must be one of: {', '.join(choices)}")

    return check


def flag(value: Any, place: Place) -> None:
    if not isinstance(value, bool):
        place.complain("must be a boolean")


def is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Any, place: Place) -> None:
    if not is_number(value):
        place.complain("must be a number")


def whole(least: int, most: int | None = None) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            place.complain("must be an integer")
        elif value < least or (most is not None and value > most):
            place.complain(f"must be between {least} and {most}")

    return check


def list_of(item: Check, most: int | None = None, *, least: int = 0) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            place.complain("must be an array")
            return
        if len(value) < least:
            place.complain(f"no fewer than {least} items allowed")
        if most is not None and len(value) > most:
            place.complain(f"no more than {most} items allowed")
        for index, each in enumerate(value):
            item(each, place / index)

    return check


def or_null(inner: Check) -> Check:
    def check(value: Any, place: Place) -> None:
        if value is not None:
            inner(value, place)

    return check


@dataclass(frozen=True, slots=True)
class Need:
    """A field that may not be left out; a bare check stands for a field that may."""

    check: Check


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with known fields, on known surfaces; `rules` look at a whole that is sound."""

    fields: Mapping[str, Check | Need]
    rules: tuple[Check, ...] = ()
    surfaces: frozenset[Surface] = EVERYWHERE

    def __call__(self, value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            place.complain("must be an object")
            return
        before = len(place.complaints)
        self._look_for_what_is_missing(value, place)
        self._look_at_what_is_there(value, place)
        if len(place.complaints) == before:
            for rule in self.rules:
                rule(value, place)

    def _look_for_what_is_missing(self, value: Mapping[str, Any], place: Place) -> None:
        for name, field in self.fields.items():
            if isinstance(field, Need) and name not in value:
                place.complain(f"missing required field: {name}")

    def _look_at_what_is_there(self, value: Mapping[str, Any], place: Place) -> None:
        for name, inside in value.items():
            field = self.fields.get(name)
            if field is None:
                place.complain(f"invalid additional property: {name}")
            else:
                check = field.check if isinstance(field, Need) else field
                check(inside, place / name)


def typed(
    fields: Mapping[str, Check | Need],
    *rules: Check,
    surfaces: frozenset[Surface] = EVERYWHERE,
) -> Shape:
    """An object that names its kind in `type`; which kind it is was looked up by `kinds`."""
    return Shape({"type": Need(string()), **fields}, rules, surfaces)


def kinds(table: Mapping[str, Shape], only: Collection[str] | None = None) -> Check:
    """One of several kinds of objects, told apart by `type`."""
    allowed = frozenset(table if only is None else only)

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            place.complain("must be an object")
            return
        kind = value.get("type")
        if kind is None:
            place.complain("missing required field: type")
        elif not isinstance(kind, str) or kind not in allowed:
            (place / "type").complain(f"unsupported type: {kind}")
        elif place.surface not in table[kind].surfaces:
            (place / "type").complain(f"{kind} is not supported on this surface: {place.surface}")
        else:
            table[kind](value, place)

    return check


def exactly_one(*names: str) -> Check:
    def rule(value: Any, place: Place) -> None:
        if sum(name in value for name in names) != 1:
            place.complain(f"exactly one of these fields is required: {', '.join(names)}")

    return rule


def at_least_one(*names: str) -> Check:
    def rule(value: Any, place: Place) -> None:
        if not any(name in value for name in names):
            place.complain(f"at least one of these fields is required: {', '.join(names)}")

    return rule


def not_both(one: str, other: str) -> Check:
    def rule(value: Any, place: Place) -> None:
        if one in value and other in value:
            place.complain(f"{one} and {other} may not be used together")

    return rule
