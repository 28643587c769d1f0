"""What the library says by itself: a card in the channel, reminders, and who used an example."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from uuid import UUID

from models.library import LibraryEntry, LibraryUse, NoteKind
from models.practice_form import text_of
from views import blocks, times
from views.blocks import Block
from views.letters import Letter
from views.library import (
    ARRANGED,
    ASK,
    CHANGE,
    CHANGED_LABELS,
    KEEP,
    READ,
    SAVE,
    USE,
    WITHDRAW,
    criteria_line,
    from_where,
    shortened,
    used_times,
)

SHOWN_OF_PROBLEM = 220
SHOWN_OF_CHANGE = 300

TAKE_UP = "library.newsletter"

CHOSEN, NEW, MOST_USED = "Chosen for the newsletter", "New in the library", "Most used"
# Examples under the name of each list.
Lists = Sequence[tuple[str, Sequence[LibraryEntry]]]


def card(entry: LibraryEntry) -> Letter:
    """A published example in the community's channel: what it is about, and what one can do."""
    problem = shortened(entry.problem, SHOWN_OF_PROBLEM)
    changed = shortened(text_of(entry.content, "what_changed"), SHOWN_OF_CHANGE)
    where = from_where(entry)
    shown = [
        blocks.header(f"Good practice: {entry.title}"),
        blocks.quiet(f"{blocks.escape(where)}. {criteria_line(entry.criteria)}"),
        blocks.words(f"The problem: {problem}"),
        blocks.words(f"What changed: {changed}"),
        blocks.quiet(f"Version {entry.version}. {used_times(entry.uses)}"),
        blocks.actions(*_card_buttons(entry)),
    ]
    text = f"Good practice: {entry.title}. {where}. {problem}"
    return Letter(blocks.escape(text), tuple(shown))


def withdrawn() -> Letter:
    """What stands in the channel in place of an example that was taken out."""
    text = (
        "An example of good practice stood here. "
        "It was withdrawn from the library, or a new version took its place."
    )
    return Letter(text, (blocks.quiet(text),))


def reminder(entry: LibraryEntry, *, is_author: bool = False) -> Letter:
    """The question whether an example is still good, two months before it leaves."""
    title, day = blocks.escape(entry.title), times.day(entry.review_on)
    text = (
        f"*“{title}”* was published almost two years ago. Is it still good? "
        f"Without an answer it is withdrawn from the library on {day}."
    )
    value = str(entry.practice_id)
    buttons = (
        blocks.button("Still good: keep it two more years", KEEP, value, style="primary"),
        blocks.button("Read it all", READ, value),
        *([blocks.button("Change it", CHANGE, value)] if is_author else []),
        blocks.button("Withdraw it", WITHDRAW, value, style="danger", confirm=_withdrawing()),
    )
    plain = text.replace("*", "")
    return Letter(plain, (blocks.section(text), blocks.actions(*buttons)))


def reminder_answered(title: str, review_on: date | None) -> Letter:
    """What the reminder says when somebody has answered it."""
    if review_on is None:
        text = (
            f"“{blocks.escape(title)}” is no longer in the library as it was then: it was "
            "withdrawn, or a new version took its place. You need not do anything."
        )
    else:
        text = (
            f"“{blocks.escape(title)}” stays in the library until {times.day(review_on)}. "
            "You need not do anything."
        )
    return Letter(text, (blocks.section(text),))


def used(entry: LibraryEntry, use: LibraryUse, name: str) -> Letter:
    """What the author hears when somebody used an example; a name only where it was wished."""
    who = name if use.is_named and name else "Somebody"
    text = f"{who} used your example “{entry.title}”."
    # People write "in our team" or only a name: both read well after a colon.
    where = f"Where: {use.place}" if use.place else ""
    changed = CHANGED_LABELS.get(use.changed.partition(":")[0], "")
    told = use.changed.partition(":")[2]
    lines = [text, where, f"How much changed: {changed}." if changed else "", told, use.sentence]
    said = "\n".join(line for line in lines if line)
    read = blocks.button("Read it all", READ, str(entry.practice_id))
    return Letter(blocks.escape(said), (blocks.words(said), blocks.actions(read)))


