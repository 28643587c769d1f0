"""Reporting units: everyone counts somewhere, and nowhere alone."""

from collections import Counter
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cohorts import by_part, count_asked, split_units
from analysis.pooling import (
    ENGLAND,
    Asked,
    History,
    Least,
    Level,
    Part,
    Place,
    Unit,
    Whom,
    assign_units,
    beforehand,
    remember,
)
from models import regions
from models.roster import REGIONS

NEIGHBOURS = regions.load().neighbours
FLOOR = 8
Respondents = dict[int, Place]


def people(*groups: tuple[str, str, int]) -> Respondents:
    places = [Place(employer, region) for employer, region, size in groups for _ in range(size)]
    return dict(enumerate(places))


def many(respondents: Respondents) -> Asked:
    """More people were asked everywhere than answered."""
    return {Whom(place): count + FLOOR for place, count in Counter(respondents.values()).items()}


def units(respondents: Respondents, history: dict[str, Unit] | None = None) -> dict[str, Unit]:
    assigned = assign_units(
        respondents, many(respondents), Least.of(FLOOR), NEIGHBOURS, history or {}
    )
    return {place.employer: assigned[person] for person, place in respondents.items()}


def employer(name: str) -> Unit:
    return Unit(Level.EMPLOYER, (name,))


def others(*names: str) -> Unit:
    return Unit(Level.OTHERS, names)


def after(history: History, respondents: Respondents, assigned: dict[int, Unit]) -> History:
    parts = {Whom(place): Part(assigned[who]) for who, place in respondents.items()}
    return remember(history, many(respondents), parts, NEIGHBOURS)


def test_a_large_employer_is_its_own_unit_and_small_ones_are_pooled() -> None:
    assigned = units(people(("Big", "London", 20), ("A", "London", 5), ("B", "London", 4)))

    assert assigned == {"Big": employer("Big"), "A": others("London"), "B": others("London")}


def test_an_employer_of_whom_no_more_were_asked_than_the_floor_has_no_unit_of_its_own() -> None:
    answered = people(("All", "London", 8), ("Most", "London", 8), ("Few", "London", 3))
    asked = {
        Whom(Place("All", "London")): 8,
        Whom(Place("Most", "London")): 9,
        Whom(Place("Few", "London")): 40,
    }

    history = beforehand(History(), asked, FLOOR, NEIGHBOURS)

    # That All is shown would tell that every one of them answered; one of Most did not.
    assert set(history.coarsest) == {"All"}
    assert set(
        assign_units(answered, asked, Least.of(FLOOR), NEIGHBOURS, history.coarsest).values()
    ) == {
        employer("Most"),
        others("London"),
    }


def test_what_was_coarser_stays_so_however_many_are_asked() -> None:
    wide = others("London", "South East")
    before = History({"A": wide, "B": employer("B")}, frozenset({"A"}))
    places = {Place("A", "London"): 3, Place("B", "London"): 9, Place("C", "Nowhere"): 2}
    asked = {Whom(place): count for place, count in places.items()}

    first = next(iter(NEIGHBOURS))
    assert beforehand(before, asked, FLOOR, NEIGHBOURS) == History(
        {"A": wide, "B": employer("B"), "C": others(first)}, frozenset({"A"})
    )


def test_the_smallest_large_employer_joins_a_pool_that_is_too_small() -> None:
    assigned = units(people(("Big", "London", 20), ("Less", "London", 9), ("Small", "London", 1)))

    assert assigned == {
        "Big": employer("Big"),
        "Less": others("London"),
        "Small": others("London"),
    }


def test_a_small_region_joins_its_neighbour() -> None:
    assigned = units(people(("A", "South East", 3), ("B", "South West", 6)))

    assert assigned == dict.fromkeys("AB", others("South East", "South West"))


def test_a_small_region_does_not_take_a_large_employer_along_if_the_pools_suffice() -> None:
    assigned = units(
        people(("A", "South East", 3), ("B", "South West", 6), ("Big", "South West", 8))
    )

    assert assigned["Big"] == employer("Big")


def test_a_small_region_takes_a_large_employer_if_its_neighbour_has_no_pool() -> None:
    assigned = units(people(("A", "South East", 3), ("Big", "South West", 8)))

    assert assigned == dict.fromkeys(["A", "Big"], others("South East", "South West"))


def test_small_regions_join_until_england_is_reached() -> None:
    assigned = units(people(("A", "North East", 7), ("B", "South West", 1)))

    assert set(assigned.values()) == {others(*REGIONS)}


