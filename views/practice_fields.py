"""The fields of the form of an example: texts, choices, files."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from models import headings, practice_files, practice_form
from models.practice_form import CRITERIA, DECLARED, HEADINGS, Field
from models.screen import Finding
from views import blocks, inputs, practice_page
from views.blocks import Block
from views.practice_page import FILES

REMOVE, TITLE_TYPED = "practice.remove", "practice.title"

# Short beside each text, in full once in each window.
BESIDE = "Identify no child, family, carer or colleague."
REMINDER = (
    "Nothing here may identify a child, family, carer or colleague. If a child may be at risk, "
    "use your organisation's safeguarding procedure now, or call 999: nobody watches this form."
)

WHY_NEEDED = "Please say in a few words why it identifies nobody, or leave this empty."

# What a short name of a criterion leaves out; the exact words stand below the list.
CRITERIA_MORE = {
    "C1": "Delivered in accordance with both",
    "C2": "KSS and PCF underpin NQSW professional practice",
    "C3": "To quality assurance and improvement",
    "C4": "The programme is integrated within it",
}


def text(field: Field, written: str) -> Block:
    """One text of an example, with its limit."""
    element = inputs.text(field.limit, written, is_long=field.is_long)
    hint = f"{field.hint} At most {field.limit} characters. {BESIDE}"
    is_optional = not field.is_required
    block = blocks.field(field.name, field.label, element, hint=hint, is_optional=is_optional)
    return _told_on_enter(block) if field.name == "title" else block


def _told_on_enter(block: Block) -> Block:
    """Similar examples are looked for when somebody presses Enter in the title."""
    config = {"trigger_actions_on": ["on_enter_pressed"]}
    told = {**block["element"], "action_id": TITLE_TYPED, "dispatch_action_config": config}
    return {**block, "element": told, "dispatch_action": True}


def criteria(content: dict[str, Any]) -> Block:
    """The criteria, with their exact words below."""
    options = [blocks.option(*_criterion(code)) for code in practice_form.offered(CRITERIA)]
    exact = "; ".join(f"{one.code} {one.text}" for one in headings.load()["criteria-2026"].headings)
    hint = f"One or more. The programme: {exact}."
    return blocks.field(
        CRITERIA,
        practice_page.CRITERIA,
        inputs.ticks(options, content.get(CRITERIA) or []),
        hint=hint,
    )


def _criterion(code: str) -> tuple[str, str, str]:
    short = practice_page.CRITERIA_SHORT.get(code, code)
    return short, code, CRITERIA_MORE.get(code, "")


def headings_touched(content: dict[str, Any]) -> Block:
    """The headings of the frameworks, each in its exact words as far as they fit."""
    known = headings.load()
    groups = []
    for kind, (set_id, called) in practice_form.SETS.items():
        options = [
            blocks.option(blocks.clipped(f"{called} {one.code}: {one.text}"), f"{kind}:{one.code}")
            for one in known[set_id].headings
        ]
        groups.append({"label": blocks.plain(known[set_id].title), "options": options})
    element = inputs.several(groups, content.get(HEADINGS) or [], asking="Choose headings")
    hint = "If you know which ones; reviewers can add them."
    label = practice_page.HEADINGS
    return blocks.field(HEADINGS, label, element, hint=hint, is_optional=True)


def declarations(content: dict[str, Any]) -> Block:
    """What is said before an example is sent."""
    options = [blocks.option(text, name) for name, text in practice_form.DECLARATIONS.items()]
    declared = inputs.ticks(options, content.get(DECLARED) or [])
    return blocks.field(DECLARED, "Declarations", declared)


def kept(attached: Sequence[Any]) -> list[Block]:
    """The files that an example has, each with a way to take it away."""
    shown: list[Block] = []
    for one in attached:
        label = f"Remove {one.name}"[:75]
        button = blocks.button(
            "Remove", f"{REMOVE}:{one.id}", str(one.id), accessibility_label=label
        )
        shown.append({**blocks.words(f"File: {one.name}"), "accessory": button})
    return shown


def files(attached: Sequence[Any]) -> list[Block]:
    """Where files are chosen, while there is room for one more."""
    room = practice_files.MOST_FILES - len(attached)
    if room <= 0:
        return []
    element = {
        "type": "file_input",
        "action_id": inputs.VALUE,
        "filetypes": list(practice_files.KINDS),
        "max_files": room,
    }
    kinds = ", ".join(practice_files.KINDS)
    hint = f"Up to {practice_files.MOST_FILES} of 5 MB each: {kinds}. {BESIDE}"
    return [blocks.field(practice_files.FIELD, FILES, element, hint=hint, is_optional=True)]


def key_of(finding: Finding) -> str:
    """Names one excerpt in one field; also the id of the field for its reason."""
    named = f"{finding.field}|{finding.kind}|{finding.excerpt}"
    return f"why-{blake2b(named.encode(), digest_size=8).hexdigest()}"


def warning(one: Finding) -> Block:
    """What may show who somebody is, and what to do."""
    text = f"Please check: “{blocks.clipped(one.excerpt.rstrip('.'), 120)}”. {one.advice}"
    return {"type": "context", "elements": [blocks.plain(text)]}
