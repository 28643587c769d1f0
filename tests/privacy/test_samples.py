"""PostgreSQL notes values of the rows it has seen, and keeps them when the rows are gone."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.database import TABLES_WITH_TRACES, PostgresDatabase
from services.work import House
from tests.doubles import FrozenClock
from tests.privacy.story import begin, live

# What waits there is looked for all the time; neither has a word that somebody wrote.
SAMPLED = {"invitation", "message"}


async def test_no_value_of_a_table_with_traces_is_sampled(
    house: House, clock: FrozenClock, tmp_path: Path
) -> None:
    if not isinstance(house.database, PostgresDatabase):
        pytest.skip("only PostgreSQL keeps samples of rows")
    story = await begin(house, clock, tmp_path)
    await live(story)

    async with house.database.engine.connect() as connection:
        found = await connection.execute(sa.text("select distinct tablename from pg_stats"))
        sampled = set(found.scalars())

    assert "invitation" in sampled
    assert sampled & set(TABLES_WITH_TRACES) <= SAMPLED