def test_fewer_people_than_the_floor_in_all_are_england() -> None:
    assert set(units(people(("A", "London", 7))).values()) == {ENGLAND}


def test_nobody_gives_nothing() -> None:
    assert assign_units({}, {}, Least.of(FLOOR), NEIGHBOURS, {}) == {}


def test_an_employer_that_was_pooled_this_year_stays_pooled() -> None:
    respondents = people(("Grown", "London", 30), ("Big", "London", 30))

    assert units(respondents, {"Grown": others("London")}) == {
        "Grown": others("London"),
        "Big": employer("Big"),
    }


def test_regions_that_were_joined_this_year_stay_joined() -> None:
    respondents = people(("A", "South East", 5), ("B", "South East", 5), ("C", "London", 9))
    history = {"A": others("South East", "South West")}

    assert units(respondents, history) == {
        "A": others("South East", "South West"),
        "B": others("South East", "South West"),
        "C": employer("C"),
    }


def test_an_employer_may_become_coarser_during_the_year() -> None:
    assert units(people(("A", "London", 5), ("B", "London", 5)), {"A": employer("A")}) == {
        "A": others("London"),
        "B": others("London"),
    }


def test_people_without_an_employer_are_never_a_unit_of_their_own() -> None:
    assert units(people(("", "London", 30))) == {"": others("London")}


def test_people_without_a_region_are_counted_with_the_first_one() -> None:
    assert units(people(("A", "", 3), ("B", "North East", 6))) == dict.fromkeys(
        "AB", others("North East")
    )


def test_an_employer_in_two_regions_is_counted_in_each() -> None:
    respondents = people(("A", "London", 20), ("A", "South West", 3), ("B", "South West", 6))
    assigned = assign_units(respondents, many(respondents), Least.of(FLOOR), NEIGHBOURS, {})

    assert Counter(assigned.values()) == {employer("A"): 20, others("South West"): 9}
    assert after(History(), respondents, assigned).coarsest["A"] == others("South West")


@pytest.mark.parametrize(
    "unit",
    [
        ENGLAND,
        employer("Leeds: City + Council"),
        others("London"),
        others(*REGIONS),
    ],
)
def test_a_unit_is_stored_as_a_short_text_and_read_again(unit: Unit) -> None:
    assert Unit.parse(unit.key) == unit
    assert len(unit.key) <= 200


def test_the_map_has_the_nine_regions_and_every_way_leads_to_england() -> None:
    assert regions.load().names == REGIONS
    for region in REGIONS:
        reached = {region}
        for _ in REGIONS:
            reached |= {NEIGHBOURS[one] for one in reached}
        assert reached == set(REGIONS)


# Up to three employers in each region, small and large ones.
SIZES = st.dictionaries(
    st.tuples(st.sampled_from(REGIONS), st.sampled_from("abc")), st.integers(1, 25)
)
RESPONDENTS = SIZES.map(
    lambda sizes: people(*((f"{region} {one}", region, n) for (region, one), n in sizes.items()))
)
FLOORS = st.integers(5, 15)


@given(RESPONDENTS, FLOORS)
def test_every_unit_reaches_the_floor_and_nobody_is_lost(
    respondents: Respondents, floor: int
) -> None:
    assigned = assign_units(respondents, many(respondents), Least.of(floor), NEIGHBOURS, {})

    assert assigned.keys() == respondents.keys()
    if len(respondents) < floor:
        assert set(assigned.values()) <= {ENGLAND}
    else:
        assert min(Counter(assigned.values()).values()) >= floor


@given(RESPONDENTS, FLOORS, st.integers())
def test_the_order_of_people_makes_no_difference(
    respondents: Respondents, floor: int, seed: int
) -> None:
    shuffled = list(respondents.items())
    Random(seed).shuffle(shuffled)

    asked = many(respondents)
    assert assign_units(dict(shuffled), asked, Least.of(floor), NEIGHBOURS, {}) == assign_units(
        respondents, asked, Least.of(floor), NEIGHBOURS, {}
    )


@given(RESPONDENTS, FLOORS)
def test_a_person_is_in_a_unit_of_their_own_employer_or_region(
    respondents: Respondents, floor: int
) -> None:
    asked = many(respondents)
    for person, unit in assign_units(respondents, asked, Least.of(floor), NEIGHBOURS, {}).items():
        place = respondents[person]
        if unit.level is Level.EMPLOYER:
            assert unit.names == (place.employer,)
        elif unit.level is Level.OTHERS:
            assert place.region in unit.names


