"""A year of waves that were sealed, prepared and released, with made-up answers of nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from analysis.pooling import Place
from bot import story_year
from bot.story_cast import Two
from bot.story_year import seal
from models.person import Employer, Person, Reach, RoleName
from models.release import Release
from models.reporting import Period
from services.work import House, account
from tests.doubles import Community

SPRING = datetime(2026, 4, 7, 8, tzinfo=UTC)
DAYS_BETWEEN = 30

# A large employer, some smaller ones, and enough that are too small for figures of their own.
EMPLOYERS: Mapping[str, tuple[str, int]] = {
    "Northshire": ("North East", 60),
    "Tyneford": ("North East", 14),
    "Weardale": ("North East", 4),
    "Southam": ("London", 34),
    "Eastbrook": ("London", 22),
    "Little Ham": ("London", 5),
    "Westmere": ("South West", 18),
    "Combe": ("South West", 12),
    "Moorland": ("South West", 6),
}


@dataclass
class Year:
    """What was released: the numbers of the releases, and the two people who did it."""

    analyst: Person
    second: Person
    waves: list[UUID] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)


async def publish(
    house: House,
    community: Community,
    employers: Mapping[str, tuple[str, int]] = EMPLOYERS,
    count: int = 3,
    first: datetime = SPRING,
) -> Year:
    """Let waves pass from this day on, a month apart, seal each and release its figures.

    The clock must be past them; the answers get slowly better, so that some figures rise.
    """
    year = await _people(community, employers)
    places = [Place(name, region) for name, (region, _) in employers.items()]
    people = [place for place in places for _ in range(employers[place.employer][1])]
    random = Random(7)
    for number in range(count):
        opens_at = first + timedelta(days=number * DAYS_BETWEEN)
        wave = await seal(house, random, people, opens_at)
        year.waves.append(wave.id)
        year.releases.append(await release(house, year, Period.WAVE, str(wave.id)))
    return year


async def release(house: House, year: Year, period: Period, subject: str) -> Release:
    """Prepare figures as one person and release them as the other."""
    two = Two(account(str(year.analyst.slack_id)), account(str(year.second.slack_id)))
    return await story_year.release(house, two, period, subject)


async def _people(community: Community, employers: Mapping[str, tuple[str, int]]) -> Year:
    """The employers, and the two who prepare and release; nobody needs the others any more."""
    found: list[Employer] = []
    for name, (region, _) in employers.items():
        found.append(await community.employer(name, region))
    return Year(
        await community.member(RoleName.ANALYST, found[0], Reach.NATIONAL, "England"),
        await community.member(RoleName.COORDINATOR, found[0], Reach.NATIONAL, "England"),
    )
