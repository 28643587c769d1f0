"""Reads what was released, and nothing else: for Slack, the pages, files and the annual report.

Every function takes a session of `House.results`, whose role in the database can read no answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from analysis.published import (
    ItemInfo,
    Pair,
    Published,
    ReleaseInfo,
    Row,
    Strength,
    UnitInfo,
    published,
    rounded,
)
from models.release import Release, ReleasedFigure, ReleasedItem, ReleasedPair, ReleasedUnit
from models.reporting import Level, Period

LEVELS = list(Level)
NAMED_AT_MOST = 20

# Plain columns, because objects of a session take several times as long.
UNIT_COLUMNS = (
    col(ReleasedUnit.key),
    col(ReleasedUnit.name),
    col(ReleasedUnit.level),
    col(ReleasedUnit.regions),
    col(ReleasedUnit.wider),
)

Series = Mapping[str, Sequence[tuple[ReleaseInfo, Published]]]


async def releases(session: AsyncSession, period: Period | None = None) -> list[ReleaseInfo]:
    """Every release, the newest first."""
    query = select(Release).order_by(col(Release.number).desc())
    if period is not None:
        query = query.where(col(Release.period) == period)
    return [_release(one) for one in await session.scalars(query)]


async def release(session: AsyncSession, number: int) -> ReleaseInfo | None:
    """One release; None if there is none of that number."""
    found = await session.get(Release, number)
    return None if found is None else _release(found)


async def latest(session: AsyncSession, period: Period = Period.WAVE) -> ReleaseInfo | None:
    """The release whose period ended last; None before the first."""
    query = (
        select(Release)
        .where(col(Release.period) == period)
        .order_by(col(Release.ends_on).desc(), col(Release.number).desc())
        .limit(1)
    )
    found = (await session.scalars(query)).first()
    return None if found is None else _release(found)


async def units(session: AsyncSession, number: int) -> list[UnitInfo]:
    """The units of a release: England, then regions, then the units in them, by name."""
    query = select(*UNIT_COLUMNS).where(col(ReleasedUnit.release) == number)
    found = [_unit(one) for one in await session.execute(query)]
    return sorted(found, key=lambda one: (LEVELS.index(one.level), one.name))


async def items(session: AsyncSession, number: int) -> list[ItemInfo]:
    """The criteria of a release, each before its questions."""
    query = (
        select(col(ReleasedItem.item), col(ReleasedItem.criterion), col(ReleasedItem.text))
        .where(col(ReleasedItem.release) == number)
        .order_by(col(ReleasedItem.place))
    )
    return [ItemInfo(*one) for one in await session.execute(query)]


async def figures(
    session: AsyncSession,
    number: int,
    unit_keys: Collection[str] | None = None,
    item_ids: Collection[str] | None = None,
) -> list[Row]:
    """The figures of a release by unit and item, in the order of both; None stands for all."""
    known_units, known_items = await units(session, number), await items(session, number)
    return await figures_of(
        session,
        number,
        [one for one in known_units if unit_keys is None or one.key in unit_keys],
        [one for one in known_items if item_ids is None or one.id in item_ids],
    )


async def figures_of(
    session: AsyncSession, number: int, of: Sequence[UnitInfo], about: Sequence[ItemInfo]
) -> list[Row]:
    """The figures of these units and items, for whoever has read both before."""
    # Naming hundreds of units takes longer than reading what the others say.
    keys = [one.key for one in of] if len(of) <= NAMED_AT_MOST else None
    query = _figures(keys, [one.id for one in about])
    query = query.where(col(ReleasedFigure.release) == number)
    found = {(one.unit, one.item): one.content for one in (await session.execute(query)).all()}
    return [
        Row(number, unit, item, published(found[unit.key, item.id]))
        for unit in of
        for item in about
        if (unit.key, item.id) in found
    ]


async def series(
    session: AsyncSession,
    unit_key: str,
    item_ids: Collection[str],
    period: Period = Period.WAVE,
) -> Series:
    """What one unit's items were from release to release, the earliest first."""
    known = {one.number: one for one in await releases(session, period)}
    found: defaultdict[str, list[tuple[ReleaseInfo, Published]]] = defaultdict(list)
    for one in (await session.execute(_figures([unit_key], item_ids))).all():
        if one.release in known:
            found[one.item].append((known[one.release], published(one.content)))
    for points in found.values():
        points.sort(key=lambda point: (point[0].starts_on, point[0].number))
    return found


async def pairs(session: AsyncSession, number: int) -> list[Pair]:
    """How items go together with the anchors of their criteria, in England."""
    shown = {one.id: one for one in await items(session, number)}
    query = select(ReleasedPair).where(col(ReleasedPair.release) == number)
    found = [
        Pair(shown[one.item], shown[one.anchor], Strength(one.strength))
        for one in await session.scalars(query)
    ]
    return sorted(found, key=lambda one: (one.item.criterion, one.item.id))


def _figures(
    unit_keys: Collection[str] | None, item_ids: Collection[str] | None
) -> Select[tuple[int, str, str, dict[str, Any]]]:
    query = select(
        col(ReleasedFigure.release),
        col(ReleasedFigure.unit),
        col(ReleasedFigure.item),
        col(ReleasedFigure.content),
    )
    if unit_keys is not None:
        query = query.where(col(ReleasedFigure.unit).in_(list(unit_keys)))
    if item_ids is not None:
        query = query.where(col(ReleasedFigure.item).in_(list(item_ids)))
    return query


def _release(one: Release) -> ReleaseInfo:
    return ReleaseInfo(
        number=one.number,
        period=one.period,
        subject=one.subject,
        title=one.title,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        released_at=one.released_at,
        questionnaire=one.questionnaire,
        version=one.version,
        floor=one.floor,
        link=one.link,
        rate=rounded(one.rate),
    )


def _unit(one: Iterable[Any]) -> UnitInfo:
    key, name, level, regions, wider = one
    return UnitInfo(key, name, level, tuple(regions), wider)
