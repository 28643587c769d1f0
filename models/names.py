"""The names of people we know, arranged so that a text can be searched for all of them at once."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import ClassVar, NamedTuple

from models import shipped

LETTERS = r"[^\W\d_]"
APOSTROPHES = "'’‘ʼ`"  # noqa: RUF001  # people type all of them
# A hyphen ends a word, so that double names match however they are written.
WORD = re.compile(rf"{LETTERS}+(?:[{APOSTROPHES}]{LETTERS}+)*")
POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
MARKS = re.compile(rf"[{APOSTROPHES}\u0300-\u036f]")
LETTERS_OF_THEIR_OWN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})
# What people add to their name in a profile: "Sarah Okafor (she/her) | NQSW".
ADDITIONS = re.compile(r"[(|\[/].*")
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof"})
LEARNED_TITLES = frozenset({"dr", "prof"})
WORDY_TITLE = "miss"
BETWEEN_NAMES = re.compile(r"\s+|\s?[-‐‑–]\s?")  # noqa: RUF001  # people type all of them
AFTER_INITIAL = re.compile(r"\.?\s*")
BEFORE_FIRST_NAME = re.compile(r",\s*")
SHORT = 2
PAIR = 2
SHORTEST_ALONE = 4
WORDS_OR_ARTICLES = frozenset("AI")
# So few people of the roster share a rare surname, or one in so many of a large roster.
RARE, RARE_IN = 3, 1000

Name = tuple[str, ...]


@dataclass(frozen=True)
class OrdinaryWords:
    """Words that are no trace of a person when they stand alone."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    words: str
    places: str
    thinkers: str
    common_surnames: str

    @property
    def alone(self) -> frozenset[str]:
        return frozenset(
            f"{self.words} {self.places} {self.thinkers} {self.common_surnames}".split()
        )


class Token(NamedTuple):
    """One word of a text: as we compare it, as it stands there, and where."""

    key: str
    text: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


class Span(NamedTuple):
    """A part of a text."""

    start: int
    end: int


@cache
def ordinary_words() -> OrdinaryWords:
    return shipped.read("data/ordinary_words.toml", OrdinaryWords)


