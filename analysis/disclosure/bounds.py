"""The bounds: what is not shown cannot be worked out to within three people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add
from typing import NamedTuple

from analysis.disclosure.cells import Cell, Form, Range

NARROWEST = 3

Group = frozenset[Cell]
Known = tuple[Form, Range]


class TablesOverlap(Exception):  # noqa: N818 - it states a fact
    """Two figures share people without one holding the other: nothing here can weigh them."""


def is_narrow(bounds: Range, people: int) -> bool:
    """Say whether it gives away too much; fewer than three people must stay wholly open."""
    return bounds.width < min(NARROWEST, people)


def narrowed(known: Sequence[Known], targets: Sequence[Group]) -> dict[Group, Range]:
    """Give what all the figures together say of each target: the range of its favourable people.

    Of any two figures one holds the other or they share nobody, as in employers, regions and
    England; TablesOverlap otherwise. Ranges are those of linear programming, which whole people can
    only narrow by less than one at each end.
    """
    family = _family(known)
    trees = None if family is None else _trees(family)
    if trees is None:
        raise TablesOverlap
    return {target: _reach(trees, target) for target in targets}


@dataclass
class _Node:
    """A figure in the tree: what it says, the figures inside it, and its cells in none of these."""

    group: Group
    told: Range
    parts: list["_Node"]
    bare: Group

    def slope(self, target: Group) -> "_Slope":
        """Give the target's share of this group's favourable people, by how many there are."""
        found = _Slope.of_cells(self.bare, target)
        for part in self.parts:
            is_outside = part.group.isdisjoint(target)
            found = found.beside(part.outside if is_outside else part.slope(target))
        return found.within(self.told)

    @cached_property
    def outside(self) -> "_Slope":
        """The same for a target that has nobody of this group."""
        return self.slope(frozenset())


class _Slope(NamedTuple):
    """How few and how many of a group's favourable people can be in the target.

    With `least` in the group, `fewest` to `most` of them are. Of each further one, for the fewest,
    `others` are outside first and `ours` in the target then; for the most it is the other way.
    """

    least: float
    fewest: float
    most: float
    few_others: float
    few_ours: float
    many_ours: float
    many_others: float

    @classmethod
    def of_cells(cls, cells: Group, target: Group) -> "_Slope":
        """Give it for cells of which nothing is known."""
        ours, others = _people(cells & target), _people(cells - target)
        return cls(0, 0, 0, others, ours, ours, others)

    def beside(self, other: "_Slope") -> "_Slope":
        """Give it for two groups that share nobody."""
        return _Slope(*map(add, self, other))

    def within(self, told: Range) -> "_Slope":
        """Give it for those numbers only that are told."""
        more = max(0, told.least - self.least)
        others, ours = min(more, self.few_others), max(0, more - self.few_others)
        mine, rest = min(more, self.many_ours), max(0, more - self.many_ours)
        left = max(0, min(told.most, self.least + self.few_others + self.few_ours))
        room = max(0, left - max(told.least, self.least))
        few_others = min(room, self.few_others - others)
        many_ours = min(room, self.many_ours - mine)
        return _Slope(
            self.least + more,
            self.fewest + ours,
            self.most + mine,
            few_others,
            min(room - few_others, self.few_ours - ours),
            many_ours,
            min(room - many_ours, self.many_others - rest),
        )


def _reach(trees: Sequence[_Node], target: Group) -> Range:
    covered = frozenset(cell for tree in trees for cell in tree.group)
    found = _Slope.of_cells(target - covered, target)
    for tree in trees:
        if tree.group & target:
            found = found.beside(tree.slope(target))
    return Range(found.fewest, found.most + found.many_ours)


def _people(group: Group) -> int:
    return sum(cell.people for cell in group)


def _family(known: Sequence[Known]) -> dict[Group, Range] | None:
    """Give every group with its range; None if a figure is no plain count."""
    family: dict[Group, Range] = {}
    for form, told in known:
        if any(weight != 1 for weight in form.values()):
            return None
        group = frozenset(form)
        before = family.get(group, Range(0, _people(group)))
        family[group] = Range(max(before.least, told.least), min(before.most, told.most))
    return family


def _trees(family: Mapping[Group, Range]) -> list[_Node] | None:
    """Arrange groups by what holds what; None if some overlap."""
    tops: dict[Cell, _Node] = {}
    for group in sorted(family, key=len):
        parts = list({id(tops[cell]): tops[cell] for cell in group if cell in tops}.values())
        if any(not part.group <= group for part in parts):
            return None
        bare = group.difference(*(part.group for part in parts))
        tops.update(dict.fromkeys(group, _Node(group, family[group], parts, bare)))
    return list({id(node): node for node in tops.values()}.values())
