"""Releases as those who make them see them."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.published import ReleaseInfo, published
from models.release import UNDER_WAY, Preparation, Stage
from models.reporting import ENGLAND, Level, Period
from views import blocks, figure_words, inputs, times
from views.blocks import Block
from views.letters import Letter

PREPARE, OPEN = "release.prepare", "release.open"
DECIDING = "release.decide"
DECISION, WHY = "decision", "why"
RELEASE, DECLINE = "release", "decline"
LONGEST_WHY = 500
MOST_FINDINGS = 15

NO_PERIOD = "A year is written like 2026-27, and its first quarter like 2026-27-Q1."
SAY_WHY = "Say in a sentence why these figures should not be released."

STAGES = {
    Stage.WAITING: "Waiting to be prepared",
    Stage.EXAMINING: "Being prepared",
    Stage.REFUSED: "Not safe to release as it is",
    Stage.READY: "Ready: a second person can release it",
    Stage.RELEASED: "Released",
    Stage.DECLINED: "Not released",
}
IN_A_MINUTE = "It takes about a minute. Open this again to see how far it is."
AFTERWARDS = {
    Stage.RELEASED: "Everybody sees these figures with `/nqsw results`, and they never change.",
    Stage.DECLINED: "Nobody sees these figures. They can be prepared again, on Home.",
}
LABELS = {Stage.READY: "Look and decide", Stage.REFUSED: "See why"}
WAITING = {
    Period.WAVE: "Closed and sealed. Its figures wait to be prepared.",
    Period.QUARTER: "All its waves are released. Its figures wait to be prepared.",
    Period.YEAR: "All its waves are released. Its figures wait to be prepared.",
}
AGAIN = "It can be prepared again."
OWN = "You asked for these figures, so somebody else has to release them."
RELEASED = (
    "“{title}” is released. Everybody can see it now, and the co-ordinators of each place are "
    "asked for “You said, we did”."
)
DECLINED = (
    "“{title}” is not released. Whoever asked for the figures is told why, and they can be "
    "prepared again."
)
# What a key begins with, as a place is called.
KEYS = {
    f"{Level.ENGLAND}:": "England",
    f"{Level.REGION}:": "",
    f"{Level.OTHERS}:": "other employers in ",
    f"{Level.EMPLOYER}:": "",
    f"{Level.COHORT}:": "cohort ",
}
CHECKING = "Checking the figures"
READY_IN_SHELL = (
    "Ready: an analyst or a co-ordinator for England can release them on Home in Slack."
)
COLUMNS = ("Number", "Figures of", "Released", "Link")
STANDS = (
    "After the release these figures never change, and everybody sees them at the same time: their "
    "own place, their region and England."
)
SAFE = (
    "Checked: no group that is too small has a figure, and none can be worked out by adding, by "
    "subtracting or from the rounding; when somebody leaves, no difference shows what they "
    "answered; how many answered is told for England only; every number is as coarse as its "
    "group needs."
)
UNSAFE = (
    "Nothing has been released, and only those who release figures see this. The app has hidden "
    "all that it can hide by itself, and the following is left. Preparing again helps only after "
    "the app has changed: please tell whoever runs it."
)


@dataclass(frozen=True)
class Subject:
    """Something that could be released: a wave, a quarter or a year."""

    period: Period
    key: str
    title: str


@dataclass(frozen=True)
class Shown:
    """A preparation as its reader sees it; whoever asked for it cannot release it."""

    preparation: Preparation
    title: str
    is_mine: bool


def wave_title(survey: str, opened: date, closed: date) -> str:
    """What a wave's release is called."""
    return f"{survey}, {times.days(opened, closed)}"


def period_title(period: Period, subject: str) -> str:
    """What a quarter's or a year's release is called: "April to June 2026", "2026-27"."""
    year, _, quarter = subject.partition("-Q")
    if period is Period.YEAR:
        return f"The year {year}"
    first = int(year[:4])
    months = ("April to June", "July to September", "October to December", "January to March")
    return f"{months[int(quarter) - 1]} {first + (quarter == '4')}"


def waves_missing(opened: Iterable[date]) -> str:
    """Why a period cannot be prepared yet."""
    days = [times.day(one) for one in opened]
    if not days:
        return "No wave was sealed in these months, so there is nothing to release."
    return f"First release the waves that opened on {' and '.join(days)}."


def not_over(last: date) -> str:
    """Why a period cannot be prepared yet."""
    return f"This ends on {times.day(last)}; prepare it after that day."


def for_home(under_way: Sequence[Shown], waiting: Sequence[Subject]) -> list[Block]:
    """What those who release figures have to do; empty when there is nothing."""
    if not under_way and not waiting:
        return []
    shown = [blocks.header("Figures to release")]
    newest: dict[str, Shown] = {}
    for one in under_way:
        newest.setdefault(one.preparation.subject, one)
    for one in newest.values():
        state = f"*{blocks.escape(one.title)}*\n{_state(one)}"
        shown.append(blocks.section(state, _open(one)))
    for subject in waiting:
        button = blocks.button("Prepare the figures", PREPARE, f"{subject.period} {subject.key}")
        state = AGAIN if subject.key in newest else WAITING[subject.period]
        shown.append(blocks.section(f"*{blocks.escape(subject.title)}*\n{state}", button))
    return shown


def prepared(shown: Shown) -> Letter:
    """What is said when figures are ready, or when they may not leave."""
    if shown.preparation.stage is Stage.READY:
        text = f"The figures of “{shown.title}” are ready. A second person can release them."
    else:
        text = f"The figures of “{shown.title}” cannot be released as they are."
    way = blocks.actions(_open(shown))
    return Letter(text=blocks.escape(text), blocks=(blocks.words(text), way))


