"""Those who did not answer: what their answers could have made of a figure."""

from dataclasses import dataclass
from enum import StrEnum

from analysis.intervals import Interval

# Percent of those asked.
BOUNDS_BELOW, FLAG_BELOW = 80, 60


class Caution(StrEnum):
    """What a national figure is shown with, by its response."""

    NONE = "none"
    BOUNDS = "bounds"
    FLAG = "flag"


class ResponseBand(StrEnum):
    """The response in words, with the two lines at which a national figure gets its cautions."""

    UNDER_40 = "under_40"
    FROM_40 = "40_to_59"
    FROM_60 = "60_to_79"
    FROM_80 = "80_and_over"


@dataclass(frozen=True)
class Response:
    """How many were asked, and how many of them answered."""

    answered: int
    asked: int

    def __post_init__(self) -> None:
        if self.asked < 1 or not 0 <= self.answered <= self.asked:
            raise ValueError("Between none and all of those who were asked can have answered.")

    @property
    def caution(self) -> Caution:
        """Say what must stand beside a national figure: a flag brings the bounds as well."""
        if self._is_below(FLAG_BELOW):
            return Caution.FLAG
        return Caution.BOUNDS if self._is_below(BOUNDS_BELOW) else Caution.NONE

    @property
    def band(self) -> ResponseBand:
        if self._is_below(40):
            return ResponseBand.UNDER_40
        if self._is_below(FLAG_BELOW):
            return ResponseBand.FROM_40
        return ResponseBand.FROM_60 if self._is_below(BOUNDS_BELOW) else ResponseBand.FROM_80

    def _is_below(self, percent: int) -> bool:
        return 100 * self.answered < percent * self.asked


def worst_case(favourable: int, response: Response) -> Interval:
    """Give the share among all who were asked, if none or all of the silent were favourable.

    This assumes nothing about them (Manski 1989), so it is as wide as their share: no chance is
    in it, and no more answers than were given. More favourable than answered is a ValueError.
    """
    if not 0 <= favourable <= response.answered:
        raise ValueError("Between none and all who answered are favourable.")
    silent = response.asked - response.answered
    return Interval(favourable / response.asked, (favourable + silent) / response.asked)
