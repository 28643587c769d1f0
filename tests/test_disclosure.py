"""The gate finds what hand-made attacks find, says which unit, and lets safe tables out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.bounds import TablesOverlap, narrowed
from analysis.disclosure.cells import Cell, Figure, Form, Range, counts, plain
from analysis.disclosure.findings import Reason
from analysis.disclosure.gate import examine
from analysis.disclosure.span import exposures
from analysis.protection import Protected, protect
from analysis.summary import Tally
from tests import linear

FLOOR = 8


def group(name: str, people: int, moment: str = "w1") -> Cell:
    return Cell(moment, name, people)


def shown(people: int, favourable: int | None = None) -> Protected:
    agreed = people // 2 if favourable is None else favourable
    return protect(Tally((0, people - agreed, 0, agreed, 0)), FLOOR)


def figure(unit: str, *cells: Cell, table: str = "units") -> Figure:
    return Figure(table, unit, "A1", plain(*cells), shown(sum(one.people for one in cells)))


A, B, FEW, SOME = group("a", 20), group("b", 30), group("few", 4), group("some", 9)


def test_a_hidden_employer_is_found_by_taking_the_others_from_the_region() -> None:
    findings = examine(
        [figure("A", A), figure("B", B), figure("region", A, B, FEW, table="regions")], FLOOR
    )

    span = [one for one in findings if one.reason is Reason.SPAN]
    assert [(one.table, one.unit) for one in span] == [("units", "A")]
    assert "few" in span[0].because
    assert span[0].instead == "Leave A out of this table; show England instead."


def test_a_hidden_employer_that_shares_the_rest_with_others_is_safe() -> None:
    assert exposures([plain(A), plain(B), plain(A, B, FEW, SOME)], FLOOR) == []


def test_two_cohorts_that_overlap_give_away_the_difference() -> None:
    autumn, both = plain(A, FEW), plain(A)

    assert exposures([autumn, both], FLOOR)[0].cells == (FEW,)


def test_three_figures_can_tell_what_no_two_do() -> None:
    one, two, three = group("1", 3), group("2", 20), group("3", 30)
    forms = [plain(one, two), plain(one, three), plain(two, three)]

    assert exposures(forms[:2], FLOOR) == []
    assert exposures(forms, FLOOR)[0].figures == (0, 1, 2)


def test_people_who_left_between_two_waves_are_told_if_answers_are_taken_as_steady() -> None:
    stayed, left = group("stayed", 40, "always"), group("left", 1, "always")

    found = exposures([plain(stayed, left), plain(stayed)], FLOOR)

    assert found[0].cells == (left,)


def test_people_who_moved_are_told_by_the_wholes_of_two_waves() -> None:
    stay_a, stay_b, mover = (
        group(one, size, "always") for one, size in zip("abm", (20, 30, 2), strict=True)
    )
    forms = [plain(stay_a, mover), plain(stay_b), plain(stay_a), plain(stay_b, mover)]

    assert {one.cells for one in exposures(forms, FLOOR)} == {(mover,)}


def test_a_year_tells_the_wave_that_was_hidden() -> None:
    waves = [group("unit", people, f"w{place}") for place, people in enumerate((20, 20, 5))]

    found = exposures([plain(waves[0]), plain(waves[1]), plain(*waves)], FLOOR)

    assert found[0].cells == (waves[2],)


def test_the_same_few_people_at_two_moments_are_still_few() -> None:
    big, first, second = group("big", 50), group("few", 6, "w1"), group("few", 6, "w2")

    assert exposures([plain(big), plain(big, first, second)], FLOOR) != []


def test_enough_small_employers_left_over_together_are_no_group_of_few() -> None:
    small = [group(f"s{place}", 3) for place in range(3)]

    assert exposures([plain(A), plain(A, *small)], FLOOR) == []
    assert exposures([plain(A), plain(A, *small[:2])], FLOOR) != []


def test_weights_do_not_hide_few_people() -> None:
    forms: list[Form] = [plain(A), {A: 3 * plain(A)[A], FEW: plain(FEW)[FEW] / 12}]

    assert exposures(forms, FLOOR)[0].cells == (FEW,)


@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=7),
    st.lists(st.integers(1, 127), min_size=1, max_size=8, unique=True),
)
def test_the_search_agrees_with_trying_every_group(sizes: list[int], masks: list[int]) -> None:
    cells = [group(str(place), size) for place, size in enumerate(sizes)]
    sets = [[cell for place, cell in enumerate(cells) if mask >> place & 1] for mask in masks]
    forms = [plain(*chosen) for chosen in sets if chosen]

    found = exposures(forms, FLOOR)

    assert bool(found) == any(
        _rank(forms, cells) > _rank(forms, [one for one in cells if one not in few])
        for few in _small_groups(cells)
    )
    assert all(sum(one.people for one in exposed.cells) < FLOOR for exposed in found)


def _small_groups(cells: list[Cell]) -> list[list[Cell]]:
    chosen = [
        [cell for place, cell in enumerate(cells) if mask >> place & 1]
        for mask in range(1, 2 ** len(cells))
    ]
    return [few for few in chosen if sum(one.people for one in few) < FLOOR]


def _rank(forms: list[Form], cells: list[Cell]) -> int:
    import numpy as np  # noqa: PLC0415 - an independent way of counting, here alone

    matrix = [[int(form.get(cell, 0)) for cell in cells] for form in forms]
    return int(np.linalg.matrix_rank(np.array(matrix))) if cells else 0


def test_safe_tables_leave_with_no_finding() -> None:
    figures = [figure("A", A), figure("B", B), figure("region", A, B, table="regions")]

    assert examine(figures, FLOOR) == []


def test_a_figure_of_too_few_people_is_refused() -> None:
    wrong = Figure("units", "few", "A1", plain(FEW), shown(20))

    assert Reason.TOO_FEW in {one.reason for one in examine([wrong], FLOOR)}


def test_what_is_hidden_and_nearly_unanimous_is_worked_out_by_bounds() -> None:
    # Nobody of twenty was favourable, in a whole that leaves the hidden part no choice.
    part, rest = group("part", 60), group("hidden", 10)
    whole = Figure("regions", "region", "A1", plain(part, rest), shown(70, 40))
    known = Figure("units", "part", "A1", plain(part), shown(60, 30))
    hidden = Figure("units", "hidden", "A1", plain(rest), protect(Tally((0,) * 5), FLOOR))

    bounds = narrowed(
        [(one.form, Range(one.people // 2, one.people // 2 + 1)) for one in (whole, known)],
        [frozenset({rest})],
    )

    assert bounds[frozenset({rest})] == Range(4, 6)
    assert Reason.BOUNDS not in {one.reason for one in examine([whole, known, hidden], FLOOR)}


def test_overlapping_tables_are_undecided() -> None:
    cells = [group(str(place), 20) for place in range(4)]
    figures = [
        figure("top", cells[0], cells[1]),
        figure("bottom", cells[2], cells[3]),
        figure("left", cells[0], cells[2], table="cohorts"),
        figure("right", cells[1], cells[3], table="cohorts"),
    ]

    assert {one.reason for one in examine(figures, FLOOR)} == {Reason.UNDECIDED}


@given(st.data())
def test_the_tree_knows_what_linear_programming_knows(data: st.DataObject) -> None:
    cells = [group(str(place), data.draw(st.integers(1, 20))) for place in range(6)]
    truth = {cell: data.draw(st.integers(0, cell.people)) for cell in cells}
    families = [cells, cells[:3], cells[3:], cells[:2], cells[2:3], cells[4:]]
    known = []
    for family in data.draw(st.lists(st.sampled_from(families), min_size=1, max_size=6)):
        favourable = sum(truth[cell] for cell in family)
        slack = data.draw(st.integers(0, 4))
        known.append((plain(*family), Range(favourable - slack, favourable + slack)))
    some = data.draw(st.lists(st.sets(st.sampled_from(cells), min_size=1), min_size=1, max_size=3))
    targets = [frozenset(one) for one in [*families, *some]]

    tree = narrowed(known, targets)

    for target in targets:
        assert tree[target] == pytest.approx(linear.solve(known, plain(*target)), abs=1e-6)


def test_figures_that_overlap_are_not_weighed() -> None:
    known = [(plain(A, B), Range(0, 9)), (plain(B, SOME), Range(0, 9))]

    with pytest.raises(TablesOverlap):
        narrowed(known, [frozenset({B})])


@given(st.integers(FLOOR, 1500).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_what_is_shown_stands_for_a_range_that_holds_the_truth(case: tuple[int, int]) -> None:
    people, favourable = case
    told = counts(shown(people, favourable), people)

    assert told.least <= favourable <= told.most
    assert shown(people, int(told.least)).favourable == shown(people, favourable).favourable
    assert shown(people, int(told.most)).favourable == shown(people, favourable).favourable
