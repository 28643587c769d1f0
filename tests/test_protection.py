"""What a figure may look like: bands, open ends, one rounding, and nothing below the floor."""

from collections import Counter
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.protection import (
    Band,
    Protected,
    Rounded,
    protect,
    response_rate,
    rounded_count,
)
from analysis.summary import Tally, tally

FLOOR = 8
COUNTS = st.tuples(*[st.integers(0, 400)] * 5)


def group(people: int, favourable: int) -> Tally:
    return tally({2: people - favourable, 4: favourable})


@pytest.mark.parametrize("people", range(FLOOR))
def test_a_group_below_the_floor_shows_nothing_at_all(people: int) -> None:
    hidden = protect(group(people, people // 2), FLOOR)

    assert hidden.is_hidden
    assert hidden == protect(tally({}), FLOOR)


def test_those_who_chose_no_point_do_not_lift_a_group_over_the_floor() -> None:
    assert protect(tally({4: 7, "not_yet": 50, "skipped": 50}), FLOOR).is_hidden


@pytest.mark.parametrize(
    ("people", "floor", "band"),
    [
        (8, 8, Band(8, 19)),
        (19, 8, Band(8, 19)),
        (5, 5, Band(5, 19)),
        (20, 8, Band(20, 49)),
        (49, 8, Band(20, 49)),
        (30, 25, Band(25, 49)),
        (50, 8, Band(50, 999)),
        (999, 8, Band(50, 999)),
        (1000, 8, Band(1000, None)),
        (9000, 8, Band(1000, None)),
    ],
)
def test_the_number_of_people_is_a_band(people: int, floor: int, band: Band) -> None:
    assert protect(group(people, 0), floor).people == band


@pytest.mark.parametrize(
    ("people", "favourable", "shown"),
    [
        (10, 0, Band(None, 39)),
        (10, 3, Band(None, 39)),
        (10, 4, Band(40, 69)),
        (10, 6, Band(40, 69)),
        (10, 7, Band(70, None)),
        (10, 10, Band(70, None)),
        (20, 0, Rounded(10, "or_less")),
        (20, 2, Rounded(10, "or_less")),
        (20, 3, Rounded(20)),
        (20, 10, Rounded(50)),
        (20, 18, Rounded(90, "or_more")),
        (20, 20, Rounded(90, "or_more")),
        (100, 0, Rounded(5, "or_less")),
        (100, 12, Rounded(10)),
        (100, 13, Rounded(15)),
        (100, 100, Rounded(95, "or_more")),
        (2000, 0, Rounded(1, "or_less")),
        (2000, 1234, Rounded(62)),
        (2000, 2000, Rounded(99, "or_more")),
    ],
)
def test_the_favourable_share_is_as_fine_as_the_group_is_large(
    people: int, favourable: int, shown: Band | Rounded
) -> None:
    assert protect(group(people, favourable), FLOOR).favourable == shown


@pytest.mark.parametrize(
    ("counts", "mean"),
    [
        ({4: 8}, None),
        ({3: 25, 4: 24}, None),
        ({3: 25, 4: 25}, Rounded(3.6)),
        ({2: 10, 3: 20, 4: 20}, Rounded(3.2)),
        ({3: 500, 4: 500}, Rounded(3.5)),
        ({2: 100, 3: 500, 4: 500}, Rounded(3.4)),
        ({1: 60}, Rounded(3.0, "or_less")),
        ({5: 60}, Rounded(4.0, "or_more")),
        ({5: 2000}, Rounded(4.0, "or_more")),
    ],
)
def test_a_mean_is_shown_from_fifty_people_on(
    counts: dict[int | str, int], mean: Rounded | None
) -> None:
    assert protect(tally(counts), FLOOR).mean == mean


@given(COUNTS, st.integers(5, 20))
def test_no_figure_says_none_or_all(counts: tuple[int, int, int, int, int], floor: int) -> None:
    shown = protect(Tally(counts), floor).favourable

    assert not isinstance(shown, Rounded) or 0 < shown.value < 100
    assert (
        not isinstance(shown, Band)
        or None in (shown.at_least, shown.at_most)
        or (shown == Band(40, 69))
    )


@given(COUNTS)
def test_a_figure_says_as_much_whichever_points_made_it_favourable(
    counts: tuple[int, int, int, int, int],
) -> None:
    one, two, three, four, five = counts
    other = Tally((three, one, two, five, four))

    assert protect(Tally(counts), FLOOR).favourable == protect(other, FLOOR).favourable


@given(COUNTS)
def test_a_shown_mean_is_near_the_mean_or_beyond_an_open_end(
    counts: tuple[int, int, int, int, int],
) -> None:
    counted = Tally(counts)
    shown = protect(counted, FLOOR).mean
    if shown is None:
        assert counted.people < 50
        return
    mean = counted.total / counted.people

    beyond = {"or_less": mean < shown.value, "or_more": mean > shown.value}
    assert beyond.get(shown.end, False) or abs(mean - shown.value) <= 0.1 + 1 / counted.people


def test_only_protect_makes_a_protected_figure() -> None:
    shown = protect(group(30, 20), FLOOR)

    with pytest.raises(TypeError, match="Only protect"):
        Protected(Band(1, 1), Rounded(100), Rounded(5))
    with pytest.raises(TypeError, match="Only protect"):
        Protected(Band(1, 1), Rounded(100), Rounded(5), object())
    with pytest.raises(TypeError, match="Only protect"):
        replace(shown, favourable=Rounded(100))


def test_a_protected_figure_is_immutable() -> None:
    with pytest.raises(FrozenInstanceError):
        protect(group(30, 20), FLOOR).mean = Rounded(5)  # type: ignore[misc]  # that is the point


def test_no_other_module_makes_a_protected_figure() -> None:
    root = Path(__file__).parents[1]
    rooms = ("bot", "handlers", "scheduler", "services", "views", "analysis", "models")
    makers = [
        path.name
        for room in rooms
        for path in (root / room).rglob("*.py")
        if "_SEAL" in path.read_text("utf-8") or "Protected(" in path.read_text("utf-8")
    ]

    assert makers == ["protection.py"]


@pytest.mark.parametrize("floor", [-1, 0, 1, 4])
def test_a_floor_is_never_below_five(floor: int) -> None:
    with pytest.raises(ValueError, match="never below 5"):
        protect(group(100, 50), floor)


@pytest.mark.parametrize(
    ("answered", "invited", "rate"),
    [
        (0, 9, None),
        (9, 9, None),
        (0, 10, Rounded(10, "or_less")),
        (14, 100, Rounded(10, "or_less")),
        (15, 100, Rounded(20)),
        (84, 100, Rounded(80)),
        (85, 100, Rounded(90, "or_more")),
        (100, 100, Rounded(90, "or_more")),
        (2000, 3000, Rounded(70)),
    ],
)
def test_a_response_rate_is_in_tens_with_open_ends(
    answered: int, invited: int, rate: Rounded | None
) -> None:
    assert response_rate(answered, invited) == rate


@pytest.mark.parametrize("invited", range(10, 101))
def test_whoever_knows_who_was_invited_never_learns_that_all_or_none_answered(
    invited: int,
) -> None:
    rates = [response_rate(answered, invited) for answered in range(invited + 1)]

    assert rates.count(rates[0]) > 1
    assert rates.count(rates[-1]) > 1


@pytest.mark.parametrize(("answered", "invited"), [(11, 10), (-1, 10)])
def test_an_impossible_response_rate_is_refused(answered: int, invited: int) -> None:
    with pytest.raises(ValueError, match="none and all"):
        response_rate(answered, invited)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, None), (9, None), (10, 10), (14, 10), (15, 20), (96, 100), (1234, 1230)],
)
def test_people_are_counted_in_tens_from_ten_on(count: int, shown: int | None) -> None:
    assert rounded_count(count) == shown


def test_the_same_answers_in_another_order_give_the_same_figure() -> None:
    answers = [1, 5, 4, 4, 2, 3, 5, 5, 4, 1, 2]

    assert protect(tally(Counter(answers)), FLOOR) == protect(
        tally(Counter(sorted(answers))), FLOOR
    )
