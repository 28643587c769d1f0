"""Released figures as a file that explains itself: what its tables say, and what that means."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from analysis.intervals import Interval
from analysis.protection import Band, Rounded
from analysis.published import ItemInfo, Pair, Published, ReleaseInfo, Row, UnitInfo
from models.reporting import Level, Period
from views import figure_words, times

Cell = str | int | float
Line = tuple[Cell, ...]
NOTHING = ""
HIDDEN = "hidden"
NOT_SHOWN = "not shown"
NOTHING_BEFORE = "nothing to compare with"
NOT_NEEDED = "not needed"
BY_WAVE = "counted by wave"


class Kind(StrEnum):
    """The kinds of file that there are."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


class Measure(StrEnum):
    """What a number in a column counts; words and bands stay words in all of them."""

    WORDS = "words"
    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "percentage points"
    SCORE = "1 to 5"


class Column(NamedTuple):
    """One column: its name, what its numbers count, what it means, how wide it is drawn."""

    name: str
    meaning: str
    measure: Measure = Measure.WORDS
    width: int = 14


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
    response: list[Line] = field(default_factory=list)
    associations: list[Line] = field(default_factory=list)

    def add(self, release: ReleaseInfo, units: Sequence[UnitInfo], rows: Iterable[Row]) -> None:
        """Take in one release: its units that may be seen, and their figures."""
        self.overview.append(_release(release))
        known = {unit.key: unit for unit in units}
        self.response += [_rate(release, unit) for unit in units]
        for row in rows:
            is_england = row.unit.level is Level.ENGLAND
            table = self.items if is_england else self.units
            table.append(_figure(row, known.get(row.unit.wider)))

    def add_pairs(self, release: ReleaseInfo, pairs: Iterable[Pair]) -> None:
        """Take in what goes together in one release."""
        self.associations += [_pair(release, pair) for pair in pairs]

    def tables(self) -> list[Table]:
        """Every table, the notes last; an empty one stays, so that nobody misses it."""
        return [
            Table("overview", "Releases", RELEASE, self.overview),
            Table("items", "England by criterion and question", FIGURE, self.items),
            Table("units", "Other units by criterion and question", FIGURE, self.units),
            Table("response", "Response rates by unit", RATE, self.response),
            Table("associations", "What goes together in England", PAIR, self.associations),
            Table("notes", "What the columns mean, and how people are protected", NOTE, notes()),
        ]


_NUMBER = Column("release", "The number of the release that says this.", Measure.NUMBER, 9)
_UNIT = Column("unit", "The reporting unit: England, a region, an employer or several.", width=34)
_LEVEL = Column("level", "How wide the unit is.", width=16)
_CRITERION = Column("criterion", "The criterion: C1 to C4.", width=10)
_QUESTION = Column("question", "The words in which it was asked, or the criterion.", width=60)

RELEASE = (
    _NUMBER,
    Column("title", "What was released.", width=34),
    Column("period", "One wave, a quarter or a year (April to March).", width=10),
    Column("starts_on", "The first day that it is about."),
    Column("ends_on", "The last day that it is about."),
    Column("released_on", "The day when everybody got it, at once."),
    Column("questionnaire", "The question set.", width=16),
    Column("version", "The version of the question set.", Measure.NUMBER, 9),
    Column(
        "floor",
        "The fewest people of an employer with a figure; smaller ones are combined with others.",
        Measure.NUMBER,
        9,
    ),
    Column(
        "response_rate",
        "The share of those asked who answered, in England, to the nearest ten percent.",
        Measure.PERCENT,
    ),
    Column(
        "link",
        "The hash of all that the release says and of the release before it.",
        width=66,
    ),
)

