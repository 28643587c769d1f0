"""What reviewers write: their view, the words for each field, and a message to the author."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from models.practice_form import FIELDS
from models.review import Proposal
from models.screen import Finding
from views import blocks, inputs
from views.blocks import Block
from views.practice_fields import BESIDE, REMINDER, key_of, warning
from views.review_card import WAYS

OPINION_FORM, WORDS_FORM, WRITE_FORM = "review.given", "review.words", "review.written"

PROPOSAL, WAYS_FIELD, REASON, TEXT = "proposal", "ways", "reason", "text"
# How the ids of the fields begin in which a reviewer says that a finding identifies nobody.
SURE = "sure-"
FIRST_FIELD = FIELDS[0].name
LIMIT = 1500
# Slack takes ten boxes in one field, and a hundred blocks; the rest comes when these are settled.
FINDINGS_AT_ONCE = 10

ANSWERS = ("No", "Partly", "Yes")
TESTS = {
    "relevant": ("Relevant", "Does it help with one of the four criteria?"),
    "clear": ("Clear", "Would somebody who was not there understand it?"),
    "copyable": ("Copyable", "Could another employer do it?"),
    "honest": ("Honest about evidence", "Does it say how they know, and what they do not know?"),
    "nqsw_view": ("NQSW view", "Do we hear what NQSWs say about it?"),
    "inclusive": ("Inclusive", "Does it say who gains, and who might be left out?"),
    "safe": ("Safe", "Can no child, family, carer or colleague be recognised? “No” stops it."),
}
PROPOSALS = {
    Proposal.SHARE: "Share it",
    Proposal.CHANGES: "Changes needed",
    Proposal.NOT_NOW: "Not now",
}

CHOOSE = "Please choose one."
TOO_LONG = f"Please write something, in up to {LIMIT} characters."
SAY_WHERE = "Please say which words could show who somebody is, so that they can be removed."
SAY_WHY = "Please say why, so that the author understands."
SAY_HOW = "Please choose at least one way to share it."
SAY_WHAT = "Please say for at least one field what is to be changed."
HELD_BACK = (
    "*Not sent yet: something may show who somebody is.* Please change it below, or tick what "
    "identifies nobody."
)
GIVEN = "*Your view is noted.* You can change it until the decision."
WRITTEN = "*Sent.* The author has it as a direct message, and it stands in the thread of the card."


@dataclass(frozen=True)
class Filled:
    """What stands in a form: as it was given before, or as it came, with what there is to check."""

    scores: Mapping[str, int] = field(default_factory=dict)
    proposal: str = ""
    ways: Collection[str] = ()
    # By field, or by the name of the one field that there is.
    words: Mapping[str, str] = field(default_factory=dict)
    found: Sequence[Finding] = ()
    settled: Collection[str] = ()


def opinion(kept: Mapping[str, Any], filled: Filled) -> Block:
    """The form for a view."""
    content = _head(filled)
    content += [
        blocks.field(name, label, _radio(ANSWERS, filled.scores.get(name)), hint=hint)
        for name, (label, hint) in TESTS.items()
    ]
    content.append(blocks.field(PROPOSAL, "What do you propose?", _proposals(filled.proposal)))
    ways = [blocks.option(label, way.value) for way, label in WAYS.items()]
    boxes = inputs.ticks(ways, filled.ways)
    how = "If you would share it: one or more. Sharing always means the library."
    content.append(blocks.field(WAYS_FIELD, "How to share it", boxes, hint=how, is_optional=True))
    why = "Needed for “Not now”, and when it is not safe. The author reads it."
    content += _text(filled, REASON, "Reasons", why)
    return _form(OPINION_FORM, "Give my view", content, kept)


def words(kept: Mapping[str, Any], filled: Filled) -> Block:
    """The second step of "Changes needed": words for each field, and for the whole."""
    first = "Write only where something is to be changed. The author reads it field by field."
    content = [*_head(filled), blocks.section(first)]
    for one in FIELDS:
        content += _text(filled, one.name, one.label)
    content += _text(filled, REASON, "The whole", "What belongs to no single field.")
    return _form(WORDS_FORM, "Changes needed", content, kept)


def writing(practice_id: object, filled: Filled) -> Block:
    """What a reviewer would like the author to see."""
    hint = "It goes to the author as a direct message, as “A reviewer wrote”, and into the thread."
    content = [
        *_head(filled),
        *_text(filled, TEXT, "Your words to the author", hint, is_optional=False),
    ]
    kept = {"id": str(practice_id)}
    return _form(WRITE_FORM, "Write to the author", content, kept, "Send to the author")


def given() -> Block:
    """A view is noted; nothing that lies below is true any more."""
    return blocks.modal("review.done", "Thank you", [blocks.section(GIVEN)], clear_on_close=True)


def written() -> Block:
    return blocks.modal("review.done", "Thank you", [blocks.section(WRITTEN)])


def _form(
    callback: str,
    title: str,
    content: list[Block],
    kept: Mapping[str, Any],
    submit: str = "Send my view",
) -> Block:
    metadata = json.dumps(dict(kept))
    return blocks.modal(callback, title, content, submit=submit, private_metadata=metadata)


def _head(filled: Filled) -> list[Block]:
    held_back = [blocks.section(HELD_BACK)] if filled.found else []
    return [*held_back, blocks.quiet(REMINDER)]


def _text(
    filled: Filled, name: str, label: str, hint: str = "", *, is_optional: bool = True
) -> list[Block]:
    """A text, and beneath it what may show somebody, with a box for each that does not."""
    element = inputs.text(LIMIT, filled.words.get(name, ""), is_long=True)
    said = f"{hint} {BESIDE}".strip()
    shown = [blocks.field(name, label, element, hint=said, is_optional=is_optional)]
    at_once = list(filled.found)[:FINDINGS_AT_ONCE]
    found = [one for one in at_once if one.field == name]
    return [*shown, *map(warning, found), *_settling(found, filled.settled)]


def _settling(found: Sequence[Finding], settled: Collection[str]) -> list[Block]:
    if not found:
        return []
    options = [
        blocks.option(f"“{blocks.clipped(one.excerpt, 50)}” identifies nobody", key_of(one))
        for one in found
    ]
    # Other findings are another field: nothing is ticked in it that was not seen.
    boxes = inputs.ticks(options, settled)
    named = "".join(str(one["value"]) for one in options)
    block_id = f"{SURE}{blake2b(named.encode(), digest_size=8).hexdigest()}"
    return [blocks.field(block_id, "If you do not change it", boxes, is_optional=True)]


def _radio(labels: Sequence[str], chosen: int | None) -> Block:
    options = [blocks.option(label, str(number)) for number, label in enumerate(labels)]
    return inputs.radio(options, "" if chosen is None else str(chosen))


def _proposals(before: str) -> Block:
    options = [blocks.option(label, one.value) for one, label in PROPOSALS.items()]
    return inputs.radio(options, before)
