"""Rows into a file that a spreadsheet or a program can read, and nobody else on the machine."""

import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import views.screening
from bot.commands.saying import say
from models.roster_cells import neutralised

# What is given out may name people and employers: nobody else on the machine reads the file.
PRIVATE = 0o600
BYTE_ORDER_MARK = "\ufeff"


def give(rows: Sequence[dict[str, Any]], form: str, out: Path | None) -> None:
    """Print the rows, or put the whole file there."""
    content = as_json(rows) if form == "json" else as_csv(rows)
    if out is None:
        sys.stdout.write(content)
        return
    put(content.encode(), out)
    say(views.screening.exported(len(rows), str(out)))


def put(content: bytes, out: Path) -> None:
    """Put the whole file there, or nothing."""
    beside = out.with_name(f".{out.name}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
        file.write(content)
    beside.replace(out)


def as_json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_csv(rows: Sequence[dict[str, Any]]) -> str:
    """UTF-8 with a mark that spreadsheets want; no cell is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    if rows:
        writer.writerow(list(rows[0]))
    for row in rows:
        writer.writerow([neutralised(_cell(value)) for value in row.values()])
    return BYTE_ORDER_MARK + file.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
