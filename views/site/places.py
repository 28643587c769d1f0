"""All the units that a reader may see, with the four criteria."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.published import Row, UnitInfo
from models.reporting import Level
from views.site import frame
from views.site.frame import Frame
from views.site.lines import Line, Lines

LEVELS = {
    Level.ENGLAND: "England",
    Level.REGION: "Regions",
    Level.OTHERS: "Small employers together",
    Level.EMPLOYER: "Employers",
    Level.COHORT: "Cohorts",
}


@dataclass(frozen=True)
class Places:
    """What the page is made of: the criteria, the units, and where the reader is."""

    codes: Sequence[str]
    units: Sequence[UnitInfo]
    own: UnitInfo
    rows: Sequence[Row]


@dataclass(frozen=True)
class Place:
    """A unit and its figures by criterion."""

    unit: UnitInfo
    address: str
    figures: Sequence[Line]
    is_own: bool


def page(around: Frame, rows: Lines, shown: Places) -> str:
    """The list of units by level."""
    groups = [
        (level.value, LEVELS[level], list(places)) for level, places in _by_level(rows, shown)
    ]
    return frame.page("places", around, "Places", codes=shown.codes, groups=groups)


def _by_level(rows: Lines, shown: Places) -> Iterator[tuple[Level, Iterator[Place]]]:
    found = {(row.unit.key, row.item.id): row for row in shown.rows}
    for level, units in groupby(shown.units, key=lambda one: one.level):
        yield (
            level,
            (
                Place(
                    unit,
                    rows.to.unit(unit.key),
                    rows.of_cells(found[unit.key, code] for code in shown.codes),
                    unit == shown.own,
                )
                for unit in units
            ),
        )
