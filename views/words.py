"""What analysts see of comments: the queue, one comment at a time, and the check by a second."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from analysis.pooling import Unit
from models.answer import Comment
from models.ballot import TEXT_LIMIT
from models.code_book import Theme
from models.help_lines import HelpLines
from models.reporting import Level
from models.screen import Finding
from models.words import Redaction
from views import blocks, figure_words, inputs, screening
from views.blocks import Block

OPEN, READ, CHECK, LATER = "words.open", "words.read", "words.check", "words.later"
SAFETY = "words.safety"
REDACTION, CHECKING, QUEUE = "words.redaction", "words.checking", "words.queue"

ORIGINAL, TEXT, THEMES, TICKS = "original", "text", "themes", "ticks"
DECISION, ASKED = "decision", "asked"
NOT_FOR_USE, NAMES_NOBODY = "not_for_use", "names_nobody"
APPROVE, SEND_BACK = "approve", "send_back"
LONGEST_ASKED = 500
LONGEST_OPTION = 75

SENT = "Sent. A second analyst looks at it next."
DECIDED = "Your decision is noted."
NOTHING_LEFT_TO_DO = "Nothing more waits for you here."

REMOVED = "[removed]"
BEFORE_MARK, AFTER_MARK = "⟦", "⟧"
MOST_MARKS = 8

THEMES_HINT = "At least one, unless it is not for use."
CHOOSE = "Please choose at least one theme."
NOTHING_LEFT = "Nothing is left. Write what can be said, or tick “Not for use”."
TOO_LONG = f"Please use {TEXT_LIMIT} characters at most."
SAY_WHAT = f"Please say in 1 to {LONGEST_ASKED} characters what should change."

ONE_AT_A_TIME = (
    "You see one comment at a time, in an order that is yours and has nothing to do with when it "
    "was written. You never see comments of your own employer or region. Take out whatever could "
    "show who somebody is; a second analyst looks at it before anybody else does."
)
ROUTE = (
    (
        "*This app refers nobody, and nobody can find out who wrote this.* Nothing is stored about "
        "your pressing this button."
    ),
    (
        "*If a child or an adult may be at risk now:* follow your own organisation's safeguarding "
        "procedure now, or ring 999."
    ),
    (
        "*If it is about how an employer protects people:* tell the national team's safeguarding "
        "contact by the route that you have in writing. Say only which place the words are from, "
        "as the window shows it, and what the worry is. Do not copy the words and do not guess who "
        "wrote them."
    ),
    "*Whistleblowing and fitness to practise* have routes of their own; the line below advises.",
)
# What of the help for everybody belongs to a worry about others.
LINES = ("emergency", "whistleblowing")


@dataclass(frozen=True)
class Suggestion:
    """A theme that the words of a comment resemble, and the words by which it was recognised."""

    theme: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One comment before an analyst, with what was made of it so far."""

    comment: Comment
    redaction: Redaction | None
    marks: Sequence[Finding]
    themes: Sequence[Theme]
    waiting: int
    suggestions: Sequence[Suggestion] = field(default=())

    @property
    def place(self) -> str:
        unit = Unit.parse(self.comment.unit)
        return figure_words.unit_name(Level(unit.level.value), unit.names)

    def marks_in(self, name: str) -> list[Finding]:
        return [one for one in self.marks if one.field == name]


def to_do(to_read: int, to_check: int) -> list[Block]:
    """Two numbers for Home, and the way in."""
    if not to_read and not to_check:
        return []
    text = f"*Comments to read:* {to_read}. *To check:* {to_check}."
    return [blocks.section(text, blocks.button("Read comments", OPEN))]


def queue(to_read: int, to_check: int, releases: Sequence[Block] = (), said: str = "") -> Block:
    """The window from which an analyst goes on; `releases` is what of the waves can leave."""
    shown = [blocks.section(f"*{said}*")] if said else []
    shown += [
        blocks.section(ONE_AT_A_TIME),
        _line("Comments to read", to_read, blocks.button("Read the next", READ, style="primary")),
        _line("To check, redacted by somebody else", to_check, blocks.button("Check", CHECK)),
        *releases,
    ]
    return blocks.modal(QUEUE, "Comments", shown)


def releases_only(releases: Sequence[Block]) -> Block:
    """The same for a co-ordinator for England, who reads no comments."""
    nothing = blocks.section("There are no words of a survey to release.")
    return blocks.modal(QUEUE, "Comments", list(releases) or [nothing])


def reading(sheet: Sheet) -> Block:
    """One comment, and the form for what may be shown of it."""
    redaction = sheet.redaction
    shown = [blocks.quiet(f"From: {blocks.escape(sheet.place)}. {sheet.waiting} to read.")]
    if redaction is not None and redaction.asked:
        shown.append(blocks.section("*Sent back by the second analyst:*"))
        shown.append(blocks.words(redaction.asked))
    shown += _original(sheet)
    shown += _fields(sheet)
    shown.append(_other_ways(sheet, READ))
    return blocks.modal(
        REDACTION,
        "Redact a comment",
        shown,
        submit="Send to be checked",
        private_metadata=_kept(sheet),
    )


