"""The units of a release: no name is too long or like another's, and no region is an employer."""

from collections.abc import Sequence
from datetime import timedelta

from analysis.published import UnitInfo
from bot import story_year
from bot.story_cast import Two
from models.person import Reach, RoleName
from models.release import Release
from models.reporting import Level, Period
from services import results, sealing
from services.sight import PUBLIC, Sight
from services.work import House, account
from tests.doubles import Community, FrozenClock
from tests.privacy.planting import fill, plant

COHORTS = ("a" * 60, "b" * 60)


async def released(
    house: House,
    community: Community,
    clock: FrozenClock,
    groups: Sequence[tuple[str, str, int]],
    silent: int = 0,
) -> tuple[Release, list[UnitInfo]]:
    """Seal and release a wave that these people were asked in, and give its units."""
    planted = await plant(house, community, groups, cohorts=COHORTS, silent=silent)
    await fill(house, planted)
    clock.advance(timedelta(days=8))
    await sealing.run(house, planted.wave_id)
    home = await community.employer("Office", "South West")
    one, other = [
        await community.member(role, home, Reach.NATIONAL, "England")
        for role in (RoleName.ANALYST, RoleName.COORDINATOR)
    ]
    two = Two(account(str(one.slack_id)), account(str(other.slack_id)))
    release = await story_year.release(house, two, Period.WAVE, str(planted.wave_id))
    async with house.database.results() as session:
        return release, await results.units(session, release.number)


async def test_employers_with_the_longest_names_are_told_apart(
    house: House, community: Community, clock: FrozenClock
) -> None:
    names = [f"{'Very ' * 39}long{end}" for end in "AB"]
    assert {len(name) for name in names} == {200}

    _, units = await released(
        house, community, clock, [(name, "London", 20) for name in names], silent=1
    )

    own = [Sight(employer=name, region="London").own(units) for name in names]
    assert [one and one.level for one in own] == [Level.EMPLOYER] * 2
    assert own[0] != own[1]
    assert len({one.name for one in units if one.level is Level.COHORT}) == 4


async def test_an_employer_that_is_called_like_a_region_shares_nothing_with_its_pool(
    house: House, community: Community, clock: FrozenClock
) -> None:
    few = [(name, "London", 7) for name in "ABCD"]

    _, units = await released(house, community, clock, [("London", "London", 24), *few])

    cohorts = [one for one in units if one.level is Level.COHORT]
    assert len({one.key for one in cohorts}) == len({one.name for one in cohorts}) == 4
    seen = Sight(employer="A", region="London").visible(units)
    assert {one.wider for one in seen if one.level is Level.COHORT} == {"others:London"}


async def test_the_public_sees_no_region_that_is_one_employer(
    house: House, community: Community, clock: FrozenClock
) -> None:
    groups = [("Alone", "North East", 20), ("Big", "London", 20), ("More", "London", 20)]

    _, units = await released(house, community, clock, groups)

    assert [one.name for one in PUBLIC.visible(units)] == ["England", "London and North East"]
    assert {"Alone", "Big", "More"} <= {one.name for one in units}