def declined(shown: Shown) -> Letter:
    """What whoever asked hears when a second person said no."""
    text = f"The figures of “{shown.title}” were not released: {shown.preparation.why}"
    return Letter(text=blocks.escape(text), blocks=(blocks.words(text),))


def window(shown: Shown) -> Block:
    """Everything about a preparation, and the decision where it is the reader's."""
    said = [blocks.section(f"*{blocks.escape(shown.title)}*\n{_state(shown)}"), *_content(shown)]
    if shown.preparation.stage not in UNDER_WAY:
        return blocks.modal("release", "Figures to release", said)
    return blocks.modal(
        DECIDING,
        "Figures to release",
        [*said, *_decision(shown)],
        submit="Decide",
        private_metadata=str(shown.preparation.id),
    )


def done(title: str, *, is_released: bool) -> Block:
    """What the window says after the decision."""
    words = RELEASED if is_released else DECLINED
    return blocks.modal("release", "Figures to release", [blocks.words(words.format(title=title))])


def described(preparation: Preparation) -> dict[str, Any]:
    """A preparation for a program."""
    return {
        "id": str(preparation.id),
        "period": preparation.period,
        "subject": preparation.subject,
        "stage": preparation.stage,
        "findings": preparation.findings,
    }


def in_the_shell(preparation: Preparation) -> list[str]:
    """How it ended, in lines."""
    if preparation.stage is Stage.READY:
        return [READY_IN_SHELL]
    return [STAGES[preparation.stage] + ".", *(_finding(one) for one in preparation.findings)]


def line(one: ReleaseInfo) -> tuple[str, ...]:
    """A release in a table."""
    return (str(one.number), one.title, times.local_day(one.released_at), one.link[:12])


def all_described(
    released: Sequence[ReleaseInfo], waiting: Sequence[Subject]
) -> dict[str, list[dict[str, Any]]]:
    """The same for a program."""
    return {
        "released": [
            {
                "number": one.number,
                "period": one.period,
                "subject": one.subject,
                "title": one.title,
                "released_at": one.released_at.isoformat(),
                "link": one.link,
            }
            for one in released
        ],
        "waiting": [
            {"period": one.period, "subject": one.key, "title": one.title} for one in waiting
        ],
    }


def could_be_prepared(one: Subject) -> str:
    """What is not released yet, and how to go on."""
    option = f"--wave {one.key}" if one.period is Period.WAVE else f"--period {one.key}"
    return f"Not released: {one.title}. Prepare it with: figures prepare {option}"


def _open(shown: Shown) -> Block:
    label = LABELS.get(shown.preparation.stage, "Look at it")
    return blocks.button(label, OPEN, str(shown.preparation.id))


def _state(shown: Shown) -> str:
    preparation = shown.preparation
    if preparation.stage is Stage.EXAMINING and preparation.of:
        return f"Being prepared: {preparation.done} of {preparation.of} questions are checked"
    return STAGES[preparation.stage]


def _content(shown: Shown) -> list[Block]:
    preparation = shown.preparation
    if preparation.stage is Stage.REFUSED:
        return _findings(shown)
    if preparation.stage is not Stage.READY:
        return [blocks.quiet(AFTERWARDS.get(preparation.stage, IN_A_MINUTE))]
    own = [blocks.words(OWN)] if shown.is_mine else []
    return [*_summary(preparation), blocks.words(SAFE), blocks.words(STANDS), *own]


def _summary(preparation: Preparation) -> list[Block]:
    content = preparation.content
    figures = [published(figure) for _, _, figure in content["figures"]]
    hidden = sum(one.is_hidden for one in figures)
    units = len(content["units"])
    of_them = f"{hidden:,} of them are hidden" if hidden else "none of them is hidden"
    counted = f"{len(figures):,} figures of {units:,} places; {of_them}."
    items = {one["item"]: one for one in content["items"]}
    lines = [
        f"• {figure_words.criterion(item)}: {figure_words.share(published(figure))}"
        for unit, item, figure in content["figures"]
        if unit == ENGLAND and item == items[item]["criterion"]
    ]
    return [blocks.section(counted), blocks.section("\n".join(["*England*", *sorted(lines)]))]


def _findings(shown: Shown) -> list[Block]:
    found = shown.preparation.findings
    lines = [f"• {blocks.escape(_finding(one))}" for one in found[:MOST_FINDINGS]]
    more = len(found) - MOST_FINDINGS
    rest = [blocks.quiet(f"And {more:,} more.")] if more > 0 else []
    return [blocks.words(UNSAFE), *(blocks.section(line[:2900]) for line in lines), *rest]


def _finding(one: Mapping[str, str]) -> str:
    item = one["item"]
    asked = figure_words.criterion(item) if item in figure_words.CRITERIA else f"question {item}"
    place = f"{one['unit']}, {asked}: {one['because']} {one['instead']}"
    return functools.reduce(lambda text, pair: text.replace(*pair), KEYS.items(), place)


def _decision(shown: Shown) -> list[Block]:
    can_release = shown.preparation.stage is Stage.READY and not shown.is_mine
    choices = [
        *([blocks.option("Release these figures to everybody", RELEASE)] if can_release else []),
        blocks.option("Do not release them", DECLINE),
    ]
    text = inputs.text(LONGEST_WHY, is_long=True)
    why = "Only if you do not release them. Whoever asked for the figures reads it."
    return [
        blocks.field(DECISION, "Your decision", inputs.radio(choices)),
        blocks.field(WHY, "Why not", text, hint=why, is_optional=True),
    ]
