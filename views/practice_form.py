"""The form of an example: three steps in one window, a look at the library, and a last look."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from models import headings, practice_files, practice_form
from models.practice import Practice, PracticeState
from models.practice_form import CRITERIA, DECLARED, FIELDS, HEADINGS, STEPS, Field, text_of
from models.screen import Finding
from views import blocks, practice_page, times
from views.blocks import Block

STEP, SIMILAR, SEND = "practice.step", "practice.similar", "practice.send"
BACK, SAVE, STEP_TO, REMOVE = "practice.back", "practice.save", "practice.to", "practice.remove"
VALUE = "value"

TITLE = "Share good practice"
SAVE_AND_CONTINUE, NONE_OF_THESE = "Save and continue", "None of these, continue"
SUMMARY = STEPS + 1
FINDINGS_AT_ONCE = 10

REMINDER = (
    "Nothing here may identify a child, family, carer or colleague. If a child may be at risk, "
    "use your organisation's safeguarding procedure now, or call 999: nobody watches this form."
)
BESIDE = (
    "Nothing that identifies a child, family, carer or colleague. "
    "A child may be at risk? Your safeguarding procedure now, or 999."
)
STALE = (
    "This was saved with other words in a newer window, and those are kept. Your text is still "
    "here: copy what you need, close this, and press “Continue your draft”."
)
FROM_MESSAGE = "Your message is in “What we did”. Please read it again: it was written elsewhere."
CUT = "It was longer than the field, so its end is missing."
FETCHING = "Your file is still on its way. It is saved with your draft when it arrives."

# The options are short; the exact words stand below the list.
CRITERIA_SHORT = {
    "C1": ("C1: Framework and Employer Standards", "Delivered in accordance with both"),
    "C2": ("C2: Knowledge and capabilities", "KSS and PCF underpin NQSW professional practice"),
    "C3": ("C3: NQSWs' experience is central", "To quality assurance and improvement"),
    "C4": ("C4: Part of the wider organisation", "The programme is integrated within it"),
}


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

    @property
    def kept(self) -> str:
        one = self.practice
        return Sheet(one.id, one.edition, self.window, self.step).kept


def key_of(finding: Finding) -> str:
    """Names one excerpt in one field; also the id of the field for its reason."""
    named = f"{finding.field}|{finding.kind}|{finding.excerpt}"
    return f"why-{blake2b(named.encode(), digest_size=8).hexdigest()}"


def window(shown: Form) -> Block:
    """The window for where somebody is: a step, or the last look."""
    return summary(shown) if shown.step > STEPS else step(shown)


def step(shown: Form) -> Block:
    """One step of the form."""
    content = [*_head(shown)]
    for field in practice_form.of_step(shown.step):
        content += _beside(shown, field.name)
        content.append(_text(field, text_of(shown.practice.content, field.name)))
        if field.name == "title":
            content.append(_criteria(shown.practice.content))
    content += {2: _headings, 3: _rest}.get(shown.step, _nothing)(shown)
    content.append(_buttons(shown))
    more = {"submit": SAVE_AND_CONTINUE, "close": "Close", "private_metadata": shown.kept}
    return blocks.modal(STEP, TITLE, content, **more)


def similar(shown: Form, cards: list[Block]) -> Block:
    """Published examples that may be about the same, before the second step."""
    content = [
        blocks.section(f"{_saved(shown)} *Is it one of these?*"),
        blocks.quiet("If so, press “I used this” there. If yours adds something, please continue."),
        *cards,
        blocks.actions(blocks.button("Back", BACK)),
    ]
    more = {"submit": NONE_OF_THESE, "close": "Close", "private_metadata": shown.kept}
    return blocks.modal(SIMILAR, TITLE, content, **more)


def cards(found: Sequence[tuple[UUID, str, str, str]], read: str) -> list[Block]:
    """Each with its title, employer and the beginning of its problem, and a button to read it."""
    shown: list[Block] = []
    for practice_id, title, employer, problem in found:
        button = blocks.button("Read it all", read, str(practice_id))
        shown.append({**blocks.words(f"{title} ({employer})"), "accessory": button})
        shown.append({"type": "context", "elements": [blocks.plain(problem[:200] or "…")]})
    return shown


def summary(shown: Form) -> Block:
    """The whole as reviewers will see it, with what the screen found beside its field."""
    content = [blocks.section(f"{_saved(shown)} {_verdict(shown)}")]
    if shown.notice:
        content.append(blocks.section(shown.notice))
    at_once = list(shown.findings)[:FINDINGS_AT_ONCE]
    for field in FIELDS:
        content += practice_page.field_in_full(shown.practice.content, field)
        for one in at_once:
            content += _finding(one) if one.field == field.name else []
    content += practice_page.lists(shown.practice.content, shown.files)
    steps = (blocks.button(f"Change step {one}", f"{STEP_TO}:{one}") for one in range(1, STEPS + 1))
    content.append(blocks.actions(blocks.button("Back", BACK), *steps))
    more = {"submit": "Send for review", "close": "Close", "private_metadata": shown.kept}
    return blocks.modal(SEND, TITLE, content, **more)


def sent(practice: Practice) -> Block:
    """What the author reads when it is with the reviewers."""
    due = times.local_day(practice.due_at) if practice.due_at else "soon"
    return blocks.modal(
        "practice.sent",
        TITLE,
        [
            blocks.section("*Thank you. Your example is with the reviewers.*"),
            blocks.section(
                "Two champions and one NQSW from other employers read it. "
                f"You hear from us by {due}, and a message has the receipt. "
                "Type `/practice mine` to see where it is, or to take it back."
            ),
        ],
    )


def _nothing(_shown: Form) -> list[Block]:
    return []


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
                head += _asked(words)
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
    return (
        f"*Not sent yet: {count} {'place' if count == 1 else 'places'} may show who somebody is.* "
        "Each is marked below its field. Change the text, or say why it identifies nobody; "
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
    return [*_asked(asked), *map(_warning, found)]


def _asked(words: Sequence[str]) -> list[Block]:
    return [
        blocks.words(part)
        for one in words
        for part in practice_page.paragraphs(f"A reviewer asks: {one}")
    ]


def _warning(one: Finding) -> Block:
    text = f"Please check: “{_short(one.excerpt, 120)}”. {one.advice}"
    return {"type": "context", "elements": [blocks.plain(text)]}


def _finding(one: Finding) -> list[Block]:
    field = practice_form.BY_NAME[one.field].label if one.field in practice_form.BY_NAME else ""
    element = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "max_length": 300,
        "multiline": False,
    }
    label = f"Why “{_short(one.excerpt, 24)}” identifies nobody"
    hint = f"{field}. Leave this empty if you change the text. {BESIDE}"
    return [_warning(one), blocks.field(key_of(one), label, element, hint=hint, is_optional=True)]


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _text(field: Field, text: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": field.is_long,
        "max_length": field.limit,
    }
    if text:
        element["initial_value"] = text
    hint = f"{field.hint} At most {field.limit} characters. {BESIDE}"
    return blocks.field(
        field.name, field.label, element, hint=hint, is_optional=not field.is_required
    )


def _criteria(content: dict[str, Any]) -> Block:
    options = [blocks.option(*_criterion(code)) for code in practice_form.offered(CRITERIA)]
    exact = "; ".join(f"{one.code} {one.text}" for one in headings.load()["criteria-2026"].headings)
    hint = f"One or more. The programme: {exact}."
    return blocks.field(
        CRITERIA,
        practice_page.CRITERIA,
        _chosen("checkboxes", options, content, CRITERIA),
        hint=hint,
    )


def _criterion(code: str) -> tuple[str, str, str]:
    label, description = CRITERIA_SHORT.get(code, (code, ""))
    return label, code, description


def _chosen(kind: str, options: list[Block], content: dict[str, Any], name: str) -> Block:
    element: Block = {"type": kind, "action_id": VALUE, "options": options}
    wanted = content.get(name) or []
    if initial := [one for one in options if one["value"] in wanted]:
        element["initial_options"] = initial
    return element


def _headings(shown: Form) -> list[Block]:
    known = headings.load()
    groups, every = [], []
    for kind, (set_id, called) in practice_page.SETS.items():
        options = [
            blocks.option(_short(f"{called} {one.code}: {one.text}", 75), f"{kind}:{one.code}")
            for one in known[set_id].headings
        ]
        every += options
        groups.append({"label": blocks.plain(known[set_id].title), "options": options})
    element = _chosen("multi_static_select", every, shown.practice.content, HEADINGS)
    del element["options"]
    element |= {"option_groups": groups, "placeholder": blocks.plain("Choose headings")}
    hint = "If you know which ones; reviewers can add them."
    label = practice_page.HEADINGS
    return [blocks.field(HEADINGS, label, element, hint=hint, is_optional=True)]


def _rest(shown: Form) -> list[Block]:
    options = [blocks.option(text, name) for name, text in practice_form.DECLARATIONS.items()]
    element = _chosen("checkboxes", options, shown.practice.content, DECLARED)
    return [*_files(shown), blocks.field(DECLARED, "Declarations", element)]


def _files(shown: Form) -> list[Block]:
    kept: list[Block] = []
    for one in shown.files:
        label = f"Remove {one.name}"[:75]
        button = blocks.button(
            "Remove", f"{REMOVE}:{one.id}", str(one.id), accessibility_label=label
        )
        kept.append({**blocks.words(f"File: {one.name}"), "accessory": button})
    room = practice_files.MOST_FILES - len(shown.files)
    if room <= 0:
        return kept
    element = {
        "type": "file_input",
        "action_id": VALUE,
        "filetypes": list(practice_files.KINDS),
        "max_files": room,
    }
    hint = (
        f"Up to {practice_files.MOST_FILES} of 5 MB each: {', '.join(practice_files.KINDS)}. "
        f"{BESIDE}"
    )
    field = blocks.field(practice_files.FIELD, "Files", element, hint=hint, is_optional=True)
    return [*kept, field]


def _buttons(shown: Form) -> Block:
    save = blocks.button("Save draft", SAVE)
    back = [blocks.button("Back", BACK)] if shown.step > 1 else []
    return blocks.actions(*back, save)
