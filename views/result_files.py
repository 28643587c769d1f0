"""Released figures as a file that explains itself: what its tables say, and what that means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from analysis.intervals import Interval
from analysis.protection import Band, Rounded
from analysis.published import ItemInfo, Pair, Published, ReleaseInfo, Row, UnitInfo
from models.reporting import Level, Period
from views import figure_words, result_columns, times, words_release
from views.result_columns import (
    BY_WAVE,
    FIGURE,
    HIDDEN,
    NO_BOUNDS,
    NOT_SHOWN,
    NOTE,
    NOTHING,
    NOTHING_BEFORE,
    PAIR,
    QUOTATION,
    RELEASE,
    THEME,
    Column,
)
from views.words_release import Quote, ShownTheme

Cell = str | int | float
Line = tuple[Cell, ...]


class Kind(StrEnum):
    """The kinds of file that there are."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


class Table(NamedTuple):
    """One table with its columns; it says what it is about."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: list[Line]


@dataclass
class Results:
    """What was released and may be seen, one release after the other, as rows of tables."""

    overview: list[Line] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)
    units: list[Line] = field(default_factory=list)
    associations: list[Line] = field(default_factory=list)
    themes: list[Line] = field(default_factory=list)
    quotations: list[Line] = field(default_factory=list)

    def add(self, release: ReleaseInfo, units: Sequence[UnitInfo], rows: Iterable[Row]) -> None:
        """Take in one release: its units that may be seen, and their figures."""
        self.overview.append(_release(release))
        known = {unit.key: unit for unit in units}
        for row in rows:
            is_england = row.unit.level is Level.ENGLAND
            table = self.items if is_england else self.units
            table.append(_figure(row, known.get(row.unit.wider)))

    def add_pairs(self, release: ReleaseInfo, pairs: Iterable[Pair]) -> None:
        """Take in what goes together in one release."""
        self.associations += [_pair(release, pair) for pair in pairs]

    def add_words(
        self,
        release: ReleaseInfo,
        themes: Sequence[tuple[UnitInfo, Sequence[ShownTheme]]],
        quotes: Sequence[Quote],
    ) -> None:
        """Take in one release of words: the themes of units that may be seen, and quotations."""
        self.overview.append(_release(release))
        known = {unit.key: unit for unit, _ in themes}
        self.themes += [
            _theme(release, unit, one, known.get(unit.wider)) for unit, of in themes for one in of
        ]
        names = {one.id: one.name for _, of in themes for one in of}
        self.quotations += _quotations(release, quotes, names)

    def tables(self) -> list[Table]:
        """Every table, the notes last; an empty one stays, so that nobody misses it."""
        return [
            Table("overview", "Releases", RELEASE, self.overview),
            Table("items", "England by criterion and question", FIGURE, self.items),
            Table("units", "Other units by criterion and question", FIGURE, self.units),
            Table("associations", "What goes together in England", PAIR, self.associations),
            Table("themes", "What comments were about, by unit", THEME, self.themes),
            Table("quotations", "Comments that may be quoted", QUOTATION, self.quotations),
            Table(
                "notes",
                "What the columns mean, and how people are protected",
                NOTE,
                [*result_columns.notes()],
            ),
        ]


LEVELS = {
    Level.ENGLAND: "England",
    Level.REGION: "region",
    Level.OTHERS: "other employers",
    Level.EMPLOYER: "employer",
    Level.COHORT: "cohort",
}


def file_name(releases: Sequence[ReleaseInfo], period: str, kind: Kind) -> str:
    """A name that says what is in it: of one release, or of a period."""
    about = period or f"release-{releases[-1].number}"
    return f"results-{about}.{kind}"


def _release(one: ReleaseInfo) -> Line:
    return (
        one.number,
        one.title,
        one.period.value,
        one.starts_on.isoformat(),
        one.ends_on.isoformat(),
        one.released_at.astimezone(times.LONDON).date().isoformat(),
        one.questionnaire,
        one.version,
        one.floor,
        _response(one),
        one.link,
    )


def _figure(row: Row, wider: UnitInfo | None) -> Line:
    figure, (item, question) = row.figure, _item(row.item)
    about = (row.release, row.unit.name, LEVELS[row.unit.level], item, row.item.criterion, question)
    if figure.is_hidden:
        return (*about, *[HIDDEN] * 11, figure_words.why_hidden(wider))
    return (
        *about,
        figure_words.people(figure),
        _share(figure),
        NOT_SHOWN if figure.mean is None else _rounded(figure.mean, ""),
        NOT_SHOWN if figure.score is None else figure_words.score(figure),
        *_ends(figure.interval, NOT_SHOWN),
        *_ends(figure.bounds, NO_BOUNDS),
        *_change(figure),
        NOTHING,
    )


def _response(release: ReleaseInfo) -> Cell:
    """Hidden for fewer than ten people; whatever is longer than a wave has none."""
    if release.rate is None and release.period is not Period.WAVE:
        return BY_WAVE
    return _rounded(release.rate)


def _pair(release: ReleaseInfo, pair: Pair) -> Line:
    words = figure_words.STRENGTHS[pair.strength]
    item = pair.item
    return (release.number, item.criterion, item.id, item.text, pair.anchor.id, words)


def _theme(release: ReleaseInfo, unit: UnitInfo, theme: ShownTheme, wider: UnitInfo | None) -> Line:
    figure, about = theme.figure, (release.number, unit.name, LEVELS[unit.level], theme.name)
    if figure.is_hidden:
        return (*about, HIDDEN, HIDDEN, figure_words.why_hidden(wider))
    return (*about, figure_words.people(figure), _share(figure), NOTHING)


def _quotations(
    release: ReleaseInfo, quotes: Sequence[Quote], names: Mapping[str, str]
) -> Iterator[Line]:
    """Each quotation once, with all its themes."""
    for (text, place), themes in words_release.each_once(quotes).items():
        about = "; ".join(sorted(names.get(theme, theme) for theme in themes))
        yield (release.number, place, about, text)


def _item(item: ItemInfo) -> tuple[str, str]:
    return item.id, figure_words.CRITERIA_IN_FULL[item.id] if item.is_criterion else item.text


def _share(figure: Published) -> Cell:
    if isinstance(figure.favourable, Band) or figure.favourable is None:
        return figure_words.share(figure)
    return _rounded(figure.favourable)


def _rounded(number: Rounded | None, mark: str = "%") -> Cell:
    """A number where it stands for itself, else words."""
    if number is None:
        return HIDDEN
    if number.end != "about":
        return figure_words.rounded(number, mark)
    return int(number.value) if number.value == int(number.value) and mark else number.value


def _ends(interval: Interval | None, instead: str) -> Iterator[Cell]:
    for end in (None, None) if interval is None else (interval.least, interval.most):
        yield instead if end is None else round(100 * end)


def _change(figure: Published) -> Line:
    if figure.change is None:
        return (NOTHING_BEFORE,) * 3
    return (
        figure_words.VERDICTS[figure.change.verdict],
        *_ends(figure.change.interval, NOTHING_BEFORE),
    )
