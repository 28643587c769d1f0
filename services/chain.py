"""The chain of releases: each is written once, with a hash of all it says and of the one before."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, inspect, select, text
from sqlmodel import col

from models.refusals import AlreadyReleased
from models.release import (
    FIRST_LINK,
    Release,
    ReleasedFigure,
    ReleasedItem,
    ReleasedPair,
    ReleasedUnit,
    link_after,
)
from models.reporting import Period
from models.tables import Table
from models.words import ReleasedQuote, ReleasedTheme
from services import rows
from services.work import Work

Rows = Sequence[Mapping[str, Any]]
Said = Mapping[type[Table], Rows]

# Everything that a release may say; each has a column `release`.
TABLES: tuple[type[Table], ...] = (
    ReleasedUnit,
    ReleasedItem,
    ReleasedFigure,
    ReleasedPair,
    ReleasedTheme,
    ReleasedQuote,
)

# Any constant: whoever appends to the chain in PostgreSQL waits for the one before.
CHAIN_LOCK = 7_201_945
ROWS_AT_A_TIME = 1000


async def append(
    work: Work, period: Period, subject: str, head: Mapping[str, Any], tables: Said
) -> Release:
    """Append a release with its rows, which have no number yet; AlreadyReleased if there is one.

    `head` has the other columns of `Release`: title, starts_on and ends_on (as ISO days),
    questionnaire, version, floor and rate.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        await work.session.execute(
            text("select pg_advisory_xact_lock(:chain)"), {"chain": CHAIN_LOCK}
        )
    newest = select(Release).order_by(col(Release.number).desc()).limit(1)
    last = (await work.session.scalars(newest)).one_or_none()
    release = Release(
        number=last.number + 1 if last else 1,
        period=period,
        subject=subject,
        released_at=work.now,
        before=last.link if last else FIRST_LINK,
        link="",
        **{**head, "starts_on": _day(head["starts_on"]), "ends_on": _day(head["ends_on"])},
    )
    written = {
        table: [{**row, "release": release.number} for row in tables.get(table, ())]
        for table in TABLES
    }
    release.link = link_after(release.before, _content(release, written))
    if not await rows.insert_new(work.session, Release, [release.model_dump()]):
        raise AlreadyReleased
    for table, new in written.items():
        for start in range(0, len(new), ROWS_AT_A_TIME):
            await work.session.execute(insert(table), new[start : start + ROWS_AT_A_TIME])
    return release


async def first_broken(work: Work) -> int | None:
    """The number of the first release that was changed or is missing; None when all hold."""
    link = FIRST_LINK
    found = await work.session.scalars(select(Release).order_by(col(Release.number)))
    for place, release in enumerate(found.all(), start=1):
        said = {table: await _rows(work, table, release.number) for table in TABLES}
        link = link_after(link, _content(release, said))
        if release.number != place or release.link != link:
            return place
    return None


async def holds(work: Work, number: int) -> bool:
    """Whether one release says what it said, after the link that it names; False without it."""
    release = await work.session.get(Release, number)
    if release is None:
        return False
    said = {table: await _rows(work, table, number) for table in TABLES}
    return release.link == link_after(release.before, _content(release, said))


async def _rows(work: Work, table: type[Table], number: int) -> Rows:
    query = select(table.__table__).where(table.__table__.c.release == number)  # type: ignore[attr-defined]
    return [dict(row) for row in (await work.session.execute(query)).mappings()]


def _content(release: Release, tables: Mapping[type[Table], Rows]) -> dict[str, Any]:
    """Everything that a release says, in an order that no database decides."""
    head = release.model_dump(mode="json", exclude={"link", "before"})
    return {"release": head} | {
        str(table.__tablename__): sorted(
            ({name: _plain(value) for name, value in row.items()} for row in said),
            key=_place(table),
        )
        for table, said in tables.items()
    }


def _place(table: type[Table]) -> Callable[[Mapping[str, Any]], list[str]]:
    """Where a row stands among those of its table."""
    key = [column.name for column in inspect(table).primary_key]
    return lambda row: [str(row[name]) for name in key]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, list, dict, type(None))) else str(value)


def _day(text_or_day: str | date) -> date:
    return date.fromisoformat(text_or_day) if isinstance(text_or_day, str) else text_or_day
