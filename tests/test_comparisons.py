"""Many comparisons together say less than each alone, as Benjamini and Hochberg have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]

from analysis.change import Verdict, change
from analysis.comparisons import FALSE_DISCOVERIES, adjusted
from analysis.summary import Tally

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(CHANCES)
def test_adjusted_chances_are_as_statsmodels_has_them(chances: list[float]) -> None:
    _, expected, _, _ = multipletests(chances, method="fdr_bh")

    found = adjusted(dict(enumerate(chances)))

    assert list(found.values()) == pytest.approx(list(expected), abs=1e-9)


@given(CHANCES)
def test_adjusting_lowers_nothing_and_keeps_the_order(chances: list[float]) -> None:
    found = adjusted(dict(enumerate(chances)))
    ordered = sorted(found, key=lambda key: chances[key])

    assert all(found[key] >= chances[key] for key in found)
    assert [found[key] for key in ordered] == sorted(found.values())


def test_one_clear_change_among_twenty_items_stays_clear_and_a_faint_one_does_not() -> None:
    same, faint = Tally((0, 50, 0, 50, 0)), Tally((0, 36, 0, 64, 0))
    changes = {f"{place:02}": change(same, same) for place in range(18)}
    changes |= {"faint": change(same, faint), "clear": change(same, Tally((0, 15, 0, 85, 0)))}

    found = adjusted({name: one.p for name, one in changes.items()})

    assert changes["faint"].verdict is Verdict.ROSE
    assert found["faint"] > FALSE_DISCOVERIES
    assert found["clear"] <= FALSE_DISCOVERIES


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted({"a": 1.5})
