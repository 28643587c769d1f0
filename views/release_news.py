"""What the community hears of a release: what is clearest, both ways, and what it means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.change import Verdict
from analysis.protection import Rounded
from analysis.published import Published, Row, Way, way
from views import blocks, figure_words, results, tables, visits
from views.blocks import Block
from views.letters import Letter

HEADINGS = {
    Way.WELL: "Going well",
    Way.NOT_WELL: "Not going well yet",
    None: "Not clear either way",
}
NOTHING = {
    Way.WELL: "No question stands out as going well this time.",
    Way.NOT_WELL: "No question stands out as going badly this time.",
    None: "",
}
MEANINGS = {
    Way.WELL: "Clearly more than half can say this: something to keep.",
    Way.NOT_WELL: "Clearly fewer than half can say this: something to work on together.",
    None: "It may be more or fewer than half: not clear enough to act on yet.",
}
CHANGES = {
    Verdict.ROSE: "More can say this than the time before, by more than chance alone would bring.",
    Verdict.FELL: (
        "Fewer can say this than the time before, by more than chance alone would bring: it is "
        "worth asking why."
    ),
}
CLOSING = (
    "Your own place, your region and England are on this app's Home, with what is hidden and why. "
    "Thank you to everyone who answered."
)


@dataclass(frozen=True)
class News:
    """A release as it is told: England's criteria, and the clearest of its questions."""

    number: int
    title: str
    rate: Rounded | None
    criteria: Sequence[Row]
    clearest: Sequence[Row]


def announcement(news: News) -> Letter:
    """The post after a release: the same in its text, in its blocks and without a chart."""
    words = [_opening(news), *_criteria(news)]
    told = list(_told(news))
    shown = (
        blocks.header("What you said"),
        *_chart(news),
        *map(blocks.words, words),
        *(_part(heading, lines) for heading, lines in told),
        blocks.words(CLOSING),
        blocks.actions(
            blocks.button("See the results", results.SHOW, results.Place(news.number).value),
            visits.button(),
        ),
    )
    parts = [f"{heading}: {' '.join(lines)}" for heading, lines in told]
    text = " ".join([*words, *parts, CLOSING])
    return Letter(blocks.escape(text), shown, tuple(tables.plainly(shown)))


def _opening(news: News) -> str:
    return f"The figures of “{news.title}” are out. {figure_words.response(news.rate)}".strip()


def _criteria(news: News) -> list[str]:
    found = [
        f"{figure_words.criterion(row.item.id)}: {figure_words.share(row.figure)}"
        for row in news.criteria
    ]
    return [f"Agree or strongly agree, in England: {'; '.join(found)}."] if found else []


def _told(news: News) -> Iterator[tuple[str, list[str]]]:
    """What goes well, what does not, and what is not clear, each with what it means."""
    for one, heading in HEADINGS.items():
        rows = [row for row in news.clearest if way(row.figure) is one]
        lines = [_line(row, one) for row in rows] or [NOTHING[one]]
        if any(lines):
            yield heading, lines


def _part(heading: str, lines: Sequence[str]) -> Block:
    told = [f"• {blocks.escape(line)}" for line in lines]
    return blocks.section("\n".join([f"*{heading}*", *told]))


def _line(row: Row, points: Way | None) -> str:
    figure = row.figure
    share = f"{row.item.text.rstrip('.')}: {figure_words.share(figure)} agree."
    between = figure_words.interval(figure).replace(" to ", " and ")
    return f"{share} With 95% confidence between {between}. {_meaning(figure, points)}"


def _meaning(figure: Published, points: Way | None) -> str:
    verdict = Verdict.NO_CLEAR_CHANGE if figure.change is None else figure.change.verdict
    if verdict is Verdict.NO_CLEAR_CHANGE:
        return MEANINGS[points]
    return f"{figure_words.change(figure.change)}. {CHANGES[verdict]}"


def _chart(news: News) -> list[Block]:
    """A bar for each criterion, where each has more than a band to show."""
    bars = [
        {"label": figure_words.CRITERIA[row.item.id], "value": row.figure.favourable.value}
        for row in news.criteria
        if isinstance(row.figure.favourable, Rounded)
    ]
    if not bars or len(bars) < len(news.criteria):
        return []
    return [
        {
            "type": "data_visualization",
            "title": "Agree or strongly agree, by criterion",
            "chart": {
                "type": "bar",
                "series": [{"name": "England", "data": bars}],
                "axis_config": {
                    "categories": [bar["label"] for bar in bars],
                    "x_label": "Criterion",
                    "y_label": "Per cent",
                },
            },
        }
    ]
