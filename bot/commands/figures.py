"""`figures prepare` and `figures list`: what could be released, and what was."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

import typer

import views.shell
from analysis.published import ReleaseInfo
from bot import settings as environment
from bot.commands.progress import bar
from bot.commands.saying import one_sentence, say, say_json, say_table
from bot.commands.waves import find_wave
from bot.house import opened
from models.release import Preparation, Stage
from models.reporting import Period
from services import preparing, releasable, releasing, results
from services.work import OPERATOR, House
from views import releases
from views.releases import Subject

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def prepare(
    wave: Annotated[str, typer.Option(help="A sealed wave, or enough of its id.")] = "",
    period: Annotated[str, typer.Option(help="A quarter or a year, such as 2026-27-Q1.")] = "",
    as_json: AsJson = False,
) -> None:
    """Prepare figures and have the gate look at them; somebody releases them in Slack."""
    if bool(wave) is bool(period):
        raise typer.BadParameter(views.shell.WAVE_OR_PERIOD)
    with one_sentence():
        preparation = asyncio.run(_prepare(wave, period))
    if as_json:
        say_json(releases.described(preparation))
    else:
        for line in releases.in_the_shell(preparation):
            say(line)
    if preparation.stage is not Stage.READY:
        raise typer.Exit(1)


def list_(as_json: AsJson = False) -> None:
    """Show what was released, the newest first, and what could be."""
    with one_sentence():
        released, waiting = asyncio.run(_listed())
    if as_json:
        say_json(releases.all_described(released, waiting))
        return
    if released:
        say_table(releases.COLUMNS, [releases.line(one) for one in released])
    else:
        say(views.shell.NOTHING_RELEASED)
    for one in waiting:
        say(releases.could_be_prepared(one))


async def _prepare(wave: str, period: str) -> Preparation:
    async with opened(environment.load()) as house:
        asked = await _ask(house, wave, period)
        with bar(releases.CHECKING, 1) as advance:
            await preparing.run(house, asked, _steps(advance))
        async with house.look(OPERATOR) as work:
            return await work.session.get_one(Preparation, asked)


async def _ask(house: House, wave: str, period: str) -> UUID:
    async with house.begin(OPERATOR) as work:
        if wave:
            subject = str((await find_wave(work, wave)).id)
            return (await releasing.ask(work, Period.WAVE, subject)).id
        return (await releasing.ask(work, *releasable.period_of(period))).id


def _steps(advance: Callable[[float], None]) -> Callable[[int, int], None]:
    """The bar is as long as all the work: each step moves it by its share."""
    before = 0

    def move(done: int, of: int) -> None:
        nonlocal before
        advance((done - before) / of)
        before = done

    return move


async def _listed() -> tuple[Sequence[ReleaseInfo], Sequence[Subject]]:
    async with opened(environment.load()) as house, house.look(OPERATOR) as work:
        async with work.results() as session:
            released = await results.releases(session)
        return released, await releasable.unreleased(work)
