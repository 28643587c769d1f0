"""The annual report: gathers a year from released figures and from what was published beside them.

All of it is as it was at one moment, by default that of the year's last release, so that the same
report can be made again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from analysis.published import ReleaseInfo
from models import questionnaire
from models.announcement import STARTED, Announcement
from models.library import LibraryEntry
from models.practice_form import text_of
from models.questionnaire import CRITERIA
from models.questionnaires import CATALOGUE
from models.refusals import ReleaseUnknown
from models.reporting import ENGLAND, Level, Period
from services import releasable, responses, results, themes, uses
from services.sight import PUBLIC
from services.work import LONDON, Work
from views.report.facts import Answer, Example, Facts, Figures, Theme

# Headings of the PCF that speak to equality: diversity and equality, and rights and justice.
EQUALITY_HEADINGS = frozenset({3, 4})


async def gather(work: Work, year: str, until: datetime | None = None) -> Facts:
    """Everything that the report of a year (2026-27) says.

    ReleaseUnknown without a release, BadInput if it is no year.
    """
    first, last = releasable.days_asked(Period.YEAR, year)
    async with work.results() as session:
        released = [
            one
            for one in reversed(await results.releases(session))
            if first <= one.starts_on <= last and (until is None or one.released_at < until)
        ]
        whole = _whole(released, year)
        figures = await _figures(session, released, whole)
    since = datetime.combine(first, time(), LONDON)
    moment = until or max(one.released_at for one in released)
    return Facts(
        year=year,
        starts_on=first,
        ends_on=last,
        until=moment,
        releases=released,
        whole=whole,
        figures=figures,
        equality_items=_equality_items(whole),
        examples=await _examples(work, since, moment),
        uses=await uses.criteria(work, since, moment),
        announcements=await _announcements(work, since, moment),
        answers=await _answers(work, released, moment),
    )


def record(work: Work, facts: Facts) -> None:
    """Put on record that the report was made, and the hash of what it says."""
    numbers = [one.number for one in facts.releases]
    work.record("report.made", facts.year, releases=numbers, digest=facts.digest)


def _whole(released: Sequence[ReleaseInfo], year: str) -> ReleaseInfo:
    """The year's own release; before there is one, the newest of a month or a quarter."""
    found = [one for one in released if one.period is not Period.WORDS]
    if not found:
        raise ReleaseUnknown(year)
    return next((one for one in found if one.subject == year), found[-1])


async def _figures(
    session: AsyncSession, released: Sequence[ReleaseInfo], whole: ReleaseInfo
) -> Figures:
    units = await results.units(session, whole.number)
    keys = [unit.key for unit in PUBLIC.visible(units)]
    numbers = {one.number for one in released}
    series = await results.series(session, ENGLAND, CRITERIA)
    months = [one for one in released if one.period is Period.WAVE]
    latest = months[-1] if months else whole
    found = Figures(
        levels={level: sum(one.level is level for one in units) for level in Level},
        rows=await results.figures(session, whole.number, keys),
        trends={
            code: [point for point in points if point[0].number in numbers]
            for code, points in series.items()
        },
        pairs=await results.pairs(session, latest.number),
        pairs_of=latest.title,
    )
    return await _with_words(session, released, found)


async def _with_words(
    session: AsyncSession, released: Sequence[ReleaseInfo], figures: Figures
) -> Figures:
    """Add the themes of comments in England, and the quotations for all."""
    shown: list[Theme] = []
    quoted: list[str] = []
    for release in released:
        if release.period is Period.WORDS:
            units = PUBLIC.visible(await results.units(session, release.number))
            for unit, found in await themes.themes(session, release.number, units):
                if unit.level is Level.ENGLAND:
                    shown += [Theme(release.title, one.name, one.figure) for one in found]
            quotes = await themes.quotes(session, release.number, units)
            quoted += [f"“{one.text}” ({one.place})" for one in quotes]
    # Two who wrote the same words are quoted once.
    return replace(figures, themes=shown, quotes=list(dict.fromkeys(quoted)))


def _equality_items(release: ReleaseInfo) -> frozenset[str]:
    if release.questionnaire not in CATALOGUE:
        return frozenset()
    items = questionnaire.load(release.questionnaire).items
    return frozenset(item.id for item in items if EQUALITY_HEADINGS & set(item.pcf))


async def _examples(work: Work, since: datetime, until: datetime) -> list[Example]:
    """What was published in this time and is still to be read."""
    query = (
        select(LibraryEntry)
        .where(col(LibraryEntry.published_at) >= since, col(LibraryEntry.published_at) < until)
        .order_by(col(LibraryEntry.title), col(LibraryEntry.practice_id))
    )
    return [
        Example(one.title, tuple(sorted(one.criteria)), bool(text_of(one.content, "equality")))
        for one in await work.session.scalars(query)
    ]


async def _announcements(work: Work, since: datetime, until: datetime) -> int:
    query = select(func.count()).where(
        col(Announcement.state).in_(STARTED),
        col(Announcement.started_at) >= since,
        col(Announcement.started_at) < until,
    )
    return int((await work.session.execute(query)).scalar_one())


async def _answers(work: Work, released: Sequence[ReleaseInfo], until: datetime) -> list[Answer]:
    """What co-ordinators of England and of regions answered to these releases, the oldest first.

    None that could still be changed at that moment: the same report says the same words.
    """
    numbers = {one.number for one in released}
    found = [
        (one.response, one)
        for one in await responses.listed(work, PUBLIC)
        if one.response.release in numbers
        and one.response.is_written
        and one.response.closes_at <= until
    ]
    return [
        Answer(
            one.place, one.release, response.said, response.did, response.cannot, response.by_when
        )
        for response, one in sorted(found, key=lambda pair: pair[0].release)
    ]
