"""What must hold between the options of a menu and what is chosen in it beforehand."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.rules.place import Place


def _options(element: Mapping[str, Any]) -> Iterator[Any]:
    yield from element.get("options", ())
    for group in element.get("option_groups", ()):
        yield from group["options"]


def values_are_unique(element: Any, place: Place) -> None:
    values = [option["value"] for option in _options(element)]
    for value in sorted({value for value in values if values.count(value) > 1}):
        place.complain(f"duplicate option value: {value}")


def chosen_is_offered(element: Any, place: Place) -> None:
    """An initial option must be one of the options, letter by letter."""
    offered = list(_options(element))
    chosen = element.get("initial_options", [])
    if "initial_option" in element:
        chosen = [element["initial_option"]]
    for option in chosen:
        if option not in offered:
            place.complain(f"initial option is not among the options: {option['value']}")


def chosen_are_unique(element: Any, place: Place) -> None:
    chosen = [option["value"] for option in element.get("initial_options", ())]
    if len(set(chosen)) < len(chosen):
        (place / "initial_options").complain("initial options must be unique")


def chosen_are_not_too_many(element: Any, place: Place) -> None:
    most = element.get("max_selected_items")
    for name, chosen in element.items():
        if name.startswith("initial_") and most is not None and len(chosen) > most:
            (place / name).complain("more items than max_selected_items allows")
