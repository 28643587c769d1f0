"""`figures`, and `figures export`: gives released figures out as a file that explains itself."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

import views.shell
from bot import settings as environment
from bot.commands import figures, writing
from bot.commands.saying import give_up, one_sentence, say
from bot.house import opened
from services import result_files
from services.result_files import Taking
from services.sight import EVERYTHING
from services.work import OPERATOR, House
from views.result_files import Kind


def commands() -> typer.Typer:
    """Everything under `figures`."""
    group = typer.Typer(no_args_is_help=True, help="Prepare, list and give out figures.")
    group.command("list")(figures.list_)
    group.command("prepare")(figures.prepare)
    group.command("export")(export)
    return group


def export(
    release: Annotated[
        int | None, typer.Option(min=1, help="One release by its number; without it the newest.")
    ] = None,
    period: Annotated[
        str, typer.Option(help="All releases of a released quarter or year, such as 2026-27.")
    ] = "",
    form: Annotated[Kind, typer.Option("--format", help="csv, xlsx or json.")] = Kind.CSV,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write into this file.")] = None,
) -> None:
    """Give released figures out, with units, definitions, floors and the link of each release."""
    if release is not None and period:
        raise typer.BadParameter(views.shell.RELEASE_OR_PERIOD)
    with one_sentence():
        writing.must_be_file(out)
        if form is Kind.XLSX and out is None and sys.stdout.isatty():
            give_up(views.shell.NO_TERMINAL)
        content = asyncio.run(_made(release, period, form))
        if out is None:
            sys.stdout.buffer.write(content)
        else:
            writing.put(content, out)
            say(views.shell.written(str(out)))


async def _made(release: int | None, period: str, kind: Kind) -> bytes:
    async with opened(environment.load()) as house:
        taking = await _taken(house, release, period, kind)
        async with house.look(OPERATOR) as work:
            return (await result_files.make(work, taking))[1]


async def _taken(house: House, release: int | None, period: str, kind: Kind) -> Taking:
    async with house.begin(OPERATOR) as work:
        if period:
            found = await result_files.within(work, period)
        else:
            found = await result_files.one(work, release)
        return await result_files.take(work, EVERYTHING, found, kind, period.upper())
