"""What people type into a rich text field, as Slack's composer makes rich text of it."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sandbox.state import State

Rich = dict[str, Any]

MARKS = {"*": "bold", "_": "italic", "~": "strike", "`": "code"}
RANGES = ("here", "channel", "everyone")

# A line's beginning makes it part of a list or a quote.
LINES = (
    ("bullet", re.compile(r"(?P<depth>\s*)[•*-]\s+(?P<words>.*)")),
    ("ordered", re.compile(r"(?P<depth>\s*)\d+[.)]\s+(?P<words>.*)")),
    ("quote", re.compile(r"(?P<depth>)>\s?(?P<words>.*)")),
)
INLINE = re.compile(
    r"<(?P<url>[a-z]+:[^|<>\s]+)(\|(?P<label>[^<>]*))?>"
    r"|\[(?P<shown>[^\]]+)\]\((?P<target>[a-z]+:[^)\s]+)\)"
    r"|(?<![\w*_~`])(?P<mark>[*_~`])(?=\S)(?P<inner>[^\n]*?\S)(?P=mark)(?!\w)"
)
# What the composer recognises in any words: links, people, channels, calls to all, emoji.
SIGNS = re.compile(
    r"(?P<bare>https?://[^\s<>]+[^\s<>.,;:!?)\"'\]])"
    r"|(?<![\w@])@(?P<name>[a-z0-9._-]*[a-z0-9])"
    r"|(?<![\w#])#(?P<channel>[a-z0-9_-]+)"
    r"|(?<![\w:]):(?P<emoji>[a-z][a-z0-9_+-]*|[+-]1):"
)


def rich_text(state: State, value: Rich | str | None) -> Rich | None:
    """From typed words with Slack's marks, or from rich text with plain mentions; None if empty."""
    if isinstance(value, str):
        value = {"type": "rich_text", "elements": list(_groups(value))}
    if value is None or not _has_words(value):
        return None
    return {**value, "elements": [_recognised(state, each) for each in value["elements"]]}


def _has_words(part: Rich) -> bool:
    if "elements" in part:
        return any(map(_has_words, part["elements"]))
    return part["type"] != "text" or bool(part["text"].strip())


def _groups(text: str) -> Iterator[Rich]:
    read = (_line(line) for line in text.strip("\n").split("\n"))
    for (kind, depth), lines in groupby(read, key=lambda line: line[:2]):
        words = [each[2] for each in lines]
        if kind in ("bullet", "ordered"):
            items = [{"type": "rich_text_section", "elements": _pieces(each)} for each in words]
            yield {"type": "rich_text_list", "style": kind, "indent": depth, "elements": items}
        else:
            name = "rich_text_quote" if kind == "quote" else "rich_text_section"
            # Empty lines before and after say nothing; those between are kept.
            whole = "\n".join(words).strip("\n")
            if whole:
                yield {"type": name, "elements": _pieces(whole)}


def _line(line: str) -> tuple[str, int, str]:
    for kind, shape in LINES:
        found = shape.fullmatch(line)
        if found:
            return kind, min(len(found["depth"]) // 2, 8), found["words"]
    return "section", 0, line


def _pieces(text: str) -> list[Rich]:
    """Links and styles; what is left over is words."""
    pieces: list[Rich] = []
    at = 0
    for found in INLINE.finditer(text):
        if found.start() > at:
            pieces.append(_text(text[at : found.start()]))
        pieces.append(_piece(found))
        at = found.end()
    return [*pieces, _text(text[at:])] if at < len(text) or not pieces else pieces


def _piece(found: re.Match[str]) -> Rich:
    if found["mark"]:
        return {**_text(found["inner"]), "style": {MARKS[found["mark"]]: True}}
    url, label = found["url"] or found["target"], found["label"] or found["shown"]
    return {"type": "link", "url": url, **({"text": label} if label else {})}


def _text(words: str) -> Rich:
    return {"type": "text", "text": words}


def _recognised(state: State, part: Rich) -> Rich:
    inner = part.get("elements")
    if inner is None or part["type"] == "rich_text_preformatted":
        return part
    pieces = [piece for each in inner for piece in _signs(state, each)]
    return {**part, "elements": pieces}


def _signs(state: State, part: Rich) -> Iterable[Rich]:
    if part["type"] != "text":
        return [_recognised(state, part)]
    style = {"style": part["style"]} if part.get("style") else {}
    if style.get("style", {}).get("code"):
        return [part]
    pieces: list[Rich] = []
    words, at = part["text"], 0
    for found in SIGNS.finditer(words):
        sign = _sign(state, found)
        if sign is not None:
            before = words[at : found.start()]
            pieces += [{**_text(before), **style}] if before else []
            pieces.append({**sign, **style})
            at = found.end()
    return [*pieces, {**_text(words[at:]), **style}] if words[at:] or not pieces else pieces


def _sign(state: State, found: re.Match[str]) -> Rich | None:
    if found["bare"]:
        return {"type": "link", "url": found["bare"]}
    if found["emoji"]:
        return {"type": "emoji", "name": found["emoji"]}
    if found["channel"]:
        ids = [each.id for each in state.channels.values() if each.name == found["channel"]]
        return {"type": "channel", "channel_id": ids[0]} if ids else None
    if found["name"] in RANGES:
        return {"type": "broadcast", "range": found["name"]}
    people = [user["id"] for user in state.users.values() if user["name"] == found["name"]]
    return {"type": "user", "user_id": people[0]} if people else None
