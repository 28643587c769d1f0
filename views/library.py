"""The library as its readers meet it: an example as a page, and what they do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.library import LibraryEntry, LibraryUse
from views import blocks, inputs, times
from views.blocks import Block
from views.practice_page import CRITERIA_SHORT, Named

READ = "library.read"
SAVE, UNSAVE = "library.save", "library.unsave"
USE, USED = "library.use", "library.used"
ASK = "library.ask"
WORD_FILE, WEB_PAGE, FILES = "library.docx", "library.html", "library.files"
KEEP, CHANGE, WITHDRAW = "library.keep", "library.change", "library.withdraw"
ARRANGED = "library.arranged"

BOOK = "library.book"

PLACE, HOW, TOLD, SENTENCE, NAMED = "place", "how", "told", "sentence", "named"
PLACE_LIMIT, TOLD_LIMIT, SENTENCE_LIMIT = 150, 500, 300

CHANGED_LABELS = {"little": "a little", "lot": "a lot", "early": "too early to tell"}

CHOOSE_HOW = "Please choose how much changed; “too early to tell” is an answer, too."
WHERE_NEEDED = "Please say where; your team or employer is enough."
TOO_LONG = "This is too long. Please keep to {limit} characters."


@dataclass(frozen=True)
class Book:
    """One example and how whoever opened it stands to it."""

    entry: LibraryEntry
    files: Sequence[Named] = ()
    is_saved: bool = False
    is_mine: bool = False
    use: LibraryUse | None = None


def book(shown: Book, content: Sequence[Block]) -> Block:
    """One example as a page; the content is all that stands beneath its title."""
    entry = shown.entry
    first = [
        blocks.header(entry.title),
        blocks.quiet(f"{blocks.escape(from_where(entry))}. {_dates(entry)}"),
    ]
    return blocks.modal(
        BOOK,
        "Good practice",
        [*first, *content, *_buttons(shown)],
        private_metadata=str(entry.practice_id),
    )


def used_form(shown: Book) -> Block:
    """Where an example was used, and what changed; what was said before stands in it."""
    use = shown.use
    code, _, told = (use.changed if use else "").partition(":")
    options = [blocks.option(label, key) for key, label in CHANGED_LABELS.items()]
    name = blocks.option("Tell the author my name", "yes")
    tick = inputs.ticks([name], ["yes"] if use and use.is_named else [])
    place = inputs.text(PLACE_LIMIT, use.place if use else "")
    sentence = inputs.text(SENTENCE_LIMIT, use.sentence if use else "")
    hint = "Such as your team or employer. Nothing about a child or family, please."
    return blocks.modal(
        USED,
        "I used this",
        [
            blocks.words(shown.entry.title),
            blocks.field(PLACE, "Where did you use it?", place, hint=hint),
            blocks.field(HOW, "How much changed?", inputs.menu(options, code)),
            blocks.field(
                TOLD,
                "What changed, in your words",
                inputs.text(TOLD_LIMIT, told, is_long=True),
                is_optional=True,
            ),
            blocks.field(SENTENCE, "One sentence to the author", sentence, is_optional=True),
            blocks.field(NAMED, "Your name", tick, is_optional=True),
            blocks.quiet("You can change this later. Counts are shown, names are not."),
        ],
        submit="Save",
        private_metadata=str(shown.entry.practice_id),
    )


def thanks(is_new: bool) -> Block:
    told = "The author has a message about it." if is_new else "What you said before is replaced."
    return blocks.modal("library.done", "Thank you", [blocks.section(f"*Saved.* {told}")])


FILE_SENT = "It is in our direct conversation, under “Messages”."
FILE_FAILED = (
    "The file could not be sent to you just now. Nothing is lost: please try again in a minute, "
    "or read the example here."
)
NO_LONGER_GOOD = "No longer good when looked at again."
NEW_VERSION = (
    "This is a new version of your example, in the words that are published. They stay in the "
    "library until reviewers have agreed to the new ones, which then take their place."
)
NO_FILES = "This example has no files of its own."


def here_is(title: str) -> str:
    """What stands above a file; the title is somebody's own words."""
    return blocks.escape(f"Here is “{title}”.")


def saved() -> Block:
    """Where an example is that somebody saved from its card."""
    return _done("Saved", "You find it in the library under “Saved by me”.")


def together() -> Block:
    """Where somebody who asks and the author talk."""
    return _done(
        "Ask the author",
        "You and the author are in one conversation with me now, and it says which example you "
        "mean. You find it among your direct messages.",
    )


def write_to(contact: str) -> Block:
    """How to reach who wrote an example, where a conversation is not the way."""
    told = "The author cannot be reached here any more. Please ask a co-ordinator."
    if contact:
        told = f"Write to {contact}. Questions about this example go there."
    return _done("Ask the author", told)


def kept(until: date) -> Block:
    """How long an example stays that is still good."""
    return _done("Kept", f"The example stays in the library until {times.day(until)}.")


def withdrawn() -> Block:
    """What became of an example that is good no longer."""
    return _done(
        "Withdrawn", "The example has left the library, and its card in the channel says so."
    )


def file(told: str) -> Block:
    """What became of files that somebody asked for."""
    return _done("Your file", told)


def _done(title: str, text: str) -> Block:
    """One thing that was done, in a small window; the text may hold somebody's words."""
    return blocks.modal("library.done", title, [blocks.words(text)])


def from_where(entry: LibraryEntry) -> str:
    """Whose example it is: an employer, its kind and its region."""
    kind = f" ({entry.employer_kind})" if entry.employer_kind else ""
    return f"{entry.employer}{kind}, {entry.region}"


def criteria_line(codes: Sequence[str]) -> str:
    named = [CRITERIA_SHORT[code] for code in codes if code in CRITERIA_SHORT]
    return f"Criteria: {'; '.join(named)}." if named else ""


def used_times(uses: int) -> str:
    if not uses:
        return "Nobody has said yet that they used it."
    return "Used once." if uses == 1 else f"Used {uses} times."


def shortened(text: str, longest: int) -> str:
    """The beginning of a text on few lines, cut between words."""
    whole = " ".join(text.split())
    if len(whole) <= longest:
        return whole
    return whole[:longest].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def _dates(entry: LibraryEntry) -> str:
    return (
        f"Version {entry.version}, published {times.local_day(entry.published_at)}. "
        f"To be looked at again by {times.day(entry.review_on)}. {used_times(entry.uses)}"
    )


def _buttons(shown: Book) -> list[Block]:
    value = str(shown.entry.practice_id)
    keep = ("Saved", UNSAVE) if shown.is_saved else ("Save", SAVE)
    first = [blocks.button(keep[0], keep[1], value)]
    if not shown.is_mine:
        first.append(blocks.button("I used this", USE, value))
        first.append(blocks.button("Ask the author", ASK, value))
    second = [
        blocks.button("Send me a Word file", WORD_FILE, value),
        blocks.button("Send me a web page", WEB_PAGE, value),
    ]
    if shown.files:
        second.append(blocks.button("Send me the files", FILES, value))
    lines = [blocks.actions(*first, block_id="doing"), blocks.actions(*second, block_id="sending")]
    if shown.is_saved:
        note = "You keep this among your saved examples. Press “Saved” to let it go."
        lines.insert(0, blocks.quiet(note))
    return lines
