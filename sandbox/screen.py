"""A person's screen: what is before them, from the nearest to the farthest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox import forms, snapshot, visible
from sandbox.state import State

Where = dict[str, Any]
DIRECT = {"im": "direct message", "mpim": "group message"}


@dataclass(frozen=True)
class Picture:
    """One thing with blocks: a modal, a Home tab or a message."""

    what: str
    where: Where
    blocks: list[dict[str, Any]]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Control:
    """Something that can be used, by the label that is read on it or beside it."""

    label: str
    where: Where
    block_id: str
    element: dict[str, Any]
    value: str | None = None
    what: str = ""


def pictures(state: State, user_id: str) -> Iterator[Picture]:
    """The top modal, Home if it is open, then messages: direct ones first, the newest first."""
    for view in state.views.get(user_id, [])[-1:]:
        errors = tuple(state.form_errors.get(view["id"], {}).values())
        yield Picture(
            "modal", {"view_id": view["id"]}, view["blocks"], (*visible.of_view(view), *errors)
        )
    home = state.homes.get(user_id)
    if home and user_id in state.at_home:
        yield Picture("Home", {"view_id": home["id"]}, home["blocks"], tuple(visible.of_view(home)))
    mine = [each for each in state.channels.values() if user_id in each.members]
    nearness = {"im": 0, "mpim": 1}
    for channel in sorted(mine, key=lambda each: nearness.get(each.kind, 2)):
        for message in reversed(snapshot.visible(state, user_id, channel)):
            where = {"channel": channel.id, "ts": message["ts"]}
            name = DIRECT.get(channel.kind, f"#{channel.name}")
            texts = tuple(visible.of_message(message))
            yield Picture(name, where, message.get("blocks", []), texts)


def buttons(state: State, user_id: str) -> Iterator[Control]:
    for picture in pictures(state, user_id):
        for block, element in forms.elements(picture.blocks):
            yield from _pressable(picture, block, element)


def _pressable(
    picture: Picture, block: dict[str, Any], element: dict[str, Any]
) -> Iterator[Control]:
    if element["type"] == "button":
        label = forms.plain(element["text"]["text"])
        yield Control(label, picture.where, block["block_id"], element, what=picture.what)
    elif element["type"] == "overflow":
        for option in element["options"]:
            label = forms.plain(option["text"]["text"])
            value = option["value"]
            yield Control(label, picture.where, block["block_id"], element, value, picture.what)


def choices(state: State, user_id: str) -> Iterator[Control]:
    """Selects, pickers and boxes outside plain inputs, each under every label that names it."""
    for picture in pictures(state, user_id):
        above = ""
        for block in picture.blocks:
            for _, element in forms.elements([block]):
                if element["type"] in forms.STATELESS:
                    continue
                for label in _labels(block, element, above):
                    yield Control(
                        forms.plain(label), picture.where, block["block_id"], element,
                        what=picture.what,
                    )  # fmt: skip
            above = " ".join(visible.words(block.get("text"))) or above


def _labels(block: dict[str, Any], element: dict[str, Any], above: str) -> list[str]:
    """Its placeholder, the label or text of its block, or the text just above it."""
    texts = [element.get("placeholder"), block.get("label"), block.get("text")]
    return [*(each["text"] for each in texts if each), above]


def inputs(view: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """The inputs of a form by label."""
    found = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            label = forms.plain(block["label"]["text"])
            found[label] = (block["block_id"], block["element"])
    return found


def matching(label: str, labels: list[str]) -> str | None:
    """The label meant: exactly, else the only one that begins with it, else that has it in it."""
    wanted = forms.plain(label)
    if wanted in labels:
        return wanted
    lower = wanted.lower()
    starting = {each for each in labels if each.lower().startswith(lower)}
    having = {each for each in labels if lower in each.lower()}
    for found in (starting, having):
        if len(found) == 1:
            return found.pop()
    return None


def words(state: State, picture: Picture) -> list[str]:
    """What is to be read on one picture."""
    return [visible.readable(state, word) for word in picture.words]


def text(state: State, user_id: str) -> str:
    """All that is to be read, notices included."""
    lines = [line for picture in pictures(state, user_id) for line in words(state, picture)]
    lines += [each["text"] for each in state.notices.get(user_id, [])]
    return "\n".join(lines)
