"""Whoever reads results sees what was released, can read nothing else, and changes nothing."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from bot.database import PostgresDatabase
from bot.sqlite import SqliteDatabase
from models.migrations.released import is_released
from models.registry import METADATA
from models.release import FIRST_LINK, Release, ReleasedFigure, ReleasedItem, ReleasedUnit
from models.reporting import ENGLAND, Level, Period
from services.work import SYSTEM, House
from tests.doubles import START, Community

RELEASED = sorted(name for name in METADATA.tables if is_released(name))
OTHERS = sorted(name for name in METADATA.tables if not is_released(name))


@pytest.fixture
async def filled(house: House, community: Community) -> House:
    """A house with a release, and with people of whom nobody who reads it may know."""
    await community.nqsws(3, await community.employer("Northshire"))
    release = Release(
        number=1,
        period=Period.WAVE,
        subject="w1",
        title="November 2026",
        starts_on=date(2026, 11, 3),
        ends_on=date(2026, 11, 10),
        released_at=START,
        questionnaire="pulse",
        version=1,
        floor=8,
        before=FIRST_LINK,
        link="1" * 64,
    )
    async with house.begin(SYSTEM) as work:
        work.session.add(release)
        await work.session.flush()
        work.session.add(
            ReleasedUnit(
                release=1, key=ENGLAND, name="England", level=Level.ENGLAND, regions=[], wider=""
            )
        )
        work.session.add(ReleasedItem(release=1, item="A1", place=1, criterion="C1", text="Asked"))
        work.session.add(ReleasedFigure(release=1, unit=ENGLAND, item="A1", content={"n": 50}))
    return house


async def refused(house: House, statement: str) -> str:
    """Why the database does not do it for whoever reads results."""
    async with house.database.results() as session:
        with pytest.raises(DBAPIError) as why:
            (await session.execute(text(statement))).all()
    return str(why.value.orig)


async def test_what_was_released_is_read(filled: House) -> None:
    async with filled.database.results() as session:
        query = (
            select(col(Release.title), col(ReleasedFigure.content), sa.func.count())
            .join(ReleasedFigure, col(ReleasedFigure.release) == col(Release.number))
            .join(ReleasedItem, col(ReleasedItem.item) == col(ReleasedFigure.item))
            .group_by(col(Release.title), sa.cast(col(ReleasedFigure.content), sa.Text))
        ).with_only_columns(col(Release.title), sa.func.count())
        assert (await session.execute(query)).all() == [("November 2026", 1)]
        assert (await session.get_one(ReleasedFigure, (1, ENGLAND, "A1"))).content == {"n": 50}


@pytest.mark.parametrize("table", RELEASED)
async def test_every_table_of_releases_is_read(filled: House, table: str) -> None:
    async with filled.database.results() as session:
        read = await session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - our own names

        assert {*read.keys()} == {*METADATA.tables[table].columns.keys()}


@pytest.mark.parametrize("table", OTHERS)
async def test_no_other_table_is_read_nor_counted(filled: House, table: str) -> None:
    for what in ("*", "count(*)", "1"):
        assert await refused(filled, f"SELECT {what} FROM {table}")  # noqa: S608 - our own names


TRICKS = [
    "WITH release AS (SELECT * FROM person) SELECT * FROM release",
    "SELECT release.name FROM person AS release",
    "SELECT title, (SELECT count(*) FROM person) FROM release",
    "SELECT title FROM release WHERE EXISTS (SELECT 1 FROM ballot)",
    "SELECT title FROM release UNION SELECT name FROM person",
    "SELECT title FROM release LEFT JOIN answer ON true",
    "EXPLAIN SELECT * FROM answer",
]
ON_SQLITE = [
    "CREATE TEMP VIEW release_all AS SELECT * FROM person",
    "ATTACH 'file:bot.db' AS other",
    "ATTACH ':memory:' AS other",
    "VACUUM INTO '/tmp/never-written.db'",
    "PRAGMA writable_schema=ON",
    "PRAGMA query_only=OFF",
    "PRAGMA table_info(person)",
    "SELECT * FROM pragma_table_info('person')",
    "SELECT sql FROM sqlite_master",
    "SELECT load_extension('x')",
    "SAVEPOINT one",
    "BEGIN",
]
ON_POSTGRES = [
    "CREATE TEMP VIEW release_all AS SELECT * FROM person",
    "CREATE TABLE release_all (x int)",
    "SELECT * INTO TEMP release_all FROM person",
    "COPY person TO STDOUT",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT query_to_xml('select * from person', true, false, '')",
    "ALTER TABLE release DISABLE TRIGGER ALL",
    "SELECT * FROM pg_authid",
    "SELECT lo_import('/etc/hostname')",
]


@pytest.mark.parametrize("trick", TRICKS)
async def test_no_trick_reads_another_table(filled: House, trick: str) -> None:
    assert await refused(filled, trick)


@pytest.mark.parametrize("trick", ON_SQLITE)
async def test_sqlite_lets_whoever_reads_results_say_nothing_but_select(
    filled: House, trick: str
) -> None:
    if not isinstance(filled.database, SqliteDatabase):
        pytest.skip("only SQLite has it")
    why = await refused(filled, trick)
    assert any(word in why for word in ("not authorized", "authorization denied", "prohibited"))


@pytest.mark.parametrize("trick", ON_POSTGRES)
async def test_postgres_lets_whoever_reads_results_do_nothing_else(
    filled: House, trick: str
) -> None:
    if not isinstance(filled.database, PostgresDatabase):
        pytest.skip("only PostgreSQL has it")
    assert await refused(filled, trick)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE release SET title = 'Other'",
        "DELETE FROM release",
        "INSERT INTO release_pair VALUES (1, 'A1', 'A2', 'strong')",
        "DROP TABLE release_pair",
        "UPDATE person SET name = ''",
        "DELETE FROM answer",
    ],
)
async def test_whoever_reads_results_changes_nothing(filled: House, change: str) -> None:
    assert await refused(filled, change)


async def test_a_session_for_results_leaves_nothing_to_the_next(filled: House) -> None:
    for _ in range(3):
        await refused(filled, "SELECT * FROM person")
        async with filled.database.results() as session:
            assert (await session.scalars(select(col(Release.title)))).all() == ["November 2026"]
        async with filled.look(SYSTEM) as work:
            people = await work.session.scalar(text("SELECT count(*) FROM person"))
        assert people == 3


async def test_what_is_released_is_seen_at_once(filled: House) -> None:
    async with filled.begin(SYSTEM) as work:
        await work.session.execute(
            insert(ReleasedFigure), [{"release": 1, "unit": ENGLAND, "item": "C1", "content": {}}]
        )
    async with filled.database.results() as session:
        assert len((await session.scalars(select(ReleasedFigure))).all()) == 2


@pytest.mark.parametrize("table", RELEASED)
async def test_nobody_changes_what_was_released(filled: House, table: str) -> None:
    column = next(iter(METADATA.tables[table].columns)).name
    changes = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]  # noqa: S608
    if isinstance(filled.database, PostgresDatabase):
        changes.append(f"TRUNCATE {table} CASCADE")
    async with filled.database.change() as session:
        rows = await session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
    for change in changes:
        if isinstance(filled.database, SqliteDatabase) and not rows:
            assert await _has_triggers(filled.database, table)
            continue
        with pytest.raises(DBAPIError, match="What was released is never changed"):
            async with filled.database.change() as session:
                await session.execute(text(change))


async def test_nothing_released_is_replaced(filled: House) -> None:
    if not isinstance(filled.database, SqliteDatabase):
        pytest.skip("only SQLite has REPLACE")
    with pytest.raises(DBAPIError, match="What was released is never changed"):
        async with filled.database.change() as session:
            await session.execute(text("REPLACE INTO release_item VALUES (1, 'A1', 9, 'C1', '')"))


async def _has_triggers(database: SqliteDatabase, table: str) -> bool:
    async with database.read() as session:
        found = await session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
            {"table": table},
        )
        return {*found} >= {f"{table}_is_final_update", f"{table}_is_final_delete"}
