"""What people type and choose in a form: the one element of each of its fields."""

from collections.abc import Collection, Sequence
from datetime import date

from views import blocks
from views.blocks import Block

VALUE = "value"


def text(longest: int, before: str = "", *, is_long: bool = False) -> Block:
    """A text of so many characters; `before` stands in it."""
    element: Block = {"type": "plain_text_input", "action_id": VALUE, "max_length": longest}
    element |= {"multiline": True} if is_long else {}
    return {**element, "initial_value": before} if before else element


def day(before: date | None = None) -> Block:
    element: Block = {"type": "datepicker", "action_id": VALUE}
    return element if before is None else {**element, "initial_date": before.isoformat()}


def radio(options: Sequence[Block], chosen: str = "") -> Block:
    """One of a few, which are all seen at once."""
    return _one("radio_buttons", options, chosen)


def menu(options: Sequence[Block], chosen: str = "", asking: str = "") -> Block:
    """One of many; the options may stand in groups."""
    return {**_one("static_select", options, chosen), **_placeholder(asking)}


def ticks(options: Sequence[Block], chosen: Collection[str] = ()) -> Block:
    """Any of a few."""
    return _several("checkboxes", options, chosen)


def several(options: Sequence[Block], chosen: Collection[str] = (), asking: str = "") -> Block:
    """Any of many; the options may stand in groups."""
    return {**_several("multi_static_select", options, chosen), **_placeholder(asking)}


def _one(kind: str, options: Sequence[Block], chosen: str) -> Block:
    element, found = _offering(kind, options), _found(options, [chosen])
    return {**element, "initial_option": found[0]} if found else element


def _several(kind: str, options: Sequence[Block], chosen: Collection[str]) -> Block:
    element, found = _offering(kind, options), _found(options, chosen)
    return {**element, "initial_options": found} if found else element


def _offering(kind: str, options: Sequence[Block]) -> Block:
    are_groups = any("options" in one for one in options)
    offered = {"option_groups" if are_groups else "options": list(options)}
    return {"type": kind, "action_id": VALUE, **offered}


def _found(options: Sequence[Block], chosen: Collection[str]) -> list[Block]:
    """The options that are chosen, in their order, whatever group they are in."""
    every = [one for group in options for one in group.get("options", [group])]
    return [one for one in every if one["value"] in chosen]


def _placeholder(asking: str) -> Block:
    return {"placeholder": blocks.plain(asking)} if asking else {}
