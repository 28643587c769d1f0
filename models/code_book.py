"""The code book: what comments are about, in the words of those who read them."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from models import shipped

# A menu in Slack has so many lines.
MOST_THEMES = 100
LONGEST_ID, LONGEST_NAME = 40, 75


@dataclass(frozen=True)
class Theme:
    """Something that people write about, and words by which it is often recognised."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    id: str
    name: str
    description: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.id.isidentifier() and len(self.id) <= LONGEST_ID):
            raise ValueError(f'"{self.id}" is no short word to know a theme by.')
        if not 0 < len(self.name) <= LONGEST_NAME:
            raise ValueError(f"The name of {self.id} has 1 to {LONGEST_NAME} characters.")


@dataclass(frozen=True)
class CodeBook:
    """All themes, in the order in which they are shown; a changed one has another version."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    version: int
    owner: str
    themes: tuple[Theme, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.themes) <= MOST_THEMES:
            raise ValueError(f"A code book has 1 to {MOST_THEMES} themes.")
        if twice := [one for one, n in Counter(t.id for t in self.themes).items() if n > 1]:
            raise ValueError(f'The theme "{twice[0]}" is there twice.')

    def known(self, ids: list[str]) -> list[str]:
        """Those of the ids that are themes, in the order of the book."""
        return [theme.id for theme in self.themes if theme.id in ids]


@cache
def read(path: Path | None = None) -> CodeBook:
    """Read the code book of this file, or the shipped one; BadFile says what is wrong with it."""
    if path is None:
        return shipped.read("data/themes.toml", CodeBook)
    return shipped.parse(str(path), path.read_text("utf-8"), CodeBook)
