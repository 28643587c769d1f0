"""Wholes and parts: the exact counts of a wave, and every unit that they make up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from analysis.disclosure.cells import Cell
from analysis.pooling import SEPARATOR, Unit, cohort_key, with_neighbour
from analysis.pooling import Level as Pooled
from analysis.summary import Tally, together
from models import regions
from models.reporting import ENGLAND, Level

NOBODY = Tally((0, 0, 0, 0, 0))


class Leaf(NamedTuple):
    """The finest group that a sealed answer knows: its unit, and its cohort where it has one."""

    unit: str
    cohort: str = ""


@dataclass(frozen=True)
class Node:
    """A unit of a wave: its key, its names, its regions, what it holds, and what holds it."""

    key: str
    level: Level
    names: tuple[str, ...]
    regions: tuple[str, ...]
    leaves: frozenset[Leaf]
    wider: str


@dataclass(frozen=True)
class Counts:
    """One wave's exact counts, by leaf and item; they stay in the process that makes a release."""

    moment: str
    tallies: Mapping[tuple[Leaf, str], Tally]
    # Where each employer works; one that nobody knows any more belongs to England alone.
    region_of: Mapping[str, str]
    # How many were asked, by the key of the unit, of the cohort and of England; not of comments.
    asked: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def leaves(self) -> list[Leaf]:
        return sorted({leaf for leaf, _ in self.tallies})

    @cached_property
    def items(self) -> list[str]:
        return sorted({item for _, item in self.tallies})

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every unit of the wave by its key: England first, each before what it holds."""
        return {node.key: node for node in _nodes(self.leaves, self.region_of)}

    @cached_property
    def parts(self) -> dict[str, list[Node]]:
        """What each unit is divided into, by its key; units that are not divided are not here."""
        found: defaultdict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            if node.wider != node.key:
                found[node.wider].append(node)
        return dict(found)

    @cached_property
    def people(self) -> dict[tuple[str, str], int]:
        """How many answered, by the key of the unit and the item; nobody is not there."""
        return {place: tally.people for place, tally in self.totals.items() if tally.people}

    @cached_property
    def totals(self) -> dict[tuple[str, str], Tally]:
        """All that each unit said of each item, by the key of the unit and the item."""
        holders: defaultdict[Leaf, list[str]] = defaultdict(list)
        for key, node in self.nodes.items():
            for leaf in node.leaves:
                holders[leaf].append(key)
        said: defaultdict[tuple[str, str], list[Tally]] = defaultdict(list)
        for (leaf, item), tally in self.tallies.items():
            for key in holders[leaf]:
                said[key, item].append(tally)
        return {(key, item): together(said[key, item]) for key in self.nodes for item in self.items}

    @cached_property
    def asked_of(self) -> dict[str, int]:
        """How many people were asked, by the key of each unit; those of whom it is known."""
        found = {key: self.asked[key] for key in self.nodes if key in self.asked}
        for key, node in self.nodes.items():
            units = {leaf.unit for leaf in node.leaves}
            if node.level is Level.REGION and units <= found.keys():
                found[key] = sum(found[unit] for unit in units)
        return found

    def of(self, leaves: Iterable[Leaf], item: str) -> Tally:
        """All that these said of an item."""
        return together([self.tallies.get((leaf, item), NOBODY) for leaf in leaves])

    def cells(self, leaves: Iterable[Leaf], item: str) -> list[Cell]:
        """The same as the gate sees it: people who answered, by leaf."""
        people = ((leaf, self.tallies.get((leaf, item), NOBODY).people) for leaf in leaves)
        return [Cell(self.moment, _name(leaf), n) for leaf, n in people if n]


def _name(leaf: Leaf) -> str:
    """A name that no other leaf has, whatever employers and cohorts are called."""
    return f"{leaf.unit!r} {leaf.cohort!r}" if leaf.cohort else leaf.unit


def _nodes(leaves: Sequence[Leaf], region_of: Mapping[str, str]) -> Iterator[Node]:
    england = Node(ENGLAND, Level.ENGLAND, (), (), frozenset(leaves), ENGLAND)
    yield england
    by_unit: defaultdict[str, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        by_unit[leaf.unit].append(leaf)
    units = [_unit(key, of_unit, region_of) for key, of_unit in by_unit.items() if key != ENGLAND]
    for names in _regions([one for one in units if one.regions]):
        held = [one for one in units if one.regions and set(one.regions) <= set(names)]
        key = f"{Level.REGION}:{SEPARATOR.join(names)}"
        inside = frozenset(leaf for one in held for leaf in one.leaves)
        yield Node(key, Level.REGION, names, names, inside, ENGLAND)
        for one in held:
            yield from _with_cohorts(one, key)
    for one in units:
        if not one.regions:
            yield from _with_cohorts(one, ENGLAND)


def _unit(key: str, leaves: list[Leaf], region_of: Mapping[str, str]) -> Node:
    unit = Unit.parse(key)
    if unit.level is Pooled.EMPLOYER:
        region = region_of.get(unit.names[0], "")
        regions = (region,) if region else ()
        return Node(key, Level.EMPLOYER, unit.names, regions, frozenset(leaves), ENGLAND)
    return Node(key, Level.OTHERS, unit.names, unit.names, frozenset(leaves), ENGLAND)


def _with_cohorts(unit: Node, wider: str) -> Iterator[Node]:
    yield Node(unit.key, unit.level, unit.names, unit.regions, unit.leaves, wider)
    for leaf in sorted(unit.leaves):
        if leaf.cohort:
            key, names = cohort_key(*leaf), (*unit.names, leaf.cohort)
            yield Node(key, Level.COHORT, names, unit.regions, frozenset({leaf}), unit.key)


def is_one_employer(units: Sequence[Node]) -> bool:
    """Say whether figures of these units together are those of a single employer."""
    return [one.level for one in units] == [Level.EMPLOYER]


def _regions(units: Sequence[Node]) -> list[tuple[str, ...]]:
    """Give the regions that are shown, those that share a pool as one.

    A region of one employer is shown with a neighbour, because everybody sees regions.
    """
    groups = [{one} for unit in units for one in unit.regions]
    for unit in units:
        groups = _joined(groups, {*unit.regions})
    neighbours = regions.load().neighbours
    while len(groups) > 1 and (lone := _lone(groups, units)):
        near = lone
        while sum(not near.isdisjoint(group) for group in groups) == 1:
            # A region that is on no map has all the others as neighbours.
            is_on_map = not near >= neighbours.keys()
            near = with_neighbour(near, neighbours) if is_on_map else set().union(*groups)
        groups = _joined(groups, near)
    return [tuple(sorted(group)) for group in groups]


def _joined(groups: Sequence[set[str]], near: set[str]) -> list[set[str]]:
    """Give the groups with those as one that have any of these regions, in the order of names."""
    apart = [group for group in groups if group.isdisjoint(near)]
    together = [group for group in groups if not group.isdisjoint(near)]
    return sorted([*apart, set().union(*together)], key=sorted)


def _lone(groups: Sequence[set[str]], units: Sequence[Node]) -> set[str] | None:
    held = ((group, [one for one in units if group >= {*one.regions}]) for group in groups)
    return next((group for group, inside in held if is_one_employer(inside)), None)
