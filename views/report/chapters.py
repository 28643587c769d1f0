"""The twelve chapters of the annual report, in the order of the programme's cycle."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from models.reporting import Level
from views import times
from views.report import findings, tables
from views.report.facts import Facts
from views.report.parts import Grid, Heading, Paragraph, Part, Pictures, Report
from views.report.words import Section, Words

# Chapters whose tables would not stand with their heading otherwise.
BEGIN_A_PAGE = ("findings", "priorities")


def report(facts: Facts, words: Words) -> Report:
    """Write the report down: figures as they were released, words as somebody may have changed."""
    said = words.filled(_facts(facts))
    return Report(
        title=said.title,
        subtitle=said.subtitle,
        author=said.author,
        about=tables.about(facts),
        parts=list(_numbered(_parts(facts, said.sections))),
    )


def _numbered(parts: Iterator[Part]) -> Iterator[Part]:
    """Give chapters, tables and charts their numbers, but none to what stands after the last."""
    chapters, tables_so_far, charts_so_far = count(1), count(1), count(1)
    for part in parts:
        match part:
            case Heading(level=1, key=key) if key != "about":
                yield replace(part, number=str(next(chapters)))
            case Grid():
                yield replace(part, caption=f"Table {next(tables_so_far)}. {part.caption}")
            case Pictures():
                yield Pictures(
                    [
                        replace(one, title=f"Chart {next(charts_so_far)}. {one.title}")
                        for one in part.charts
                    ]
                )
            case _:
                yield part


def _parts(facts: Facts, words: Mapping[str, Section]) -> Iterator[Part]:
    yield from _chapter("summary", words, [*findings.overview(facts)])
    yield from _numbers(facts, words)
    yield from _method(facts, words)
    yield from _chapter("findings", words, [*findings.criteria(facts)])
    yield from _chapter("perspectives", words, [])
    yield from _below("associations", words, findings.associations(facts))
    yield from _said(facts, words)
    yield from _chapter("equality", words, [*findings.equality(facts)])
    yield from _chapter("visits", words, [])
    yield from _chapter("issues", words, [])
    yield from _chapter("practice", words, [*tables.practice(facts)])
    yield from _chapter("learning", words, [])
    yield from _chapter("priorities", words, findings.priorities(facts))
    yield from _chapter("about", words, [tables.chain(facts)])


def _numbers(facts: Facts, words: Mapping[str, Section]) -> Iterator[Part]:
    yield from _chapter("numbers", words, [tables.numbers(facts)])
    yield from _below("response", words, [*tables.response(facts)])


def _method(facts: Facts, words: Mapping[str, Section]) -> Iterator[Part]:
    yield from _chapter("method", words, [Paragraph(findings.LEGEND)])
    yield from _below("protection", words, [])
    yield from _below("versions", words, [tables.versions(facts)])


def _said(facts: Facts, words: Mapping[str, Section]) -> Iterator[Part]:
    yield from _chapter("said", words, [])
    yield from _below("themes", words, [*tables.themes(facts)])
    yield from _below("answers", words, [*tables.answers(facts)])


def _chapter(key: str, words: Mapping[str, Section], shown: list[Part]) -> Iterator[Part]:
    return _section(key, 1, words, shown)


def _below(key: str, words: Mapping[str, Section], shown: list[Part]) -> Iterator[Part]:
    return _section(key, 2, words, shown)


def _section(
    key: str, level: int, words: Mapping[str, Section], shown: list[Part]
) -> Iterator[Part]:
    """A heading, then what there is with its text, or one honest sentence instead of both."""
    section = words[key]
    yield Heading(key, section.heading, level, begins_page=key in BEGIN_A_PAGE)
    for paragraph in paragraphs(section.text if shown else section.nothing or section.text):
        yield Paragraph(paragraph)
    yield from shown


def paragraphs(text: str) -> list[str]:
    """A text parted at its empty lines."""
    return [" ".join(one.split()) for one in text.split("\n\n") if one.strip()]


def _facts(facts: Facts) -> dict[str, str]:
    """What stands for what in the words."""
    with_gains = sum(one.says_who_gains for one in facts.examples)
    return {
        "year": facts.year,
        "starts": times.day(facts.starts_on),
        "ends": times.day(facts.ends_on),
        "released": times.local_day(facts.whole.released_at),
        "waves": str(len(facts.waves)),
        "response": findings.range_of_response(facts),
        "floor": str(facts.whole.floor),
        "regions": str(facts.figures.levels.get(Level.REGION, 0)),
        "employers": str(facts.figures.levels.get(Level.EMPLOYER, 0)),
        "groups": str(facts.figures.levels.get(Level.OTHERS, 0)),
        "examples": _counted(
            len(facts.examples),
            "example of good practice was",
            "examples of good practice were",
            "published.",
        ),
        "uses": _counted(
            len(facts.uses), "use of an example was", "uses of examples were", "noted."
        ),
        "equality": _counted(
            with_gains, "published example says", "published examples say", "who gains most."
        ),
        "announcements": str(facts.announcements),
        "answers": str(len(facts.answers)),
    }


def _counted(count: int, one: str, more: str, ending: str) -> str:
    number = "No" if count == 0 else str(count)
    return f"{number} {one if count == 1 else more} {ending}"