def area(unit: Unit) -> set[str]:
    """Give what a unit covers: an employer no whole region, England all of them."""
    return set(REGIONS) if unit.level is Level.ENGLAND else set(unit.names) & set(REGIONS)


@given(st.lists(RESPONDENTS, min_size=2, max_size=5), FLOORS)
def test_units_only_become_coarser_during_a_year(waves: list[Respondents], floor: int) -> None:
    history: Mapping[str, Unit] = {}
    for respondents in waves:
        assigned = assign_units(
            respondents, many(respondents), Least.of(floor), NEIGHBOURS, history
        )
        for person, unit in assigned.items():
            before = history.get(respondents[person].employer, unit)
            assert area(unit) >= area(before)
            assert unit.level is not Level.EMPLOYER or unit == before
        if len(respondents) >= floor:
            assert min(Counter(assigned.values()).values()) >= floor
        history = after(History(history), respondents, assigned).coarsest


Sizes = tuple[str, str, str, int]


class Year:
    """Waves of one year, one after the other: an employer, its region, a cohort, how many."""

    def __init__(self) -> None:
        self.history = History()

    def wave(self, *groups: Sizes) -> Counter[Part]:
        whoms = [
            Whom(Place(name, region), cohort)
            for name, region, cohort, size in groups
            for _ in range(size)
        ]
        respondents = dict(enumerate(whoms))
        places = {who: one.place for who, one in respondents.items()}
        asked = {one: count + FLOOR for one, count in Counter(whoms).items()}
        assigned = assign_units(places, asked, Least.of(FLOOR), NEIGHBOURS, self.history.coarsest)
        placed = {places[who]: unit for who, unit in assigned.items()}
        invited = by_part(asked, placed, NEIGHBOURS)
        parts = split_units(respondents, invited, assigned, FLOOR, self.history)
        told = {respondents[who]: part for who, part in parts.items()}
        self.history = remember(self.history, asked, told, NEIGHBOURS)
        return Counter(parts.values())


BIG, POOL = employer("Big"), others("London")


def test_cohorts_are_told_where_each_of_them_reaches_the_floor() -> None:
    assert Year().wave(("Big", "London", "2025", 8), ("Big", "London", "2026", 20)) == {
        Part(BIG, "2025"): 8,
        Part(BIG, "2026"): 20,
    }


def test_one_cohort_that_is_too_small_keeps_the_others_untold() -> None:
    assert Year().wave(("Big", "London", "2025", 7), ("Big", "London", "2026", 20)) == {
        Part(BIG): 27
    }


def test_people_without_a_cohort_keep_their_unit_whole() -> None:
    assert Year().wave(("Big", "London", "", 9), ("Big", "London", "2026", 20)) == {Part(BIG): 29}


def test_the_cohorts_of_a_pool_are_told_by_the_same_rule() -> None:
    assert Year().wave(
        ("A", "London", "2025", 5), ("B", "London", "2025", 4), ("C", "London", "2026", 7)
    ) == {Part(POOL): 16}
    assert Year().wave(
        ("A", "London", "2025", 4),
        ("B", "London", "2025", 4),
        ("A", "London", "2026", 3),
        ("C", "London", "2026", 6),
    ) == {Part(POOL, "2025"): 8, Part(POOL, "2026"): 9}


def test_cohorts_that_were_not_told_once_are_not_told_later_in_the_year() -> None:
    year = Year()
    year.wave(("Big", "London", "2025", 7), ("Big", "London", "2026", 20))

    assert year.wave(("Big", "London", "2025", 30), ("Big", "London", "2026", 30)) == {
        Part(BIG): 60
    }


def test_a_pool_whose_cohorts_were_not_told_keeps_them_whoever_answers_later() -> None:
    year = Year()
    year.wave(("A", "London", "2025", 4), ("B", "London", "2026", 6))

    assert year.wave(
        ("C", "London", "2025", 7),
        ("D", "London", "2025", 1),
        ("E", "London", "2026", 7),
        ("F", "London", "2026", 1),
    ) == {Part(POOL): 16}


def test_an_employer_takes_its_untold_cohorts_along_into_a_pool() -> None:
    year = Year()
    year.wave(("Big", "London", "2025", 4), ("Big", "London", "2026", 6))

    assert year.wave(("Big", "London", "2025", 5), ("A", "London", "2025", 6)) == {Part(POOL): 11}


