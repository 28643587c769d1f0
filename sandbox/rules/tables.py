"""The two blocks made of rows and cells: `table` and `data_table`."""

from typing import Any

from sandbox.rules.objects import identifier
from sandbox.rules.place import Place
from sandbox.rules.rich_text import RICH_TEXT
from sandbox.rules.shapes import (
    NOT_MODAL,
    Need,
    Shape,
    flag,
    kinds,
    list_of,
    number,
    one_of,
    or_null,
    string,
    typed,
    whole,
)
from sandbox.rules.walk import letters

TABLE_LETTERS = 10_000
DATA_TABLE_LETTERS = 20_000
# Sources disagree between a hundred rows and two hundred; a hundred is safe under both.
DATA_TABLE_ROWS = 100

_raw_cells = {
    "raw_text": typed({"text": Need(string(least=1))}),
    "raw_number": typed({"value": Need(number), "text": Need(string(least=1))}),
}
_cell = kinds({**_raw_cells, "rich_text": RICH_TEXT})
_header_cell = kinds(_raw_cells)
_row = list_of(_cell, 20, least=1)
_column = or_null(Shape({"align": one_of("left", "center", "right"), "is_wrapped": flag}))


def _fits(most: int) -> Any:
    def rule(block: Any, place: Place) -> None:
        if letters(block["rows"]) > most:
            (place / "rows").complain(f"no more than {most} characters allowed in all cells")

    return rule


def _header_is_plain(block: Any, place: Place) -> None:
    for index, cell in enumerate(block["rows"][0]):
        _header_cell(cell, place / "rows" / 0 / index)


def _rows_are_equally_long(block: Any, place: Place) -> None:
    width = len(block["rows"][0])
    for index, row in enumerate(block["rows"]):
        if len(row) != width:
            (place / "rows" / index).complain(f"must have exactly {width} cells")


def _row_header_exists(block: Any, place: Place) -> None:
    if block.get("row_header_column_index", 0) >= len(block["rows"][0]):
        (place / "row_header_column_index").complain("there is no such column")


TABLE = typed(
    {
        "block_id": identifier,
        "rows": Need(list_of(_row, 100, least=1)),
        "column_settings": list_of(_column, 20),
    },
    _fits(TABLE_LETTERS),
    surfaces=NOT_MODAL,
)

DATA_TABLE = typed(
    {
        "block_id": identifier,
        "caption": Need(string(least=1)),
        "rows": Need(list_of(_row, DATA_TABLE_ROWS + 1, least=2)),
        "page_size": whole(1, 100),
        "row_header_column_index": whole(0),
    },
    _header_is_plain,
    _rows_are_equally_long,
    _row_header_exists,
    _fits(DATA_TABLE_LETTERS),
    surfaces=NOT_MODAL,
)
