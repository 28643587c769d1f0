"""Rows into a file that a spreadsheet or a program can read, and nobody else on the machine."""

import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import views.screening
import views.shell
from bot.commands.saying import say
from models.refusals import BadInput
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


def must_be_file(out: Path | None) -> None:
    """Refuse what no file can be written to; ask before a taking is put on record."""
    if out is None:
        return
    if out.is_dir():
        raise BadInput("out", views.shell.is_folder(str(out)))
    if not out.parent.is_dir():
        raise BadInput("out", views.shell.no_folder(str(out.parent)))


def must_be_folder(out: Path) -> None:
    """Refuse what is no folder and cannot become one; ask before a taking is put on record."""
    there = next((one for one in (out, *out.parents) if one.exists()), None)
    if there is not None and not there.is_dir():
        raise BadInput("out", views.shell.is_file(str(there)))


def put(content: bytes, out: Path) -> None:
    """Put the whole file there, or nothing."""
    must_be_file(out)
    beside = out.with_name(f".{out.name}.part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(content)
        beside.replace(out)
    except BaseException as fault:
        with suppress(OSError):
            beside.unlink()
        if isinstance(fault, OSError):
            raise OSError(fault.errno, fault.strerror, str(out)) from fault
        raise


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
