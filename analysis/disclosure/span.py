"""The span test: no few people are what is left when released figures are added and subtracted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from analysis.disclosure.cells import Cell, Form
from analysis.disclosure.elimination import Row, cells_of, independent, subtract, without

# Beyond so many cases we call it undecided, and what is undecided is not released.
MOST_CASES = 5_000


@dataclass(frozen=True)
class Exposure:
    """Cells whose few people are told by these figures (their places in the given order)."""

    cells: tuple[Cell, ...]
    figures: tuple[int, ...]
    is_decided: bool = True


def exposures(forms: Sequence[Form], floor: int) -> list[Exposure]:
    """Find groups of 1 to floor - 1 people that are a combination of the forms.

    At least one for each independent system of figures that has any, and none only if there is
    none; any weights count, so a weighted sum over few people is found as well. Of the same people
    at two moments we know nothing, so a group is small if it is small at every moment.
    """
    cells = sorted({cell for form in forms for cell in form})
    if all(cell.people >= floor for cell in cells):
        return []
    columns = {cell: place for place, cell in enumerate(cells)}
    rows = [
        {columns[cell]: weight for cell, weight in form.items() if weight}
        | {-1 - place: Fraction(1)}
        for place, form in enumerate(forms)
    ]
    left = independent(without(rows, lambda column: cells[column].people >= floor))
    found = (_Search(cells, floor).start(part) for part in _parts(left))
    return [one for one in found if one is not None]


@dataclass
class _Search:
    """Looks through all combinations of rows; each column is either left out or kept in."""

    cells: Sequence[Cell]
    floor: int
    cases: int = field(default=0)

    def start(self, rows: list[Row]) -> Exposure | None:
        try:
            small = self.small(rows, frozenset())
        except _TooManyCases:
            return self._exposure(rows[0], is_decided=False)
        return None if small is None else self._exposure(small)

    def small(self, rows: list[Row], kept: frozenset[int]) -> Row | None:
        """Give a row of few people that can be made of these; None if there is none."""
        self.cases += 1
        if self.cases > MOST_CASES:
            raise _TooManyCases
        if not rows or not self._is_small(kept):
            return None
        if ready := next((row for row in rows if self._is_small(cells_of(row))), None):
            return ready
        open_ones = {column for row in rows for column in cells_of(row)} - kept
        column = max(open_ones, key=lambda one: (self.cells[one].people, one))
        return self.small(_leave_out(rows, column), kept) or self.small(rows, kept | {column})

    def _is_small(self, columns: Sequence[int] | frozenset[int]) -> bool:
        people: Counter[str] = Counter()
        for column in columns:
            people[self.cells[column].moment] += self.cells[column].people
        return all(count < self.floor for count in people.values())

    def _exposure(self, row: Row, *, is_decided: bool = True) -> Exposure:
        figures = tuple(sorted(-1 - column for column in row if column < 0))
        return Exposure(tuple(self.cells[one] for one in cells_of(row)), figures, is_decided)


class _TooManyCases(Exception):  # noqa: N818 - it ends a search and never leaves this file
    pass


def _leave_out(rows: list[Row], column: int) -> list[Row]:
    """Give the rows for all combinations that have nothing at this column."""
    pivot = next(row for row in rows if column in row)
    left = []
    for row in rows:
        if row is not pivot:
            rest = dict(row)
            if column in rest:
                subtract(rest, pivot, column)
            left.append(rest)
    return left


def _parts(rows: list[Row]) -> list[list[Row]]:
    """Give the rows in groups that share no column: nothing smaller comes of mixing them."""
    parts: list[tuple[set[int], list[Row]]] = []
    for row in rows:
        columns, members = set(cells_of(row)), [row]
        apart = []
        for part in parts:
            if part[0] & columns:
                columns |= part[0]
                members += part[1]
            else:
                apart.append(part)
        parts = [*apart, (columns, members)]
    return [members for _, members in parts]
