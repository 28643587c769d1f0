"""Exact counts of sealed answers; they stay in this house until `protect` has seen them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

SCORES = (1, 2, 3, 4, 5)
NOT_YET = "not_yet"
SKIPPED = "skipped"
WRITTEN = tuple(map(str, SCORES))
KNOWN = {*WRITTEN, NOT_YET, SKIPPED}
LEAST_FAVOURABLE = 4


@dataclass(frozen=True)
class Tally:
    """How many people chose each point of the scale, and how many chose none."""

    counts: tuple[int, int, int, int, int]
    not_yet: int = 0
    skipped: int = 0

    @cached_property
    def people(self) -> int:
        """Those who chose a point; the others stay out of every share and mean."""
        return sum(self.counts)

    @cached_property
    def favourable(self) -> int:
        return sum(self.counts[LEAST_FAVOURABLE - 1 :])

    @property
    def total(self) -> int:
        return sum(score * count for score, count in zip(SCORES, self.counts, strict=True))

    def __add__(self, other: "Tally") -> "Tally":
        return together([self, other])


NOTHING = Tally((0, 0, 0, 0, 0))


def together(tallies: Sequence[Tally]) -> Tally:
    """Add up what several groups said; no group has said nothing."""
    if len(tallies) == 1:
        return tallies[0]
    counts = zip(*(one.counts for one in [NOTHING, *tallies]), strict=True)
    one, two, three, four, five = map(sum, counts)
    not_yet = sum(tally.not_yet for tally in tallies)
    skipped = sum(tally.skipped for tally in tallies)
    return Tally((one, two, three, four, five), not_yet, skipped)


def tally(choices: Mapping[int | str, int]) -> Tally:
    """Arrange counts by choice: the scores 1 to 5 (as numbers or text), not_yet and skipped."""
    counts = {str(choice): count for choice, count in choices.items()}
    if unknown := counts.keys() - KNOWN:
        raise ValueError(f'"{min(unknown)}" is no answer on this scale.')
    one, two, three, four, five = (counts.get(score, 0) for score in WRITTEN)
    return Tally((one, two, three, four, five), counts.get(NOT_YET, 0), counts.get(SKIPPED, 0))
