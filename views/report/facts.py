"""What the annual report is made of: gathered once, then only written down."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from analysis.published import Pair, Published, ReleaseInfo, Row
from models.reporting import Level, Period


@dataclass(frozen=True)
class Example:
    """A published example of good practice, as far as the report tells of it."""

    title: str
    criteria: tuple[str, ...]
    says_who_gains: bool = False


@dataclass(frozen=True)
class Answer:
    """What the co-ordinators of a place answered to a release."""

    place: str
    release: str
    said: str
    did: str
    cannot: str
    by_when: date | None = None


@dataclass(frozen=True)
class Theme:
    """What comments of a release were about, and for about how many."""

    release: str
    name: str
    figure: Published


@dataclass(frozen=True)
class Figures:
    """What was released: of the whole year, month by month, and what goes together."""

    levels: Mapping[Level, int]
    # Of England, then of the regions, by item.
    rows: Sequence[Row]
    trends: Mapping[str, Sequence[tuple[ReleaseInfo, Published]]]
    pairs: Sequence[Pair] = ()
    pairs_of: str = ""
    themes: Sequence[Theme] = ()
    quotes: Sequence[str] = ()


@dataclass(frozen=True)
class Facts:
    """A year from April to March; `whole` is the release whose figures speak for it."""

    year: str
    starts_on: date
    ends_on: date
    until: datetime
    releases: Sequence[ReleaseInfo]
    whole: ReleaseInfo
    figures: Figures
    equality_items: frozenset[str] = frozenset()
    examples: Sequence[Example] = ()
    # For each use the criteria of its example.
    uses: Sequence[tuple[str, ...]] = ()
    announcements: int = 0
    answers: Sequence[Answer] = ()

    @property
    def waves(self) -> list[ReleaseInfo]:
        """The releases of single waves, the earliest first."""
        return [one for one in self.releases if one.period is Period.WAVE]

    @property
    def annexed(self) -> list[ReleaseInfo]:
        """All releases, of words as well, and last the one that speaks for the year."""
        return sorted(self.releases, key=lambda one: one == self.whole)

    @property
    def england(self) -> list[Row]:
        return [row for row in self.figures.rows if row.unit.level is Level.ENGLAND]

    def england_in(self, criterion: str) -> list[Row]:
        """England's questions of a criterion."""
        found = (row for row in self.england if row.item.criterion == criterion)
        return [row for row in found if not row.item.is_criterion]

    def everywhere(self, item: str) -> list[Row]:
        """One item in England and its regions."""
        return [row for row in self.figures.rows if row.item.id == item]

    @property
    def digest(self) -> str:
        """The hash of all that is told: the same facts give the same report."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=_plain)
        return hashlib.sha256(told.encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
