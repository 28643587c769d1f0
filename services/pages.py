"""What the pages show: each gathers what was released, as far as its reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

import views.site.overview
import views.site.sentences
from analysis.published import ItemInfo, ReleaseInfo, UnitInfo
from models.refusals import PageUnknown, UnitHidden
from models.reporting import ENGLAND, Period
from services import results, sight
from services.sight import Sight
from services.work import Work
from views.site.addresses import Addresses
from views.site.frame import Frame
from views.site.lines import Lines


@dataclass(frozen=True)
class Asked:
    """What a page was asked for: a release (the newest if None), a unit, or a part by its name."""

    release: int | None = None
    unit: str = ""
    part: str = ""


@dataclass(frozen=True)
class Reading:
    """One release as one reader sees it."""

    session: AsyncSession
    release: ReleaseInfo
    releases: Sequence[ReleaseInfo]
    units: Sequence[UnitInfo]
    own: UnitInfo
    addresses: Addresses

    @property
    def frame(self) -> Frame:
        return Frame(self.addresses, self.release, self.releases)

    @property
    def lines(self) -> Lines:
        return Lines(self.addresses, {one.key: one for one in self.units})

    @property
    def england(self) -> UnitInfo:
        return self.unit(ENGLAND)

    def unit(self, key: str) -> UnitInfo:
        """A unit that the reader may see; UnitHidden for any other and for none."""
        for one in self.units:
            if one.key == key:
                return one
        raise UnitHidden("results", "unit")

    async def criteria(self) -> list[ItemInfo]:
        return [one for one in await self.items() if one.is_criterion]

    async def items(self) -> list[ItemInfo]:
        return await results.items(self.session, self.release.number)


async def overview(work: Work, asked: Asked) -> str:
    """The four criteria in England and where the reader is, over time, and who answered."""
    async with work.results() as session:
        reading = await _reading(work, session, asked)
        if reading is None:
            return views.site.sentences.nothing_yet(_frame(work))
        codes = [one.id for one in await reading.criteria()]
        places = list({one.key: one for one in (reading.england, reading.own)}.values())
        keys = [one.key for one in places]
        rows = await results.figures(session, reading.release.number, keys, codes)
        trends = await results.series(session, ENGLAND, codes)
        shown = views.site.overview.Overview(
            places=[(one, [row for row in rows if row.unit == one]) for one in places],
            trends_of=reading.england,
            trends=[(code, trends.get(code, ())) for code in codes],
            waves=_waves(reading),
        )
        return views.site.overview.page(reading.frame, reading.lines, shown)


async def _reading(work: Work, session: AsyncSession, asked: Asked) -> Reading | None:
    """The release that is asked for; None when there is none at all yet."""
    seen: Sight = await sight.sight(work)
    releases = await results.releases(session)
    release = await _release(session, asked)
    if release is None:
        return None
    released = await results.units(session, release.number)
    visible = seen.visible(released)
    own = seen.own(released) or visible[0]
    addresses = Addresses(_root(work), asked.release)
    return Reading(session, release, releases, visible, own, addresses)


async def _release(session: AsyncSession, asked: Asked) -> ReleaseInfo | None:
    if asked.release is None:
        return await results.latest(session)
    found = await results.release(session, asked.release)
    if found is None:
        raise PageUnknown
    return found


def _frame(work: Work) -> Frame:
    return Frame(Addresses(_root(work)))


def _root(work: Work) -> str:
    return urlsplit(work.policy.public_url).path


def _waves(reading: Reading) -> list[ReleaseInfo]:
    waves = [one for one in reading.releases if one.period is Period.WAVE]
    return sorted(waves, key=lambda one: (one.starts_on, one.number))
