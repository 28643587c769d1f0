"""Plans the tables of the catalogue: what is shown, and what is hidden with what gives it away."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis import catalogue
from analysis.disclosure.cells import Figure, plain
from analysis.disclosure.findings import Finding, Reason
from analysis.protection import Protected, protect, told_people
from analysis.wholes import NOBODY, Counts, Node, is_one_employer
from models.reporting import ENGLAND, Level, Period

# Findings about a figure by itself; others are about what several give away together.
ITSELF = frozenset({Reason.TOO_FEW, Reason.FORMAT, Reason.LEAVER})


class Place(NamedTuple):
    """One figure's place in a release: the key of a unit, and the id of an item or criterion."""

    unit: str
    item: str


@dataclass
class Plan:
    """The tables of one wave: which of its figures are shown, and which are hidden."""

    counts: Counts
    floor: int
    hidden: set[Place] = field(default_factory=set)

    @property
    def places(self) -> Iterator[Place]:
        """Every place of the catalogue's tables, shown or hidden.

        Also where nobody scored: a place that is missing would tell that.
        """
        nodes = self.counts.nodes
        return (
            Place(unit, item)
            for unit, item in self.counts.totals
            if nodes[unit].level in catalogue.levels(Period.WAVE, item)
        )

    def shown(self, place: Place) -> Protected:
        """What may be shown at a place: nothing where it is hidden."""
        tally = NOBODY
        if place not in self.hidden:
            tally = self.counts.totals[place]
        return protect(tally, self.floor, self.counts.asked_of.get(place.unit))

    def size(self, place: Place) -> int:
        """As how many people a place may be shown; 0 where nobody scored."""
        people = self.counts.people.get(place, 0)
        return told_people(people, self.counts.asked_of.get(place.unit)) if people else 0

    def figures(self, items: Collection[str] | None = None) -> list[Figure]:
        """All of it as the gate examines it."""
        return [self._figure(one) for one in self.places if items is None or one.item in items]

    def hide_more(self, findings: Iterable[Finding]) -> set[str]:
        """Hide what gives away what these findings name; the items of which more is hidden now."""
        changed = set()
        for one in findings:
            before = len(self.hidden)
            for place in self._given_away_by(one):
                self.hidden.add(place)
            self.complement(one.item)
            if len(self.hidden) > before:
                changed.add(one.item)
        return changed

    def _given_away_by(self, finding: Finding) -> Iterator[Place]:
        """Give what to hide: the figure itself if it says too much, or its smallest neighbour."""
        named = Place(finding.unit, finding.item)
        if finding.reason in ITSELF:
            yield named
            return
        node = self.counts.nodes[finding.unit]
        whole = node.wider if named in self.hidden else node.key
        parts = self.counts.parts.get(whole, [])
        shown = [one for part in parts if self._is_shown(one := Place(part.key, finding.item))]
        yield min(shown, key=lambda one: (self.counts.people[one], one), default=named)
        if not shown:
            yield Place(whole, finding.item)

    def _is_shown(self, place: Place) -> bool:
        return place in self.counts.people and place not in self.hidden

    def _is_crowd(self, place: Place) -> bool:
        """Say whether enough people of a region work elsewhere than at its largest employer.

        Fewer of them look the same as none. Of a region with a single employer this is not asked.
        """
        parts = self.counts.parts.get(place.unit, [])
        if self.counts.nodes[place.unit].level is not Level.REGION or is_one_employer(parts):
            return True
        people = self.counts.people
        of_employers = (
            people.get((one.key, place.item), 0) for one in parts if one.level is Level.EMPLOYER
        )
        return people.get(place, 0) - max(of_employers, default=0) >= self.floor

    def complement(self, item: str) -> None:
        """Hide until those who are hidden never stand alone, from England down."""
        for key, parts in self.counts.parts.items():
            if Place(key, item) in self.hidden:
                self.hidden |= {Place(one.key, item) for one in parts}
            else:
                self._hide_parts(self.counts.nodes[key], parts, item)

    def _figure(self, place: Place) -> Figure:
        node = self.counts.nodes[place.unit]
        cells = self.counts.cells(node.leaves, place.item)
        table = f"{self.counts.moment} {node.level}"
        return Figure(table, node.key, place.item, plain(*cells), self.shown(place), node.wider)

    def _hide_parts(self, node: Node, parts: Sequence[Node], item: str) -> None:
        places = [Place(one.key, item) for one in parts]
        sizes = {one: self.counts.people.get(one, 0) for one in places}
        enough = {one for one in places if self.size(one) >= self.floor and self._is_crowd(one)}
        shown = enough - self.hidden
        rest = self.counts.people.get((node.key, item), 0) - sum(sizes[one] for one in shown)
        # Cohorts are shown all together or not at all.
        is_split = parts[0].level is Level.COHORT
        # Where a part is hidden, none who scored look the same as few.
        while shown and (is_split or rest < self.floor) and (rest or len(shown) < len(places)):
            smallest = min(shown, key=lambda one: (sizes[one], one))
            shown.remove(smallest)
            rest += sizes[smallest]
        self.hidden |= set(places) - shown


def plan(counts: Counts, floor: int) -> Plan:
    """Choose what a wave may show: nobody below the floor, alone or as what is left of a whole."""
    chosen = Plan(counts, floor)
    for item in counts.items:
        england = Place(ENGLAND, item)
        if chosen.size(england) < floor:
            chosen.hidden.add(england)
        chosen.complement(item)
    return chosen
