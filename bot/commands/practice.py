"""`practice`: looks through texts for identifiers, and gives the published examples out."""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

import views.screening
from bot import settings as environment
from bot.commands import writing
from bot.commands.saying import one_sentence, say, say_json, tell
from bot.database import connect
from bot.house import opened
from bot.settings import SettingsWrong
from models.names import NameIndex
from models.person import Person
from models.screen import Spot, look_through
from services import exports
from services.work import OPERATOR


class Form(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True)
class Screened:
    """One line of the file: its text's findings, and what its label says, or why it is bad."""

    line: int
    spots: list[Spot]
    identifies: bool | None = None
    fault: str = ""


AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def commands() -> typer.Typer:
    """Everything under `practice`."""
    group = typer.Typer(no_args_is_help=True, help="Screen texts, and export published examples.")
    group.command("screen")(screen)
    group.command("export")(export)
    return group


def screen(
    file: Annotated[str, typer.Argument(help="One JSON object a line with “text”; - reads input.")],
    as_json: AsJson = False,
) -> None:
    """Find identifiers in texts; where labels say what is right, count how often we are."""
    with one_sentence():
        lines = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        names = NameIndex(asyncio.run(_names()))
    results = list(_screened(lines, names))
    _show(results, as_json=as_json)
    if any(one.fault for one in results):
        raise typer.Exit(1)


def export(
    form: Annotated[Form, typer.Option("--format", help="csv or json.")] = Form.CSV,
    out: Annotated[Path | None, typer.Option("--out", help="Write into this file.")] = None,
) -> None:
    """Give the published examples out, with their fields and how often they were used."""
    with one_sentence():
        writing.must_be_file(out)
        writing.give(asyncio.run(_published()), form.value, out)


async def _published() -> list[dict[str, Any]]:
    async with opened(environment.load()) as house, house.begin(OPERATOR) as work:
        return await exports.published(work)


async def _names() -> list[str]:
    """The roster's names where there is a roster; this command makes no database."""
    try:
        url = environment.load().database_url
        is_file = make_url(url).get_backend_name() == "sqlite"
        path = Path(make_url(url).database or "")
        if is_file and not await asyncio.to_thread(path.is_file):
            raise FileNotFoundError(path)
        database = connect(url)
        try:
            async with database.read() as session:
                found = (await session.scalars(select(col(Person.name)))).all()
        finally:
            await database.close()
    except (SQLAlchemyError, SettingsWrong, OSError):
        tell(views.screening.NO_ROSTER)
        return []
    return [name for name in found if name]


def _screened(content: bytes, names: NameIndex) -> Iterator[Screened]:
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
            text, label = row["text"], row.get("identifies")
        except UnicodeDecodeError:
            yield Screened(number, [], fault="it is not UTF-8 text")
        except (ValueError, RecursionError):
            yield Screened(number, [], fault="it is not JSON")
        except (TypeError, KeyError, AttributeError):
            yield Screened(number, [], fault="it is no JSON object with a “text”")
        else:
            yield _looked_at(number, text, label, names)


def _looked_at(number: int, text: object, label: object, names: NameIndex) -> Screened:
    if not isinstance(text, str):
        return Screened(number, [], fault="“text” is not a text")
    if label is not None and not isinstance(label, bool):
        return Screened(number, [], fault="“identifies” is neither true nor false")
    return Screened(number, look_through(text, names), label)


def _show(results: list[Screened], *, as_json: bool) -> None:
    for one in results:
        if one.fault:
            tell(views.screening.bad_line(one.line, one.fault))
    good = [one for one in results if not one.fault]
    if as_json:
        say_json({"texts": [_described(one) for one in good], **_counts(good)})
        return
    for one in good:
        for spot in one.spots:
            say(views.screening.finding(one.line, spot.kind, spot.excerpt))
    counts = _counts(good)
    say(views.screening.looked_through(len(good), counts["found"]))
    if counts["labelled"]:
        say(views.screening.rates(counts["right"], counts["wrong"], counts["missed"]))


def _counts(good: list[Screened]) -> dict[str, Any]:
    labelled = [one for one in good if one.identifies is not None]
    right = sum(bool(one.spots) and one.identifies is True for one in labelled)
    wrong = sum(bool(one.spots) and one.identifies is False for one in labelled)
    missed = sum(not one.spots and one.identifies is True for one in labelled)
    return {
        "found": sum(bool(one.spots) for one in good),
        "labelled": len(labelled),
        "right": right,
        "wrong": wrong,
        "missed": missed,
        "recall": round(right / (right + missed), 4) if right + missed else None,
        "precision": round(right / (right + wrong), 4) if right + wrong else None,
    }


def _described(one: Screened) -> dict[str, Any]:
    findings = [
        {
            "kind": spot.kind,
            "excerpt": spot.excerpt,
            "start": spot.start,
            "end": spot.end,
            "advice": views.screening.advice(spot.kind),
        }
        for spot in one.spots
    ]
    return {"line": one.line, "identifies": one.identifies, "findings": findings}