class NameIndex:
    """Names to look for; built once for a roster, asked for every text."""

    def __init__(self, names: Collection[str]) -> None:
        ordinary = ordinary_words()
        self._words = frozenset(ordinary.words.split())
        self._thinkers = frozenset(ordinary.thinkers.split())
        parsed = {name for name in map(_name, names) if len(name) >= PAIR}
        self._full = parsed | {(name[0], name[-1]) for name in parsed}
        self._lengths = sorted({len(name) for name in self._full}, reverse=True)
        self._first_and_initial = {(name[0], name[-1][0]) for name in parsed}
        self._initial_and_last = {(name[0][0], name[-1]) for name in parsed}
        rare = max(RARE, len(parsed) // RARE_IN)
        surnames = Counter(name[-1] for name in parsed)
        alone = {surname for surname, count in surnames.items() if count <= rare}
        self._rare = {
            surname for surname in alone - ordinary.alone if len(surname) >= SHORTEST_ALONE
        }
        self._double = set(filter(None, map(_double_surname, names)))
        # Most words begin no name, and one look tells.
        self._beginnings = TITLES.union(
            self._rare, *({name[0], name[-1], name[0][0]} for name in self._full | self._double)
        )
        # Whatever names someone has one whole word of a name in it, or a title.
        self._parts = self._beginnings.union(*self._full, *self._double)
        self._parts = frozenset(part for part in self._parts if len(part) > 1)

    def find(self, text: str) -> Iterator[Span]:
        """Give every part of the text that names someone, from left to right."""
        if not self._may_name_someone(text):
            return
        tokens = words_of(text)
        at = 0
        while at < len(tokens):
            begins = tokens[at].key in self._beginnings
            length = self._length_at(text, tokens, at) if begins else 0
            if length:
                yield Span(tokens[at].start, tokens[at + length - 1].end)
            at += length or 1

    def _may_name_someone(self, text: str) -> bool:
        """Whether any word is part of a name at all: in most texts none is."""
        return not self._parts.isdisjoint(map(_quick_key, WORD.findall(text)))

    def _length_at(self, text: str, tokens: list[Token], at: int) -> int:
        """Tell how many words from here on are one name; 0 if none is."""
        for length in self._lengths:
            if self._is_full(text, name := tokens[at : at + length]):
                return len(name)
        if self._is_pair(text, tokens[at : at + PAIR]):
            return PAIR
        token = tokens[at]
        return int(token.key in self._rare and token.is_capital)

    def _is_full(self, text: str, tokens: list[Token]) -> bool:
        key = tuple(token.key for token in tokens)
        if key not in self._full or not _are_joined(text, tokens, BETWEEN_NAMES):
            return False
        # "Will Young" is a person and "will young" is not.
        everyday = all(one in self._words or len(one) <= SHORT for one in key)
        return not everyday or all(token.is_capital for token in tokens)

    def _is_pair(self, text: str, tokens: list[Token]) -> bool:
        if len(tokens) < PAIR or not all(token.is_capital for token in tokens):
            return False
        return (
            self._is_reversed(text, tokens)
            or self._is_double(text, tokens)
            or self._is_titled(text, tokens)
            or self._is_initial_and_last(text, tokens)
            or self._is_first_and_initial(text, tokens)
        )

    def _is_reversed(self, text: str, tokens: list[Token]) -> bool:
        last, first = tokens
        return (first.key, last.key) in self._full and _are_joined(text, tokens, BEFORE_FIRST_NAME)

    def _is_double(self, text: str, tokens: list[Token]) -> bool:
        key = (tokens[0].key, tokens[1].key)
        return key in self._double and _are_joined(text, tokens, BETWEEN_NAMES)

    def _is_titled(self, text: str, tokens: list[Token]) -> bool:
        """Tell a title with any surname: families are on no roster."""
        title, surname = tokens
        if title.key not in TITLES or surname.key in TITLES:
            return False
        if title.key in LEARNED_TITLES and surname.key in self._thinkers:
            return False
        if title.key == WORDY_TITLE and surname.key in self._words:
            return False
        return len(surname.key) > 1 and _are_joined(text, tokens, AFTER_INITIAL)

    def _is_initial_and_last(self, text: str, tokens: list[Token]) -> bool:
        initial, last = tokens
        if len(initial.text) > 1 or (initial.key, last.key) not in self._initial_and_last:
            return False
        is_article = initial.text in WORDS_OR_ARTICLES and not text.startswith(".", initial.end)
        return not is_article and _are_joined(text, tokens, AFTER_INITIAL)

    def _is_first_and_initial(self, text: str, tokens: list[Token]) -> bool:
        first, initial = tokens
        if len(initial.text) > 1 or (first.key, initial.key) not in self._first_and_initial:
            return False
        is_word = first.key in self._words or initial.text in WORDS_OR_ARTICLES
        if is_word and not text.startswith(".", initial.end):
            return False
        return _are_joined(text, tokens, BETWEEN_NAMES)


def words_of(text: str) -> list[Token]:
    """Give every word of a text as we compare words, from left to right."""
    return [_token(match) for match in WORD.finditer(text)]


def _are_joined(text: str, tokens: list[Token], between: re.Pattern[str]) -> bool:
    return all(between.fullmatch(text, left.end, right.start) for left, right in pairwise(tokens))


def _token(match: re.Match[str]) -> Token:
    text = POSSESSIVE.sub("", match[0])
    return Token(_key(text), text, match.start(), match.start() + len(text))


def _quick_key(word: str) -> str:
    return word.lower() if word.isascii() and word.isalpha() else _key(POSSESSIVE.sub("", word))


def _key(word: str) -> str:
    """Give a word without case, accents and apostrophes: nobody types them alike."""
    if word.isascii() and word.isalpha():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(LETTERS_OF_THEIR_OWN)
    return MARKS.sub("", plain)


def _name(written: str) -> Name:
    cleaned = ADDITIONS.sub("", unicodedata.normalize("NFC", written))
    last, comma, first = cleaned.partition(",")
    keys = (_key(word) for word in WORD.findall(f"{first} {last}" if comma else cleaned))
    return tuple(key for key in keys if key not in TITLES)


def _double_surname(written: str) -> Name | None:
    parts = ADDITIONS.sub("", written).split()
    keys = tuple(map(_key, WORD.findall(parts[-1]))) if parts else ()
    return keys if len(keys) == PAIR else None
