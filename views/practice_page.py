"""An example in full: every field under its label, as its author, reviewers and readers see it."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from models import headings, practice_form
from models.practice_form import FIELDS, SETS, text_of
from views import blocks
from views.blocks import Block

UNTITLED = "An example without a title"
CRITERIA = "Criteria supported"
HEADINGS = "Headings touched"
FILES = "Files"

# Where there is no room for the exact words.
CRITERIA_SHORT = {
    "C1": "C1: Framework and Employer Standards",
    "C2": "C2: Knowledge and capabilities",
    "C3": "C3: NQSWs' experience is central",
    "C4": "C4: Part of the wider organisation",
}

# Slack shows three thousand signs in one paragraph, and counts some signs twice.
LONGEST_PARAGRAPH = 2_800
LONGEST_TITLE = 150


class Named(Protocol):
    """A file, as far as it is shown."""

    @property
    def name(self) -> str: ...


def title(content: dict[str, Any]) -> str:
    """What an example is called; never empty, in one line."""
    return " ".join(text_of(content, "title").split())[:LONGEST_TITLE] or UNTITLED


def beneath_title(content: dict[str, Any], files: Sequence[Named] = ()) -> list[Block]:
    """Everything that an example says, each part under its label; its title stands above it."""
    fields = [field for field in FIELDS if field.name != "title"]
    shown = [block for field in fields for block in field_in_full(content, field)]
    return [*shown, *lists(content, files)]


def lists(content: dict[str, Any], files: Sequence[Named] = ()) -> list[Block]:
    """What was chosen, and the files, each under its label."""
    return [*_lists(content), *_files(files)]


def field_in_full(content: dict[str, Any], field: practice_form.Field) -> list[Block]:
    """One field under its label; nothing where nothing was written."""
    text = text_of(content, field.name).strip()
    return [_label(field.label), *map(blocks.words, paragraphs(text))] if text else []


def paragraphs(text: str) -> Iterator[str]:
    """A long text in pieces that Slack can show, cut between words where that is possible."""
    while len(text) > LONGEST_PARAGRAPH:
        cut = max(text.rfind(gap, 1, LONGEST_PARAGRAPH) for gap in ("\n", " "))
        cut = cut if cut > 0 else LONGEST_PARAGRAPH
        yield text[:cut]
        text = text[cut:].strip()
    if text:
        yield text


def criterion(code: str) -> str:
    """A criterion in its exact words; its code alone if there is none of this name."""
    return _worded("criteria-2026", code, code)


def heading(code: str) -> str:
    """A heading such as `kss:2` in its exact words; the code alone if there is none."""
    kind, _, number = code.partition(":")
    if kind not in SETS:
        return code
    set_id, called = SETS[kind]
    return _worded(set_id, number, f"{called} {number}")


def _worded(set_id: str, code: str, called: str) -> str:
    try:
        return f"{called}: {headings.load()[set_id].text(code)}"
    except KeyError:
        return called


def _lists(content: dict[str, Any]) -> list[Block]:
    shown: list[Block] = []
    for label, key, worded in (
        (CRITERIA, "criteria", criterion),
        (HEADINGS, "headings", heading),
    ):
        if lines := [worded(str(code)) for code in content.get(key) or []]:
            text = "\n".join(f"• {line}" for line in lines)
            shown += [_label(label), *map(blocks.words, paragraphs(text))]
    return shown


def _files(files: Sequence[Named]) -> list[Block]:
    if not files:
        return []
    return [_label(FILES), blocks.words("\n".join(f"• {one.name}" for one in files))]


def _label(label: str) -> Block:
    return blocks.section(f"*{label}*")
