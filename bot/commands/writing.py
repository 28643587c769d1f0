"""Rows into a file that a spreadsheet or a program can read, and nobody else on the machine."""

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import views.screening
import views.shell
from bot.commands.saying import say
from models.refusals import BadInput
from models.roster_cells import neutralised

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
    folder = out.parent if _is_channel(out) else Path(os.path.realpath(out)).parent
    if not folder.is_dir():
        raise BadInput("out", views.shell.no_folder(str(out.parent)))


def must_be_folder(out: Path) -> None:
    """Refuse what is no folder and cannot become one; ask before a taking is put on record."""
    there = next((one for one in (out, *out.parents) if os.path.lexists(one)), None)
    if there is not None and not there.is_dir():
        raise BadInput("out", views.shell.not_a_folder(str(there)))


def put(content: bytes, out: Path) -> None:
    """Put the whole file there, or nothing, readable for nobody else on the machine.

    A link leads to the file that is written. Into a device or a pipe it goes as it comes: they are
    never replaced.
    """
    must_be_file(out)
    try:
        if _is_channel(out):
            out.write_bytes(content)
        else:
            _replace(Path(os.path.realpath(out)), content)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(out)) from fault


def _replace(file: Path, content: bytes) -> None:
    # A name that nobody knows beforehand: whoever may write into the folder could hold it ready.
    descriptor, beside = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    try:
        with open(descriptor, "wb") as part:  # noqa: PTH123 - a descriptor
            part.write(content)
        Path(beside).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def _is_channel(out: Path) -> bool:
    """Say whether it is there and is no file: a device, a pipe."""
    return out.exists() and not out.is_file()


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
