"""The bounds: what is not shown cannot be worked out to within three people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure.cells import Cell, Form, Range, plain

NARROWEST = 3

Group = frozenset[Cell]
Known = tuple[Form, Range]
# Gives the range of a form, with all that is known: linear programming.
Solver = Callable[[Sequence[Known], Form], Range]


class SolverNeeded(Exception):  # noqa: N818 - it says what is needed
    """The figures overlap without one holding the other, and no solver was given."""


def is_narrow(bounds: Range, people: int) -> bool:
    """Say whether it gives away too much; fewer than three people must stay wholly open."""
    return bounds.width < min(NARROWEST, people)


def narrowed(
    known: Sequence[Known], targets: Sequence[Group], solver: Solver | None = None
) -> dict[Group, Range]:
    """Give what all the figures together say of each target: the range of its favourable people.

    Exact without a solver when of any two groups one holds the other or they share nobody, as in
    employers, regions and England; `SolverNeeded` otherwise. Ranges are those of linear
    programming, which whole people can only narrow by less than one at each end.
    """
    family = _family(known, targets)
    if family is not None:
        tree = _tree(family)
        if tree is not None:
            return {target: tree[target] for target in targets}
    if solver is None:
        raise SolverNeeded
    return {target: solver(known, plain(*target)) for target in targets}


@dataclass
class _Node:
    group: Group
    least: float
    most: float
    parts: list["_Node"]

    def gather(self) -> None:
        """Learn from the parts; cells of no part can have any number."""
        for part in self.parts:
            part.gather()
        inside = sum(len(part.group) for part in self.parts)
        rest = 0 if inside == len(self.group) else _people(self.group) - _people_in(self.parts)
        self.least = max(self.least, sum(part.least for part in self.parts))
        self.most = min(self.most, sum(part.most for part in self.parts) + rest)

    def spread(self) -> None:
        """Tell the parts what the whole leaves them."""
        rest = _people(self.group) - _people_in(self.parts)
        least, most = (
            sum(part.least for part in self.parts),
            sum(part.most for part in self.parts) + rest,
        )
        for part in self.parts:
            lowest = max(part.least, self.least - (most - part.most))
            highest = min(part.most, self.most - (least - part.least))
            part.least, part.most = lowest, highest
        for part in self.parts:
            part.spread()


def _people(group: Group) -> int:
    return sum(cell.people for cell in group)


def _people_in(nodes: Sequence[_Node]) -> int:
    return sum(_people(node.group) for node in nodes)


def _family(known: Sequence[Known], targets: Sequence[Group]) -> dict[Group, Range] | None:
    """Give every group with its range; None if a figure is no plain count."""
    family = {group: Range(0, _people(group)) for group in targets}
    for form, told in known:
        if any(weight != 1 for weight in form.values()):
            return None
        group = frozenset(form)
        before = family.get(group, Range(0, _people(group)))
        family[group] = Range(max(before.least, told.least), min(before.most, told.most))
    return family


def _tree(family: Mapping[Group, Range]) -> dict[Group, Range] | None:
    """Give the ranges with all that wholes and parts say of each other; None if groups overlap."""
    nodes = []
    tops: dict[Cell, _Node] = {}
    for group in sorted(family, key=len):
        parts = {id(tops[cell]): tops[cell] for cell in group if cell in tops}
        if any(not part.group <= group for part in parts.values()):
            return None
        node = _Node(group, *family[group], list(parts.values()))
        nodes.append(node)
        tops.update(dict.fromkeys(group, node))
    for top in {id(node): node for node in tops.values()}.values():
        top.gather()
        top.spread()
    return {node.group: Range(node.least, node.most) for node in nodes}
