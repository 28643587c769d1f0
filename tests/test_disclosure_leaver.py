"""Nobody's score is told when they leave; where `protect` would tell it, the gate says so."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.cells import sums
from analysis.disclosure.gate import leavers
from analysis.disclosure.leaver import possible_scores, told_leavers
from analysis.protection import protect
from analysis.summary import SCORES, Tally

FLOOR = 8
COUNTS = st.tuples(*[st.integers(0, 400)] * 5).filter(lambda counts: sum(counts) >= FLOOR)
SMALL = st.tuples(*[st.integers(0, 12)] * 5).filter(lambda counts: sum(counts) >= FLOOR)


@given(COUNTS)
def test_no_leaver_is_told(counts: tuple[int, int, int, int, int]) -> None:
    assert told_leavers(Tally(counts), FLOOR) == ()
    assert told_leavers(Tally(counts), FLOOR, asked=sum(counts)) == ()


@given(COUNTS | SMALL, st.sampled_from(SCORES))
def test_the_true_score_is_among_the_possible_ones(
    counts: tuple[int, int, int, int, int], score: int
) -> None:
    with_them = Tally(tuple(n + (s == score) for s, n in zip(SCORES, counts, strict=True)))  # type: ignore[arg-type]
    before, after = protect(with_them, FLOOR), protect(Tally(counts), FLOOR)

    assert score in possible_scores(with_them.people, before, after)


@given(COUNTS)
def test_a_shown_mean_stands_for_sums_that_hold_the_truth(
    counts: tuple[int, int, int, int, int],
) -> None:
    tally = Tally(counts)
    shown = protect(tally, FLOOR)

    if shown.mean is not None:
        told = sums(shown.mean, shown.people, tally.people)
        assert told.least - 1 <= tally.total <= told.most + 1


def test_safe_figures_give_no_finding() -> None:
    assert leavers({("units", "Leeds", "A1"): (Tally((3, 20, 30, 40, 10)), 200)}, FLOOR) == []
