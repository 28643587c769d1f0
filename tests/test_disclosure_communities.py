"""In whole made-up communities over a year, what pooling lets through exposes nobody."""

from random import Random

import pytest

from analysis.disclosure.cells import Cell, Figure, plain
from analysis.disclosure.findings import Reason
from analysis.disclosure.gate import examine
from analysis.disclosure.span import exposures
from analysis.protection import protect
from analysis.summary import Tally
from tests.communities import released, waves

FLOOR = 8


@pytest.mark.parametrize("seed", range(12))
def test_a_year_of_pooled_units_exposes_nobody(seed: int) -> None:
    random = Random(seed)
    sealed = list(waves(random, employers=60, people=700, count=6, floor=FLOOR))

    assert examine(released(random, sealed, "A1", FLOOR), FLOOR) == []


def test_two_hundred_employers_with_a_long_tail_expose_nobody() -> None:
    random = Random(1)
    sealed = list(waves(random, employers=200, people=2900, count=12, floor=FLOOR))

    assert min(min(wave.sizes.values()) for wave in sealed) >= FLOOR
    assert examine(released(random, sealed, "A1", FLOOR), FLOOR) == []


@pytest.mark.parametrize("seed", range(12))
def test_suppressing_small_employers_instead_of_pooling_them_is_caught(seed: int) -> None:
    # One small employer is left out of the table, and its region is shown with it.
    random = Random(seed)
    sealed = next(waves(random, employers=60, people=700, count=1, floor=FLOOR))
    cells = [Cell(sealed.moment, unit.key, n) for unit, n in sealed.sizes.items()]
    left_out = Cell(sealed.moment, "left out", random.randint(1, FLOOR - 1))

    found = exposures([*map(plain, cells), plain(*cells, left_out)], FLOOR)

    assert [one.cells for one in found] == [(left_out,)]


def test_the_gate_names_what_to_hold_back() -> None:
    big, few = Cell("w1", "employer:big", 40), Cell("w1", "employer:few", 5)
    half = protect(Tally((0, 20, 0, 20, 0)), FLOOR)
    figures = [
        Figure("units", "big", "A1", plain(big), half, "region"),
        Figure("regions", "region", "A1", plain(big, few), half),
    ]

    found = [one for one in examine(figures, FLOOR) if one.reason is Reason.SPAN]

    assert [(one.table, one.unit) for one in found] == [("units", "big")]
    assert "region" in found[0].instead
