"""What the columns of the tables of results are called, and what they mean."""

from enum import StrEnum
from typing import NamedTuple

NOTHING = ""
HIDDEN = "hidden"
NOT_SHOWN = "not shown"
NOTHING_BEFORE = "nothing to compare with"
NO_BOUNDS = "not told"
BY_WAVE = "counted by wave"


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


_NUMBER = Column("release", "The number of the release that says this.", Measure.NUMBER, 9)
_UNIT = Column("unit", "The reporting unit: England, a region, an employer or several.", width=34)
_LEVEL = Column("level", "How wide the unit is.", width=16)
_CRITERION = Column("criterion", "The criterion: C1 to C4.", width=10)
_QUESTION = Column("question", "The words in which it was asked, or the criterion.", width=60)

RELEASE = (
    _NUMBER,
    Column("title", "What was released.", width=34),
    Column(
        "period", "One wave, a quarter, a year (April to March), or the words of a wave.", width=10
    ),
    Column("starts_on", "The first day that it is about."),
    Column("ends_on", "The last day that it is about."),
    Column("released_on", "The day when everybody got it, at once."),
    Column("questionnaire", "The question set.", width=16),
    Column("version", "The version of the question set.", Measure.NUMBER, 9),
    Column(
        "floor",
        "The fewest people of an employer with a figure; smaller ones are combined with others. "
        "Of words: the fewest people of a unit whose comments are shown.",
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
        "about 80 % or fewer answered.",
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
        width=22,
    ),
    Column("change_from", "The change lies, with 95 % confidence, from here …", Measure.POINTS, 22),
    Column("change_to", "… to here.", Measure.POINTS, 22),
    Column("reason", "Why a figure is hidden, and where to look instead.", width=60),
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

THEME = (
    _NUMBER,
    _UNIT,
    _LEVEL,
    Column("theme", "What a comment was about, as two people read it.", width=34),
    Column("people", "About how many people wrote a comment, as a band."),
    Column(
        "share",
        "The share of those who wrote whose comment was about it; a comment may be about several.",
        Measure.PERCENT,
    ),
    Column("reason", "Why a figure is hidden, and where to look instead.", width=60),
)

QUOTATION = (
    _NUMBER,
    Column("unit", "For whom it is quoted: England, or a region.", width=34),
    Column("theme", "What it is about.", width=34),
    Column(
        "text",
        "Somebody's words who agreed to be quoted, with names taken out; the order tells nothing.",
        width=110,
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
    f"“{BY_WAVE}” means that a quarter, a year or words have no response rate of their own.",
    (
        f"“{NO_BOUNDS}” stands for bounds that are not needed, because more than 80% answered; "
        "places other than England have none, and those of a quarter or a year are told wave by "
        "wave."
    ),
    f"“{NOT_SHOWN}” means that groups of this size have no such figure.",
    "Words such as “under 40%” or “95% or more” are all that may be said of a group of its size.",
    "“Does not apply yet” and “skip” are in no share and in no mean.",
    "A table without rows has nothing to say of this release; words are releases of their own.",
    "Small employers are combined with others of their region before anything is counted.",
    "Programmes need not meet every criterion equally in one year: this is no league table.",
)


def notes() -> list[tuple[str, ...]]:
    """What holds for the whole file, then what each column means."""
    tables = {
        "overview": RELEASE,
        "items, units": FIGURE,
        "associations": PAIR,
        "themes": THEME,
        "quotations": QUOTATION,
    }
    whole: list[tuple[str, ...]] = [("everything", NOTHING, NOTHING, note) for note in NOTES]
    parts: list[tuple[str, ...]] = [
        (about, column.name, column.measure.value, column.meaning)
        for about, columns in tables.items()
        for column in columns
    ]
    return whole + parts
