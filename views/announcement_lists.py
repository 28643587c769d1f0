"""Announcements in lists: on Home, in a window, as something to do; and small windows of theirs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.announcement import Announcement, AnnouncementState
from views import announcement_letters as letters
from views import blocks, inputs, times
from views.announcement_card import STATES
from views.announcement_letters import Copy
from views.announcements import CREATE
from views.blocks import Block

LIST, READ = "announcement.list", "announcement.read"
RETURN_FORM, WORDS = "announcement.back", "words"
CORRECTION_RETURN_FORM = "announcement.back_to_words"

LONGEST_WORDS = 1000
WORDS_NEEDED = "Say in a few words what should be changed."
WORDS_TOO_LONG = "Use up to 1,000 characters."

MOST_LISTED = 30
MOST_ON_HOME = 3
MOST_NAMES = 90


def returning(announcement: Announcement, edition: int) -> Block:
    """What its author should hear with an announcement that goes back."""
    title = blocks.escape(announcement.title)
    told = f"*{title}* goes back to its author, with your words."
    return _returning(RETURN_FORM, told, f"{announcement.id}:{edition}")


def returning_correction(announcement: Announcement, edition: int) -> Block:
    """What whoever wrote new words should hear when these go back."""
    title = blocks.escape(announcement.title)
    told = (
        f"The correction of *{title}* goes back to whoever wrote it, with your words. "
        "What people have got stays as it is."
    )
    return _returning(CORRECTION_RETURN_FORM, told, f"{announcement.id}:{edition}")


def _returning(form: str, told: str, decided: str) -> Block:
    element = inputs.text(LONGEST_WORDS, is_long=True)
    question = blocks.field(WORDS, "What should be changed?", element)
    return blocks.modal(
        form,
        "Send back",
        [blocks.section(told), question],
        submit="Send back",
        private_metadata=json.dumps({"decided": decided}),
    )


def missing(names: Sequence[str]) -> Block:
    """Who has not acknowledged it."""
    return _names("Not acknowledged", names, "Everybody has acknowledged it.")


def unreached(lines: Sequence[str]) -> Block:
    """Who could not be reached, and why."""
    return _names("Not reached", lines, "Everybody was reached.")


def _names(title: str, lines: Sequence[str], nobody: str) -> Block:
    """A list of people, to read."""
    shown = [blocks.words(line[:300]) for line in lines[:MOST_NAMES]]
    hidden = len(lines) - len(shown)
    if hidden:
        shown.append(blocks.quiet(f"… and {hidden:,} more."))
    return blocks.modal("announcement.names", title, shown or [blocks.section(nobody)])


@dataclass(frozen=True)
class Listed:
    """An announcement, and when it starts if it has not started."""

    announcement: Announcement
    starts_at: datetime


def listed(found: Sequence[Listed], *, is_all: bool = True) -> list[Block]:
    """Announcements with their state, the newest first."""
    most = MOST_LISTED if is_all else MOST_ON_HOME
    return [_entry(one) for one in found[:most]]


def every(found: Sequence[Listed]) -> Block:
    """All that a co-ordinator may see, in a window."""
    shown = listed(found) or [blocks.section("There are no announcements yet.")]
    create = blocks.actions(blocks.button("Announce something", CREATE))
    return blocks.modal("announcement.every", "Announcements", [*shown, create])


def home(found: Sequence[Listed]) -> list[Block]:
    """The part of a co-ordinator's Home."""
    buttons = [blocks.button("Announce something", CREATE)]
    if found:
        buttons.append(blocks.button("All announcements", LIST))
    return [
        blocks.header("Announcements"),
        *listed(found, is_all=False),
        blocks.actions(*buttons, block_id="announcements"),
    ]


def to_agree(found: Sequence[Announcement]) -> list[Block]:
    """What waits for a second co-ordinator, for one who could be it."""
    return [
        blocks.section(
            f"*{_waiting(one)} waits for a second co-ordinator:* {blocks.escape(one.title)}",
            blocks.button("Look at it", letters.OPEN, str(one.id)),
        )
        for one in found[:MOST_ON_HOME]
    ]


def _waiting(one: Announcement) -> str:
    return "An announcement" if one.corrector_id is None else "A correction"


def to_acknowledge(found: Sequence[Announcement]) -> list[Block]:
    """What must be acknowledged by whoever looks at their Home."""
    return [
        blocks.section(
            f"*Please acknowledge:* {blocks.escape(one.title)}",
            blocks.button("Read it", READ, str(one.id)),
        )
        for one in found[:MOST_ON_HOME]
    ]


def reading(shown: Copy) -> Block:
    """The announcement in a window, for who must acknowledge it."""
    return blocks.modal("announcement.reading", "Announcement", letters.copy(shown))


def _entry(shown: Listed) -> Block:
    one = shown.announcement
    title = blocks.escape(one.title or "No title yet")
    label = "Continue" if one.state is AnnouncementState.DRAFT else "Open"
    button = blocks.button(
        label, letters.OPEN, str(one.id), accessibility_label=f"{label}: {one.title}"[:75]
    )
    return blocks.section(f"*{title}*\n{STATES[one.state]}.{_when(shown)}", button)


def _when(shown: Listed) -> str:
    if shown.announcement.state is AnnouncementState.SCHEDULED:
        return f" It starts on {times.moment(shown.starts_at)}."
    started = shown.announcement.started_at
    return f" It started on {times.local_day(started)}." if started else ""


def deleted() -> Block:
    """What became of a draft that is not wanted any more."""
    return _done("Deleted", "*Deleted.* Nobody has got it.")


def sent_back() -> Block:
    """What became of an announcement that should be changed."""
    return _done("Sent back", "*Sent back.* Its author has your words.")


def _done(title: str, text: str) -> Block:
    return blocks.modal("announcement.done", title, [blocks.section(text)])


def thanks(shown: Copy, *, is_counted: bool) -> str:
    """What whoever pressed "I have read this" in a channel is told, and nobody else."""
    if not is_counted:
        return "Thank you. This was addressed to others, so you need not acknowledge it."
    at = shown.acknowledged_at
    day = f" on {times.local_day(at)}" if at else ""
    return f"Thank you. You have acknowledged this{day}."
