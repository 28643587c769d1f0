"""Views: modals and Home tabs."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.rules.objects import plain
from sandbox.rules.place import Check, Place, Surface
from sandbox.rules.refused import Refused
from sandbox.rules.shapes import Need, Shape, flag, kinds, string, typed
from sandbox.rules.together import check_blocks

MOST_BYTES = 250_000

_EITHER: Mapping[str, Check | Need] = {
    "blocks": Need(check_blocks),
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}


def _inputs_can_be_sent(view: Any, place: Place) -> None:
    if "submit" not in view and input_ids(view) != []:
        place.complain("missing required field: submit")


_VIEWS: Mapping[Surface, Shape] = {
    "modal": typed(
        {
            **_EITHER,
            "title": Need(plain(24)),
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
        _inputs_can_be_sent,
    ),
    "home": typed(_EITHER),
}


def check_view(view: dict[str, Any], *, surface: str) -> None:
    """Refuse what Slack would refuse of a modal or a Home tab."""
    known: Surface = "home" if surface == "home" else "modal"
    written_out = json.dumps(view, ensure_ascii=False, default=str)
    if len(written_out.encode(errors="replace")) > MOST_BYTES:
        raise Refused("view_too_large")
    place = Place(known)
    kinds({known: _VIEWS[known]})(view, place / "view")
    if place.complaints:
        raise Refused("invalid_arguments", place.complaints)


def input_ids(view: Mapping[str, Any]) -> list[str | None]:
    """The block ids of what can be filled in; None stands for one that Slack will name."""
    return [block.get("block_id") for block in view["blocks"] if block["type"] == "input"]
