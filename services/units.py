"""Says which reporting unit each answer belongs to: the finest place it will ever know."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.work import Work

ENGLAND = "England"


@dataclass(frozen=True)
class Place:
    employer: str
    region: str


def assign(work: Work, places: Sequence[Place], floor: int) -> list[str]:
    """The unit of each respondent, in the same order."""
    employers = Counter(places)
    return [
        f"employer:{place.employer}" if employers[place] >= floor else ENGLAND for place in places
    ]
