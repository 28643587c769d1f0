"""What readers see: an example in full, what changed in it, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.practice import Practice, PracticeState
from models.practice_form import BY_NAME, FIELDS
from views import blocks, practice_page, times
from views.blocks import Block
from views.review_card import QUEUE, READ, STATES, VOLUNTEER, Places, exchanged, seats, version_of

OPINION, WRITE, FILES = "review.opinion", "review.write", "review.files"
TITLE = FIELDS[0].name

TAKEN = (
    "*Thank you: you have a seat.* Press “Read” on the card, then “Give my view”. "
    "You can change your view until the decision."
)
CONFLICT = (
    "*Noted: you know them.* You have no seat with this example, and no view of yours counts. "
    "If that was a mistake, please ask a co-ordinator."
)
DECLINED = "*Noted.* Somebody else is asked. You will be asked again another time."
VOLUNTEERED = (
    "You are now a volunteer. When it is your turn we ask you by direct message to read an example "
    "from another employer. You can say no each time. Do the same again to stop."
)
NO_VOLUNTEER = "You are no longer a volunteer. We will not ask you to read examples."
WAITING = "Examples that wait"
NOTHING_WAITS = "No example waits for readers."
SEAT_FIRST = "To give your view here, first press “I'll review this” on its card."

MOST_AT_HOME, MOST_WAITING = 5, 45
# A window takes a hundred; the last ones are for the buttons, and how to get them.
MOST_BLOCKS = 98


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
    # Names of files that came and went since they read last.
    added: Sequence[str] = ()
    removed: Sequence[str] = ()


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
    heading = (
        f"From {blocks.escape(shown.employer)}. {STATES[practice.state]}. {version_of(practice)}."
    )
    content = [blocks.header(practice_page.title(dict(shown.content))), blocks.quiet(heading)]
    is_exchanged = bool(shown.added or shown.removed)
    if shown.changed or is_exchanged:
        labels = ", ".join(map(_label, [*shown.changed, *(["files"] if is_exchanged else [])]))
        content.append(blocks.section(f"*Changed since version {shown.since}:* {labels}"))
    # The title stands at the top already, unless it is marked as changed.
    fields = [one for one in FIELDS if one.name != TITLE or TITLE in shown.changed]
    content += [block for field in fields for block in _field(shown, field.name)]
    lists = {key: shown.content.get(key) for key in ("criteria", "headings")}
    content += practice_page.lists(lists, [_File(name) for name in shown.files])
    if is_exchanged:
        said = exchanged(shown.added, shown.removed)
        content.append(blocks.words(f"Files since version {shown.since}: {said}."))
    content += _explained(practice)
    content = content[:MOST_BLOCKS]
    if pressed := _pressed(shown):
        content.append(blocks.actions(*pressed, block_id="reader"))
    if practice.state is PracticeState.IN_REVIEW and not shown.is_seated:
        content.append(blocks.quiet(SEAT_FIRST))
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


def queue(waiting: Sequence[Waiting]) -> list[Block]:
    """Everything that waits, by due date."""
    shown = [block for one in waiting[:MOST_WAITING] for block in _waiting(one)]
    if (hidden := len(waiting) - MOST_WAITING) > 0:
        shown.append(blocks.quiet(f"{hidden} more are due later; they move up as these go."))
    return [blocks.header(WAITING), *(shown or [blocks.section(NOTHING_WAITS)])]


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
        label, *text = found
        return [label, blocks.quiet(f"Changed since version {shown.since}"), *text]
    return found


def _label(name: str) -> str:
    return BY_NAME[name].label if name in BY_NAME else name.capitalize()


def _explained(practice: Practice) -> list[Block]:
    if not practice.explained:
        return []
    lines = [
        f"• {_label(one['field'])}: “{one['excerpt'].rstrip('.')}”. {one['reason']}"
        for one in practice.explained
    ]
    first = "*The check asked about these. The author says why they show nobody:*"
    return [blocks.section(first), *map(blocks.words, practice_page.paragraphs("\n".join(lines)))]
