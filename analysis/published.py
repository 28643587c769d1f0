"""A figure as everybody reads it: rounded once, at its release, and the same wherever it is shown.

All that stands beside a share (interval, band, change, bounds) is made of shown numbers only, so
it tells nothing more than they do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from analysis.association import Association
from analysis.change import Verdict
from analysis.intervals import Interval
from analysis.measures import ScoreBand, ShownChange
from analysis.protection import Band, Rounded
from models.reporting import ENGLAND, Level, Period


@dataclass(frozen=True)
class ReleaseInfo:
    """One release: what it is about, when it left, and its place in the chain."""

    number: int
    period: Period
    subject: str
    title: str
    starts_on: date
    ends_on: date
    released_at: datetime
    questionnaire: str
    version: int
    floor: int
    link: str
    # The share of those asked who answered, in England; None when fewer than ten were asked.
    rate: Rounded | None = None


@dataclass(frozen=True)
class UnitInfo:
    """A reporting unit of one release, and where its people work."""

    key: str
    name: str
    level: Level
    regions: tuple[str, ...] = ()
    wider: str = ENGLAND


@dataclass(frozen=True)
class ItemInfo:
    """A question of one release, or a criterion (its id is then C1 to C4) with its own words."""

    id: str
    criterion: str
    text: str

    @property
    def is_criterion(self) -> bool:
        return self.id == self.criterion


@dataclass(frozen=True)
class Published:
    """What a release says of one unit and one item; everything None when it is hidden.

    `reckoned` is the rounded number of people that the interval is made with. `interval` holds the
    share with 95 % confidence (Wilson 1927), `bounds` is what those who did not answer could make
    of it (England under 80 % response), `change` is against the release before.
    """

    people: Band | None = None
    favourable: Band | Rounded | None = None
    mean: Rounded | None = None
    score: ScoreBand | None = None
    reckoned: int | None = None
    interval: Interval | None = None
    bounds: Interval | None = None
    change: ShownChange | None = None

    @property
    def is_hidden(self) -> bool:
        return self.people is None

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept; `published` reads it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


HIDDEN = Published()


@dataclass(frozen=True)
class Row:
    """One figure with what it is about."""

    release: int
    unit: UnitInfo
    item: ItemInfo
    figure: Published


@dataclass(frozen=True)
class Pair:
    """How an item goes together with the anchor of its criterion, in England: words, no number."""

    item: ItemInfo
    anchor: ItemInfo
    strength: "Strength"


class Strength(StrEnum):
    """A rank association in words; what may be nothing at all is not clear."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    NOT_CLEAR = "not_clear"
    TOO_FEW = "too_few"


STRONG, MODERATE = 0.5, 0.3


def in_a_word(found: Association | None) -> Strength:
    """Say how strong an association is; not clear if its interval holds nothing at all."""
    if found is None:
        return Strength.TOO_FEW
    if 0 in found.interval:
        return Strength.NOT_CLEAR
    size = abs(found.strength)
    if size >= STRONG:
        return Strength.STRONG
    return Strength.MODERATE if size >= MODERATE else Strength.WEAK


def published(kept: Mapping[str, Any]) -> Published:
    """Read a figure as `as_json` wrote it."""
    change = kept.get("change")
    score = kept.get("score")
    return Published(
        people=_band(kept.get("people")),
        favourable=_share(kept.get("favourable")),
        mean=_rounded(kept.get("mean")),
        score=None if score is None else ScoreBand(score),
        reckoned=kept.get("reckoned"),
        interval=_interval(kept.get("interval")),
        bounds=_interval(kept.get("bounds")),
        change=None
        if change is None
        else ShownChange(Verdict(change["verdict"]), Interval(**change["interval"])),
    )


def rounded(kept: Mapping[str, Any] | None) -> Rounded | None:
    """Read a rounded number, such as a response rate."""
    return _rounded(kept)


def clearest(rows: Sequence[Row], most: int) -> list[Row]:
    """Give the rows whose share is furthest from the middle or has changed, clearest first.

    A row with a clear change comes before one without; then the further the whole interval of its
    share lies from one half, the earlier. Hidden rows are left out.
    """
    told = [row for row in rows if row.figure.interval is not None]
    return sorted(told, key=_clarity, reverse=True)[:most]


class Way(StrEnum):
    """Which way a figure clearly points."""

    WELL = "well"
    NOT_WELL = "not_well"


EVEN = 0.5


def way(figure: Published) -> Way | None:
    """Say which way a figure points: how it changed, or on which side of one half it lies.

    None if it did not clearly change, and its interval holds one half.
    """
    if figure.change is not None and figure.change.verdict is not Verdict.NO_CLEAR_CHANGE:
        return Way.WELL if figure.change.verdict is Verdict.ROSE else Way.NOT_WELL
    if figure.interval is None or EVEN in figure.interval:
        return None
    return Way.WELL if figure.interval.least > EVEN else Way.NOT_WELL


def both_ways(rows: Sequence[Row], most: int) -> list[Row]:
    """Give the clearest rows, first those that point one way, and one of each way if there is."""
    ordered = sorted(clearest(rows, len(rows)), key=lambda row: way(row.figure) is None)
    told = ordered[:most]
    ways = {None, *(way(row.figure) for row in told)}
    missing = next((row for row in ordered if way(row.figure) not in ways), None)
    return told if missing is None else [*told[:-1], missing]


def _clarity(row: Row) -> tuple[bool, float, str]:
    figure = row.figure
    is_changed = figure.change is not None and figure.change.verdict is not Verdict.NO_CLEAR_CHANGE
    interval = figure.interval or Interval(0, 1)
    distance = max(interval.least - 0.5, 0.5 - interval.most)
    return is_changed, distance, row.item.id


def _share(kept: Mapping[str, Any] | None) -> Band | Rounded | None:
    if kept is None:
        return None
    return _rounded(kept) if "value" in kept else _band(kept)


def _band(kept: Mapping[str, Any] | None) -> Band | None:
    return None if kept is None else Band(kept["at_least"], kept["at_most"])


def _rounded(kept: Mapping[str, Any] | None) -> Rounded | None:
    return None if kept is None else Rounded(kept["value"], kept["end"])


def _interval(kept: Mapping[str, Any] | None) -> Interval | None:
    return None if kept is None else Interval(kept["least"], kept["most"])
