"""Fakes with a friendly vocabulary: a clock that stands still and a key ring in memory."""

import random
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from models.person import Employer, Person, Reach, Role, RoleName, Standing
from models.refusals import KeyLost
from services.work import SYSTEM, House

# A Tuesday in working hours, in winter, when London keeps UTC.
START = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)

COHORT = "2026-autumn"


class FrozenClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = START) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def move_to(self, at: datetime) -> None:
        self._at = at

    def advance(self, by: timedelta) -> None:
        self._at += by


class KeyRing:
    """Keeps keys in memory."""

    def __init__(self) -> None:
        self.keys: dict[UUID, bytes] = {}
        self.destroyed: set[UUID] = set()

    def create(self, wave_id: UUID, key: bytes) -> None:
        self.keys[wave_id] = key

    def fetch(self, wave_id: UUID) -> bytes:
        if wave_id not in self.keys:
            raise KeyLost
        return self.keys[wave_id]

    def destroy(self, wave_id: UUID) -> None:
        self.keys.pop(wave_id, None)
        self.destroyed.add(wave_id)

    def was_destroyed(self, wave_id: UUID) -> bool:
        return wave_id in self.destroyed

    def repair(self, wave_id: UUID) -> bool:
        self.fetch(wave_id)
        return False

    def sweep(self, known_wave_ids: Collection[UUID]) -> list[UUID]:
        swept = [wave_id for wave_id in self.keys if wave_id not in known_wave_ids]
        for wave_id in swept:
            del self.keys[wave_id]
        return swept


class Community:
    """Fills a house with people in a word or two."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._random = random.Random(7)
        self._count = 0

    def new_id(self) -> UUID:
        return UUID(bytes=self._random.randbytes(16), version=4)

    async def employer(self, name: str, region: str = "London") -> Employer:
        """An employer in a region."""
        employer = Employer(id=self.new_id(), name=name, kind="council", region=region)
        async with self._house.begin(SYSTEM) as work:
            work.session.add(employer)
        return employer

    async def nqsws(
        self, count: int, employer: Employer, cohorts: Sequence[str] = (COHORT,)
    ) -> list[Person]:
        """So many active NQSWs of one employer, in turn of these cohorts."""
        people = [self._person(employer, cohorts[n % len(cohorts)]) for n in range(count)]
        async with self._house.begin(SYSTEM) as work:
            work.session.add_all(people)
            await work.session.flush()
            work.session.add_all([self._role(person, RoleName.NQSW, employer) for person in people])
        return people

    async def member(
        self,
        role: RoleName,
        employer: Employer,
        reach: Reach = Reach.EMPLOYER,
        scope: str | None = None,
    ) -> Person:
        """One active person with one right."""
        person = self._person(employer)
        async with self._house.begin(SYSTEM) as work:
            work.session.add(person)
            await work.session.flush()
            right = self._role(person, role, employer)
            right.reach = reach
            right.scope = scope or employer.name
            work.session.add(right)
        return person

    def _person(self, employer: Employer, cohort: str = COHORT) -> Person:
        self._count += 1
        return Person(
            id=self.new_id(),
            slack_id=f"U{self._count:08d}",
            email=f"person{self._count}@example.org",
            name=f"Person Number{self._count}",
            employer_id=employer.id,
            started_on=date(2026, 9, 7),
            cohort=cohort,
            framework="asye-2018",
            standing=Standing.ACTIVE,
        )

    def _role(self, person: Person, role: RoleName, employer: Employer) -> Role:
        return Role(
            id=self.new_id(),
            person_id=person.id,
            role=role,
            reach=Reach.EMPLOYER,
            scope=employer.name,
            valid_from=date(2026, 9, 1),
        )