def test_cohorts_may_become_untold_during_the_year() -> None:
    year = Year()
    first = year.wave(("Big", "London", "2025", 8), ("Big", "London", "2026", 8))

    assert first[Part(BIG, "2025")] == 8
    assert year.wave(("Big", "London", "2025", 8), ("Big", "London", "2026", 7)) == {Part(BIG): 15}


PARTS = st.dictionaries(
    st.tuples(st.sampled_from(REGIONS), st.sampled_from("abc"), st.sampled_from(["25", "26", ""])),
    st.integers(1, 25),
).map(lambda found: [(f"{r} {one}", r, cohort, n) for (r, one, cohort), n in found.items()])


@given(st.lists(PARTS, min_size=1, max_size=5))
def test_every_part_reaches_the_floor_and_parts_only_become_coarser(
    waves: list[list[Sizes]],
) -> None:
    year = Year()
    untold: set[Unit] = set()
    for groups in waves:
        parts = year.wave(*groups)
        whole = {part.unit for part in parts if not part.cohort}
        split = {part.unit for part in parts if part.cohort}

        if sum(parts.values()) >= FLOOR:
            assert min(parts.values()) >= FLOOR
        assert whole.isdisjoint(split)
        assert untold.isdisjoint(split)
        assert not any(unit.covers(one) for unit in split for one in untold)
        # Of a wave that too few answered nothing is told.
        untold |= whole - {Unit(Level.ENGLAND)}


def test_an_employer_where_nobody_answered_is_in_the_pool_so_that_none_is_missing() -> None:
    answered = people(("Big", "London", 20), ("Less", "London", 9))
    asked = {Whom(Place("Big", "London")): 40, Whom(Place("Less", "London")): 30}
    silent = {**asked, Whom(Place("Silent", "London")): 1}

    assert set(assign_units(answered, asked, Least.of(FLOOR), NEIGHBOURS, {}).values()) == {
        employer("Big"),
        employer("Less"),
    }
    # A pool is there whether the one who was asked answered or not.
    assert set(assign_units(answered, silent, Least.of(FLOOR), NEIGHBOURS, {}).values()) == {
        BIG,
        POOL,
    }


@pytest.mark.parametrize(("others", "expected"), [(15, {POOL}), (16, {BIG, POOL})])
def test_twice_as_many_people_as_the_floor_are_asked_in_a_pool(
    others: int, expected: set[Unit]
) -> None:
    answered = people(("Big", "London", 20), ("A", "London", 5), ("B", "London", 3))
    asked = {
        Whom(Place("Big", "London")): 40,
        Whom(Place("A", "London")): 7,
        Whom(Place("B", "London")): others - 7,
    }

    assert set(assign_units(answered, asked, Least.of(FLOOR), NEIGHBOURS, {}).values()) == expected


def test_a_wave_that_few_were_asked_in_has_one_pool_of_their_regions() -> None:
    answered = people(("A", "London", 5), ("B", "South East", 4), ("C", "North East", 1))
    asked = {
        Whom(Place("A", "London")): 6,
        Whom(Place("B", "South East")): 6,
        Whom(Place("C", "North East")): 3,
    }

    assert set(assign_units(answered, asked, Least.of(FLOOR), NEIGHBOURS, {}).values()) == {
        others("North East", "London", "South East")
    }


def test_who_joins_a_pool_depends_on_how_many_were_asked_only() -> None:
    answered = people(("Big", "London", 9), ("Less", "London", 20), ("A", "London", 1))
    asked = {
        Whom(Place("Big", "London")): 60,
        Whom(Place("Less", "London")): 30,
        Whom(Place("A", "London")): 2,
    }

    assigned = assign_units(answered, asked, Least.of(FLOOR), NEIGHBOURS, {})

    assert {answered[who].employer: unit for who, unit in assigned.items()} == {
        "Big": BIG,
        "Less": POOL,
        "A": POOL,
    }


def parts_of(asked: Asked, *answered: tuple[str, int]) -> set[Part]:
    """The parts of one employer, of whose cohorts so many answered."""
    whoms = [Whom(LONDON, cohort) for cohort, size in answered for _ in range(size)]
    units = dict.fromkeys(range(len(whoms)), BIG)
    invited = by_part(asked, {LONDON: BIG}, NEIGHBOURS)
    return set(split_units(dict(enumerate(whoms)), invited, units, FLOOR, History()).values())


LONDON = Place("Big", "London")


