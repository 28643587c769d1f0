"""`report`: writes the annual report as a page, a Word file, a PDF and a workbook."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

import views.shell
from bot import settings as environment
from bot.commands import progress, writing
from bot.commands.saying import give_up, one_sentence, say, tell
from bot.house import opened
from models.refusals import BadInput
from models.shipped import BadFile
from services import annual, result_files
from services.sight import PUBLIC
from services.work import LONDON, OPERATOR
from views.report import chapters, pages, word, words
from views.report.facts import Facts
from views.report.words import Words
from views.result_files import Kind

# Where a changed file of words is looked for.
KEPT_WORDS = Path("var/report/words.toml")


@dataclass(frozen=True)
class Gathered:
    """All that the files are made of: nothing else is read while they are written."""

    facts: Facts
    annex: bytes


def commands() -> typer.Typer:
    """Everything under `report`."""
    group = typer.Typer(help="Write the annual report, or its words to change them.")
    group.callback(invoke_without_command=True)(report)
    group.command("words")(print_words)
    return group


def report(
    context: typer.Context,
    year: Annotated[str, typer.Option(help="The year from April to March, such as 2026-27.")] = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="Write into this folder.")] = Path(
        "var/report"
    ),
    changed: Annotated[
        Path | None, typer.Option("--words", help="Words that somebody has changed.")
    ] = None,
    until: Annotated[
        str, typer.Option(help="As it was before this day; without it, at the last release.")
    ] = "",
) -> None:
    """Write the annual report from released figures: HTML, DOCX, PDF, and an annex as XLSX."""
    if context.invoked_subcommand is not None:
        return
    if not year:
        raise typer.BadParameter(views.shell.WHICH_YEAR)
    with one_sentence():
        try:
            writing.must_be_folder(out)
            spoken = _words(changed)
            gathered = asyncio.run(_gather(year, _moment(until)))
            _write(gathered, spoken, out)
        except BadFile as wrong:
            give_up(str(wrong))


def print_words() -> None:
    """Print the words of the report, to change them and give them to --words."""
    say(words.default_text().rstrip("\n"))


def _words(changed: Path | None) -> Words:
    path = changed or KEPT_WORDS
    if changed is None and not path.is_file():
        return words.load()
    return words.load(str(path), path.read_text("utf-8"))


async def _gather(year: str, until: datetime | None) -> Gathered:
    """The annex is for everybody: it has England and the regions, as the report has."""
    async with opened(environment.load()) as house:
        async with house.look(OPERATOR) as work:
            facts = await annual.gather(work, year, until)
        async with house.begin(OPERATOR) as work:
            annual.record(work, facts)
            taking = await result_files.take(work, PUBLIC, facts.annexed, Kind.XLSX, year)
        async with house.look(OPERATOR) as work:
            _, annex = await result_files.make(work, taking)
    return Gathered(facts, annex)


def _write(gathered: Gathered, spoken: Words, out: Path) -> None:
    """Each file is there as a whole or not at all; without what draws a PDF the others are."""
    made = chapters.report(gathered.facts, spoken)
    at, name = gathered.facts.until, f"annual-report-{gathered.facts.year}"
    out.mkdir(parents=True, exist_ok=True)
    steps: dict[str, Callable[[], bytes]] = {
        f"{name}.html": lambda: pages.web_page(made, at),
        f"{name}.docx": lambda: word.word_file(made, at),
        f"{name}.pdf": lambda: pages.document(made, at),
        f"{name}-annex.xlsx": lambda: gathered.annex,
    }
    with progress.bar(views.shell.WRITING, len(steps)) as advance:
        for file, make in steps.items():
            if (content := _made(make)) is not None:
                writing.put(content, out / file)
                say(views.shell.written(str(out / file)))
            advance(1)


def _made(make: Callable[[], bytes]) -> bytes | None:
    try:
        return make()
    except pages.NothingDraws as missing:
        tell(views.shell.nothing_draws(str(missing)))
        return None


def _moment(day: str) -> datetime | None:
    try:
        found = date.fromisoformat(day) if day else None
    except ValueError as wrong:
        raise BadInput("until", views.shell.no_day(day)) from wrong
    return None if found is None else datetime.combine(found, time(), LONDON)
