"""The identifier screen: what in a text may lead to a child, a family or a colleague."""

from collections.abc import Collection
from dataclasses import dataclass

from models.names import NameIndex
from models.traces import find_traces

__all__ = ["Finding", "Spot", "look_through"]


@dataclass(frozen=True)
class Spot:
    """One part of a text by which somebody may be recognised."""

    kind: str
    excerpt: str
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """A spot in a field of a form, with one sentence that says what to do."""

    field: str
    kind: str
    excerpt: str
    start: int
    end: int
    advice: str


def look_through(text: str, names: NameIndex | Collection[str]) -> list[Spot]:
    """Give every spot in the text, from left to right, none inside another."""
    return [Spot(one.kind, one.excerpt, one.start, one.end) for one in find_traces(text, names)]
