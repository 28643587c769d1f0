"""The words of the identifier screen, read from the files shipped beside the code."""

from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from models import shipped
from models.names import ordinary_words, words_of

Words = frozenset[str]
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class ShippedNames:
    """First names and surnames, as the file has them."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    first_names: str
    wordy_names: str
    surnames: str


@dataclass(frozen=True)
class ShippedWords:
    """All other words, as the file has them."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    kin: str
    people: str
    roles: str
    links: str
    acts: str
    telling_acts: str
    belongings: str
    meetings: str
    openers: str
    organisations: str
    works: str
    ordinary: str
    english_endings: str
    place_endings: str
    known: str
    places: str
    origins: str
    conditions: str
    jobs: str
    family_forms: str
    settings: str
    events: str
    news: str


@dataclass(frozen=True)
class Vocabulary:
    """The same, arranged for looking up; every word as `names.words_of` gives it."""

    first_names: Words
    wordy_names: Words
    surnames: Words
    # Names that are no words: they count even where nobody minded the capitals.
    plain_names: Words
    # The shorter of these, which need a relation beside them.
    short_names: Words
    ordinary: Words
    thinkers: Words
    places: Words
    lists: dict[str, Words]
    known: dict[str, tuple[Phrase, ...]]
    news: dict[str, tuple[Phrase, ...]]
    english_endings: tuple[str, ...]
    place_endings: tuple[str, ...]

    def has(self, kind: str, key: str) -> bool:
        """Whether a list of the file holds the word."""
        return key in self.lists[kind]


LISTS = (
    *("kin", "people", "roles", "links", "acts", "telling_acts", "belongings", "meetings"),
    *("organisations", "works", "origins", "conditions", "jobs", "family_forms", "settings"),
    *("events", "openers"),
)
SHORTEST_PLAIN = 4


@cache
def vocabulary() -> Vocabulary:
    """Everything the screen looks up; read at the first text."""
    named = shipped.read("data/screen_names.toml", ShippedNames)
    words = shipped.read("data/screen_words.toml", ShippedWords)
    usual = ordinary_words()
    wordy = _keys(named.wordy_names)
    first = _keys(named.first_names) - wordy
    everyday = _keys(usual.words)
    places = _keys(words.places) | _keys(usual.places)
    ordinary = _keys(words.ordinary)
    return Vocabulary(
        first_names=first,
        wordy_names=wordy,
        surnames=_keys(named.surnames),
        plain_names=frozenset(
            key for key in first - everyday - ordinary - places if len(key) >= SHORTEST_PLAIN
        ),
        short_names=frozenset(
            key for key in first - everyday - ordinary - places if len(key) < SHORTEST_PLAIN
        ),
        ordinary=ordinary | (everyday - first),
        thinkers=_keys(usual.thinkers),
        places=places,
        lists={name: _keys(getattr(words, name)) for name in LISTS},
        known=_phrases(words.known),
        news=_phrases(words.news),
        english_endings=tuple(words.english_endings.split()),
        place_endings=tuple(words.place_endings.split()),
    )


def _keys(words: str) -> Words:
    """Each word, and each part of one with a hyphen, which ends a word in a text."""
    return frozenset("-".join(token.key for token in words_of(word)) for word in words.split()) - {
        ""
    }


def _phrases(listed: str) -> dict[str, tuple[Phrase, ...]]:
    """The phrases by their first word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for one in listed.split(","):
        if phrase := tuple(token.key for token in words_of(one)):
            found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()}
