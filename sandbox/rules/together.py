"""What must hold over all blocks of a message or view: unique names, counts and sums."""

from collections.abc import Iterator
from typing import Any

from sandbox.rules.blocks import BLOCKS
from sandbox.rules.place import Check, Place
from sandbox.rules.shapes import kinds, list_of
from sandbox.rules.tables import DATA_TABLE_LETTERS, TABLE_LETTERS
from sandbox.rules.walk import letters, objects_in

MOST_MARKDOWN = 12_000
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}

_INSIDE = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}

_block = kinds(BLOCKS)


def check_blocks(blocks: Any, place: Place) -> None:
    """Each block by itself, then all of them together."""
    before = len(place.complaints)
    list_of(_block, MOST_BLOCKS[place.surface])(blocks, place)
    if len(place.complaints) == before:
        for rule in _TOGETHER:
            rule(blocks, place)


def all_blocks(blocks: list[Any], place: Place) -> Iterator[tuple[dict[str, Any], Place]]:
    """The blocks and the blocks inside them, outermost first."""
    for index, block in enumerate(blocks):
        yield block, place / index
        inside = _INSIDE.get(block["type"])
        if inside is not None and inside in block:
            yield from all_blocks(block[inside], place / index / inside)


def _block_ids_are_unique(blocks: Any, place: Place) -> None:
    seen: set[str] = set()
    for block, where in all_blocks(blocks, place):
        block_id = block.get("block_id")
        if block_id in seen:
            (where / "block_id").complain(f"block_id already exists: {block_id}")
        elif block_id is not None:
            seen.add(block_id)


def _action_ids_are_unique_in_their_block(blocks: Any, place: Place) -> None:
    for block, where in all_blocks(blocks, place):
        if block["type"] not in _INSIDE:
            _action_ids_are_unique(block, where)


def _action_ids_are_unique(block: Any, place: Place) -> None:
    seen: set[str] = set()
    for each, where in objects_in(block, place):
        action_id = each.get("action_id")
        if action_id in seen:
            (where / "action_id").complain(f"action_id already exists: {action_id}")
        elif action_id is not None:
            seen.add(action_id)


def _one_thing_has_the_focus(blocks: Any, place: Place) -> None:
    focused = [where for each, where in objects_in(blocks, place) if each.get("focus_on_load")]
    for where in focused[1:]:
        (where / "focus_on_load").complain("only one element may have the focus on load")


def _no_more_than(most: int, kind: str) -> Check:
    def rule(blocks: Any, place: Place) -> None:
        found = [where for block, where in all_blocks(blocks, place) if block["type"] == kind]
        if place.surface == "message" and len(found) > most:
            found[most].complain(f"no more than {most} {kind} blocks allowed")

    return rule


def _letters_fit(kind: str, field: str, most: int) -> Check:
    def rule(blocks: Any, place: Place) -> None:
        whole = [block[field] for block, _ in all_blocks(blocks, place) if block["type"] == kind]
        count = sum(len(each) if isinstance(each, str) else letters(each) for each in whole)
        if place.surface == "message" and count > most:
            place.complain(f"no more than {most} characters allowed in all {kind} blocks")

    return rule


_TOGETHER: tuple[Check, ...] = (
    _block_ids_are_unique,
    _action_ids_are_unique_in_their_block,
    _one_thing_has_the_focus,
    _no_more_than(1, "table"),
    _no_more_than(2, "data_visualization"),
    _letters_fit("markdown", "text", MOST_MARKDOWN),
    _letters_fit("table", "rows", TABLE_LETTERS),
    _letters_fit("data_table", "rows", DATA_TABLE_LETTERS),
)