def question(entry: LibraryEntry, asker: str, author: str) -> Letter:
    """The first message between who asks and who wrote an example."""
    text = (
        f"{asker} would like to ask {author} about the example “{entry.title}”. "
        "You are in this conversation together, so just write here."
    )
    read = blocks.button("Read it all", READ, str(entry.practice_id))
    return Letter(blocks.escape(text), (blocks.words(text), blocks.actions(read)))


def decided(entry: LibraryEntry, kind: NoteKind, contact: str) -> Letter:
    """Co-ordinators hear that an example is meant for an event or a mentor offer."""
    what = "a community event" if kind is NoteKind.EVENT else "a mentor offer"
    text = f"“{entry.title}” was chosen for {what}. Contact: {contact or 'see the example'}."
    value = str(entry.practice_id)
    buttons = (
        blocks.button("It is arranged", ARRANGED, f"{value}:{kind.value}"),
        blocks.button("Read it all", READ, value),
    )
    return Letter(blocks.escape(text), (blocks.words(text), blocks.actions(*buttons)))


def arranged(title: str, kind: NoteKind) -> Letter:
    what = "community event" if kind is NoteKind.EVENT else "mentor offer"
    text = f"“{title}”: the {what} is arranged."
    return Letter(blocks.escape(text), (blocks.words(text),))


def newsletter(lists: Lists, month: str) -> Letter:
    """The draft of a newsletter, ready to be edited and announced."""
    start = f"Draft of the newsletter for {month}"
    if not lists:
        text = f"{start}: what stood here has left the library, and there is nothing else to tell."
        return Letter(text, (blocks.section(text),))
    shown: list[Block] = [blocks.header(start)]
    for title, told in _told(lists, from_where):
        listed = "\n".join(f"• {name}: {text}" for name, text in told)
        shown += [blocks.section(f"*{title}*"), blocks.words(listed)]
    take = blocks.button("Edit and announce", TAKE_UP, month, style="primary")
    shown.append(blocks.actions(take))
    titles = "; ".join(one.title for _, entries in lists for one in entries)
    return Letter(blocks.escape(f"{start}: {titles}"), tuple(shown))


def is_offered(payload: Block) -> bool:
    """Whether what this message says is a newsletter that can still be taken up."""
    buttons = (one for block in payload.get("blocks", ()) for one in block.get("elements", ()))
    return any(one.get("action_id") == TAKE_UP for one in buttons)


def newsletter_taken(month: str) -> Letter:
    text = (
        f"The newsletter for {month} was taken into a draft. "
        "Type `/announce list` to see what became of it."
    )
    return Letter(text, (blocks.section(text),))


def newsletter_text(lists: Lists) -> Block:
    """The words of the newsletter as rich text, which a co-ordinator goes on with."""
    parts: list[Block] = [
        _line(
            [
                _said("Here is what colleagues have shared. To read all of it, type "),
                _said("/practice search", "code"),
                _said(" and a word of the title, or open the library on my Home.\n"),
            ]
        )
    ]
    for title, told in _told(lists, lambda one: shortened(one.problem, 160)):
        parts.append(_line([_said(f"{title}\n", "bold")]))
        items = [_line([_said(name, "bold"), _said(f": {text}")]) for name, text in told]
        parts.append({"type": "rich_text_list", "style": "bullet", "elements": items})
    return {"type": "rich_text", "elements": parts}


def _told(
    lists: Lists, tell: Callable[[LibraryEntry], str]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What is told of the examples in each list; of one that stands above, how often it is used."""
    above: set[UUID] = set()
    for title, entries in lists:
        yield (
            title,
            [
                (one.title, used_times(one.uses) if one.practice_id in above else tell(one))
                for one in entries
            ],
        )
        above |= {one.practice_id for one in entries}


def _line(pieces: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": pieces}


def _said(text: str, style: str = "") -> Block:
    piece: Block = {"type": "text", "text": text}
    return {**piece, "style": {style: True}} if style else piece


def _card_buttons(entry: LibraryEntry) -> list[Block]:
    value, title = str(entry.practice_id), entry.title
    labels = (("Read it all", READ), ("Save", SAVE), ("I used this", USE), ("Ask the author", ASK))
    return [
        blocks.button(label, action, value, accessibility_label=f"{label}: {title}"[:75])
        for label, action in labels
    ]


def _withdrawing() -> Block:
    return blocks.confirm(
        "Withdraw this example?",
        "It leaves the library and the search. Its card in the channel says so.",
        "Withdraw it",
        "Leave it",
    )
