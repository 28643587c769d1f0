"""The words that somebody looks for: taken out of whatever was typed, so that none is syntax."""

import re
from dataclasses import dataclass

# Longer questions are no clearer, and every word costs.
MOST = 12
LONGEST = 40

# So many letters must stand before we guess how the last word goes on.
SHORTEST_BEGINNING = 2

_WORD = re.compile(r"[^\W_]+")

# Words that stand in every example, and so tell none from another.
COMMON = frozenset(
    [
        "a",
        "about",
        "all",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "me",
        "my",
        "no",
        "not",
        "of",
        "off",
        "on",
        "or",
        "our",
        "out",
        "s",
        "she",
        "so",
        "t",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "you",
        "your",
    ]
)


@dataclass(frozen=True)
class Wanted:
    """Words to look for, without signs; the last one may be the beginning of a word."""

    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    def for_sqlite(self, *, every: bool) -> str:
        """The question in the language of FTS5: each word in quotes, so that it is only a word."""
        return (" " if every else " OR ").join(
            f'"{word}"{"*" if begins else ""}' for word, begins in self._marked()
        )

    def for_postgres(self, *, every: bool) -> str:
        """The question in the language of `to_tsquery`."""
        return (" & " if every else " | ").join(
            f"'{word}'{':*' if begins else ''}" for word, begins in self._marked()
        )

    def _marked(self) -> list[tuple[str, bool]]:
        last = len(self.words) - 1
        return [
            (word, place == last and len(word) >= SHORTEST_BEGINNING)
            for place, word in enumerate(self.words)
        ]


def wanted(typed: str) -> Wanted:
    """The first words of what was typed that can tell one example from another, once each."""
    found = (match.group().casefold()[:LONGEST] for match in _WORD.finditer(typed))
    telling = dict.fromkeys(word for word in found if word not in COMMON)
    return Wanted(tuple(telling)[:MOST])
