"""Two readers at the same moment, and what is left of words that were taken out."""

import asyncio
from pathlib import Path

from sqlalchemy import update
from sqlmodel import col

from models.person import Person
from models.practice import Practice
from services import library, uses
from services.work import SYSTEM, House, account
from tests.doubles import Community
from tests.shelves import publish

USED = uses.Typed("Team East", "lot", "", "", is_named=False)


async def use(house: House, reader: Person, one: object) -> bool:
    async with house.begin(account(str(reader.slack_id))) as work:
        return await uses.use(work, one, USED)  # type: ignore[arg-type]


async def test_two_readers_at_once_count_two_and_a_double_click_one(
    house: House, community: Community
) -> None:
    people = await community.nqsws(3, await community.employer("Thameside"))
    author, first, second = people
    one = await publish(house, author)

    is_new = await asyncio.gather(*(use(house, who, one) for who in (first, second, first)))

    assert sorted(is_new) == [False, True, True]
    async with house.look(account(str(first.slack_id))) as work:
        assert (await library.entry_of(work, one)).uses == 2


async def test_words_that_were_taken_out_are_nowhere_in_the_file(
    house: House, community: Community
) -> None:
    [author] = await community.nqsws(1, await community.employer("Thameside"))
    await publish(house, author, title="Other", problem="words that stay")
    gone = await publish(house, author, title="Quokkabird", problem="Quokkabird")
    async with house.begin(SYSTEM) as work:
        await library.remove(work, await work.session.get_one(Practice, gone))
        emptied = update(Practice).where(col(Practice.id) == gone)
        await work.session.execute(emptied.values(content={}))

    await house.database.scrub()

    async with house.look(SYSTEM) as work:
        engine = work.session.get_bind()
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.engine.url.database))
        kept = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        assert b"uokkabird" not in kept
        assert b"words that stay" in kept
