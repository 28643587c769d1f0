"""`announcements`: gives them out with counts, and without names."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import settings as environment
from bot.commands import writing
from bot.commands.practice import Form
from bot.commands.saying import one_sentence
from bot.house import opened
from services import exports
from services.work import OPERATOR


def commands() -> typer.Typer:
    """Everything under `announcements`."""
    group = typer.Typer(no_args_is_help=True, help="Export announcements.")
    # A group of a single command would lose its name.
    group.callback()(_group)
    group.command("export")(export)
    return group


def _group() -> None:
    """Export announcements."""


def export(
    form: Annotated[Form, typer.Option("--format", help="csv or json.")] = Form.CSV,
    out: Annotated[Path | None, typer.Option("--out", help="Write into this file.")] = None,
) -> None:
    """Give every announcement out: audience, state, how many were reached and acknowledged."""
    with one_sentence():
        writing.must_be_file(out)
        writing.give(asyncio.run(_announced()), form.value, out)


async def _announced() -> list[dict[str, Any]]:
    async with opened(environment.load()) as house, house.begin(OPERATOR) as work:
        return await exports.announced(work)
