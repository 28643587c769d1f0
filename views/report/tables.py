"""The tables of the annual report that are not figures: counts, versions, examples, answers."""

from collections import Counter
from collections.abc import Iterator

from analysis.published import ReleaseInfo
from models import questionnaire
from models.questionnaire import CRITERIA
from models.questionnaires import CATALOGUE
from models.reporting import Level
from views import figure_words, times
from views.report.facts import Answer, Facts
from views.report.parts import Bullets, Grid, Paragraph, Part

# They come in an order that tells nothing, so the first ones are as good as any.
MOST_QUOTED = 12
QUOTED = (
    "Some of what was written, drawn by chance from what its authors agreed to have quoted. "
    "All of that stands in the annex."
)


def about(facts: Facts) -> list[tuple[str, str]]:
    """What the title page says of where the report comes from."""
    whole = facts.whole
    return [
        ("Period", f"{times.day(facts.starts_on)} to {times.day(facts.ends_on)}"),
        ("Figures", f"Release {whole.number}, {whole.title}"),
        ("Released on", times.local_day(whole.released_at)),
        ("Link of the release", whole.link),
        ("Hash of this report", facts.digest),
    ]


def numbers(facts: Facts) -> Grid:
    """The year in counts."""
    levels = facts.figures.levels
    rows = [
        ("Months released", str(len(facts.waves))),
        ("Regions with figures", str(levels.get(Level.REGION, 0))),
        ("Employers with figures of their own", str(levels.get(Level.EMPLOYER, 0))),
        ("Groups of smaller employers with figures", str(levels.get(Level.OTHERS, 0))),
        ("Examples of good practice published", str(len(facts.examples))),
        ("Uses of examples noted", str(len(facts.uses))),
        ("Announcements sent", str(facts.announcements)),
        ("Answers of co-ordinators for England and regions", str(len(facts.answers))),
    ]
    return Grid("The year in numbers", ("What", "How many"), rows)


def response(facts: Facts) -> Iterator[Part]:
    """How many answered, month by month, and which months to read with care."""
    waves = facts.waves
    if not waves:
        return
    rows = [(one.title, figure_words.rate(one.rate)) for one in waves]
    yield Grid("Response in England, month by month", ("Release", "Answered"), rows)
    weak = [one.title for one in waves if figure_words.is_low(one.rate)]
    if weak:
        yield Paragraph(
            f"{figure_words.FEW_ANSWERED} in: {', '.join(weak)}. "
            "Please read the figures of these with care."
        )


def versions(facts: Facts) -> Grid:
    """Which version of which question set each month asked."""
    spans: dict[tuple[str, int], list[ReleaseInfo]] = {}
    for one in facts.waves or [facts.whole]:
        spans.setdefault((one.questionnaire, one.version), []).append(one)
    rows = [
        (
            _question_set(name),
            str(version),
            f"{times.day(asked[0].starts_on)} to {times.day(asked[-1].ends_on)}",
        )
        for (name, version), asked in spans.items()
    ]
    return Grid("Question sets", ("Question set", "Version", "Asked"), rows)


def _question_set(name: str) -> str:
    return questionnaire.load(name).title if name in CATALOGUE else name


def practice(facts: Facts) -> Iterator[Part]:
    """Examples and their use by criterion, then the titles."""
    if not facts.examples:
        return
    published = Counter(code for one in facts.examples for code in one.criteria)
    used = Counter(code for criteria in facts.uses for code in criteria)
    rows = [
        (figure_words.criterion(code), str(published[code]), str(used[code])) for code in CRITERIA
    ]
    yield Grid(
        "Examples by criterion; one example may speak to several",
        ("Criterion", "Published", "Used"),
        rows,
    )
    yield Bullets([f"{one.title} ({', '.join(one.criteria)})" for one in facts.examples])


def themes(facts: Facts) -> Iterator[Part]:
    """What comments were about, with a band of how many, and the quotes."""
    if not facts.figures.themes:
        return
    rows = [(one.name, one.release, figure_words.share(one.figure)) for one in facts.figures.themes]
    head = ("Theme", "Release", "Share of those who wrote")
    yield Grid("Themes of comments in England", head, rows)
    if facts.figures.quotes:
        yield Paragraph(QUOTED)
        yield Bullets(facts.figures.quotes[:MOST_QUOTED])


def answers(facts: Facts) -> Iterator[Part]:
    """What co-ordinators of England and of regions answered."""
    if facts.answers:
        head = ("Place", "Release", "You said", "We did, or cannot because")
        yield Grid("What co-ordinators answered", head, [_answer(one) for one in facts.answers])


def chain(facts: Facts) -> Grid:
    """Every release of the year with its link."""
    rows = [
        (
            str(one.number),
            one.title,
            times.local_day(one.released_at),
            one.link,
        )
        for one in facts.releases
    ]
    return Grid("Releases of the year", ("Release", "About", "Released on", "Link"), rows)


def _answer(one: Answer) -> tuple[str, str, str, str]:
    by_when = f"By {times.day(one.by_when)}." if one.by_when else ""
    cannot = f"We cannot: {one.cannot}" if one.cannot else ""
    done = " ".join(part for part in (one.did, cannot, by_when) if part)
    return one.place, one.release, one.said, done
