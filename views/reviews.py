"""What readers see: an example in full, the form for their view, and what waits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.practice import Practice, PracticeState
from models.practice_form import BY_NAME, FIELDS
from models.review import Proposal, Review
from models.screen import Finding
from views import blocks, practice_page, times
from views.blocks import Block
from views.review_card import QUEUE, READ, STATES, VOLUNTEER, WAYS, Places, seats

OPINION, OPINION_FORM, WORDS_FORM = "review.opinion", "review.given", "review.words"
WRITE, WRITE_FORM, FILES = "review.write", "review.written", "review.files"

VALUE = "value"
PROPOSAL, WAYS_FIELD, REASON, TEXT, SURE = "proposal", "ways", "reason", "text", "sure"
FIRST_FIELD = TITLE = FIELDS[0].name
LIMIT = 1500

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

TAKEN = (
    "*Thank you: you have a seat.* Press “Read” on the card, then “Give my view”. "
    "You can change your view until the decision."
)
CONFLICT = (
    "*Noted: you know them.* You have no seat with this example, and no view of yours counts. "
    "If that was a mistake, please ask a co-ordinator."
)
DECLINED = "*Noted.* Somebody else is asked. You will be asked again another time."
GIVEN = "*Your view is noted.* You can change it until the decision."
WRITTEN = "*Sent.* The author has it as a direct message, and it stands in the thread of the card."
VOLUNTEERED = (
    "You are now a volunteer. When it is your turn we ask you by direct message to read an example "
    "from another employer. You can say no each time. Do the same again to stop."
)
NO_VOLUNTEER = "You are no longer a volunteer. We will not ask you to read examples."
NOBODY = "This names nobody"
NOTHING_WAITS = "No example waits for readers."

MOST_AT_HOME, MOST_WAITING = 5, 45
# A window takes a hundred; the last one is for the buttons.
MOST_BLOCKS = 99
MOST_FOUND = 3


@dataclass(frozen=True)
class Sheet:
    """One example before a reader."""

    practice: Practice
    content: Mapping[str, Any]
    employer: str
    since: int
    changed: Sequence[str]
    files: Sequence[str]
    is_seated: bool


@dataclass(frozen=True)
class Waiting:
    """One example in the queue; `days` are those left until it is due."""

    practice: Practice
    content: Mapping[str, Any]
    places: Places
    days: int


@dataclass(frozen=True)
class _File:
    name: str


def sheet(shown: Sheet) -> Block:
    """The example in full, with what a reader can do."""
    practice = shown.practice
    heading = f"From {blocks.escape(shown.employer)}. {STATES[practice.state]}."
    content = [blocks.header(practice_page.title(dict(shown.content))), blocks.quiet(heading)]
    if shown.changed:
        labels = ", ".join(map(_label, shown.changed))
        content.append(blocks.section(f"*Changed since version {shown.since}:* {labels}"))
    # The title stands at the top already, unless it is marked as changed.
    fields = [one for one in FIELDS if one.name != TITLE or TITLE in shown.changed]
    content += [block for field in fields for block in _field(shown, field.name)]
    lists = {key: shown.content.get(key) for key in ("criteria", "headings")}
    content += practice_page.whole(lists, [_File(name) for name in shown.files])
    content += _explained(practice)
    content = content[:MOST_BLOCKS]
    if pressed := _pressed(shown):
        content.append(blocks.actions(*pressed, block_id="reader"))
    return blocks.modal("review.sheet", "Read an example", content)


def _pressed(shown: Sheet) -> list[Block]:
    """What a reader can do with an example that waits."""
    if shown.practice.state is not PracticeState.IN_REVIEW:
        return []
    value, pressed = str(shown.practice.id), []
    if shown.is_seated:
        pressed += [
            blocks.button("Give my view", OPINION, value, style="primary"),
            blocks.button("Write to the author", WRITE, value),
        ]
    if shown.files:
        pressed.append(blocks.button("Send me the files", FILES, value))
    return pressed


def opinion(practice: Practice, review: Review) -> Block:
    """The form for a view, as it was given before."""
    is_current = review.voted_version == practice.version
    scores = review.scores if is_current else {}
    content = [
        blocks.field(name, label, _radio(ANSWERS, scores.get(name)), hint=hint)
        for name, (label, hint) in TESTS.items()
    ]
    content.append(
        blocks.field(PROPOSAL, "What do you propose?", _proposals(review if is_current else None))
    )
    ways = [blocks.option(label, way.value) for way, label in WAYS.items()]
    chosen = [one for one in ways if is_current and one["value"] in review.ways]
    boxes: Block = {"type": "checkboxes", "action_id": VALUE, "options": ways}
    boxes |= {"initial_options": chosen} if chosen else {}
    how = "If you would share it: one or more. Sharing always means the library."
    content.append(blocks.field(WAYS_FIELD, "How to share it", boxes, hint=how, is_optional=True))
    why = "Needed for “Not now”, and when it is not safe. The author reads it."
    reason = _text(review.reason if is_current else "")
    content.append(blocks.field(REASON, "Reasons", reason, hint=why, is_optional=True))
    kept = json.dumps({"id": str(practice.id), "version": practice.version})
    return blocks.modal(
        OPINION_FORM, "Give my view", content, submit="Send my view", private_metadata=kept
    )


def words(kept: Mapping[str, Any], before: Mapping[str, str]) -> Block:
    """The second step of "Changes needed": words for each field."""
    first = "Write only where something is to be changed. The author reads it field by field."
    content = [blocks.section(first)]
    content += [
        blocks.field(one.name, one.label, _text(before.get(one.name, "")), is_optional=True)
        for one in FIELDS
    ]
    return blocks.modal(
        WORDS_FORM,
        "Changes needed",
        content,
        submit="Send my view",
        private_metadata=json.dumps(dict(kept)),
    )


def writing(practice_id: object) -> Block:
    """What a reviewer would like the author to see."""
    hint = "It goes to the author as a direct message, as “A reviewer wrote”, and into the thread."
    field = blocks.field(TEXT, "Your words to the author", _text(""), hint=hint)
    tick = {"type": "checkboxes", "action_id": VALUE, "options": [blocks.option(NOBODY, "yes")]}
    asked = "Tick this if the check for identifiers has asked about words that identify nobody."
    sure = blocks.field(SURE, "If the check asks", tick, hint=asked, is_optional=True)
    return blocks.modal(
        WRITE_FORM,
        "Write to the author",
        [field, sure],
        submit="Send to the author",
        private_metadata=json.dumps({"id": str(practice_id)}),
    )


def may_show(found: Sequence[Finding]) -> str:
    """What the check found in words to an author, for beneath the field."""
    quoted = ", ".join(f"“{one.excerpt}”" for one in found[:MOST_FOUND])
    return f"This may show who somebody is: {quoted}. {found[0].advice} Or tick “{NOBODY}”."


def done(text: str) -> Block:
    """One thing said in a window."""
    return blocks.modal("review.done", "Thank you", [blocks.section(text)])


def queue(waiting: Sequence[Waiting]) -> list[Block]:
    """Everything that waits, by due date."""
    shown = [block for one in waiting[:MOST_WAITING] for block in _waiting(one)]
    if (hidden := len(waiting) - MOST_WAITING) > 0:
        shown.append(blocks.quiet(f"{hidden} more are due later; they move up as these go."))
    return [blocks.header("Examples that wait"), *(shown or [blocks.section(NOTHING_WAITS)])]


def queue_modal(waiting: Sequence[Waiting]) -> Block:
    return blocks.modal("review.waiting", "The queue", queue(waiting)[1:])


def to_do(waiting: Sequence[Waiting], everything: int) -> list[Block]:
    """A few lines for Home, and the way to the rest."""
    if not everything:
        return []
    shown = [blocks.section(f"*Examples that wait for readers:* {len(waiting)}")]
    shown += [block for one in waiting[:MOST_AT_HOME] for block in _waiting(one)]
    return [*shown, blocks.actions(blocks.button("See the whole queue", QUEUE), block_id="queue")]


def volunteering(*, is_one: bool) -> list[Block]:
    """For NQSWs on Home."""
    told = "You have offered to read examples." if is_one else "Would you read examples of others?"
    label = "Stop reading" if is_one else "Volunteer as a reader"
    return [blocks.section(f"{told} It takes about half an hour.", blocks.button(label, VOLUNTEER))]


def _waiting(one: Waiting) -> list[Block]:
    practice = one.practice
    name = practice_page.title(dict(one.content))
    text = f"*{blocks.escape(name)}*\n{STATES[practice.state]}. {_left(one)}\n{seats(one.places)}"
    heard = f"Read: {name}"[:75]
    read = blocks.button("Read", READ, str(practice.id), accessibility_label=heard)
    return [blocks.section(text, read)]


def _left(one: Waiting) -> str:
    if one.practice.due_at is None:
        return ""
    day = times.local_day(one.practice.due_at)
    if one.days < 0:
        return f"Due {day}: overdue by {_days(-one.days)}."
    return f"Due {day}: {_days(one.days)} left." if one.days else "Due today."


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _field(shown: Sheet, name: str) -> list[Block]:
    found = practice_page.field_in_full(dict(shown.content), BY_NAME[name])
    if found and name in shown.changed:
        return [blocks.quiet(f"Changed since version {shown.since}"), *found]
    return found


def _label(name: str) -> str:
    return BY_NAME[name].label if name in BY_NAME else name.capitalize()


def _explained(practice: Practice) -> list[Block]:
    if not practice.explained:
        return []
    lines = [
        f"• {_label(one.get('field', ''))}: “{one.get('excerpt', '')}”. {one.get('reason', '')}"
        for one in practice.explained
    ]
    first = "*The check asked about these. The author says why they show nobody:*"
    return [blocks.section(first), *map(blocks.words, practice_page.paragraphs("\n".join(lines)))]


def _radio(labels: Sequence[str], chosen: int | None) -> Block:
    options = [blocks.option(label, str(number)) for number, label in enumerate(labels)]
    element: Block = {"type": "radio_buttons", "action_id": VALUE, "options": options}
    return element if chosen is None else {**element, "initial_option": options[chosen]}


def _proposals(review: Review | None) -> Block:
    options = [blocks.option(label, one.value) for one, label in PROPOSALS.items()]
    element: Block = {"type": "radio_buttons", "action_id": VALUE, "options": options}
    chosen = [one for one in options if review and one["value"] == review.proposal]
    return {**element, "initial_option": chosen[0]} if chosen else element


def _text(before: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": True,
        "max_length": LIMIT,
    }
    return {**element, "initial_value": before} if before else element