FIGURE = (
    _NUMBER,
    _UNIT,
    _LEVEL,
    Column("item", "The question's id, or the criterion's.", width=8),
    _CRITERION,
    _QUESTION,
    Column("people", "About how many people answered it, as a band."),
    Column(
        "favourable",
        "The share who agree or strongly agree, of those who chose a point of the scale; as "
        "coarsely as the size of the group asks for.",
        Measure.PERCENT,
    ),
    Column(
        "mean",
        "The mean from 1, strongly disagree, to 5, strongly agree; for fifty people or more.",
        Measure.SCORE,
    ),
    Column("score", "The band of the score from 0 to 100, where there is a mean."),
    Column(
        "interval_from",
        "Where the share lies with 95 % confidence (Wilson 1927), made of the rounded figures: "
        "from here …",
        Measure.PERCENT,
    ),
    Column("interval_to", "… to here.", Measure.PERCENT),
    Column(
        "bounds_from",
        "What the share would be if everybody who did not answer had disagreed; needed where "
        "fewer than 80 % answered.",
        Measure.PERCENT,
    ),
    Column(
        "bounds_to",
        "What the share would be if everybody who did not answer had agreed.",
        Measure.PERCENT,
    ),
    Column(
        "change",
        "Against the release before (Newcombe 1998): rose, fell, or no clear change.",
        width=18,
    ),
    Column("change_from", "The change lies, with 95 % confidence, from here …", Measure.POINTS),
    Column("change_to", "… to here.", Measure.POINTS),
    Column("reason", "Why a figure is hidden, and where to look instead.", width=60),
)

RATE = (
    _NUMBER,
    _UNIT,
    _LEVEL,
    Column(
        "response_rate",
        "The share of those asked who answered, for ten people or more, to the nearest ten "
        "percent.",
        Measure.PERCENT,
    ),
)

PAIR = (
    _NUMBER,
    _CRITERION,
    Column("item", "The question's id.", width=8),
    _QUESTION,
    Column("anchor", "The question of the criterion that is asked each time.", width=8),
    Column(
        "association",
        "How far people who agree with the one agree with the other, in words. That two things "
        "go together does not say that one brings about the other.",
        width=22,
    ),
)

NOTE = (
    Column("about", "A table, or all of them.", width=16),
    Column("column", "A column of it.", width=16),
    Column("measure", "What its numbers count.", width=18),
    Column("meaning", "What it means.", width=110),
)

NOTES = (
    "Every figure was rounded once, at its release, and is the same wherever it is shown.",
    (
        f"“{HIDDEN}” means that too few people answered, or that the figure could be worked out "
        "from others. It never stands for nought, and no figure is left empty."
    ),
    f"“{BY_WAVE}” means that a quarter or a year has no response rate of its own.",
    f"“{NOT_SHOWN}” means that groups of this size have no such figure.",
    "Words such as “under 40%” or “95% or more” are all that may be said of a group of its size.",
    "“Does not apply yet” and “skip” are in no share and in no mean.",
    "Small employers are combined with others of their region before anything is counted.",
    "Programmes need not meet every criterion equally in one year: this is no league table.",
)

LEVELS = {
    Level.ENGLAND: "England",
    Level.REGION: "region",
    Level.OTHERS: "other employers",
    Level.EMPLOYER: "employer",
    Level.COHORT: "cohort",
}


def notes() -> list[Line]:
    """What holds for the whole file, then what each column means."""
    tables = {"overview": RELEASE, "items, units": FIGURE, "response": RATE, "associations": PAIR}
    whole: list[Line] = [("everything", NOTHING, NOTHING, note) for note in NOTES]
    parts: list[Line] = [
        (about, column.name, column.measure.value, column.meaning)
        for about, columns in tables.items()
        for column in columns
    ]
    return whole + parts


def file_name(releases: Sequence[ReleaseInfo], period: str, kind: Kind) -> str:
    """A name that says what is in it: of one release, or of a period."""
    about = period or f"release-{releases[0].number}"
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
        _response(one, one.rate),
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
        *_ends(figure.bounds, NOT_NEEDED),
        *_change(figure),
        NOTHING,
    )


def _rate(release: ReleaseInfo, unit: UnitInfo) -> Line:
    rate = release.rate if unit.level is Level.ENGLAND and unit.rate is None else unit.rate
    return (release.number, unit.name, LEVELS[unit.level], _response(release, rate))


def _response(release: ReleaseInfo, rate: Rounded | None) -> Cell:
    """Hidden for fewer than ten people; whatever is longer than a wave has none."""
    if rate is None and release.period is not Period.WAVE:
        return BY_WAVE
    return _rounded(rate)


def _pair(release: ReleaseInfo, pair: Pair) -> Line:
    words = figure_words.STRENGTHS[pair.strength]
    item = pair.item
    return (release.number, item.criterion, item.id, item.text, pair.anchor.id, words)


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
