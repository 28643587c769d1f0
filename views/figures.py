"""Figures as everybody sees them: a table, a chart, and the same in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analysis.protection import FIVES
from views import blocks, times
from views.blocks import Block
from views.letters import Letter

Figure = Mapping[str, Any]

# Slack shows no more of a label under a chart.
CRITERIA = {
    "C1": "Programme delivery",
    "C2": "Knowledge and skills",
    "C3": "NQSW experience",
    "C4": "Wider organisation",
}
HEADINGS = ("Criterion or question", "Agree or strongly agree", "Average, 1 to 5", "People")
TOO_FEW = "Too few answers"
NOT_SHOWN = "Not shown"
ROWS_AT_ONCE = 15
SECTION_LIMIT = 2900


@dataclass(frozen=True)
class Shown:
    """The figures of one wave, as they were rounded for everybody."""

    title: str
    opened_at: datetime
    closed_at: datetime
    floor: int
    content: Mapping[str, Any]


def announcement(shown: Shown) -> Letter:
    """What the community hears when a wave is sealed."""
    words = [_summary(shown), *_lines(shown), _why_england(shown), THANKS]
    opening = [blocks.header(_heading(shown)), blocks.section(_summary(shown))]
    closing = [blocks.section(_why_england(shown)), blocks.quiet(f"{HOW_ROUNDED} {THANKS}")]
    newest = (*opening, _table(shown), *_chart(shown), *closing)
    return Letter(
        text=f"{blocks.escape(_heading(shown))}. {' '.join(words)}",
        blocks=newest,
        plainer=tuple(plainly(newest)),
    )


def on_home(shown: Shown) -> list[Block]:
    """The same on everybody's Home, which takes no charts."""
    return [
        blocks.header(_heading(shown)),
        blocks.section(f"{_summary(shown)} {_criteria_in_words(shown)}"),
        _table(shown),
        blocks.section(_why_england(shown)),
        blocks.quiet(HOW_ROUNDED),
    ]


def nothing_yet() -> list[Block]:
    """What Home says before the first wave is sealed."""
    return [blocks.quiet("After a pulse closes, the figures for England are shown here.")]


def plainly(shown: Sequence[Block]) -> list[Block]:
    """The same for a Slack that does not know tables and charts yet."""
    plain: list[Block] = []
    for block in shown:
        match block["type"]:
            case "data_table":
                plain += _paragraphs(block)
            case "data_visualization":
                continue
            case _:
                plain.append(block)
    return plain


THANKS = "Thank you to everyone who answered."
HOW_ROUNDED = (
    "The share is of those who chose a point on the scale; “does not apply yet” and skipped "
    f"questions are left out. Averages are shown from {FIVES} people on. Small differences are "
    "rounded away on purpose, so that nobody's answer can be worked out."
)


def _heading(shown: Shown) -> str:
    return f"{shown.title}: what England said"


def _summary(shown: Shown) -> str:
    opened, closed = times.local_day(shown.opened_at), times.local_day(shown.closed_at)
    rate = shown.content["rate"]
    answered = "" if rate is None else f" {_upper(_percent(rate))} of those asked answered."
    sealed = "It is sealed: nobody can find out which answers were whose."
    return f"This pulse was open from {opened} to {closed}.{answered} {sealed}"


def _why_england(shown: Shown) -> str:
    return (
        "*Why only England?* Groups of fewer than "
        f"{shown.floor} people never get their own figure. Regions and employers are not shown "
        "yet: first we check that no group can be worked out by comparing figures."
    )


def _lines(shown: Shown) -> Iterator[str]:
    for name, figure in _rows(shown):
        yield f"{name.rstrip('.')}: {_sentence(figure)}."


def _criteria_in_words(shown: Shown) -> str:
    found = [f"{_name(one['code'])}: {_share(one['figure']).lower()}" for one in _criteria(shown)]
    return f"Agree or strongly agree: {'; '.join(found)}."


def _table(shown: Shown) -> Block:
    header = [_cell(heading) for heading in HEADINGS]
    body = [
        [_cell(name), _cell(_share(figure)), _cell(_mean(figure)), _cell(_people(figure))]
        for name, figure in _rows(shown)
    ]
    return {
        "type": "data_table",
        "caption": f"England's figures by criterion and question, {shown.title}",
        "rows": [header, *body],
        "page_size": ROWS_AT_ONCE,
        "row_header_column_index": 0,
    }


def _chart(shown: Shown) -> list[Block]:
    """A bar for each criterion, where there is more than a band to show."""
    bars = [
        {"label": CRITERIA[one["code"]], "value": one["figure"]["favourable"]["value"]}
        for one in _criteria(shown)
        if "value" in (one["figure"]["favourable"] or {})
    ]
    if len(bars) < len(_criteria(shown)):
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


def _criteria(shown: Shown) -> Sequence[Mapping[str, Any]]:
    criteria: Sequence[Mapping[str, Any]] = shown.content["criteria"]
    return criteria


def _rows(shown: Shown) -> Iterator[tuple[str, Figure]]:
    """Each criterion, then its questions."""
    for criterion in _criteria(shown):
        yield _name(criterion["code"]), criterion["figure"]
        for item in shown.content["items"]:
            if item["criterion"] == criterion["code"]:
                yield item["text"], item["figure"]


def _name(code: str) -> str:
    return f"{code} {CRITERIA[code]}"


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def _paragraphs(table: Block) -> list[Block]:
    """A table as paragraphs: a line for each row, with the name of each column."""
    header, *body = [[cell["text"] for cell in row] for row in table["rows"]]
    paragraphs = [""]
    for first, *others in body:
        named = [f"{name}: {value}" for name, value in zip(header[1:], others, strict=True)]
        line = f"*{blocks.escape(first)}*\n{blocks.escape('; '.join(named))}\n"
        if len(paragraphs[-1]) + len(line) > SECTION_LIMIT:
            paragraphs.append("")
        paragraphs[-1] += line
    return [blocks.section(text.rstrip()) for text in paragraphs if text]


def _sentence(figure: Figure) -> str:
    if figure["people"] is None:
        return TOO_FEW.lower()
    mean = "" if figure["mean"] is None else f", average {_mean(figure).lower()}"
    return f"{_share(figure).lower()} agree{mean}, {_people(figure)} people"


def _share(figure: Figure) -> str:
    favourable = figure["favourable"]
    if favourable is None:
        return TOO_FEW
    return _percent(favourable) if "value" in favourable else _percent_band(favourable)


def _percent_band(band: Mapping[str, int | None]) -> str:
    if band["at_least"] is None:
        return f"Under {(band['at_most'] or 0) + 1}%"
    if band["at_most"] is None:
        return f"{band['at_least']}% or more"
    return f"{band['at_least']}% to {band['at_most']}%"


def _percent(rounded: Mapping[str, Any]) -> str:
    return _ended(f"{rounded['value']:g}%", rounded["end"])


def _mean(figure: Figure) -> str:
    mean = figure["mean"]
    return NOT_SHOWN if mean is None else _ended(f"{mean['value']:.1f}", mean["end"])


def _ended(number: str, end: str) -> str:
    words = {
        "about": "About {}",
        "or_less": "{} or less",
        "or_more": "{} or more",
        "under": "Under {}",
        "over": "Over {}",
    }
    return words[end].format(number)


def _people(figure: Figure) -> str:
    band = figure["people"]
    if band is None:
        return TOO_FEW
    if band["at_most"] is None:
        return f"{band['at_least']:,} or more"
    return f"{band['at_least']} to {band['at_most']}"


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
