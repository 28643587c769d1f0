"""Pages of words: what people said, by theme, and what co-ordinators did about it."""

from collections.abc import Sequence
from dataclasses import replace

import views.site.comments
import views.site.responses
from analysis.published import ReleaseInfo, UnitInfo
from models.refusals import PageUnknown, UnitHidden
from models.reporting import ENGLAND, Period
from services import readings, responses, results, sight, themes
from services.readings import Asked
from services.sight import Sight
from services.work import Work
from views.site.comments import Comments
from views.site.frame import Frame


async def comments(work: Work, asked: Asked) -> str:
    """The themes of one release of words, in England, where the reader is, and where they ask."""
    seen = await sight.sight(work)
    around = Frame(readings.addresses(work))
    async with work.results() as session:
        releases = await results.releases(session, Period.WORDS)
        if not releases:
            return views.site.comments.nothing_yet(around)
        release = _chosen(releases, asked)
        released = await results.units(session, release.number)
        units = seen.visible(released)
        shown = Comments(
            release=release,
            releases=releases,
            units=units,
            themes=await themes.themes(session, release.number, _places(seen, units, asked)),
            quotes=await themes.quotes(session, release.number, units),
        )
    return views.site.comments.page(replace(around, release=release), shown)


async def what_was_done(work: Work, _asked: Asked) -> str:
    """Every answer to a release that the reader may read, the newest release first."""
    seen = await sight.sight(work)
    listed = await responses.listed(work, seen)
    return views.site.responses.page(Frame(readings.addresses(work)), listed)


def _chosen(releases: Sequence[ReleaseInfo], asked: Asked) -> ReleaseInfo:
    for one in releases:
        if asked.release in (None, one.number):
            return one
    raise PageUnknown


def _places(seen: Sight, units: Sequence[UnitInfo], asked: Asked) -> list[UnitInfo]:
    own = seen.own(units)
    wanted = {ENGLAND, asked.unit or (own.key if own else ENGLAND)}
    found = [one for one in units if one.key in wanted]
    if asked.unit and asked.unit not in {one.key for one in found}:
        raise UnitHidden("results", "unit")
    return found
