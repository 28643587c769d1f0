"""Exact arithmetic on sparse rows: what can be made of released figures by adding and subtracting.

A row has a fraction at each column. Columns of cells are numbers from 0 on; a negative column says
how much of a figure went into the row, so that whoever is found can be traced back.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction

Row = dict[int, Fraction]


def cells_of(row: Row) -> list[int]:
    return [column for column in row if column >= 0]


def subtract(row: Row, pivot: Row, column: int) -> None:
    """Take so much of the pivot from the row that nothing is left at this column."""
    factor = row[column] / pivot[column]
    for place, value in pivot.items():
        rest = row.get(place, Fraction(0)) - factor * value
        if rest:
            row[place] = rest
        else:
            row.pop(place, None)


def without(rows: Iterable[Row], is_barred: Callable[[int], bool]) -> list[Row]:
    """Give independent rows for all combinations that have nothing at the barred columns."""
    return _eliminate(rows, is_barred)[1]


def independent(rows: Iterable[Row]) -> list[Row]:
    """Give independent rows that make the same combinations."""
    return list(_eliminate(rows, lambda _column: True)[0].values())


def _eliminate(
    rows: Iterable[Row], is_barred: Callable[[int], bool]
) -> tuple[dict[int, Row], list[Row]]:
    pivots: dict[int, Row] = {}
    order: dict[int, int] = {}
    free: list[Row] = []
    for given in sorted(rows, key=len):
        row = dict(given)
        # A pivot row has no column of an earlier pivot, so in this order none comes back.
        while known := [column for column in row if column in order]:
            first = min(known, key=order.__getitem__)
            subtract(row, pivots[first], first)
        column = next((one for one in cells_of(row) if is_barred(one)), None)
        if column is not None:
            order[column], pivots[column] = len(order), row
        elif cells_of(row):
            free.append(row)
    return pivots, free
