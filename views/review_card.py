"""The one card of an example that waits for readers: it is always true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.practice import Practice, PracticeState, Way
from models.review import Seat
from views import blocks, times
from views.blocks import Block
from views.letters import Letter
from views.practice_page import CRITERIA_SHORT, title

READ, TAKE, CONFLICT, DECLINE = "review.read", "review.take", "review.conflict", "review.decline"
QUEUE, VOLUNTEER = "review.queue", "review.volunteer"

WAYS = {
    Way.LIBRARY: "Library entry",
    Way.NEWSLETTER: "Newsletter note",
    Way.EVENT: "Community event",
    Way.MENTOR: "Mentor offer",
}
MOST_READERS, LONGEST_READER = 10, 100

STATES = {
    PracticeState.IN_REVIEW: "With reviewers",
    PracticeState.CHECKING: "With its author: the check for identifiers found something",
    PracticeState.STOPPED: "Stopped: an identifier has to be removed",
    PracticeState.CHANGES_ASKED: "With its author: changes asked",
    PracticeState.NOT_NOW: "Decided: not now",
    PracticeState.PUBLISHED: "Decided: shared",
    PracticeState.EXPIRED: "No longer in the library",
    PracticeState.WITHDRAWN: "Withdrawn",
    PracticeState.DRAFT: "Draft",
}
OPEN = {PracticeState.IN_REVIEW}


@dataclass(frozen=True)
class Reader:
    """Somebody who reads or has read it, as they are shown."""

    name: str
    employer: str


@dataclass(frozen=True)
class Places:
    """Seats of each kind: taken, there are, and how many have given their view."""

    champions: int
    champion_seats: int
    nqsws: int
    nqsw_seats: int
    voted: int


@dataclass(frozen=True)
class Card:
    """All that the card says."""

    practice: Practice
    content: dict[str, object]
    employer: str
    places: Places
    reviewers: Sequence[tuple[Reader, Seat]] = ()
    readers: Sequence[Reader] = ()


def letter(card: Card) -> Letter:
    """The card in the champions' channel, or to one champion: its text says all that it shows."""
    name, state, facts = title(card.content), _state(card.practice), _facts(card)
    shown = [
        blocks.section(f"*{blocks.escape(name)}*"),
        blocks.quiet(state),
        {"type": "section", "fields": [_fact(label, said) for label, said in facts]},
        _buttons(card),
    ]
    lines = "\n".join(f"{label}: {'; '.join(said)}." for label, said in facts)
    text = f"Good practice for review: {name}.\n{state}\n{lines}"
    return Letter(blocks.escape(text), tuple(shown))


def seats(places: Places) -> str:
    """Seats in words."""
    free_champions = max(0, places.champion_seats - places.champions)
    free_nqsws = max(0, places.nqsw_seats - places.nqsws)
    return (
        f"Champions {places.champions} of {places.champion_seats} "
        f"({_free(free_champions)}), NQSW {places.nqsws} of {places.nqsw_seats} "
        f"({_free(free_nqsws)})"
    )


def ask(practice: Practice, content: dict[str, object], employer: str) -> Letter:
    """To an NQSW whose turn it is."""
    name = blocks.escape(title(content))
    text = (
        f"Would you read a good practice example before it is shared? It is “{name}” from "
        f"{blocks.escape(employer)}. You are asked because you volunteered, and it is your turn. "
        f"{_due(practice)}"
    )
    pressed = blocks.actions(
        *_deciding(practice), blocks.button("Not this time", DECLINE, str(practice.id))
    )
    return Letter(text, (blocks.section(text), pressed))


def again(practice: Practice, content: dict[str, object], changed: Sequence[str]) -> Letter:
    """To a reader of the version before: what changed."""
    name = blocks.escape(title(content))
    what = blocks.escape(", ".join(changed)) if changed else "nothing in its text"
    text = (
        f"“{name}” is back with you, in version {practice.version}. Changed: {what}. "
        f"Please read it and give your view once more. {_due(practice)}"
    )
    return _with_read(practice, text)


def exchanged(added: Sequence[str], removed: Sequence[str]) -> str:
    """Which files came and which went, in words."""
    parts = (("added", added), ("taken away", removed))
    return "; ".join(f"{what}: {', '.join(names)}" for what, names in parts if names)


def nudge(practice: Practice, content: dict[str, object]) -> Letter:
    """To a reader who has not given a view."""
    name = blocks.escape(title(content))
    text = (
        f"“{name}” still waits for your view. {_due(practice)} If you cannot read it after all, "
        "say so in the thread of its card, so that somebody else can."
    )
    return _with_read(practice, text)


def overdue(
    practice: Practice, content: dict[str, object], places: Places, since: datetime
) -> Letter:
    """To co-ordinators: nobody decided in time."""
    name = blocks.escape(title(content))
    text = (
        f"The example “{name}” was first sent on {times.local_day(since)} and is not decided. "
        f"{seats(places)}. Please help it to its readers."
    )
    return _with_read(practice, text)


