"""Full files are looked through beside everything else, and once while the names are fresh."""

from datetime import timedelta

from services import screening
from services.work import SYSTEM, House
from tests.doubles import Community, FrozenClock

LONG = "We met every week and wrote it down. " * 200
NAMED = f"{LONG}Zenobia Quillfeather said so."


async def kinds(house: House) -> list[str]:
    async with house.look(SYSTEM) as work:
        return [one.kind for one in await screening.screen(work, {"file": NAMED})]


async def test_a_long_text_is_looked_through_once(house: House) -> None:
    first = await kinds(house)
    seen = dict(house.names.seen)

    assert await kinds(house) == first == ["name"]
    assert len(seen) == 1
    assert house.names.seen == seen


async def test_nothing_of_a_long_text_is_kept(house: House) -> None:
    await kinds(house)

    assert "Quillfeather" not in repr(house.names.seen)


async def test_no_more_texts_are_remembered_than_are_looked_at(house: House) -> None:
    async with house.look(SYSTEM) as work:
        for number in range(screening.MOST_SEEN + 5):
            await screening.screen(work, {"file": f"{LONG}{number}"})

    assert len(house.names.seen) == screening.MOST_SEEN


async def test_who_joined_since_is_found_in_a_text_that_was_seen_before(
    house: House, community: Community, clock: FrozenClock
) -> None:
    text = f"{LONG}Thanks to oddname weirdling."
    async with house.look(SYSTEM) as work:
        before = await screening.screen(work, {"file": text})
    [person] = await community.nqsws(1, await community.employer("Thameside"))
    async with house.begin(SYSTEM) as work:
        (await work.session.merge(person)).name = "Oddname Weirdling"
    clock.advance(timedelta(minutes=6))

    async with house.look(SYSTEM) as work:
        after = await screening.screen(work, {"file": text})

    assert [one.excerpt for one in before] == []
    assert [one.excerpt for one in after] == ["oddname weirdling"]