@pytest.mark.parametrize(
    ("asked", "is_told"),
    [
        ({"2025": 9, "2026": 20}, True),
        # All of them answered, which that they are shown would tell.
        ({"2025": 8, "2026": 20}, False),
        # None of them answered, which that the others are shown would tell.
        ({"2025": 9, "2026": 20, "2024": 3}, False),
        ({"2025": 9, "2026": 20, "": 1}, False),
    ],
)
def test_cohorts_tell_neither_that_all_nor_that_none_of_them_answered(
    asked: dict[str, int], is_told: bool
) -> None:
    invited = {Whom(LONDON, cohort): count for cohort, count in asked.items()}

    parts = parts_of(invited, ("2025", 8), ("2026", 15))

    assert parts == ({Part(BIG, "2025"), Part(BIG, "2026")} if is_told else {Part(BIG)})


def test_people_who_were_asked_count_in_their_unit_and_in_their_cohort() -> None:
    a, b = Whom(Place("A", "London"), "2025"), Whom(Place("A", "London"), "2026")
    asked = {Whom(LONDON, "2025"): 30, a: 12, b: 10}
    parts = {Whom(LONDON, "2025"): Part(BIG), a: Part(POOL, "2025"), b: Part(POOL, "2026")}

    assert count_asked(asked, parts, NEIGHBOURS) == {
        Part(ENGLAND): 52,
        Part(BIG): 30,
        Part(POOL): 22,
        Part(POOL, "2025"): 12,
        Part(POOL, "2026"): 10,
    }


def test_an_employer_that_comes_back_does_not_tell_that_nobody_there_had_answered() -> None:
    asked = {Whom(Place(name, "London"), "c"): 30 for name in "XYZ"}

    def afterwards(answered: int) -> History:
        sizes = {"X": answered, "Y": 12, "Z": 12}
        whoms = [Whom(Place(one, "London"), "c") for one in "XYZ" for _ in range(sizes[one])]
        people = dict(enumerate(whoms))
        places = {who: one.place for who, one in people.items()}
        assigned = assign_units(places, asked, Least.of(FLOOR), NEIGHBOURS, {})
        parts = {people[who]: Part(unit) for who, unit in assigned.items()}
        return remember(History(), asked, parts, NEIGHBOURS)

    assert afterwards(0) == afterwards(1) == afterwards(FLOOR - 1)
    assert afterwards(0).coarsest["X"] == POOL
    assert afterwards(FLOOR).coarsest["X"] == employer("X")


def test_a_wave_of_which_nothing_is_told_is_not_remembered() -> None:
    asked = {Whom(Place("X", "London")): 30}
    before = History({"Y": employer("Y")})

    nobody = remember(before, asked, {}, NEIGHBOURS)
    few = remember(before, asked, {Whom(Place("X", "London")): Part(ENGLAND)}, NEIGHBOURS)

    assert nobody == few == before


def test_an_employer_where_nobody_answered_counts_in_the_pool_of_its_region() -> None:
    asked = {Whom(Place("A", "London")): 12, Whom(Place("Silent", "London")): 3}
    parts = {Whom(Place("A", "London")): Part(POOL)}

    assert count_asked(asked, parts, NEIGHBOURS) == {Part(ENGLAND): 15, Part(POOL): 15}


@given(RESPONDENTS, RESPONDENTS)
def test_nobody_who_was_asked_counts_twice_or_not_at_all(
    respondents: Respondents, silent: Respondents
) -> None:
    everybody = Counter(respondents.values()) + Counter(silent.values())
    asked = {Whom(place): count for place, count in everybody.items()}
    history = beforehand(History(), asked, FLOOR, NEIGHBOURS)
    assigned = assign_units(respondents, asked, Least.of(FLOOR), NEIGHBOURS, history.coarsest)
    parts = {Whom(respondents[who]): Part(unit) for who, unit in assigned.items()}

    counts = count_asked(asked, parts, NEIGHBOURS)

    assert counts.pop(Part(ENGLAND)) == everybody.total()
    answered = Counter(assigned.values())
    assert all(answered[part.unit] <= people for part, people in counts.items())
    if {*assigned.values()} - {ENGLAND}:
        assert sum(counts.values()) == everybody.total()
        assert all(people > FLOOR for people in counts.values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Part(employer("London"), "2025"), Part(others("London"), "2025")),
        (Part(employer("A|B"), "C"), Part(employer("A"), "B|C")),
        (Part(employer("A + 2025")), Part(employer("A"), "2025")),
        (Part(employer("A"), "2025"), Part(employer("A', '2025"))),
    ],
)
def test_no_two_parts_share_a_key_whatever_employers_are_called(one: Part, other: Part) -> None:
    assert one.key != other.key
    assert max(len(one.key), len(other.key)) < 60