def checking(sheet: Sheet) -> Block:
    """What another analyst made of a comment, to agree to, to change or to send back."""
    shown = [blocks.quiet(f"From: {blocks.escape(sheet.place)}. {sheet.waiting} to check.")]
    shown += _original(sheet)
    if left := sheet.marks_in(TEXT):
        shown.append(blocks.section("*The check still asks about these words:*"))
        shown.append(blocks.words(", ".join(f"“{one.excerpt}”" for one in left[:MOST_MARKS])))
    shown += _fields(sheet)
    options = [
        blocks.option("Agree, as it stands above", APPROVE),
        blocks.option("Send it back", SEND_BACK),
    ]
    shown.append(blocks.field(DECISION, "Your decision", inputs.radio(options, APPROVE)))
    asked = inputs.text(LONGEST_ASKED)
    why = "Only if you send it back. The other analysts read it, nobody else."
    field_ = blocks.field(ASKED, "What should change", asked, hint=why, is_optional=True)
    shown += [field_, _other_ways(sheet, CHECK)]
    return blocks.modal(
        CHECKING, "Check a comment", shown, submit="Decide", private_metadata=_kept(sheet)
    )


def safety(lines: HelpLines) -> Block:
    """The written route for a worry; the same for everybody, about no comment in particular."""
    more = [
        blocks.section(f"*{one.name}:* {one.contact}. {one.when}")
        for one in lines.lines
        if one.id in LINES
    ]
    return blocks.modal("words.route", "A concern for safety", [*map(blocks.section, ROUTE), *more])


def marked(text: str, marks: Sequence[Finding]) -> str:
    """The text with a bracket around each mark."""
    return _replaced(text, marks, lambda words: f"{BEFORE_MARK}{words}{AFTER_MARK}")


def without_marks(text: str, marks: Sequence[Finding]) -> str:
    """The text with each mark taken out."""
    return _replaced(text, marks, lambda _words: REMOVED)


def _replaced(text: str, marks: Sequence[Finding], change: Any) -> str:
    shown, at = "", 0
    for one in sorted(marks, key=lambda mark: mark.start):
        shown += text[at : one.start] + change(text[one.start : one.end])
        at = one.end
    return shown + text[at:]


def _original(sheet: Sheet) -> list[Block]:
    marks = sheet.marks_in(ORIGINAL)
    shown = [blocks.section("*As it was written*"), blocks.words(marked(sheet.comment.text, marks))]
    if marks:
        brackets = f"{BEFORE_MARK} {AFTER_MARK} marks what may show who somebody is:"
        advice = list(dict.fromkeys(one.advice for one in marks))
        lines = "\n".join(f"• {line}" for line in advice[:MOST_MARKS])
        shown.append(blocks.quiet(f"{brackets}\n{lines}"))
    return shown


def _fields(sheet: Sheet) -> list[Block]:
    redaction = sheet.redaction
    text = (
        redaction.text if redaction else without_marks(sheet.comment.text, sheet.marks_in(ORIGINAL))
    )
    words = inputs.text(TEXT_LIMIT, text, is_long=True)
    hint = "Write a role for a name, and something general for what only one place has."
    chosen = redaction.themes if redaction else []
    return [
        blocks.field(TEXT, "As it may be shown", words, hint=hint, is_optional=True),
        *_suggested(sheet),
        blocks.field(THEMES, "Themes", _menu(sheet, chosen), hint=THEMES_HINT, is_optional=True),
        blocks.field(TICKS, "About these words", _ticks(redaction), is_optional=True),
    ]


def _suggested(sheet: Sheet) -> list[Block]:
    names = {theme.id: theme.name for theme in sheet.themes}
    lines = [
        f"• {blocks.escape(names[one.theme])} (because of: {blocks.escape(', '.join(one.words))})"
        for one in sheet.suggestions
        if one.theme in names
    ]
    if not lines:
        return []
    first = "Suggested by its words alone; choose what it is about:"
    return [blocks.quiet("\n".join([first, *lines]))]


def _menu(sheet: Sheet, chosen: Sequence[str]) -> Block:
    suggested = [one.theme for one in sheet.suggestions]
    ordered = sorted(
        sheet.themes,
        key=lambda theme: suggested.index(theme.id) if theme.id in suggested else len(suggested),
    )
    options = [blocks.option(theme.name, theme.id, _cut(theme.description)) for theme in ordered]
    return inputs.several(options, chosen, asking="Choose themes")


def _cut(text: str) -> str:
    """As many whole words as an option may hold."""
    return shorten(text, LONGEST_OPTION, placeholder="…")


def _ticks(redaction: Redaction | None) -> Block:
    asked = "If the check for identifiers asks about the words."
    options = [
        blocks.option("Not for use", NOT_FOR_USE, "Nothing of it is shown."),
        blocks.option(screening.SHOWS_NOBODY, NAMES_NOBODY, asked),
    ]
    is_out = redaction is not None and not redaction.is_for_use
    return inputs.ticks(options, [NOT_FOR_USE] if is_out else [])


def _other_ways(sheet: Sheet, queue_of: str) -> Block:
    later = blocks.button("Leave it for now", f"{LATER}:{queue_of}", str(sheet.comment.id))
    return blocks.actions(later, blocks.button("A concern for safety", SAFETY), block_id="ways")


def _line(label: str, count: int, button: Block) -> Block:
    return blocks.section(f"*{label}:* {count}", button if count else None)


def _kept(sheet: Sheet) -> str:
    kept: Mapping[str, object] = {
        "id": str(sheet.comment.id),
        "edition": sheet.redaction.edition if sheet.redaction else 0,
    }
    return json.dumps(kept)
