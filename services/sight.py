"""Which released units somebody may see: their own, the wider ones, and those they answer for."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import pooling
from analysis.published import UnitInfo
from models.person import Employer, Reach, RoleName
from models.reporting import Level
from services import rights, units
from services.work import OPERATOR, SYSTEM, Work

# Whoever runs or assures the programme for a place sees the units in it.
OVERSEERS = (RoleName.COORDINATOR, RoleName.ANALYST, RoleName.ADMIN)
WIDE = (Level.ENGLAND, Level.REGION)


@dataclass(frozen=True)
class Sight:
    """What one person sees: England and regions, their own unit, and the places they oversee."""

    employer: str = ""
    region: str = ""
    is_national: bool = False
    overseen_regions: frozenset[str] = frozenset()
    overseen_employers: frozenset[str] = frozenset()

    def visible(self, released: Sequence[UnitInfo]) -> list[UnitInfo]:
        """The units of a release that this person may see, in the same order."""
        own = self.own(released)
        return [one for one in released if self._sees(one) or one == own or self._is_part(one, own)]

    def own(self, released: Sequence[UnitInfo]) -> UnitInfo | None:
        """The finest unit that holds this person: employer, others in the region, region, England.

        None when the release has no unit that they are in.
        """
        by_key = {one.key: one for one in released}
        if self.employer and (found := by_key.get(_employer_key(self.employer))):
            return found
        wider = [one for one in released if self.region in one.regions and _is_wider(one)]
        levels = list(Level)
        closest = max(wider, key=lambda one: levels.index(one.level), default=None)
        return closest or next((one for one in released if one.level is Level.ENGLAND), None)

    def _sees(self, unit: UnitInfo) -> bool:
        if unit.level in WIDE or self.is_national:
            return True
        if unit.regions and self.overseen_regions >= set(unit.regions):
            return True
        keys = {_employer_key(name) for name in self.overseen_employers}
        return unit.key in keys or unit.wider in keys

    @staticmethod
    def _is_part(unit: UnitInfo, own: UnitInfo | None) -> bool:
        return own is not None and unit.level is Level.COHORT and unit.wider == own.key


# The operator's shell and the timetable write reports of everything.
EVERYTHING = Sight(is_national=True)

# Who is nobody here sees what the public sees.
PUBLIC = Sight()


async def sight(work: Work) -> Sight:
    """What the actor may see, from the roster as it is now; NotOnRoster for who is not on it."""
    if work.actor in (SYSTEM, OPERATOR):
        return EVERYTHING
    person = await rights.me(work)
    employer = await work.session.get_one(Employer, person.employer_id)
    held = await rights.held_by_actor(work, OVERSEERS)
    return Sight(
        employer=employer.name,
        region=employer.region,
        is_national=any(one.reach is Reach.NATIONAL for one in held),
        overseen_regions=frozenset(one.scope for one in held if one.reach is Reach.REGION),
        overseen_employers=frozenset(one.scope for one in held if one.reach is Reach.EMPLOYER),
    )


def _is_wider(unit: UnitInfo) -> bool:
    return unit.level in (Level.OTHERS, Level.REGION)


def _employer_key(name: str) -> str:
    return pooling.Unit(pooling.Level.EMPLOYER, (units.place(name, None).employer,)).key
