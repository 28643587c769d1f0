"""What a report is put together from: headings, paragraphs, lists, tables and charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from views.charts import Mark


@dataclass(frozen=True)
class Heading:
    """A heading; `key` is what links lead to."""

    key: str
    text: str
    level: int = 1
    number: str = ""
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
