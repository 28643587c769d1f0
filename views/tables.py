"""Tables that Slack draws itself, and the same in paragraphs where it does not know them yet."""

from collections.abc import Sequence

from views import blocks
from views.blocks import Block

ROWS_AT_ONCE = 15
SECTION_LIMIT = 2900


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """A table whose first column names its rows; for messages and for Home, not for windows."""
    return {
        "type": "data_table",
        "caption": caption,
        "rows": [[_cell(text) for text in row] for row in (header, *rows)],
        "page_size": ROWS_AT_ONCE,
        "row_header_column_index": 0,
    }


def plainly(shown: Sequence[Block]) -> list[Block]:
    """The same for a Slack that does not know tables and charts yet."""
    plain: list[Block] = []
    for block in shown:
        match block["type"]:
            case "data_table":
                plain += _paragraphs(block)
            case "data_visualization":
                continue
            case _:
                plain.append(block)
    return plain


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def _paragraphs(shown: Block) -> list[Block]:
    """A table as paragraphs: a line for each row, with the name of each column."""
    header, *body = [[cell["text"] for cell in row] for row in shown["rows"]]
    paragraphs = [""]
    for first, *others in body:
        named = [f"{name}: {value}" for name, value in zip(header[1:], others, strict=True)]
        line = f"*{blocks.escape(first)}*\n{blocks.escape('; '.join(named))}\n"
        if len(paragraphs[-1]) + len(line) > SECTION_LIMIT:
            paragraphs.append("")
        paragraphs[-1] += line
    return [blocks.section(text.rstrip()) for text in paragraphs if text]
