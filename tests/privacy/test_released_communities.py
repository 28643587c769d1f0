"""P9 to P12 and P16 over a thousand made-up communities: what is released exposes nobody.

The attacker has everything that was ever released, knows how many people each group has, and adds
and subtracts. The attack shares no code with the gate.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from random import Random

import pytest

from analysis import examination, publishing
from analysis.disclosure.formats import Kind, Written, misprints
from analysis.disclosure.leaver import told_leavers
from analysis.planning import Place, Plan, plan
from analysis.published import HIDDEN, Published
from models.reporting import ENGLAND, Level
from tests.communities import counts_of, waves
from views import figure_words

FLOOR = 8

# As many employers and people as in England, and how many waves a year has.
EMPLOYERS, PEOPLE, WAVES = 200, 2900, 12
COMMUNITIES, BATCHES = 1000, 40
# Employers and people of smaller ones, where more is hidden and less is left to hide it behind.
SMALLER = [(12, 120), (25, 300), (60, 900)]
A_QUARTER = 3


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_thousand_communities_expose_nobody_in_a_year(batch: int) -> None:
    for seed in range(batch, COMMUNITIES, BATCHES):
        assert list(exposed_in_a_year(Random(seed), EMPLOYERS, PEOPLE)) == []


@pytest.mark.parametrize(("employers", "people"), SMALLER)
@pytest.mark.parametrize("batch", range(4))
def test_a_hundred_smaller_ones_expose_nobody_in_a_year(
    employers: int, people: int, batch: int
) -> None:
    for seed in range(batch, 100, 4):
        assert list(exposed_in_a_year(Random(seed), employers, people)) == []


def test_the_attack_finds_what_a_careless_plan_gives_away() -> None:
    # Nothing is hidden but what is too small by itself, as most tools do.
    sealed = [next(waves(Random(seed), 60, 900, 1, FLOOR, ["00"])) for seed in range(20)]

    caught = [one for one in sealed if any(exposed(Plan(counts_of(one), FLOOR)))]

    assert len(caught) > 5


def exposed_in_a_year(random: Random, employers: int, people: int) -> Iterator[object]:
    """Give whatever the waves of a year, its quarters or the year expose."""
    released = []
    for sealed in waves(random, employers, people, WAVES, FLOOR, ["00"]):
        chosen = plan(counts_of(sealed), FLOOR)
        yield from examination.examine(chosen)
        yield from exposed(chosen)
        released.append(publishing.of_wave(chosen, None))
    quarters = [released[first : first + A_QUARTER] for first in range(0, WAVES, A_QUARTER)]
    for of_period in (*quarters, released):
        yield from told_by_a_period(publishing.of_period(of_period), of_period)


def exposed(chosen: Plan) -> Iterator[object]:
    """Give whatever the tables of a wave expose: groups, leavers, and numbers that are too fine."""
    figures = publishing.of_wave(chosen, None)
    for item in chosen.counts.items:
        shown = {
            place.unit for place, one in figures.items() if not one.is_hidden and place.item == item
        }
        yield from (key for key in shown if chosen.counts.people[key, item] < FLOOR)
        yield from (n for n in what_is_left(chosen, item, shown) if 0 < n < FLOOR)
    for place, figure in figures.items():
        if not figure.is_hidden:
            leaves = chosen.counts.nodes[place.unit].leaves
            for asked in (None, chosen.counts.asked_of.get(place.unit)):
                yield from told_leavers(chosen.counts.of(leaves, place.item), FLOOR, asked)
            yield from misprints(as_read(place, figure, chosen.size(place)), FLOOR)


def what_is_left(chosen: Plan, item: str, shown: set[str]) -> Iterator[int]:
    """Subtract from every shown whole every choice of shown groups that share nobody in it."""
    inside: dict[str, list[str]] = defaultdict(list)
    nodes = chosen.counts.nodes
    for key in shown:
        for whole in shown:
            if key != whole and nodes[key].leaves <= nodes[whole].leaves:
                inside[whole].append(key)
    for whole, parts in inside.items():
        for level in Level:
            # The coarsest groups at most of this level, then finer ones for what these leave.
            left = set(nodes[whole].leaves)
            for key in sorted(parts, key=lambda one: (rank(nodes[one].level, level), one)):
                if nodes[key].leaves <= left:
                    left -= nodes[key].leaves
            yield chosen.counts.of(left, item).people


def rank(level: Level, first: Level) -> int:
    levels = list(Level)
    away = levels.index(level) - levels.index(first)
    return away if away >= 0 else len(levels) - away


def told_by_a_period(
    period: Mapping[Place, Published], released: list[dict[Place, Published]]
) -> Iterator[Place]:
    """Give what a quarter or a year tells of a unit though one of its waves hid it."""
    for place, figure in period.items():
        asked = [wave for wave in released if Place(ENGLAND, place.item) in wave]
        if not figure.is_hidden and any(wave.get(place, HIDDEN).is_hidden for wave in asked):
            yield place


def as_read(place: Place, figure: Published, people: int) -> list[Written]:
    words = (
        (Kind.FAVOURABLE, figure_words.share(figure)),
        (Kind.MEAN, figure_words.mean(figure)),
        (Kind.PEOPLE, figure_words.people(figure)),
    )
    return [Written("", place.unit, place.item, kind, text, people) for kind, text in words]
