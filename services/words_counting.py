"""Counts the agreed words of a wave, exactly, and makes of them what may be said."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from analysis.disclosure.cells import Figure, plain
from analysis.disclosure.gate import examine
from analysis.protection import Protected, protect
from analysis.published import Published
from analysis.summary import Tally
from analysis.wholes import Counts, Leaf, Node
from models import code_book
from models.answer import Comment
from models.code_book import Theme
from models.refusals import NoWordsToRelease, WordsExposed
from models.release import ReleasedUnit
from models.reporting import ENGLAND, Level
from models.survey import Wave
from models.tables import Table
from models.words import Redaction, ReleasedQuote, ReleasedTheme, WordsStep
from services import word_readers, words
from services.work import Work
from views import figure_words

# One place is no crowd: a group of a single unit would tell whose words they are.
FEWEST_UNITS = 2

Tables = Mapping[type[Table], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Said:
    """All that is left of the comments of a wave before they are counted."""

    counts: Counts
    people: Mapping[str, int]
    themes: Sequence[Theme]
    agreed: Sequence[tuple[str, bool, Redaction]]


def counted(
    moment: str,
    people: Mapping[str, int],
    spoken: Mapping[tuple[str, str], int],
    themes: Sequence[str],
    region_of: Mapping[str, str],
) -> Counts:
    """How many people of each unit spoke of each theme; `spoken` has comments by unit and theme."""
    tallies = {
        (Leaf(unit), theme): _tally(spoken.get((unit, theme), 0), number)
        for unit, number in people.items()
        for theme in themes
    }
    return Counts(moment, tallies, region_of)


def figures(counts: Counts, themes: Sequence[str], floor: int) -> Iterator[Figure]:
    """Every theme for every unit, as it is shown and as the gate sees it.

    However many were asked, each looks as if one of them had written nothing. A unit that has just
    enough was asked more people than the floor when its comments were pooled.
    """
    for node in counts.nodes.values():
        for theme in themes:
            tally = counts.of(node.leaves, theme)
            shown = protect(tally, floor, max(tally.people, floor + 1))
            form = plain(*counts.cells(node.leaves, theme))
            yield Figure(node.level.value, node.key, theme, form, shown, node.wider)


def crowds(counts: Counts) -> dict[str, str]:
    """In whose name the words of each unit may be quoted: its region's, or else England's.

    What is left to England must be no single unit's either, or whoever knows the regions knows
    whose it is: then the region with the fewest units is left to it, too. If there is only one unit
    in all, nobody's words are quoted.
    """
    regions = [one for one in counts.nodes.values() if one.level is Level.REGION]
    named = [one for one in regions if len(one.leaves) >= FEWEST_UNITS]
    left = counts.nodes[ENGLAND].leaves.difference(*(one.leaves for one in named))
    if named and 0 < len(left) < FEWEST_UNITS:
        smallest = min(named, key=lambda one: (len(one.leaves), one.key))
        named.remove(smallest)
        left |= smallest.leaves
    crowd = {leaf.unit: one.key for one in named for leaf in one.leaves}
    return crowd if len(left) < FEWEST_UNITS else crowd | {leaf.unit: ENGLAND for leaf in left}


async def tables(work: Work, wave: Wave) -> Tables:
    """What would be released of a wave; NoWordsToRelease if that is nothing."""
    said = await _said(work, wave)
    floor = work.policy.floor_text
    shown = list(figures(said.counts, [theme.id for theme in said.themes], floor))
    if examine(shown, floor):
        raise WordsExposed
    place = {theme.id: (number, theme.name) for number, theme in enumerate(said.themes)}
    return {
        ReleasedUnit: [_unit_row(node) for node in said.counts.nodes.values()],
        ReleasedTheme: [
            {
                "unit": one.unit,
                "theme": one.item,
                "place": place[one.item][0],
                "name": place[one.item][1],
                "content": _content(one),
            }
            for one in shown
        ],
        ReleasedQuote: _quotes(work, said),
    }


async def _said(work: Work, wave: Wave) -> Said:
    query = (
        select(Comment, Redaction)
        .outerjoin(Redaction, col(Redaction.comment_id) == col(Comment.id))
        .where(col(Comment.wave_id) == wave.id)
    )
    found = [(one, redaction) for one, redaction in (await work.session.execute(query)).all()]
    places = [(one.wave_id, one.unit, one.item) for one, _ in found]
    people = {
        unit: number
        for (_, unit), number in words.shown_units(places, work.policy.floor_text).items()
    }
    agreed = [
        (one.unit, one.may_quote, redaction)
        for one, redaction in found
        if one.unit in people
        and redaction is not None
        and redaction.step is WordsStep.APPROVED
        and redaction.is_for_use
    ]
    if not agreed:
        raise NoWordsToRelease
    themes = code_book.read(work.policy.code_book).themes
    spoken = Counter((unit, theme) for unit, _, one in agreed for theme in one.themes)
    ids = [theme.id for theme in themes]
    counts = counted(str(wave.id), people, spoken, ids, await word_readers.regions(work))
    return Said(counts, people, themes, agreed)


def _tally(comments: int, people: int) -> Tally:
    """Who spoke of a theme and who did not, as if it were an answer.

    Of a wave with two open questions nobody knows which comments are of one person: people count,
    and no more of them can have spoken of it than there are.
    """
    spoke = min(comments, people)
    return Tally((people - spoke, 0, 0, 0, spoke))


def _content(figure: Figure) -> dict[str, Any]:
    shown = figure.shown
    assert isinstance(shown, Protected)  # noqa: S101 - made a few lines above
    return Published(people=shown.people, favourable=shown.favourable).as_json()


def _unit_row(node: Node) -> dict[str, Any]:
    return {
        "key": node.key,
        "name": figure_words.unit_name(node.level, node.names),
        "level": node.level,
        "regions": list(node.regions),
        "wider": node.wider,
        "rate": None,
    }


def _quotes(work: Work, said: Said) -> list[dict[str, Any]]:
    """What may be quoted, once for each of its themes, in random order."""
    crowd = crowds(said.counts)
    found = [
        {"id": work.new_id(), "unit": crowd[unit], "theme": theme, "text": one.text}
        for unit, may_quote, one in said.agreed
        if may_quote and unit in crowd
        for theme in one.themes
    ]
    return sorted(found, key=lambda row: str(row["id"]))
