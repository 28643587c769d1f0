"""The identifier screen: what in a text may lead to a child, a family or a colleague."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from models import screen_combinations, screen_initials, screen_people, screen_places, screen_shapes
from models.names import NameIndex, Span
from models.screen_reading import Reading
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
    reading = Reading.of(text)
    found = sorted(
        chain(_traces(reading, names), _more(reading)), key=lambda one: (one.start, -one.end)
    )
    spots: list[Spot] = []
    for one in found:
        if not spots or one.start >= spots[-1].end:
            spots.append(one)
    return spots


def _traces(reading: Reading, names: NameIndex | Collection[str]) -> Iterator[Spot]:
    """What the pulse looks for too, but what stands openly in any example."""
    for one in find_traces(reading.text, names):
        if screen_shapes.points_to_somebody(reading, one):
            yield Spot(one.kind, one.excerpt, one.start, one.end)


def _more(reading: Reading) -> Iterator[Spot]:
    """What families are recognised by, who are on no roster."""
    for kind, spans in (
        ("name", screen_people.names_in(reading)),
        ("name", screen_initials.nicknames_in(reading)),
        ("initials", screen_initials.initials_in(reading)),
        ("place", screen_places.places_in(reading)),
        ("address", screen_places.addresses_in(reading)),
        ("rare_combination", screen_combinations.combinations_in(reading)),
        ("event", screen_combinations.events_in(reading)),
    ):
        yield from (_spot(reading.text, kind, span) for span in spans)
    for kind, span in screen_shapes.shapes_in(reading.text):
        yield _spot(reading.text, kind, span)


def _spot(text: str, kind: str, span: Span) -> Spot:
    return Spot(kind, text[span.start : span.end], span.start, span.end)
