"""`waves`: shows waves, opens one by hand, closes and seals one."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

import views.shell
from bot import settings as environment
from bot.commands.saying import one_sentence, say, say_json, say_table, tell
from bot.house import opened
from models.refusals import BadInput, WaveNotOpen, WaveUnknown
from models.survey import Wave, WaveState
from services import sealing, surveys
from services.surveys import Turnout
from services.work import LONDON, OPERATOR, House, Work

T = TypeVar("T")

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
WaveId = Annotated[str, typer.Argument(help="The wave's id, or enough of its beginning.")]

# Far more than anybody will ever look through by hand.
ALL_WAVES = 10_000
SHORTEST_BEGINNING = 4


def commands() -> typer.Typer:
    """Everything under `waves`."""
    group = typer.Typer(no_args_is_help=True, help="Show, open, close and seal waves.")
    group.command("list")(list_)
    group.command("open")(open_)
    group.command("close")(close)
    group.command("status")(status)
    return group


def list_(as_json: AsJson = False) -> None:
    """Show the latest waves, newest first."""
    waves = _visit(_listed)
    if as_json:
        say_json([_described(one) for one in waves])
    elif not waves:
        say(views.shell.NO_WAVES)
    else:
        say_table(views.shell.WAVE_COLUMNS, [_line(one) for one in waves])


def open_(
    survey: Annotated[str, typer.Argument(help="The survey's id, such as pulse.")],
    days: Annotated[
        int | None, typer.Option(min=1, max=60, help="Close after so many working days.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Close at this moment, such as 2026-12-04T17:00.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Open a wave now; the invitations go out in each person's working hours."""
    if days is not None and until is not None:
        raise typer.BadParameter(views.shell.DAYS_OR_UNTIL)
    wave = _visit(lambda house: _open(house, survey, days, until))
    if as_json:
        say_json(_described(wave))
    else:
        say(views.shell.opened(wave.wave, wave.invited))


def close(wave: WaveId, as_json: AsJson = False) -> None:
    """Take no more answers, and seal: names gone, answers mixed, keys destroyed."""
    closed = _visit(lambda house: _close(house, wave))
    if as_json:
        say_json(_described(closed))
    else:
        say(views.shell.closed(closed.wave))
    if closed.wave.state is not WaveState.DESTROYED:
        raise typer.Exit(1)


def status(wave: WaveId, as_json: AsJson = False) -> None:
    """Show how far a wave is, and about how many have answered; never who."""
    shown = _visit(lambda house: _status(house, wave))
    if as_json:
        say_json(_described(shown))
    else:
        say(views.shell.status(shown.wave, shown.invited, _answered(shown)))


def _visit(errand: Callable[[House], Awaitable[T]]) -> T:
    async def there_and_back() -> T:
        async with opened(environment.load()) as house:
            return await errand(house)

    with one_sentence():
        return asyncio.run(there_and_back())


async def _listed(house: House) -> list[Turnout]:
    async with house.look(OPERATOR) as work:
        return [await surveys.turnout(work, wave.id) for wave in await surveys.list_waves(work)]


async def _open(house: House, survey: str, days: int | None, until: str | None) -> Turnout:
    async with house.begin(OPERATOR) as work:
        # The bot may never have been started here.
        await surveys.found_pulse(work)
        moment = _moment(work, until) if until else None
        wave = await surveys.open_by_hand(work, survey, days=days, until=moment)
    return Turnout(wave, wave.invited, 0)


async def _close(house: House, name: str) -> Turnout:
    async with house.look(OPERATOR) as work:
        wave = await find_wave(work, name)
    if wave.state in (WaveState.DESTROYED, WaveState.LOST):
        raise WaveNotOpen
    if wave.state is WaveState.OPEN:
        async with house.begin(OPERATOR) as work:
            await surveys.close(work, wave.id)
        tell(views.shell.CLOSING)
    tell(views.shell.SEALING)
    await sealing.run(house, wave.id)
    async with house.look(OPERATOR) as work:
        return await surveys.turnout(work, wave.id)


async def _status(house: House, name: str) -> Turnout:
    async with house.look(OPERATOR) as work:
        return await surveys.turnout(work, (await find_wave(work, name)).id)


async def find_wave(work: Work, name: str) -> Wave:
    """The wave of this id, or the only one whose id begins so."""
    try:
        return await surveys.fetch_wave(work, UUID(name))
    except ValueError:
        waves = await surveys.list_waves(work, ALL_WAVES)
    found = [wave for wave in waves if str(wave.id).startswith(name.lower())]
    if len(found) != 1 or len(name) < SHORTEST_BEGINNING:
        raise WaveUnknown(name)
    return found[0]


def _moment(work: Work, text: str) -> datetime:
    """A moment, on the programme's clock where it names no zone; a day lasts until its end."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise BadInput("until", views.shell.no_moment(text)) from wrong
    if _is_day(text):
        moment = datetime.combine(moment.date() + timedelta(days=1), time())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    if moment <= work.now:
        raise BadInput("until", views.shell.past(moment))
    return moment


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _answered(one: Turnout) -> int | None:
    """About how many have a ballot; nothing where the group is small."""
    return surveys.shown(one)[1]


def _described(one: Turnout) -> dict[str, Any]:
    wave = one.wave
    return {
        "id": str(wave.id),
        "survey": wave.survey_id,
        "state": wave.state.value,
        "opens_at": wave.opens_at.isoformat(),
        "closes_at": wave.closes_at.isoformat(),
        "invited": one.invited,
        "answered": _answered(one),
    }


def _line(one: Turnout) -> list[str]:
    return views.shell.wave_line(one.wave, one.invited, _answered(one))
