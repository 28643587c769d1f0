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
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Rich: "},
                        {
                            "type": "text",
                            "text": "bold and struck",
                            "style": {"bold": True, "strike": True},
                        },
                        {"type": "emoji", "name": "tada", "unicode": "1f389"},
                        {"type": "link", "url": "https://example.org", "text": "link"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "First"}],
                        },
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": WICKED}],
                        },
                    ],
                },
                {
                    "type": "rich_text_quote",
                    "elements": [{"type": "text", "text": "Quoted"}],
                },
                {
                    "type": "rich_text_preformatted",
                    "elements": [{"type": "text", "text": "x = 1\ny = 2"}],
                },
            ],
        },
        {"type": "divider"},
        {
            "type": "markdown",
            "text": "## Markdown\nWith **bold**, *italic*, ~~struck~~ and "
            "a [link](https://example.org).\n\n"
            "- [x] done\n- [ ] to do\n  - nested\n\n1. one\n2. two\n\n> quoted\n\n"
            "| Item | Mean |\n|---|---:|\n| Supervision | 3.9 |\n| Workload | 2.8 |\n\n"
            "```\ncode\n```",
        },
        {"type": "context", "elements": [mrkdwn("Small print with *weight*"), plain("and plain")]},
    ]


def controls() -> list[Json]:
    return [
        header("Things to press", level=2),
        {
            "type": "actions",
            "block_id": "presses",
            "elements": [
                button("Answer now", "answer", style="primary"),
                button("Delete my answer", "delete", style="danger", confirm=SURE),
                button("Read more", "more", url="https://example.org/more"),
                {
                    "type": "overflow",
                    "action_id": "extra",
                    "options": [option("remind", "Remind me"), option("hide", "Hide this")],
                },
            ],
        },
        {
            "type": "actions",
            "block_id": "choices",
            "elements": [
                {
                    "type": "static_select",
                    "action_id": "region",
                    "placeholder": plain("Region"),
                    "options": REGIONS,
                },
                {
                    "type": "users_select",
                    "action_id": "person",
                    "placeholder": plain("Somebody"),
                },
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-30"},
            ],
        },
        section(
            "Which regions?",
            block_id="regions",
            accessory={
                "type": "multi_static_select",
                "action_id": "several",
                "placeholder": plain("Some regions"),
                "options": REGIONS,
                "initial_options": [REGIONS[0]],
            },
        ),
        section(
            "How often?",
            block_id="often",
            accessory={
                "type": "radio_buttons",
                "action_id": "how_often",
                "options": [option("weekly", "Every week"), option("monthly", "Every month")],
            },
        ),
        section("With a button beside it", accessory=button("Open", "open")),
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "feedback",
                    "positive_button": {"text": plain("Helpful"), "value": "yes"},
                    "negative_button": {"text": plain("Not helpful"), "value": "no"},
                },
                {
                    "type": "icon_button",
                    "icon": "trash",
                    "text": plain("Remove"),
                    "action_id": "remove",
                },
            ],
        },
    ]


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def figure(value: float) -> Json:
    return {"type": "raw_number", "value": value, "text": f"{value:g}"}


def data_table() -> Json:
    names = ("Supervision", "Workload", "Wellbeing", "Learning time", "Feedback", "Belonging")
    rows = [
        [raw(name), figure(400 - 7 * i), figure(round(3.9 - 0.21 * i, 2))]
        for i, name in enumerate(names)
    ]
    return {
        "type": "data_table",
        "block_id": "figures",
        "caption": "England by item, October 2026",
        "page_size": 4,
        "rows": [[raw("Item"), raw("Answers"), raw("Mean")], *rows],
    }


def series(name: str, *values: float) -> Json:
    return {
        "name": name,
        "data": [
            {"label": month, "value": value} for month, value in zip(MONTHS, values, strict=True)
        ],
    }


MONTHS = ["Jun", "Jul", "Aug", "Sep", "Oct"]
AXES = {"categories": MONTHS, "x_label": "Wave", "y_label": "Mean, 1 to 5"}


def chart(kind: str, title: str, *parts: Json) -> Json:
    inside = (
        {"segments": list(parts)} if kind == "pie" else {"series": list(parts), "axis_config": AXES}
    )
    return {"type": "data_visualization", "title": title, "chart": {"type": kind, **inside}}


def charts() -> list[list[Json]]:
    supervision = series("Supervision", 3.4, 3.6, 3.5, 3.8, 3.9)
    workload = series("Workload", 2.6, 2.5, 2.9, 2.7, 2.8)
    parts = [
        {"label": name, "value": value}
        for name, value in zip(("Yes", "No", "Not yet"), (51, 22, 9), strict=True)
    ]
    return [
        [
            chart("bar", "Supervision over the waves", supervision),
            chart("pie", "Protected time", *parts),
        ],
        [
            chart("line", "Two items over the waves", supervision, workload),
            chart("area", "The same as areas", supervision, workload),
        ],
        [
            chart(
                "bar",
                "Change since the last wave",
                series("Change", 0.3, -0.1, 0.4, -0.2, 0.1),
                series("Target", 0.1, 0.1, 0.1, 0.1, 0.1),
            )
        ],
    ]


def newcomers(file_id: str) -> list[Json]:
    picture = {"type": "image", "image_url": "https://example.org/tree.png", "alt_text": "A tree"}
    card = {
        "type": "card",
        "title": plain("A calmer duty week"),
        "subtitle": plain("Northshire"),
        "body": plain("Two NQSWs share one duty day, and one of them always has protected time."),
        "actions": [button("I used this", "used")],
    }
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
        {
            "type": "plan",
            "title": "What happens next",
            "tasks": [
                {"type": "task_card", "task_id": "a", "title": "Answers", "status": "complete"},
                {"type": "task_card", "task_id": "b", "title": "Figures", "status": "in_progress"},
                {"type": "task_card", "task_id": "c", "title": "Actions", "status": "pending"},
            ],
        },
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
