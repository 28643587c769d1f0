"""One of everything in messages: every block and every element they may hold."""

import struct
import zlib
from typing import Any

from sandbox import posting
from sandbox.rules import check_message
from sandbox.workspace import Workspace

Json = dict[str, Any]

WICKED = "<img src=x onerror=window.wicked=1><script>window.wicked=1</script>"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str, **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def header(text: str, **more: Any) -> Json:
    return {"type": "header", "text": plain(text), **more}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def asked(label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": element["action_id"],
        "label": plain(label),
        "element": element,
        **more,
    }


REGIONS = [
    option("london", "London"),
    option("north-east", "North East", description=plain("With Tees Valley")),
    option("south-west", "South West"),
]
SURE = {
    "title": plain("Delete the answer?"),
    "text": mrkdwn("It is *gone for good* once you agree."),
    "confirm": plain("Delete it"),
    "deny": plain("Keep it"),
    "style": "danger",
}


MARKDOWN = (
    "## Markdown\nWith **bold**, *italic*, ~~struck~~ and "
    "a [link](https://example.org).\n\n"
    "- [x] done\n- [ ] to do\n  - nested\n\n1. one\n2. two\n\n> quoted\n\n"
    "| Item | Mean |\n|---|---:|\n| Supervision | 3.9 |\n| Workload | 2.8 |\n\n"
    "```\ncode\n```"
)


def words() -> list[Json]:
    return [
        header("How each kind of text looks"),
        section(
            "*Bold*, _italic_, ~struck~, `code`, *bold _and italic_*, :seedling: and "
            "<https://example.org/a_b_c|a link>. Not_styled_here, 2*3*4, "
            "&lt;b&gt;safe&lt;/b&gt; &amp; sound.\n&gt; A quotation\n&gt; of two lines\n"
            "The wave closes <!date^1795788000^{date_long} at {time}|27 November>."
        ),
        section("```for each in wave:\n    print(each)```"),
        section(
            "Fields:", fields=[mrkdwn("*Employer*\nNorthshire"), mrkdwn("*Region*\nNorth East")]
        ),
        rich_words(),
        {"type": "divider"},
        {"type": "markdown", "text": MARKDOWN},
        {"type": "context", "elements": [mrkdwn("Small print with *weight*"), plain("and plain")]},
    ]


def rich(kind: str, *elements: Json, **more: Any) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **more}


def said(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def rich_words() -> Json:
    first = rich(
        "section",
        said("Rich: "),
        said("bold and struck", bold=True, strike=True),
        {"type": "emoji", "name": "tada", "unicode": "1f389"},
        {"type": "link", "url": "https://example.org", "text": "link"},
    )
    lines = [rich("section", said(line)) for line in ("First", WICKED)]
    quoted, code = rich("quote", said("Quoted")), rich("preformatted", said("x = 1\ny = 2"))
    elements = [first, rich("list", *lines, style="ordered"), quoted, code]
    return {"type": "rich_text", "elements": elements}


def element(kind: str, action_id: str, **more: Any) -> Json:
    return {"type": kind, "action_id": action_id, **more}


def controls() -> list[Json]:
    often = [option("weekly", "Every week"), option("monthly", "Every month")]
    several = element(
        "multi_static_select",
        "several",
        placeholder=plain("Some regions"),
        options=REGIONS,
        initial_options=[REGIONS[0]],
    )
    return [
        header("Things to press", level=2),
        presses(),
        choices(),
        section("Which regions?", block_id="regions", accessory=several),
        section(
            "How often?",
            block_id="often",
            accessory=element("radio_buttons", "how_often", options=often),
        ),
        section("With a button beside it", accessory=button("Open", "open")),
        opinions(),
    ]


def presses() -> Json:
    more = [option("remind", "Remind me"), option("hide", "Hide this")]
    elements = [
        button("Answer now", "answer", style="primary"),
        button("Delete my answer", "delete", style="danger", confirm=SURE),
        button("Read more", "more", url="https://example.org/more"),
        element("overflow", "extra", options=more),
    ]
    return {"type": "actions", "block_id": "presses", "elements": elements}


def choices() -> Json:
    elements = [
        element("static_select", "region", placeholder=plain("Region"), options=REGIONS),
        element("users_select", "person", placeholder=plain("Somebody")),
        element("datepicker", "day", initial_date="2026-11-30"),
    ]
    return {"type": "actions", "block_id": "choices", "elements": elements}


def opinions() -> Json:
    feedback = element(
        "feedback_buttons",
        "feedback",
        positive_button={"text": plain("Helpful"), "value": "yes"},
        negative_button={"text": plain("Not helpful"), "value": "no"},
    )
    icon = element("icon_button", "remove", icon="trash", text=plain("Remove"))
    return {"type": "context_actions", "elements": [feedback, icon]}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def newcomers(file_id: str) -> list[Json]:
    picture = {"type": "image", "image_url": "https://example.org/tree.png", "alt_text": "A tree"}
    card = {
        "type": "card",
        "title": plain("A calmer duty week"),
        "subtitle": plain("Northshire"),
        "body": plain("Two NQSWs share one duty day, and one of them always has protected time."),
        "actions": [button("I used this", "used")],
    }
    progress = {"Answers": "complete", "Figures": "in_progress", "Actions": "pending"}
    tasks = [
        {"type": "task_card", "task_id": title.lower(), "title": title, "status": status}
        for title, status in progress.items()
    ]
    return [
        card,
        {"type": "carousel", "elements": [{**card, "hero_image": picture}, card, card]},
        {
            "type": "container",
            "title": plain("A container"),
            "subtitle": plain("that can be shut"),
            "is_collapsible": True,
            "child_blocks": [section("Inside it.")],
        },
        {"type": "plan", "title": "What happens next", "tasks": tasks},
        {**picture, "title": plain("A picture from elsewhere")},
        {
            "type": "image",
            "slack_file": {"id": file_id},
            "alt_text": "A green slope",
            "title": plain("One of our own"),
        },
        {
            "type": "table",
            "rows": [[raw("Region"), raw("NQSWs")], [raw("London"), raw("210")]],
            "column_settings": [{"align": "left"}, {"align": "right"}],
        },
    ]


def post(workspace: Workspace, channel_id: str, blocks: list[Json], **more: Any) -> Json:
    """A message of the app, past the rules as any other."""
    payload = {"channel": channel_id, "text": "One of everything", "blocks": blocks, **more}
    check_message(payload, method="chat.postMessage")
    message = posting.composed(workspace, payload)
    posting.put(workspace, workspace.channels[channel_id], message)
    return message


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def slope(width: int = 240, height: int = 90) -> bytes:
    """A small picture, written by hand."""
    rows = (b"\0" + bytes([80, 160 - y, 140]) * width for y in range(height))
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (
        _chunk(b"IHDR", size),
        _chunk(b"IDAT", zlib.compress(b"".join(rows))),
        _chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def keep_picture(workspace: Workspace) -> str:
    file_id = workspace.ids.make("F")
    about = {"id": file_id, "name": "slope.png", "title": "Slope", "mimetype": "image/png"}
    workspace.files[file_id] = {"file": about, "content": slope()}
    return file_id
