"""The form of an example: three steps in one window, a look at the library, and a last look."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from models import practice_files, practice_form
from models.policy import Reviewing
from models.practice import Practice, PracticeState
from models.practice_form import DECLARED, FIELDS, HEADINGS, LISTS, STEPS, text_of
from models.screen import Finding
from views import blocks, inputs, practice_fields, practice_page, practices, times
from views.blocks import Block
from views.practice_fields import (
    BESIDE,
    REMINDER,
    key_of,
    warning,
)

STEP, SIMILAR, SEND = "practice.step", "practice.similar", "practice.send"
BACK, SAVE, STEP_TO = "practice.back", "practice.save", "practice.to"

TITLE = "Share good practice"
SAVE_AND_CONTINUE, NONE_OF_THESE = "Save and continue", "None of these, continue"
SUMMARY = STEPS + 1
FINDINGS_AT_ONCE = 10

STALE = (
    "This was saved with other words in a newer window, and those are kept. Your text is still "
    "here: copy what you need, close this, and press “Continue your draft”."
)
FROM_MESSAGE = "Your message is in “What we did”. Please read it again: it was written elsewhere."
CUT = "It was longer than the field, so its end is missing."
NOT_FETCHED = "Slack did not hand over this file. Please choose it once more."
FETCHING = (
    "What you typed is saved, and this window goes on by itself. If nothing happens within a "
    "minute, close it, press “Continue your draft” and choose the file once more."
)
LOOKING = (
    "We are looking through your files for anything that may show who somebody is. This window "
    "goes on by itself. If nothing happens within a minute, close it and press “Continue your "
    "draft”."
)

# A published example as far as it is shown beside a new one: id, title, employer, problem.
Likeness = tuple[UUID, str, str, str]


@dataclass(frozen=True)
class Sheet:
    """Which form somebody has before them, as it was opened; it comes back with everything."""

    practice_id: UUID
    edition: int
    window: str
    step: int

    @property
    def kept(self) -> str:
        kept = {"id": str(self.practice_id), "edition": self.edition, "window": self.window}
        return json.dumps({**kept, "step": self.step})


@dataclass(frozen=True)
class Form:
    """Everything that a window shows."""

    practice: Practice
    window: str
    step: int
    files: Sequence[Any] = ()
    findings: Sequence[Finding] = ()
    notice: str = ""
    likely: Sequence[Block] = ()

    @property
    def kept(self) -> str:
        one = self.practice
        return Sheet(one.id, one.edition, self.window, self.step).kept


def in_file(name: str, advice: str) -> str:
    """What to do about something that was found in a file."""
    return (
        f"It is in the file “{blocks.clipped(name, 60)}”. {advice} "
        "Put a changed file in its place in step 3, or say why it identifies nobody."
    )


def window(shown: Form) -> Block:
    """The window for where somebody is: a step, or the last look."""
    return summary(shown) if shown.step > STEPS else step(shown)


def step(shown: Form) -> Block:
    """One step of the form."""
    content = [*_head(shown)]
    for field in practice_form.of_step(shown.step):
        content += _beside(shown, field.name)
        content.append(practice_fields.text(field, text_of(shown.practice.content, field.name)))
        if field.name == "title":
            content += [*shown.likely, practice_fields.criteria(shown.practice.content)]
    if shown.step == LISTS[HEADINGS]:
        content.append(practice_fields.headings_touched(shown.practice.content))
    if shown.step == LISTS[DECLARED]:
        content += [*practice_fields.kept(shown.files), *_beside(shown, practice_files.FIELD)]
        content += practice_fields.files(shown.files)
        content.append(practice_fields.declarations(shown.practice.content))
    content.append(_buttons(shown))
    more = {"submit": SAVE_AND_CONTINUE, "close": "Close", "private_metadata": shown.kept}
    return blocks.modal(STEP, TITLE, content, **more)


def similar(shown: Form, cards: list[Block]) -> Block:
    """Published examples that may be about the same, before the second step."""
    content = [
        blocks.section(
            "*Is it one of these?* If so, read it and press “I used this” there. "
            "If yours adds something, please continue."
        ),
        *cards,
        blocks.quiet(_saved(shown)),
        blocks.actions(blocks.button("Back", BACK)),
    ]
    more = {"submit": NONE_OF_THESE, "close": "Close", "private_metadata": shown.kept}
    return blocks.modal(SIMILAR, TITLE, content, **more)


def beside_title(shown: Form, found: Sequence[Likeness]) -> Form:
    """The form with similar examples below the title, as far as is known while it is typed."""
    lines = [blocks.words(f"{title} ({employer})") for _, title, employer, _ in found]
    likely = [
        blocks.section("*Is it one of these?* You can read them when you continue."),
        *lines,
    ]
    return replace(shown, likely=likely)


def fetching(names: Sequence[str]) -> Block:
    """What an author sees while files are on their way."""
    wanted = blocks.words(f"Fetching your file: {', '.join(names)[:300]} …")
    return blocks.modal("practice.fetching", TITLE, [wanted, blocks.section(FETCHING)])


def looking() -> Block:
    """What an author sees while full files are looked through."""
    return blocks.modal("practice.looking", TITLE, [blocks.section(LOOKING)])


def cards(found: Sequence[Likeness], read: str) -> list[Block]:
    """Each with its title, employer and the beginning of its problem, and a button to read it."""
    shown: list[Block] = []
    for practice_id, title, employer, problem in found:
        button = blocks.button("Read it all", read, str(practice_id))
        shown.append({**blocks.words(f"{title} ({employer})"), "accessory": button})
        shown.append({"type": "context", "elements": [blocks.plain(problem[:200] or "…")]})
    return shown


def summary(shown: Form) -> Block:
    """The whole as reviewers will see it, with what the screen found beside its field."""
    content = [blocks.section(_verdict(shown)), blocks.quiet(_saved(shown))]
    if shown.notice:
        content.append(blocks.section(shown.notice))
    if shown.findings:
        content.append(blocks.quiet(REMINDER))
    content.append(blocks.header(practice_page.title(shown.practice.content)))
    at_once = list(shown.findings)[:FINDINGS_AT_ONCE]
    for field in FIELDS:
        if field.name != "title":
            content += practice_page.field_in_full(shown.practice.content, field)
        for one in at_once:
            content += _finding(one) if one.field == field.name else []
    content += practice_page.lists(shown.practice.content, shown.files)
    for one in at_once:
        content += _finding(one) if one.field == practice_files.FIELD else []
    steps = (blocks.button(f"Change step {one}", f"{STEP_TO}:{one}") for one in range(1, STEPS + 1))
    content.append(blocks.actions(blocks.button("Back", BACK), *steps))
    more = {"submit": "Send for review", "close": "Close", "private_metadata": shown.kept}
    return blocks.modal(SEND, TITLE, content, **more)


def sent(practice: Practice, numbers: Reviewing) -> Block:
    """What the author reads when it is with the reviewers."""
    due = times.local_day(practice.due_at) if practice.due_at else "soon"
    return blocks.modal(
        "practice.sent",
        TITLE,
        [
            blocks.section("*Thank you. Your example is with the reviewers.*"),
            blocks.section(
                f"It is read by {practices.readers(numbers)}. "
                f"You hear from us by {due}, and a message has the receipt. "
                "Type `/practice mine` to see where it is, or to take it back."
            ),
        ],
    )


def _head(shown: Form) -> list[Block]:
    head = [blocks.section(f"*Step {shown.step} of {STEPS}.* {_saved(shown)}")]
    head.append(blocks.section(REMINDER) if shown.step == 1 else blocks.quiet(REMINDER))
    if shown.practice.state is PracticeState.STOPPED:
        head.append(
            blocks.section(
                "*This was stopped because somebody could be recognised.* Please take that out; "
                "then the same reviewers read it again."
            )
        )
    if shown.notice:
        head.append(blocks.section(shown.notice))
    if _is_asked(shown):
        for name, words in shown.practice.asked_changes.items():
            if name not in practice_form.BY_NAME:
                head += _asked(words, "A reviewer says of the whole")
    return head


def _saved(shown: Form) -> str:
    if shown.practice.edition == 0:
        return "Nothing is saved yet; each step is saved when you continue."
    return f"Saved on {times.moment(shown.practice.changed_at)}."


def _verdict(shown: Form) -> str:
    count = len(shown.findings)
    if not count:
        return "*This is what reviewers will see.* Please read it once more, then send it."
    rest = count - FINDINGS_AT_ONCE
    more = f" {rest} more are shown when these are settled." if rest > 0 else ""
    held = (
        "Not sent yet" if shown.practice.state is PracticeState.CHECKING else "Before you send it"
    )
    return (
        f"*{held}: {count} {'place' if count == 1 else 'places'} may show who somebody is.* "
        "What to check stands below its field. Change the text, or say why it identifies nobody; "
        f"reviewers see your reason.{more}"
    )


def _is_asked(shown: Form) -> bool:
    return shown.practice.state in {
        PracticeState.CHANGES_ASKED,
        PracticeState.CHECKING,
        PracticeState.STOPPED,
    }


def _beside(shown: Form, name: str) -> list[Block]:
    """What reviewers asked for here, and what the screen found here."""
    asked = shown.practice.asked_changes.get(name, []) if _is_asked(shown) else []
    found = [one for one in shown.findings if one.field == name][:5]
    return [*_asked(asked), *map(warning, found)]


def _asked(words: Sequence[str], start: str = "A reviewer asks") -> list[Block]:
    return [
        blocks.words(part) for one in words for part in practice_page.paragraphs(f"{start}: {one}")
    ]


def _finding(one: Finding) -> list[Block]:
    label = f"Why “{blocks.clipped(one.excerpt, 24)}” identifies nobody"
    hint = f"Leave this empty if you change the text. {BESIDE}"
    why = inputs.text(300)
    return [warning(one), blocks.field(key_of(one), label, why, hint=hint, is_optional=True)]


def _buttons(shown: Form) -> Block:
    save = blocks.button("Save draft", SAVE)
    back = [blocks.button("Back", BACK)] if shown.step > 1 else []
    return blocks.actions(*back, save)
