"""Why a release is refused."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Which promise a figure would break."""

    TOO_FEW = "too_few"
    SPAN = "span"
    UNDECIDED = "undecided"
    BOUNDS = "bounds"
    FORMAT = "format"
    LEAVER = "leaver"


@dataclass(frozen=True)
class Finding:
    """One figure that cannot be released as it is.

    `because` names the figures or people that together give it away; `instead` is the coarser
    choice: leave this unit out of this table and let its people count with the wider one.
    """

    reason: Reason
    table: str
    unit: str
    item: str
    because: str
    instead: str
