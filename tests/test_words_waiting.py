"""Comments that no two analysts may read: said to whoever can add one, and never how many."""

from uuid import UUID

import pytest

import views.words_release
from analysis.pooling import Level, Unit
from models import regions as every_region
from models.person import Standing
from services import homes, words_desk, words_waiting
from services.work import SYSTEM, House
from tests.doubles import Community
from tests.test_words import KENT, OTHERS, Desk

IN_VAIN = "nobody can finish some of these"


@pytest.fixture
async def desk(house: House, community: Community) -> Desk:
    return await Desk(house, community).is_built()


async def only(desk: Desk, *who: str) -> None:
    """Everybody else who reads comments is away."""
    async with desk.house.begin(SYSTEM) as work:
        for name, person in desk.people.items():
            if name not in (*who, "coordinator"):
                (await work.session.merge(person)).standing = Standing.DEACTIVATED


async def regions(desk: Desk) -> list[tuple[str, ...]]:
    async with desk.house.look(SYSTEM) as work:
        return [one.regions for one in await words_waiting.in_vain(work)]


async def at_home(desk: Desk, who: str) -> str:
    async with desk.house.look(desk.actor(who)) as work:
        return str(await homes.tab(work))


async def test_while_two_analysts_may_read_each_comment_nothing_waits_in_vain(desk: Desk) -> None:
    await only(desk, "one", "two")

    assert await regions(desk) == []
    assert IN_VAIN not in await at_home(desk, "coordinator")


async def test_where_one_of_two_works_nobody_can_finish_and_a_coordinator_is_told(
    desk: Desk,
) -> None:
    await only(desk, "one", "kent")

    assert await regions(desk) == [("South East",)]
    home = await at_home(desk, "coordinator")
    assert (IN_VAIN in home, "For those from South East there are not two" in home) == (
        True,
        True,
    )


def test_comments_that_may_be_from_anywhere_ask_for_no_analyst_from_elsewhere() -> None:
    said = [
        views.words_release.in_vain("Comments", names)["text"]["text"]
        for names in (tuple(every_region.load().names), ("London",), ("",))
    ]

    assert ["works elsewhere, and" in one for one in said] == [False, False, True]
    assert ["who works elsewhere." in one for one in said] == [False, True, False]
    assert ["from anywhere" in one for one in said] == [True, False, False]


async def test_an_analyst_is_told_at_the_desk(desk: Desk) -> None:
    await only(desk, "one", "kent")

    async with desk.house.look(desk.actor("one")) as work:
        window = str(await words_desk.desk(work))
    assert (IN_VAIN in window, IN_VAIN in await at_home(desk, "one")) == (True, False)


async def test_what_is_redacted_needs_one_more_who_did_not_redact_it(desk: Desk) -> None:
    (one, *_) = await desk.comments(OTHERS)
    await desk.redacts("three", one)
    await only(desk, "one", "leeds")
    with_one_more = await regions(desk)
    await only(desk, "three")

    assert with_one_more == [("North East",)]
    assert set(await regions(desk)) == {("London",), ("North East",), ("South East",)}


async def test_what_is_agreed_or_from_too_few_people_waits_for_nobody(desk: Desk) -> None:
    await desk.agreed(await desk.comments(KENT))
    await desk.say("employer:Exeter", 3)
    await only(desk, "one", "kent")

    assert await regions(desk) == []


@pytest.mark.parametrize(
    ("agreed", "plan", "button"),
    [
        (11, (False, False), None),
        (12, (False, False), views.words_release.PREPARE),
        (12, (True, False), views.words_release.SEE),
        # Whoever prepared them waits for somebody else.
        (12, (True, True), None),
    ],
)
def test_home_leads_to_words_when_they_are_all_agreed_and_when_a_second_person_is_needed(
    agreed: int, plan: tuple[bool, bool], button: str | None
) -> None:
    one = views.words_release.Progress(UUID(int=1), "Comments", agreed, 12, *plan)

    found = [block["accessory"]["action_id"] for block in views.words_release.to_do([one])]

    assert found == ([button] if button else [])


async def test_comments_of_small_employers_of_all_regions_are_read_by_nobody(desk: Desk) -> None:
    before = await desk.sees("kent")
    everywhere = every_region.load().names

    await desk.say(Unit(Level.OTHERS, everywhere).key, 10)

    assert await desk.sees("kent") == before
    assert await regions(desk) == [everywhere]
