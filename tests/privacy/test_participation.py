"""Nobody learns who answered: neither that all of a group did, nor that none of it did.

The attacker knows the roster, so how many were asked in each group, and everything that was
published: which units and cohorts there are, bands and intervals of each figure, and how many
answered in England.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from random import Random

import pytest

from analysis import examination, publishing
from analysis.planning import Plan, plan
from analysis.pooling import (
    History,
    Least,
    Level,
    Part,
    Place,
    Unit,
    Whom,
)
from analysis.protection import Rounded, response_rate
from analysis.published import Published
from models.reporting import ENGLAND
from models.survey import Wave
from services import surveys, units
from tests.communities import Sealed, counts_of, waves

FLOOR = 8
COMMUNITIES, SHARES = 1000, 10
ITEM = "00"
# What a band of people, or the number that an interval is made with, begins with.
SIZES = (20, 50, *range(100, 1000, 100))


@dataclass
class Group:
    """People of whom the attacker knows how many were asked, and between what how many answered."""

    name: str
    asked: int
    least: int = 0
    most: int = 0
    parts: list["Group"] = field(default_factory=list)

    def learn(self) -> None:
        """Work out what the parts tell of the whole."""
        for part in self.parts:
            part.learn()
        if self.parts:
            self.least = max(self.least, sum(part.least for part in self.parts))
            self.most = min(self.most, sum(part.most for part in self.parts))

    def teach(self) -> None:
        """Work out what the whole tells of its parts."""
        least, most = sum(one.least for one in self.parts), sum(one.most for one in self.parts)
        for part in self.parts:
            low, high = part.least, part.most
            part.least = max(low, self.least - (most - high))
            part.most = min(high, self.most - (least - low))
        for part in self.parts:
            part.teach()

    def told(self) -> Iterator[str]:
        """Give every group of which all or none are known to have answered."""
        if self.least >= self.asked > 0 or self.most <= 0 < self.asked:
            yield self.name
        for part in self.parts:
            yield from part.told()


Range = tuple[int, int]


def attack(england: Group, told: Mapping[str, Range]) -> list[str]:
    """Give the groups of a wave that are told to have answered all together, or not at all."""
    for group in walk(england):
        least, most = told.get(group.name, (0, group.asked))
        group.least, group.most = max(least, group.least), min(most, group.most)
    for _ in range(4):
        england.learn()
        england.teach()
    return list(england.told())


def published(sealed: Sealed, chosen: Plan) -> dict[str, Range]:
    """Give between what how many answered in each unit, by its figure, and in England by rate."""
    people = sum(sealed.asked.values())
    rate = response_rate(sum(sealed.answered.values()), people)
    told = {
        place.unit: of_figure(figure, chosen.counts.asked_of[place.unit])
        for place, figure in publishing.of_wave(chosen, rate).items()
        if place.item == ITEM
    }
    if rate:
        (least, most), (fewest, at_most) = told[ENGLAND], of_rate(rate, people)
        told[ENGLAND] = max(least, fewest), min(most, at_most)
    return told


def of_figure(figure: Published, asked: int) -> Range:
    """Give between what how many answered, by the band and by the number of the interval."""
    if figure.people is None:
        return 0, asked
    least = max(figure.people.at_least or 0, figure.reckoned or 0)
    most = min((size for size in SIZES if size > least), default=asked + 1) - 1
    # All who were asked look as if one had not answered.
    return least, asked if most >= asked - 1 else most


def of_rate(rate: Rounded, asked: int) -> Range:
    least = 0 if rate.end == "or_less" else ceil((rate.value - 5) * asked / 100)
    most = asked if rate.end == "or_more" else ceil((rate.value + 5) * asked / 100) - 1
    return least, most


def walk(group: Group) -> Iterator[Group]:
    yield group
    for part in group.parts:
        yield from walk(part)


def tree(sealed: Sealed, chosen: Plan) -> Group:
    """Give England with all that is in it, down to cohorts, or to the employers of a pool."""
    groups: dict[str, Group] = {}
    for key, node in chosen.counts.nodes.items():
        asked = chosen.counts.asked_of[key]
        groups[key] = Group(key, asked, most=asked)
        if node.wider != key:
            groups[node.wider].parts.append(groups[key])
    split = {
        pool.name for pool in walk(groups[ENGLAND]) for part in pool.parts if part.name in groups
    }
    for place, people in by_place(sealed.asked).items():
        pool = next((one for one in sealed.homes if is_in(place, one)), None)
        is_alone = Unit(Level.EMPLOYER, (place.employer,)) in sealed.homes
        if pool and not is_alone and pool.key not in split:
            answered = by_place(sealed.answered)[place]
            # Of an employer with enough people that is pooled, we let the attacker know why.
            most = FLOOR - 1 if answered < FLOOR < people else people
            groups[pool.key].parts.append(Group(place.employer, people, most=most))
    return groups[ENGLAND]


def is_in(place: Place, unit: Unit) -> bool:
    return unit.level is Level.OTHERS and place.region in unit.names


def by_place(asked: Mapping[Whom, int]) -> Counter[Place]:
    counts: Counter[Place] = Counter()
    for (place, _), people in asked.items():
        counts[place] += people
    return counts


def communities(share: int) -> Iterator[tuple[Sealed, Plan]]:
    """Give waves of a hundred communities, in which many answer, most, or nearly all.

    Everybody who answers scores the item, so that its figures tell most of who answered.
    """
    for seed in range(share, COMMUNITIES, SHARES):
        random = Random(seed)
        employers, people = random.randint(3, 25), random.randint(20, 160)
        answering = random.choice((0.75, 0.9, 0.97))
        for sealed in waves(random, employers, people, 2, FLOOR, [ITEM], answering, scoring=1):
            chosen = plan(counts_of(sealed), FLOOR)
            assert examination.examine(chosen) == []
            yield sealed, chosen


@pytest.mark.parametrize("share", range(SHARES))
def test_in_a_thousand_communities_no_number_tells_that_all_or_none_answered(share: int) -> None:
    for sealed, chosen in communities(share):
        assert attack(tree(sealed, chosen), published(sealed, chosen)) == []


def test_the_attack_finds_what_exact_numbers_would_give_away() -> None:
    caught = 0
    for sealed, chosen in communities(0):
        exact = {unit.key: (people, people) for unit, people in sealed.sizes.items()}
        caught += bool(attack(tree(sealed, chosen), exact))
    assert caught > 0


def structure(asked: Mapping[Whom, int], answered: Mapping[Whom, int]) -> frozenset[Part]:
    """Give the units and cohorts that a first wave of a year would have."""
    people = [whom for whom, count in answered.items() for _ in range(count)]
    history = units.before(History(), asked, FLOOR)
    return frozenset(units.split(people, asked, Least.of(FLOOR), history))


def otherwise(
    asked: Mapping[Whom, int], answered: Counter[Whom], place: Place
) -> Iterator[Counter[Whom]]:
    """Give worlds in which neither all nor none of an employer answered, and one or two others."""
    whoms = [one for one in asked if one.place == place]
    step = -1 if any(answered[one] for one in whoms) else 1
    others = [one for one in asked if one.place != place]
    for one in whoms:
        if not 0 <= answered[one] + step <= asked[one]:
            continue
        changed = answered + Counter()
        changed[one] += step
        yield changed
        for other in others:
            for back in (-2 * step, -step, step):
                if 0 <= changed[other] + back <= asked[other]:
                    again = Counter(changed)
                    again[other] += back
                    yield again


def told_by_structure(sealed: Sealed) -> list[Place]:
    """Give employers of which the units alone tell that all or none answered."""
    answered = Counter(sealed.answered)
    by_units = structure(sealed.asked, answered)
    everybody, here = by_place(sealed.asked), by_place(answered)
    return [
        place
        for place, people in everybody.items()
        # Of one person, any other world is the other answer.
        if here[place] in {0, people}
        and not any(
            structure(sealed.asked, other) == by_units
            for other in otherwise(sealed.asked, answered, place)
        )
    ]


def test_in_a_thousand_communities_hardly_a_unit_tells_by_being_there() -> None:
    places = told = 0
    for seed in range(COMMUNITIES):
        random = Random(seed)
        employers, people = random.randint(3, 12), random.randint(20, 90)
        answering = random.choice((0.75, 0.9, 0.97))
        sealed = next(waves(random, employers, people, 1, FLOOR, ["00"], answering))
        places += len(by_place(sealed.asked))
        told += len(told_by_structure(sealed))
    # One in ten, before pools were chosen by how many were asked.
    assert told <= places / 1000


@pytest.mark.parametrize("asked", [10, 25, 35, 400])
def test_a_turnout_is_the_same_whether_all_or_all_but_one_answered(asked: int) -> None:
    wave = Wave.model_construct()
    everybody, all_but_one = (surveys.Turnout(wave, asked, asked - one) for one in (0, 1))

    assert surveys.shown(everybody) == surveys.shown(all_but_one)
