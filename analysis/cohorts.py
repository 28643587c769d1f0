"""Cohorts within reporting units: which of them are told, and how many people each was asked."""

from collections import Counter
from collections.abc import Mapping

from analysis.pooling import (
    ENGLAND,
    Asked,
    History,
    Part,
    Person,
    Place,
    Unit,
    Whom,
    homes,
    known,
)


def split_units(
    respondents: Mapping[Person, Whom],
    asked: Mapping[Part, int],
    units: Mapping[Person, Unit],
    floor: int,
    history: History,
) -> dict[Person, Part]:
    """Give everyone their unit, with their cohort where every cohort of it reaches the floor.

    And where more than the floor were asked of each (`by_part`), even of those of which nobody
    answered. A unit is split whole or not at all: whoever has no cohort keeps it whole. Once the
    cohorts of an employer or a pool were not told in a year, they are not told in the rest of it.
    """
    sizes = Counter(Part(units[who], one.cohort) for who, one in respondents.items())
    whole = {
        part.unit
        for part in {*sizes, *asked}
        if sizes[part] < floor or asked.get(part, 0) <= floor or not part.cohort
    }
    whole |= {units[who] for who, one in respondents.items() if one.place.employer in history.mixed}
    mixed = {history.coarsest[employer] for employer in history.mixed}
    whole |= {unit for unit in {*units.values()} if any(map(unit.covers, mixed))}
    return {
        person: Part(unit, "" if unit in whole else respondents[person].cohort)
        for person, unit in units.items()
    }


def count_asked(
    asked: Asked, parts: Mapping[Whom, Part], neighbours: Mapping[str, str]
) -> dict[Part, int]:
    """Give how many people were asked in each unit and each cohort that is told; England has all.

    An employer where nobody answered counts in the pool of its region.
    """
    placed = {one.place: part.unit for one, part in parts.items()}
    told = {*parts.values()}
    parted = by_part(asked, placed, neighbours)
    counts = Counter({part: people for part, people in parted.items() if part in told})
    for part, people in parted.items():
        if part.cohort or part not in told:
            counts[Part(part.unit)] += people
    return {**counts, Part(ENGLAND): sum(asked.values())}


def by_part(
    asked: Asked, placed: Mapping[Place, Unit], neighbours: Mapping[str, str]
) -> Counter[Part]:
    """Give how many were asked of each cohort in the unit that they are in, or would be in."""
    units = homes(asked, placed, neighbours)
    counts: Counter[Part] = Counter()
    for (place, cohort), people in asked.items():
        counts[Part(units[known(place, neighbours)], cohort)] += people
    return counts
