"""Of all processes one holds a lease."""

import asyncio
from datetime import timedelta

from services import leases
from services.leases import Hold
from services.work import SYSTEM, House
from tests.doubles import FrozenClock

LENGTH = timedelta(seconds=20)


async def take(house: House, holder: str) -> Hold:
    async with house.begin(SYSTEM) as work:
        return await leases.take(work, "postman", holder, LENGTH)


async def test_one_holds_it_and_keeps_it_by_renewing(house: House, clock: FrozenClock) -> None:
    first = await take(house, "a")
    clock.advance(timedelta(seconds=15))
    renewed = await take(house, "a")
    clock.advance(timedelta(seconds=15))

    assert (first, renewed, await take(house, "b")) == (Hold.TAKEN, Hold.KEPT, Hold.ELSEWHERE)


async def test_it_is_free_when_its_time_is_over(house: House, clock: FrozenClock) -> None:
    await take(house, "a")
    clock.advance(LENGTH)

    assert await take(house, "b") is Hold.TAKEN
    assert await take(house, "a") is Hold.ELSEWHERE


async def test_it_is_free_when_it_was_let_go(house: House) -> None:
    await take(house, "a")
    async with house.begin(SYSTEM) as work:
        await leases.release(work, "postman", "b")
        await leases.release(work, "postman", "a")

    assert await take(house, "b") is Hold.TAKEN


async def test_a_lease_from_a_future_that_was_taken_back_holds_nobody_up(
    house: House, clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=30))
    await take(house, "a")
    clock.advance(timedelta(days=-30))

    assert await take(house, "b") is Hold.TAKEN


async def test_of_many_at_once_one_gets_it(house: House) -> None:
    holds = await asyncio.gather(*(take(house, str(number)) for number in range(10)))

    assert sorted(hold.name for hold in holds) == ["ELSEWHERE"] * 9 + ["TAKEN"]
