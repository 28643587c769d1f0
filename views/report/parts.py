"""What a report is put together from: headings, paragraphs, lists, tables and charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from views.charts import Mark

# About a third of a page.
MOST_ROWS_TOGETHER = 12
# Letters in a column of a table; those of its head are bold and take more room.
NARROWEST, WIDEST, PADDING, BOLD = 6, 50, 5, 3


@dataclass(frozen=True)
class Heading:
    """A heading; `key` is what links lead to. One that opens much begins a page of its own."""

    key: str
    text: str
    level: int = 1
    number: str = ""
    begins_page: bool = False
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: str = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list without an order."""

    lines: Sequence[str]
    kind: str = "bullets"


@dataclass(frozen=True)
class Grid:
    """A table: what it is about, the heads of its columns, and rows that begin with their head."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    kind: str = "grid"

    @property
    def is_short(self) -> bool:
        """Whether it stands on one page as a whole."""
        return len(self.rows) <= MOST_ROWS_TOGETHER

    @property
    def shares(self) -> list[int]:
        """How many percent of the width each column gets, by the longest text in it.

        A head may be broken between its words.
        """
        words = [max(map(len, head.split()), default=0) + BOLD for head in self.head]
        texts = [max(map(len, column), default=0) for column in zip(*self.rows, strict=True)]
        longest = [max(pair) for pair in zip(words, texts or words, strict=True)]
        wanted = [min(WIDEST, max(NARROWEST, length)) + PADDING for length in longest]
        return [100 * one // sum(wanted) for one in wanted]


@dataclass(frozen=True)
class Chart:
    """A chart of figures that a table stands beside; a trend goes from left to right."""

    key: str
    title: str
    marks: Sequence[Mark]
    is_trend: bool = False
    kind: str = "chart"


@dataclass(frozen=True)
class Pictures:
    """Charts beside each other, where there is room."""

    charts: Sequence[Chart]
    kind: str = "pictures"


Part = Heading | Paragraph | Bullets | Grid | Pictures


@dataclass(frozen=True)
class Report:
    """The whole of it: the title page, then its parts."""

    title: str
    subtitle: str
    author: str
    about: Sequence[tuple[str, str]]
    parts: Sequence[Part]

    @property
    def chapters(self) -> list[Heading]:
        return [part for part in self.parts if isinstance(part, Heading) and part.level == 1]
