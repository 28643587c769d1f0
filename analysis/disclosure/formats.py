"""How figures may be written: read from the finished text, so that no way around it exists.

This knows the rules anew and shares nothing with `protect`, so that one can catch the other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from analysis.disclosure.findings import Finding, Reason

FEWEST_ELIGIBLE = 10
NUMBER = re.compile(r"\d")
SMALL = frozenset({"under 40%", "40% to 69%", "70% or more"})
RATES = frozenset(
    {"10% or less", "90% or more", *(f"{percent}%" for percent in range(20, 90, 10))},
)


class Kind(StrEnum):
    """What a written figure means."""

    FAVOURABLE = "favourable"
    MEAN = "mean"
    PEOPLE = "people"
    RATE = "rate"


@dataclass(frozen=True)
class Written:
    """One place of a table, as everybody will read it, and how many people are behind it.

    For a rate these are the eligible people.
    """

    table: str
    unit: str
    item: str
    kind: Kind
    text: str
    people: int


def misprints(table: Iterable[Written], floor: int) -> list[Finding]:
    """Give everything in a table that says more than its number of people allows."""
    return [
        Finding(
            Reason.FORMAT,
            one.table,
            one.unit,
            one.item,
            f"“{one.text}” is no {one.kind} that so few people may have.",
            "Show the figure as `protect` gives it.",
        )
        for one in table
        if not is_allowed(one, floor)
    ]


def is_allowed(written: Written, floor: int) -> bool:
    """Say whether these words may stand for so many people; words without a digit always may."""
    text = written.text.strip().lower()
    if not NUMBER.search(text):
        return True
    if written.people < (FEWEST_ELIGIBLE if written.kind is Kind.RATE else floor):
        return False
    return text in _allowed(written.kind, written.people, floor)


def _allowed(kind: Kind, people: int, floor: int) -> frozenset[str]:
    match kind:
        case Kind.FAVOURABLE:
            return SMALL if people < 20 else _shares(people)  # noqa: PLR2004 - the rule itself
        case Kind.MEAN:
            return _means(people)
        case Kind.PEOPLE:
            return frozenset({_size(people, floor)})
        case Kind.RATE:
            return RATES


def _shares(people: int) -> frozenset[str]:
    step = 10 if people < 50 else 5 if people < 1000 else 1  # noqa: PLR2004 - the rule itself
    inner = {f"{percent}%" for percent in range(2 * step, 100 - step, step)}
    return frozenset(inner | {f"{step}% or less", f"{100 - step}% or more"})


def _means(people: int) -> frozenset[str]:
    if people < 50:  # noqa: PLR2004 - the rule itself
        return frozenset()
    tenths = range(31, 40) if people >= 1000 else range(32, 40, 2)  # noqa: PLR2004 - as above
    ends = {"3 or less", "3.0 or less", "4 or more", "4.0 or more"}
    return frozenset({f"{one / 10:.1f}" for one in tenths} | ends)


def _size(people: int, floor: int) -> str:
    for least, beyond in ((floor, 20), (20, 50), (50, 1000)):
        if people < beyond:
            return f"{max(least, floor)} to {beyond - 1}"
    return "1,000 or more"
