"""Rich text: sections, lists, quotes and code, and the small pieces inside them."""

from collections.abc import Mapping

from sandbox.rules.objects import identifier, url
from sandbox.rules.place import Check
from sandbox.rules.shapes import (
    Need,
    Shape,
    flag,
    kinds,
    list_of,
    one_of,
    string,
    typed,
    whole,
)

_some = string(least=1)

_text_style = Shape(dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
_mention_style = Shape(
    dict.fromkeys(
        ("bold", "italic", "strike", "highlight", "client_highlight", "unlink"),
        flag,
    )
)

PIECES: Mapping[str, Shape] = {
    "text": typed({"text": Need(_some), "style": _text_style}),
    "link": typed({"url": Need(url), "text": string(), "unsafe": flag, "style": _text_style}),
    "emoji": typed(
        {"name": Need(_some), "unicode": string(), "skin_tone": whole(1, 6), "style": _text_style}
    ),
    "user": typed({"user_id": Need(_some), "style": _mention_style}),
    "usergroup": typed({"usergroup_id": Need(_some), "style": _mention_style}),
    "channel": typed({"channel_id": Need(_some), "style": _mention_style}),
    "team": typed({"team_id": Need(_some), "style": _mention_style}),
    "broadcast": typed(
        {"range": Need(one_of("here", "channel", "everyone")), "style": _mention_style}
    ),
    "color": typed({"value": Need(_some), "style": _text_style}),
    "date": typed(
        {
            "timestamp": Need(whole(0)),
            "format": Need(_some),
            "url": url,
            "fallback": string(),
            "style": _text_style,
        }
    ),
}

_pieces: Check = list_of(kinds(PIECES))
_section = typed({"elements": Need(_pieces)})
_border = whole(0, 1)

PARTS: Mapping[str, Shape] = {
    "rich_text_section": _section,
    "rich_text_list": typed(
        {
            "style": Need(one_of("bullet", "ordered")),
            "elements": Need(list_of(kinds({"rich_text_section": _section}), least=1)),
            "indent": whole(0, 8),
            "offset": whole(0),
            "border": _border,
        }
    ),
    "rich_text_quote": typed({"elements": Need(_pieces), "border": _border}),
    "rich_text_preformatted": typed(
        {
            "elements": Need(list_of(kinds(PIECES, only=("text", "link")))),
            "border": _border,
            "language": string(),
        }
    ),
}

RICH_TEXT = typed({"block_id": identifier, "elements": Need(list_of(kinds(PARTS), least=1))})
rich_text = kinds({"rich_text": RICH_TEXT})
