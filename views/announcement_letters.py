"""What leaves of an announcement: the copies people read, tests, reminders, and news of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from models import rich_text
from models.announcement import Announcement
from models.person import Reach
from views import blocks, times
from views.blocks import Block
from views.letters import Letter

ACKNOWLEDGE = "announcement.acknowledge"
OPEN = "announcement.open"

# Slack refuses to change a message to a longer text; the card says more than a copy.
LONGEST_TEXT = 3400

NAMES_SHOWN = "Co-ordinators can see who has acknowledged this."
NUMBERS_SHOWN = "Co-ordinators see how many have acknowledged this, not who."
TEST = "This is a test. Nobody else has got it."
REMINDER = "A reminder: you have not acknowledged this yet."

CANCELLED = "another co-ordinator has cancelled it. Nothing was sent."
DROPPED = (
    "it did not start, because nobody who may announce so far stands behind it any more. "
    "Nothing was sent."
)
AGREED = "another co-ordinator has approved the correction. Copies are changed now."


@dataclass(frozen=True)
class Copy:
    """One copy as somebody reads it: from whom, and whether they have acknowledged it."""

    announcement: Announcement
    author: str
    acknowledged_at: datetime | None = None


def copy(shown: Copy) -> list[Block]:
    """The announcement itself: the same blocks in the preview, the channel and every message."""
    said = shown.announcement
    result = [blocks.header(said.title or "No title yet")]
    if not rich_text.is_empty(said.text):
        result.append({"type": "rich_text", "elements": said.text["elements"]})
    if said.link:
        result.append(_link(said.link))
    if said.corrected_at is not None:
        result.append(blocks.quiet(f"Corrected on {times.local_day(said.corrected_at)}."))
    if said.asks:
        result += _asking(shown)
    return [*result, _from(shown)]


def letter(shown: Copy, before: str = "") -> Letter:
    """A copy as a message, perhaps after a line of our own."""
    first = [blocks.section(f"*{before}*")] if before else []
    text = f"{before}\n{words(shown)}" if before else words(shown)
    return Letter(text, (*first, *copy(shown)))


def words(shown: Copy) -> str:
    """The same in one text, complete, calling nobody."""
    said = shown.announcement
    lines = [said.title, rich_text.plain(said.text), said.link]
    if said.corrected_at is not None:
        lines.append(f"Corrected on {times.local_day(said.corrected_at)}.")
    if said.asks:
        lines += [_acknowledged(shown), NAMES_SHOWN if said.names_are_shown else NUMBERS_SHOWN]
    lines.append(_sender(shown))
    return blocks.escape(rich_text.called_off("\n".join(line for line in lines if line)))


def sent_back(announcement: Announcement, why: str) -> Letter:
    """What the author hears when somebody would like it changed."""
    title = blocks.escape(announcement.title)
    heading = f"Another co-ordinator sent back your announcement “{title}”, with these words:"
    return _returned(announcement, heading, why)


def correction_sent_back(announcement: Announcement, why: str) -> Letter:
    """What whoever wrote new words hears when somebody would like others."""
    title = blocks.escape(announcement.title)
    heading = (
        f"Another co-ordinator sent back your correction of “{title}”. Your new words are kept, "
        "and nobody has got them: press “Open it”, then “Correct it”. They say:"
    )
    return _returned(announcement, heading, why)


def _returned(announcement: Announcement, heading: str, why: str) -> Letter:
    button = blocks.button("Open it", OPEN, str(announcement.id))
    text = f"{heading}\n{blocks.escape(rich_text.called_off(why))}"
    return Letter(text, (blocks.section(heading), blocks.words(why), blocks.actions(button)))


def approved(announcement: Announcement, starts_at: datetime) -> Letter:
    """What the author hears when somebody has agreed."""
    return news(
        announcement,
        f"another co-ordinator has approved it. It starts on {times.moment(starts_at)}.",
    )


def news(announcement: Announcement, what: str) -> Letter:
    """One line to the author about what became of their announcement."""
    text = f"Your announcement “{blocks.escape(announcement.title)}”: {what}"
    button = blocks.button("Open it", OPEN, str(announcement.id))
    return Letter(text, (blocks.section(text), blocks.actions(button)))


def acknowledged_day(at: datetime | None) -> str:
    """The day as the copy says it; copies of the same day are the same."""
    return times.local_day(at) if at else ""


def in_scope(announcement: Announcement) -> str:
    """How far it reaches, in words."""
    return "England" if announcement.reach is Reach.NATIONAL else announcement.scope


def counted(number: int, what: str, many: str = "") -> str:
    """Such as "1 person" and "2 people"."""
    return f"{number:,} {what if number == 1 else many or f'{what}s'}"


def corrected(shown: Copy, at: datetime) -> Copy:
    """The copy with the new words that wait for agreement."""
    said = shown.announcement
    if said.correction is None:
        return shown
    more = {"title": said.correction["title"], "text": said.correction["text"]}
    return replace(shown, announcement=said.model_copy(update={**more, "corrected_at": at}))


def _link(url: str) -> Block:
    piece = {"type": "link", "url": url}
    section = {"type": "rich_text_section", "elements": [piece]}
    return {"type": "rich_text", "elements": [section]}


def _asking(shown: Copy) -> list[Block]:
    said = shown.announcement
    note = blocks.quiet(NAMES_SHOWN if said.names_are_shown else NUMBERS_SHOWN)
    if shown.acknowledged_at is not None:
        return [blocks.section(f"*{_acknowledged(shown)}*"), note]
    return [blocks.actions(blocks.button("I have read this", ACKNOWLEDGE, str(said.id))), note]


def _acknowledged(shown: Copy) -> str:
    if shown.acknowledged_at is None:
        return "Please press “I have read this”."
    return f"You have acknowledged this on {times.local_day(shown.acknowledged_at)}."


def _from(shown: Copy) -> Block:
    return {"type": "context", "elements": [blocks.plain(_sender(shown))]}


def _sender(shown: Copy) -> str:
    place = in_scope(shown.announcement)
    if not shown.author:
        return f"From the co-ordinators for {place}"
    return f"From {shown.author}, co-ordinator for {place}"
