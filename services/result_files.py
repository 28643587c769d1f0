"""Released figures as files: who may take which of them, and each taking recorded before it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import views.result_files
from analysis.published import ReleaseInfo
from models.refusals import OnlyWords, ReleaseUnknown
from models.reporting import Period, days_of
from services import releasable, results, themes
from services.sight import Sight
from services.work import Work
from views import result_formats
from views.result_files import Kind, Results


@dataclass(frozen=True)
class Taking:
    """A file that somebody may take, and whose taking is on record."""

    sight: Sight
    releases: tuple[ReleaseInfo, ...]
    kind: Kind
    name: str
    title: str


async def one(work: Work, number: int | None = None) -> list[ReleaseInfo]:
    """The release of figures of this number, or the newest, after the words of the same wave.

    ReleaseUnknown if there are no such figures, OnlyWords if the number is one of words.
    """
    released = await _released(work)
    found = [release for release in released if number in (None, release.number)]
    figures = next(filter(_is_figures, found), None)
    if figures is None:
        raise _no_figures(released, number)
    words = [one for one in released if one.subject == figures.subject and one != figures]
    return [*words, figures]


async def within(work: Work, period: str) -> list[ReleaseInfo]:
    """All that was released of a quarter or a year (2026-27-Q1, 2026-27), the whole of it last.

    A wave belongs to the period in which it opened, and its words with it. ReleaseUnknown if no
    figures were released, BadInput if it is no period.
    """
    length, period = releasable.period_of(period)
    first, last = days_of(length, period)
    found = [
        release
        for release in await _released(work)
        if first <= release.starts_on <= last
        and (release.period in (Period.WAVE, Period.WORDS) or release.ends_on <= last)
    ]
    if not any(map(_is_figures, found)):
        raise ReleaseUnknown(period)
    return sorted(
        found,
        key=lambda release: (_is_figures(release), release.subject == period, release.number),
    )


async def _released(work: Work) -> list[ReleaseInfo]:
    """Every release, the newest first."""
    async with work.results() as session:
        return await results.releases(session)


def _is_figures(release: ReleaseInfo) -> bool:
    return release.period is not Period.WORDS


def _no_figures(released: Sequence[ReleaseInfo], number: int | None) -> ReleaseUnknown:
    of_words = next((one for one in released if one.number == number), None)
    if of_words is None:
        return ReleaseUnknown(str(number or ""))
    same = (one for one in released if _is_figures(one) and one.subject == of_words.subject)
    return OnlyWords(of_words.number, next((one.number for one in same), None))


async def take(
    work: Work, sight: Sight, releases: Sequence[ReleaseInfo], kind: Kind, period: str = ""
) -> Taking:
    """Put on record that somebody takes this file; `make` makes it."""
    name = views.result_files.file_name(releases, period, kind)
    numbers = [release.number for release in releases]
    work.record("figures.exported", name, releases=numbers, kind=kind.value)
    return Taking(sight, tuple(releases), kind, name, releases[-1].title)


async def make(work: Work, taking: Taking) -> tuple[str, bytes]:
    """The name and the bytes: the same for everybody who may see the same.

    It takes a while: ask for it where nothing is held that others wait for (`look`).
    """
    gathered = Results()
    async with work.results() as session:
        for release in taking.releases:
            units = taking.sight.visible(await results.units(session, release.number))
            if _is_figures(release):
                keys = [unit.key for unit in units]
                gathered.add(release, units, await results.figures(session, release.number, keys))
                gathered.add_pairs(release, await results.pairs(session, release.number))
            else:
                said = await themes.themes(session, release.number, units)
                gathered.add_words(
                    release, said, await themes.quotes(session, release.number, units)
                )
    at = max(release.released_at for release in taking.releases)
    content = await asyncio.to_thread(
        result_formats.written, gathered.tables(), taking.kind, taking.title, at
    )
    return taking.name, content
