"""A text as the identifier screen reads it: its words, what each may be, and its sentences."""

# ruff: noqa: RUF001 - people type every apostrophe

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from models.names import Token, words_of
from models.screen_words import Vocabulary, vocabulary

# A full stop after an initial or a title ends no sentence.
SENTENCE_END = re.compile(
    r"(?<!\b[A-Za-z])(?<!\bMr)(?<!\bDr)(?<!\bMrs)(?<!\bMs)[.!?]+[\"”’)]*\s|\n"
)
CITED = re.compile(r"['’]?s?\s*(?:\(\s*(?:19|20)\d\d|,\s*(?:19|20)\d\d|et al\b)")
# Authors named together, before the year of their book.
CITED_TOGETHER = re.compile(
    r"\s*(?:,|and|&)\s+(?:[A-Z][\w-]+\s*(?:,|and|&)?\s+){0,3}\w*\s*\((?:19|20)\d\d"
)
SHORTENED = re.compile(r"[A-Z][a-z]{0,4}['’](?:d|m|ll|ve|re|s|t)", re.IGNORECASE)
LONGEST_ACRONYM = 6
SHOUTING = 0.6
NO_NAMES = ("kin", "people", "roles", "organisations", "works")


@dataclass(frozen=True)
class Reading:
    """The words of one text, with what is known about each."""

    text: str
    tokens: list[Token]
    words: Vocabulary = field(default_factory=vocabulary)

    @classmethod
    def of(cls, text: str) -> "Reading":
        return cls(text, words_of(text))

    @cached_property
    def is_shouted(self) -> bool:
        """Whether the text is mostly in capitals, so that they say nothing."""
        letters = [one for one in self.text if one.isalpha()]
        return sum(map(str.isupper, letters)) > SHOUTING * len(letters)

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that stand in small letters somewhere in the text: they are words, no names."""
        return frozenset(one.key for one in self.tokens if one.text[0].islower())

    @cached_property
    def ends(self) -> list[int]:
        """Where sentences end."""
        return [match.end() for match in SENTENCE_END.finditer(self.text)]

    @cached_property
    def known(self) -> frozenset[int]:
        """The places of words that belong to a known body, tool, law or thinker."""
        found: set[int] = set()
        for at, token in enumerate(self.tokens):
            for phrase in self.words.known.get(token.key, ()):
                if self._is_written_as_known(token, phrase) and self.stands(phrase, at):
                    found.update(range(at, at + len(phrase)))
                    break
        return frozenset(found)

    def _is_written_as_known(self, token: Token, phrase: tuple[str, ...]) -> bool:
        """IRIS is a programme and Iris a person; the rest begins with a capital."""
        is_name_too = token.key in self.words.wordy_names or token.key in self.words.first_names
        return token.text.isupper() if is_name_too and len(phrase) == 1 else token.is_capital

    def stands(self, phrase: tuple[str, ...], at: int) -> bool:
        """Whether the words of a phrase stand here."""
        return tuple(one.key for one in self.tokens[at : at + len(phrase)]) == phrase

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        at = bisect_right(self.ends, place)
        start = self.ends[at - 1] if at else 0
        return start, self.ends[at] if at < len(self.ends) else len(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where words begin."""
        return [token.start for token in self.tokens]

    def first_at(self, place: int) -> int:
        """Which word is the first that begins here or later."""
        return bisect_left(self.starts, place)

    def begins_sentence(self, at: int) -> bool:
        """Whether nothing but signs stands before this word in its sentence."""
        start, _ = self.sentence(self.tokens[at].start)
        return at == 0 or self.tokens[at - 1].start < start

    def between(self, at: int) -> str:
        """What stands between a word and the next one."""
        if not 0 <= at < len(self.tokens) - 1:
            return "\n"
        return self.text[self.tokens[at].end : self.tokens[at + 1].start]

    def key(self, at: int) -> str:
        """The word at this place; empty beyond the ends."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def has(self, kind: str, at: int) -> bool:
        return self.words.has(kind, self.key(at))

    def is_capital(self, at: int) -> bool:
        """Whether a word with a capital stands here; none does beyond the ends."""
        return 0 <= at < len(self.tokens) and self.tokens[at].is_capital

    def is_acronym(self, at: int) -> bool:
        token = self.tokens[at].text.removesuffix("s")
        return token.isupper() and len(token) <= LONGEST_ACRONYM and not self.is_shouted

    def is_cited(self, at: int) -> bool:
        """Whether this is an author, by the year of a book or by what they are known for."""
        token = self.tokens[at]
        if token.key in self.words.thinkers or self.has("works", at + 1):
            return True
        after = self.text[token.end : token.end + 80]
        return bool(CITED.match(after) or CITED_TOGETHER.match(after))

    def looks_english(self, at: int) -> bool:
        """Whether the word is none that people bear, by our list, its ending, or the text."""
        return self.is_listed_word(at) or self.key(at).endswith(self.words.english_endings)

    def is_listed_word(self, at: int) -> bool:
        """Whether our list has the word, or the text has it in small letters."""
        key, words = self.key(at), self.words
        return (
            not words.ordinary.isdisjoint({key, key.removesuffix("s")})
            or key in words.lists["origins"]
            or (key in self.small_words and not self.is_shouted)
            or any({key, key.removesuffix("s")} & words.lists[kind] for kind in NO_NAMES)
        )

    def looks_like_place(self, at: int) -> bool:
        key = self.key(at)
        return key in self.words.places or (
            key.endswith(self.words.place_endings) and key not in self.words.surnames
        )

    def may_be_name(self, at: int) -> bool:
        """Whether a word could be somebody's name, once its neighbours speak of somebody."""
        token = self.tokens[at]
        if not token.is_capital or at in self.known or len(token.key) < 2:  # noqa: PLR2004
            return False
        if SHORTENED.fullmatch(token.text):
            return False
        is_first_name = token.key in self.words.first_names
        if is_first_name or token.key in self.words.wordy_names:
            return not self.is_acronym(at) or len(token.key) > 3  # noqa: PLR2004
        return not (self.is_acronym(at) or self.looks_english(at) or self.looks_like_place(at))
