"""`roster`: brings the roster in from a file, all or nothing, and gives it out as one."""

import asyncio
import csv
import io
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import views.roster
from bot import directory
from bot import settings as environment
from bot.commands import progress, writing
from bot.commands.saying import give_up, one_sentence, say, say_json, tell
from bot.house import opened
from bot.settings import Settings
from models import framework
from models.refusals import RosterRefused
from models.roster import Row, parse
from services import roster
from services.bulk import Progress
from services.roster import Summary
from services.work import OPERATOR

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def commands() -> typer.Typer:
    """Everything under `roster`."""
    group = typer.Typer(
        no_args_is_help=True, help="Bring the roster in from a file, or out to one."
    )
    group.command("import")(import_)
    group.command("export")(export)
    return group


def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file in UTF-8, with a header.")],
    as_json: AsJson = False,
) -> None:
    """Make the roster say what the file says; with a single fault nothing is changed."""
    with one_sentence():
        try:
            rows = read(file.read_bytes())
            with progress.bar(views.roster.IMPORTING, len(rows)) as advance:
                summary = asyncio.run(bring_in(environment.load(), rows, advance))
        except RosterRefused as refusal:
            for line in views.roster.refused(refusal.faults):
                tell(line)
            give_up(views.roster.not_imported(len(refusal.faults)))
    if as_json:
        say_json(asdict(summary))
    else:
        say(views.roster.imported(**asdict(summary)))


def export(
    out: Annotated[Path | None, typer.Option("--out", help="Write into this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Give the roster out as a file that can be imported again."""
    with one_sentence():
        writing.must_be_file(out)
        content = asyncio.run(give_out(environment.load()))
        people = list(csv.DictReader(io.StringIO(content, newline="")))
        if out is not None:
            writing.put(content.encode(), out)
    if as_json:
        say_json(people if out is None else {"people": len(people), "file": str(out)})
    elif out is None:
        # The lines have their ends already.
        sys.stdout.write(content.replace("\r\n", "\n"))
    else:
        say(views.roster.exported(len(people), str(out)))


def read(content: bytes) -> list[Row]:
    """The rows of a file; RosterRefused names every bad one."""
    reading = parse(content, [version.id for version in framework.load().versions])
    if reading.faults:
        raise roster.refusal(reading.faults)
    return reading.rows


async def bring_in(settings: Settings, rows: list[Row], advance: Progress) -> Summary:
    """Import, and match with the directory at once where it can be reached; else the bot does."""
    async with opened(settings) as house:
        async with house.begin(OPERATOR) as work:
            summary = await roster.import_rows(work, rows, advance)
        if not await directory.read_now(settings, house):
            tell(views.roster.MATCHED_LATER)
    return summary


async def give_out(settings: Settings) -> str:
    """Export beside a running bot."""
    async with opened(settings) as house, house.begin(OPERATOR) as work:
        return await roster.export_rows(work)