def over(practice: Practice, content: dict[str, object]) -> Letter:
    """What stands with a reader when nobody need read it any more."""
    name = blocks.escape(title(content))
    text = (
        f"“{name}” does not wait for readers now. {STATES[practice.state]}. "
        "There is nothing for you to do."
    )
    return Letter(text, (blocks.section(text),))


def nobody_left(practice: Practice, content: dict[str, object]) -> Letter:
    """To co-ordinators: no volunteer is left."""
    name = blocks.escape(title(content))
    text = (
        f"No NQSW is left to ask to read “{name}”. Please look for volunteers from another "
        "employer: they type `/practice volunteer`."
    )
    return _with_read(practice, text)


def split() -> Letter:
    """Into the thread, when readers disagree."""
    return Letter(
        "The readers do not agree. Please talk about it here: every view can still be changed. "
        "A seat for one more champion is open, and with that view the majority decides."
    )


def wrote(text: str) -> Letter:
    """What a reviewer wrote to the author, as it stands with both."""
    said = "A reviewer wrote to the author:"
    return Letter(f"{said} {blocks.escape(text)}", (blocks.section(said), blocks.words(text)))


def wrote_to_you(content: dict[str, object], text: str) -> Letter:
    """What a reviewer wrote, to the author."""
    said = f"A reviewer wrote to you about “{blocks.escape(title(content))}”:"
    return Letter(f"{said} {blocks.escape(text)}", (blocks.section(said), blocks.words(text)))


def _facts(card: Card) -> list[tuple[str, list[str]]]:
    """What is known, each by a label: a few lines, or one that says that there is nothing yet."""
    codes = [str(one) for one in _listed(card.content.get("criteria"))]
    places = card.places
    facts = [
        ("From", [card.employer]),
        ("Criteria", [CRITERIA_SHORT.get(code, code) for code in codes] or ["None named"]),
    ]
    for seat, label, there_are in (
        (Seat.CHAMPION, "Champions", places.champion_seats),
        (Seat.NQSW, "NQSWs", places.nqsw_seats),
    ):
        seated = [_who(reader) for reader, of in card.reviewers if of is seat]
        count = f": {len(seated)} of {there_are}" if card.practice.state in OPEN else ""
        facts.append((f"{label}{count}", seated or ["Nobody yet"]))
    if card.practice.state in OPEN:
        all_seats = places.champion_seats + places.nqsw_seats
        facts.append(("Views given", [f"{places.voted} of {all_seats}"]))
    return [*facts, ("Read by", _readers(card.readers))]


def _fact(label: str, said: Sequence[str]) -> Block:
    return blocks.mrkdwn("\n".join([f"*{label}*", *map(blocks.escape, said)]))


def _readers(readers: Sequence[Reader]) -> list[str]:
    hidden = len(readers) - MOST_READERS
    more = [f"and {hidden} more"] if hidden > 0 else []
    return [*map(_who, readers[:MOST_READERS]), *more] or ["Nobody yet"]


def version_of(practice: Practice) -> str:
    """Which version readers have, and whether one is in the library already."""
    follows = f", to replace version {practice.follows} in the library" if practice.follows else ""
    return f"Version {practice.version}{follows}"


def _state(practice: Practice) -> str:
    """Where it is, in one line of our own words."""
    state = STATES[practice.state]
    if practice.state is PracticeState.PUBLISHED:
        state += f" ({', '.join(WAYS[Way(way)].lower() for way in practice.ways)})"
    sent, version = _day(practice.submitted_at), version_of(practice)
    if practice.state in OPEN:
        return f"{state}. {version}, waiting since {sent}. {_due(practice)}".strip()
    if practice.decided_at:
        state += f", on {times.local_day(practice.decided_at)}"
    return f"{state}. {version}, sent on {sent}."


def _buttons(card: Card) -> Block:
    """A champion is offered a seat as long as one is open."""
    practice, places = card.practice, card.places
    read, take, conflict = _deciding(practice)
    offered = [read]
    if practice.state in OPEN:
        has_seat = places.champions < places.champion_seats
        offered += [take, conflict] if has_seat else [conflict]
    return blocks.actions(*offered, block_id=f"review:{practice.id}")


def _deciding(practice: Practice) -> list[Block]:
    value = str(practice.id)
    return [
        blocks.button("Read", READ, value),
        blocks.button("I'll review this", TAKE, value, style="primary"),
        blocks.button("Not me: I know them", CONFLICT, value),
    ]


def _with_read(practice: Practice, text: str) -> Letter:
    read = blocks.actions(blocks.button("Read", READ, str(practice.id)))
    return Letter(text, (blocks.section(text), read))


def _due(practice: Practice) -> str:
    return f"Due: {_day(practice.due_at)}." if practice.due_at else ""


def _day(at: datetime | None) -> str:
    return times.local_day(at) if at else "today"


def _free(count: int) -> str:
    return f"{count} open" if count else "full"


def _who(reader: Reader) -> str:
    # Ten of these fit into what Slack shows in one field.
    return f"{reader.name} ({reader.employer})"[:LONGEST_READER]


def _listed(found: object) -> Sequence[object]:
    return found if isinstance(found, list) else []
