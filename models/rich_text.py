"""Somebody's rich text: kept as it was written, without anything that would call people."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Piece = dict[str, Any]
Block = dict[str, Any]

LONGEST = 3000
MOST_PIECES = 600

# A person, a channel and a word, as Slack writes them.
_ID = re.compile(r"[A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")
_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}(?:::skin-tone-[2-6])?")
_CODEPOINTS = re.compile(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,15}")
_CALL = re.compile(r"(?<!\w)@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
_STYLES = ("bold", "italic", "strike", "code", "underline")
_LINKS = ("https://", "http://", "mailto:", "tel:")

# After this sign no reader takes the next word for a mention; it has no width.
APART = "\u2060"

Names = Mapping[str, str]


def of(text: str) -> Block:
    """Plain paragraphs as rich text."""
    return _block([_section([{"type": "text", "text": called_off(text)}])] if text else [])


def kept(block: object, names: Names) -> Block:
    """The same text with its lists, quotes, links, emphasis and emoji, calling nobody.

    What we do not know is left out. `names` are people's names by their Slack id: who is
    mentioned stands there by name.
    """
    parts = _dicts(block.get("elements") if isinstance(block, dict) else None)
    found = [_part(part, names) for part in parts]
    return _block([part for part in found if part is not None])


def mentioned(block: object) -> set[str]:
    """The Slack ids of the people who are mentioned in it."""
    ids = {str(piece.get("user_id", "")) for piece in pieces(block) if piece["type"] == "user"}
    return {one for one in ids if _ID.fullmatch(one)}


def pieces(block: object) -> Iterator[Piece]:
    """Every smallest piece of it, in order."""
    if not isinstance(block, dict):
        return
    for inner in _dicts(block.get("elements")):
        if str(inner.get("type", "")).startswith("rich_text"):
            yield from pieces(inner)
        else:
            yield {**inner, "type": str(inner.get("type", ""))}


def plain(block: Block) -> str:
    """The whole text without its emphasis: lists with their signs, quotes with a bar."""
    return "\n".join(_lines(block)).strip("\n")


def called_off(text: str) -> str:
    """The same text, in which no reader finds a mention of a whole channel."""
    return _CALL.sub(f"@{APART}", text)


def is_empty(block: Block) -> bool:
    return not plain(block).strip()


def _block(parts: list[Block]) -> Block:
    return {"type": "rich_text", "elements": parts}


def _section(found: list[Piece]) -> Block:
    return {"type": "rich_text_section", "elements": found}


def _part(part: Block, names: Names) -> Block | None:
    match part.get("type"):
        case "rich_text_section":
            return _holding(part, _pieces(part, names))
        case "rich_text_quote":
            return _holding(part, _pieces(part, names), _border(part))
        case "rich_text_preformatted":
            found = [piece for piece in _pieces(part, names) if piece["type"] in ("text", "link")]
            return _holding(part, found, _border(part))
        case "rich_text_list":
            return _list(part, names)
    return None


def _holding(part: Block, found: list[Piece], more: Block | None = None) -> Block | None:
    return {"type": part["type"], "elements": found, **(more or {})} if found else None


def _list(part: Block, names: Names) -> Block | None:
    entries = [_section(_pieces(entry, names)) for entry in _dicts(part.get("elements"))]
    if not entries:
        return None
    kind = "ordered" if part.get("style") == "ordered" else "bullet"
    more = {
        name: part[name]
        for name, most in (("indent", 8), ("offset", 10_000))
        if _is_whole(part.get(name), most)
    }
    return {
        "type": "rich_text_list",
        "style": kind,
        "elements": entries,
        **more,
        **_border(part),
    }


def _border(part: Block) -> Block:
    return {"border": part["border"]} if _is_whole(part.get("border"), 1) else {}


def _pieces(part: Block, names: Names) -> list[Piece]:
    found = (_piece(piece, names) for piece in _dicts(part.get("elements")))
    return [piece for piece in found if piece is not None]


def _piece(piece: Piece, names: Names) -> Piece | None:
    kind = str(piece.get("type", ""))
    if kind == "text":
        return _text(str(piece.get("text", "")), piece)
    made = _KINDS.get(kind)
    return made(piece, names) if made else None


def _text(text: str, styled: Piece) -> Piece | None:
    return {"type": "text", "text": called_off(text), **_style(styled)} if text else None


def _style(piece: Piece) -> Piece:
    style = piece.get("style")
    if not isinstance(style, dict):
        return {}
    found = {name: True for name in _STYLES if style.get(name) is True}
    return {"style": found} if found else {}


def _link(piece: Piece, _names: Names) -> Piece | None:
    url, text = str(piece.get("url", "")), str(piece.get("text", "") or "")
    if not url.lower().startswith(_LINKS) or not url.isprintable() or " " in url:
        return _text(text or url, piece)
    label = {"text": called_off(text)} if text else {}
    return {"type": "link", "url": url, **label, **_style(piece)}


def _emoji(piece: Piece, _names: Names) -> Piece | None:
    name, unicode = str(piece.get("name", "")), str(piece.get("unicode", ""))
    if not _EMOJI.fullmatch(name):
        return None
    more = {"unicode": unicode} if _CODEPOINTS.fullmatch(unicode) else {}
    return {"type": "emoji", "name": name, **more}


def _user(piece: Piece, names: Names) -> Piece | None:
    return _text(names.get(str(piece.get("user_id", ""))) or "somebody", _plainly(piece))


def _channel(piece: Piece, _names: Names) -> Piece | None:
    channel = str(piece.get("channel_id", ""))
    return {"type": "channel", "channel_id": channel} if _CHANNEL.fullmatch(channel) else None


def _date(piece: Piece, _names: Names) -> Piece | None:
    fallback = str(piece.get("fallback", "") or "")
    return _text(fallback, _plainly(piece))


def _broadcast(piece: Piece, _names: Names) -> Piece | None:
    # It stands there as it was typed, and calls nobody.
    return _text(f"@{piece.get('range') or 'channel'}", _plainly(piece))


def _plainly(piece: Piece) -> Piece:
    style = piece.get("style")
    known = ("bold", "italic", "strike")
    if not isinstance(style, dict):
        return {}
    return {"style": {name: True for name in known if style.get(name) is True}}


_KINDS: Mapping[str, Callable[[Piece, Names], Piece | None]] = {
    "link": _link,
    "emoji": _emoji,
    "user": _user,
    "channel": _channel,
    "date": _date,
    "broadcast": _broadcast,
    "usergroup": lambda piece, _names: _text("a group of people", _plainly(piece)),
    "team": lambda piece, _names: _text("the whole team", _plainly(piece)),
    "color": lambda piece, _names: _text(str(piece.get("value", "")), _plainly(piece)),
}


def _lines(block: Block) -> Iterator[str]:
    for part in _dicts(block.get("elements")):
        if part["type"] == "rich_text_list":
            yield from _entries(part)
        elif part["type"] == "rich_text_quote":
            yield from (f"> {line}" for line in _run(part).split("\n"))
        else:
            yield from _run(part).removesuffix("\n").split("\n")


def _entries(part: Block) -> Iterator[str]:
    first = int(part.get("offset", 0)) + 1
    for number, entry in enumerate(part["elements"], first):
        sign = f"{number}." if part["style"] == "ordered" else "•"
        yield f"{'    ' * int(part.get('indent', 0))}{sign} {_run(entry)}"


def _run(part: Block) -> str:
    return "".join(_said(piece) for piece in part["elements"])


def _said(piece: Piece) -> str:
    match piece["type"]:
        case "link":
            text, url = piece.get("text", ""), piece["url"]
            return f"{text} ({url})" if text and text != url else url
        case "emoji":
            return f":{piece['name']}:"
        case "channel":
            return f"#{piece['channel_id']}"
    return str(piece.get("text", ""))


def _dicts(found: object) -> list[Block]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _is_whole(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
