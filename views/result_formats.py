"""Tables as bytes: a CSV file, a workbook, a JSON document; the same tables give the same bytes."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.roster_cells import neutralised
from views.result_columns import NOTHING, Column, Measure
from views.result_files import Cell, Kind, Table

# The library that writes workbooks has no types.
Workbook = Any
Worksheet = Any
Format = Any

# Spreadsheets take a file without it for one of an older alphabet.
BYTE_ORDER_MARK = "\ufeff"

# The first column of a CSV file: which table a row is of.
TABLE = "table"

# Whole sentences need several lines.
WIDE = 34

PATTERNS = {
    Measure.WORDS: "@",
    Measure.NUMBER: "0",
    Measure.PERCENT: "0%",
    Measure.POINTS: "+0;-0;0",
    Measure.SCORE: "0.0",
}


def written(tables: Sequence[Table], kind: Kind, title: str, at: datetime) -> bytes:
    """Give the tables as a file of this kind, made, as it will say, at this moment."""
    match kind:
        case Kind.CSV:
            return as_csv(tables)
        case Kind.JSON:
            return as_json(tables, title, at)
        case Kind.XLSX:
            return as_workbook(tables, title, at)


def as_csv(tables: Sequence[Table]) -> bytes:
    """One header for all tables; no cell is a formula.

    A row has a cell for each column of any table; those of other tables are empty in it.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    names = list(dict.fromkeys(column.name for table in tables for column in table.columns))
    writer.writerow([TABLE, *names])
    for table in tables:
        places = [names.index(column.name) for column in table.columns]
        for row in table.rows:
            cells: list[Cell] = [NOTHING] * len(names)
            for place, cell in zip(places, row, strict=True):
                cells[place] = neutralised(cell) if isinstance(cell, str) else cell
            writer.writerow([table.name, *cells])
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def as_json(tables: Sequence[Table], title: str, at: datetime) -> bytes:
    """One object: what it is, then every table as a list of objects, and its columns' meaning."""
    document: dict[str, Any] = {
        "title": title,
        "released_at": at.astimezone(UTC).isoformat(),
        "columns": {table.name: list(_meanings(table.columns)) for table in tables},
    }
    for table in tables:
        names = [column.name for column in table.columns]
        document[table.name] = [dict(zip(names, row, strict=True)) for row in table.rows]
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def as_workbook(tables: Sequence[Table], title: str, at: datetime) -> bytes:
    """A sheet for each table, with a frozen header, a filter and real numbers."""
    # Loading it costs time, and nothing else needs it.
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - as said above

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        # With constant memory each row is on disk before the next one is written.
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": title, "created": at.replace(tzinfo=None)})
            for table in tables:
                _sheet(book, table)
        return path.read_bytes()


def _sheet(book: Workbook, table: Table) -> None:
    sheet = book.add_worksheet(table.name.capitalize())
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = [book.add_format(_look(column)) for column in table.columns]
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _heading(column), head)
    _fill(sheet, table, formats)


def _fill(sheet: Worksheet, table: Table, formats: Sequence[Format]) -> None:
    wholes = [_whole(column.measure) for column in table.columns]
    for line, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, place, cell, formats[place])
            else:
                sheet.write_number(line, place, cell / wholes[place], formats[place])


def _whole(measure: Measure) -> int:
    """A spreadsheet keeps a percentage as a part of one."""
    return 100 if measure is Measure.PERCENT else 1


def _look(column: Column) -> dict[str, Any]:
    is_words = column.measure is Measure.WORDS
    return {
        "num_format": PATTERNS[column.measure],
        "align": "left" if is_words else "right",
        "valign": "top",
        "text_wrap": is_words and column.width >= WIDE,
    }


def _heading(column: Column) -> str:
    return column.name.replace("_", " ").capitalize()


def _meanings(columns: Sequence[Column]) -> Iterator[dict[str, str]]:
    for column in columns:
        yield {"name": column.name, "measure": column.measure.value, "meaning": column.meaning}
