"""Planning and publishing: what is hidden, what a period says, and what only seems to change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import catalogue, examination, publishing
from analysis.change import Verdict
from analysis.disclosure.leaver import possible_scores
from analysis.planning import Place, Plan, plan
from analysis.pooling import cohort_key
from analysis.protection import Band, Rounded, protect
from analysis.published import HIDDEN, Published
from analysis.summary import Tally
from analysis.wholes import Counts, Leaf
from models.reporting import ENGLAND, Level, Period, days_of, quarter_of, year_of

FLOOR = 8
HOMES = {"A": "London", "B": "London", "C": "London", "D": "South West", "E": "South West"}
LONDON = "region:London"


def half(people: int) -> Tally:
    """So many people, half of them favourable."""
    return Tally((0, people - people // 2, 0, people // 2, 0))


def counts(**people: int) -> Counts:
    """Employers of these sizes in London, and D and E in the South West; one item."""
    tallies = {(Leaf(f"employer:{name}"), "A1"): half(size) for name, size in people.items()}
    return Counts("w1", tallies, HOMES)


def shown(chosen: Plan) -> set[str]:
    return {place.unit for place in chosen.places if not chosen.shown(place).is_hidden}


def test_every_unit_of_enough_people_is_shown() -> None:
    assert shown(plan(counts(A=20, B=10, D=30, E=8), FLOOR)) == {
        ENGLAND,
        LONDON,
        "region:South West",
        "employer:A",
        "employer:B",
        "employer:D",
        "employer:E",
    }


def test_one_that_is_too_small_for_a_question_is_hidden_with_its_smallest_neighbour() -> None:
    # With A and B shown, London less both would be the three of C.
    assert shown(plan(counts(A=20, B=10, C=3, D=30, E=8), FLOOR)) == {
        ENGLAND,
        LONDON,
        "region:South West",
        "employer:A",
        "employer:D",
        "employer:E",
    }


def test_a_region_that_is_too_small_hides_another_region_and_all_that_is_in_it() -> None:
    assert shown(plan(counts(A=20, B=10, D=3, E=4), FLOOR)) == {ENGLAND}


def test_a_region_of_one_employer_is_shown_with_its_neighbour() -> None:
    # Everybody sees regions, and only some may see an employer.
    assert shown(plan(counts(A=20, B=10, D=30), FLOOR)) == {
        ENGLAND,
        "region:London + South West",
        "employer:A",
        "employer:B",
        "employer:D",
    }


def test_a_region_where_one_employer_answered_a_question_does_not_show_it() -> None:
    tallies = dict(counts(A=20, B=10, D=30, E=8).tallies) | {
        (Leaf(f"employer:{name}"), "A2"): half(20) for name in "ABD"
    }
    seen = plan(Counts("w1", tallies, HOMES), FLOOR)

    assert Place("region:South West", "A2") in seen.hidden
    assert Place("employer:D", "A2") in seen.hidden
    assert Place("region:South West", "A1") not in seen.hidden


@pytest.mark.parametrize("asked", [50, 20, 9])
def test_figures_are_the_same_whether_all_or_all_but_one_answered(asked: int) -> None:
    all_but_one = protect(half(asked - 1), FLOOR, asked)
    everybody = protect(half(asked), FLOOR, asked)

    assert everybody.people == all_but_one.people
    assert type(everybody.favourable) is type(all_but_one.favourable)
    assert (everybody.mean is None) == (all_but_one.mean is None)
    assert protect(half(8), FLOOR, 8).is_hidden


@pytest.mark.parametrize("cohorts", [[""], ["2025", "2026"]])
def test_that_nobody_scored_an_item_looks_like_few(cohorts: list[str]) -> None:
    others = {(Leaf(f"employer:{one}"), "A1"): half(25) for one in "BD"}
    leaves = [Leaf("employer:A", cohort) for cohort in cohorts]

    def places(people: int) -> tuple[set[Place], set[Place]]:
        mine = {(one, "A1"): half(20) for one in leaves} | {(leaves[0], "A1"): half(people)}
        chosen = plan(Counts("w1", others | mine, HOMES), FLOOR)
        return {*chosen.places}, chosen.hidden

    assert places(0) == places(1) == places(FLOOR - 1) != places(FLOOR)


def test_a_cohort_of_whom_everybody_answered_is_not_shown_by_its_number() -> None:
    leaves = Leaf("employer:A", "2025"), Leaf("employer:A", "2026")
    tallies = {(leaf, "A1"): half(20) for leaf in leaves}
    asked = {ENGLAND: 60, "employer:A": 60, cohort_key(*leaves[0]): 20, cohort_key(*leaves[1]): 40}
    chosen = plan(Counts("w1", tallies, HOMES, asked), FLOOR)

    told = publishing.of_wave(chosen, None)

    assert told[Place(cohort_key(*leaves[0]), "A1")].people == Band(8, 19)
    assert told[Place(cohort_key(*leaves[0]), "A1")].reckoned == 8
    assert told[Place(cohort_key(*leaves[1]), "A1")].people == Band(20, 49)


def test_a_country_that_is_too_small_shows_nothing() -> None:
    assert shown(plan(counts(A=3, D=2), FLOOR)) == set()


def test_cohorts_are_shown_all_together_or_not_at_all() -> None:
    whole, part = Leaf("employer:A", "2025"), Leaf("employer:A", "2026")
    enough = Counts("w1", {(whole, "A1"): half(20), (part, "A1"): half(9)}, HOMES)
    too_few = Counts("w1", {(whole, "A1"): half(20), (part, "A1"): half(7)}, HOMES)

    assert {cohort_key(*whole), cohort_key(*part)} <= shown(plan(enough, FLOOR))
    assert shown(plan(too_few, FLOOR)) == {ENGLAND, LONDON, "employer:A"}


def test_regions_that_share_a_pool_are_shown_as_one() -> None:
    tallies = {
        (Leaf("others:London + South West"), "A1"): half(9),
        (Leaf("employer:A"), "A1"): half(20),
        (Leaf("employer:D"), "A1"): half(10),
    }

    nodes = Counts("w1", tallies, HOMES).nodes

    assert "region:London + South West" in nodes
    assert LONDON not in nodes
    assert nodes["employer:A"].wider == nodes["employer:D"].wider == "region:London + South West"


def test_an_employer_that_nobody_knows_any_more_counts_in_england() -> None:
    tallies = {(Leaf("employer:Gone"), "A1"): half(9), (Leaf("employer:A"), "A1"): half(20)}

    nodes = Counts("w1", tallies, HOMES).nodes

    assert nodes["employer:Gone"].wider == ENGLAND


def test_the_gate_has_more_hidden_where_rounding_gives_it_away() -> None:
    # Everybody of C agreed, nobody of A: what London shows leaves the hidden part no choice.
    tallies = {
        (Leaf("employer:A"), "A1"): Tally((0, 9, 0, 0, 0)),
        (Leaf("employer:B"), "A1"): Tally((0, 0, 0, 5, 0)),
        (Leaf("employer:C"), "A1"): Tally((0, 0, 0, 4, 0)),
        (Leaf("employer:D"), "A1"): half(30),
    }
    chosen = plan(Counts("w1", tallies, HOMES), FLOOR)

    assert examination.examine(chosen) == []


@given(st.lists(st.integers(0, 40), min_size=2, max_size=12))
def test_whoever_is_hidden_together_is_enough_or_nobody(sizes: list[int]) -> None:
    homes = {str(place): "London" if place % 2 else "Wales" for place in range(len(sizes))}
    tallies = {(Leaf(f"employer:{one}"), "A1"): half(n) for one, n in enumerate(sizes) if n}
    told = Counts("w1", tallies, homes)
    chosen = plan(told, FLOOR)

    for key, parts in told.parts.items():
        if (key, "A1") in told.people and Place(key, "A1") not in chosen.hidden:
            seen = [
                told.people.get((one.key, "A1"), 0) for one in parts if one.key in shown(chosen)
            ]
            rest = told.people[key, "A1"] - sum(seen)
            assert rest == 0 or rest >= FLOOR


def figure(people: int, favourable: int) -> Published:
    """What a wave says of so many people in England."""
    tally = Tally((0, people - favourable, 0, favourable, 0))
    told = Counts("w", {(Leaf("employer:A"), "A1"): tally}, HOMES)
    return publishing.of_wave(plan(told, FLOOR), None)[Place(ENGLAND, "A1")]


def year_of_waves(*waves: Published) -> Published:
    place = Place(ENGLAND, "A1")
    return publishing.of_period([{place: one} for one in waves])[place]


def test_a_period_says_the_mean_of_what_its_waves_said() -> None:
    year = year_of_waves(figure(100, 60), figure(100, 80))

    assert year.favourable == Rounded(70)
    assert year.people == Band(50, 999)


def test_many_answers_of_few_people_are_shown_as_few_people_are() -> None:
    year = year_of_waves(*[figure(12, 10)] * 12)

    assert year.favourable == Band(70, None)
    assert year.mean is None


def test_a_period_hides_what_one_of_its_waves_hid() -> None:
    assert year_of_waves(figure(100, 60), HIDDEN) == HIDDEN


def test_a_wave_that_did_not_ask_a_question_does_not_hide_it() -> None:
    asked, other = Place(ENGLAND, "A1"), Place(ENGLAND, "01")

    year = publishing.of_period([{asked: figure(100, 60)}, {other: figure(100, 80)}])

    assert year[asked].favourable == Rounded(60)


@given(st.lists(st.tuples(st.integers(20, 1500), st.integers(0, 100)), min_size=1, max_size=12))
def test_the_share_of_a_period_lies_between_those_of_its_waves(
    waves: list[tuple[int, int]],
) -> None:
    figures = [figure(people, people * share // 100) for people, share in waves]
    year = year_of_waves(*figures)
    ends = [one.interval for one in figures if one.interval]

    assert year.interval is not None
    assert year.interval.least <= max(one.most for one in ends)
    assert year.interval.most >= min(one.least for one in ends)


def compared(*pairs: tuple[Published, Published]) -> list[Verdict | None]:
    earlier = {Place(ENGLAND, str(number)): one for number, (one, _) in enumerate(pairs)}
    later = {Place(ENGLAND, str(number)): one for number, (_, one) in enumerate(pairs)}
    found = publishing.with_changes(later, earlier)
    changes = [one.change for _, one in sorted(found.items())]
    return [None if one is None else one.verdict for one in changes]


def test_a_large_change_of_many_people_is_said() -> None:
    assert compared((figure(900, 360), figure(900, 630))) == [Verdict.ROSE]


def test_a_change_that_rounding_could_have_made_is_none() -> None:
    assert compared((figure(900, 449), figure(900, 473))) == [Verdict.NO_CLEAR_CHANGE]


def test_what_was_hidden_before_or_is_now_has_no_change() -> None:
    assert compared((HIDDEN, figure(900, 450)), (figure(900, 450), HIDDEN)) == [None, None]


def test_one_change_among_many_has_to_be_clearer_than_alone() -> None:
    one = (figure(100, 40), figure(100, 62))
    same = (figure(100, 50), figure(100, 50))

    alone, *_ = compared(one)
    together = compared(one, *[same] * 40)[0]

    assert alone is Verdict.ROSE
    assert together is Verdict.NO_CLEAR_CHANGE


def test_a_weak_response_puts_bounds_beside_england_and_nowhere_else() -> None:
    chosen = plan(counts(A=60, B=50), FLOOR)

    weak = publishing.of_wave(chosen, Rounded(50))
    strong = publishing.of_wave(chosen, Rounded(90, "or_more"))

    bounds = weak[Place(ENGLAND, "A1")].bounds
    assert bounds is not None
    assert bounds.least < 0.25
    assert bounds.most > 0.7
    assert weak[Place(LONDON, "A1")].bounds is None
    assert strong[Place(ENGLAND, "A1")].bounds is None


@pytest.mark.parametrize("people", [20, 30, 40, 50, 60, 90, 100, 200])
def test_where_the_reckoned_people_show_a_number_exactly_no_leaver_is_told(people: int) -> None:
    # As one of fifty leaves, the reckoned number falls to twenty, so fifty were there before.
    for favourable in range(people + 1):
        least, most = people + 3 * favourable, 3 * people + 2 * favourable
        for total in {least, least + 1, (least + most) // 2, most - 1, most}:
            tally = tally_of(people, favourable, total)
            for score in range(1, 6):
                if tally is not None and tally.counts[score - 1]:
                    before = protect(tally, FLOOR)
                    after = protect(without(tally, score), FLOOR)
                    assert len(possible_scores(people, before, after)) > 1


def test_the_catalogue_gives_every_level_figures_of_items_and_criteria() -> None:
    for period in Period:
        for item in ("A1", "C1"):
            assert set(catalogue.levels(period, item)) == set(Level)


@pytest.mark.parametrize(
    ("period", "subject", "first", "last"),
    [
        (Period.YEAR, "2026-27", "2026-04-01", "2027-03-31"),
        (Period.QUARTER, "2026-27-Q1", "2026-04-01", "2026-06-30"),
        (Period.QUARTER, "2026-27-Q3", "2026-10-01", "2026-12-31"),
        (Period.QUARTER, "2026-27-Q4", "2027-01-01", "2027-03-31"),
        (Period.YEAR, "1999-00", "1999-04-01", "2000-03-31"),
    ],
)
def test_quarters_and_years_run_from_april(
    period: Period, subject: str, first: str, last: str
) -> None:
    days = days_of(period, subject)

    assert tuple(day.isoformat() for day in days) == (first, last)
    name = year_of if period is Period.YEAR else quarter_of
    assert {name(day) for day in days} == {subject}


@pytest.mark.parametrize("subject", ["2026-28", "2026", "2026-27-Q5", "x"])
def test_what_is_no_period_is_refused(subject: str) -> None:
    with pytest.raises(ValueError, match="no"):
        days_of(Period.QUARTER if "Q" in subject else Period.YEAR, subject)


def tally_of(people: int, favourable: int, total: int) -> Tally | None:
    """A tally with these sums; None where there is none."""
    for fives in range(favourable + 1):
        rest = total - (people - favourable) - 4 * favourable - fives
        threes = min(people - favourable, max(0, rest) // 2)
        twos = rest - 2 * threes
        if rest >= 0 and 0 <= twos <= people - favourable - threes:
            ones = people - favourable - twos - threes
            return Tally((ones, twos, threes, favourable - fives, fives))
    return None


def without(tally: Tally, score: int) -> Tally:
    one, two, three, four, five = (
        count - (place == score) for place, count in enumerate(tally.counts, start=1)
    )
    return Tally((one, two, three, four, five))
