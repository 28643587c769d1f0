"""One release as one reader sees it: what a page begins with."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from analysis.published import ItemInfo, ReleaseInfo, Row, UnitInfo
from models.refusals import NothingReleased, PageUnknown, UnitHidden
from models.reporting import ENGLAND, Level, Period
from services import results, sight
from services.results import Series
from services.work import Work
from views.site.addresses import Addresses
from views.site.frame import Frame
from views.site.lines import Lines

WIDE = (Level.ENGLAND, Level.REGION)


@dataclass(frozen=True)
class Asked:
    """What a page was asked for: a release (the newest if None), a unit, or a part by its name."""

    release: int | None = None
    unit: str = ""
    part: str = ""


@dataclass(frozen=True)
class Reading:
    """A release, the units in it that the reader may see, and where they are themselves."""

    session: AsyncSession
    release: ReleaseInfo
    releases: Sequence[ReleaseInfo]
    units: Sequence[UnitInfo]
    own: UnitInfo
    items: Sequence[ItemInfo]
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

    @property
    def codes(self) -> list[str]:
        """The criteria of this release."""
        return [one.id for one in self.items if one.is_criterion]

    @property
    def questions(self) -> list[str]:
        """What was asked."""
        return [one.id for one in self.items if not one.is_criterion]

    @property
    def waves(self) -> list[ReleaseInfo]:
        """Every wave that was released, the earliest first."""
        waves = [one for one in self.releases if one.period is Period.WAVE]
        return sorted(waves, key=lambda one: (one.starts_on, one.number))

    def unit(self, key: str) -> UnitInfo:
        """A unit that the reader may see; UnitHidden for any other, and for none."""
        for one in self.units:
            if one.key == key:
                return one
        raise UnitHidden("results", "unit")

    def around(self, unit: UnitInfo) -> list[UnitInfo]:
        """England, the regions, this unit and the reader's own: what one is seen beside."""
        return [one for one in self.units if one.level in WIDE or one in (unit, self.own)]

    async def figures(self, units: Sequence[UnitInfo], items: Collection[str]) -> list[Row]:
        about = [one for one in self.items if one.id in items]
        return await results.figures_of(self.session, self.release.number, units, about)

    async def series(self, unit: UnitInfo, items: Collection[str]) -> Series:
        """What these items were from wave to wave."""
        return await results.series(self.session, unit.key, items)


@asynccontextmanager
async def opened(work: Work, asked: Asked) -> AsyncIterator[Reading]:
    """The release that is asked for; PageUnknown if there is none, NothingReleased before any."""
    seen = await sight.sight(work)
    async with work.results() as session:
        release = await _release(session, asked)
        released = await results.units(session, release.number)
        visible = seen.visible(released)
        yield Reading(
            session=session,
            release=release,
            releases=await results.releases(session),
            units=visible,
            own=seen.own(released) or visible[0],
            items=await results.items(session, release.number),
            addresses=addresses(work, asked.release),
        )


def addresses(work: Work, release: int | None = None) -> Addresses:
    """Where the pages are, below the public address."""
    return Addresses(urlsplit(work.policy.public_url).path, release)


async def _release(session: AsyncSession, asked: Asked) -> ReleaseInfo:
    if asked.release is not None:
        found = await results.release(session, asked.release)
        # Words have no figures, and pages of their own.
        if found is None or found.period is Period.WORDS:
            raise PageUnknown
        return found
    newest = await results.latest(session)
    if newest is None:
        raise NothingReleased
    return newest
