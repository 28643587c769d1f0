"""One announcement as a page: the preview, who must agree, what has gone, who acknowledged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.announcement import STARTED, Announcement, AnnouncementState
from views import announcement_card as card
from views import announcement_letters as letters
from views import blocks, times
from views.announcement_card import STATES
from views.announcement_letters import Copy, counted
from views.announcements import EDIT, audience_words
from views.blocks import Block

PAGE = "announcement.page"
TEST, SEND, DELETE = "announcement.test", "announcement.send", "announcement.delete"
CANCEL, CORRECT = "announcement.cancel", "announcement.correct"
REMIND, MISSING, UNREACHED = (
    "announcement.remind",
    "announcement.missing",
    "announcement.unreached",
)

MOST_LINES = 20

TESTED = "A test is on its way to you."
ASKED = "The other co-ordinators have been asked. You hear when one of them has decided."
SCHEDULED = "It goes to just these people; the audience is frozen."
APPROVED = "Approved. It goes to just these people; the audience is frozen."
CORRECTED = "Corrected. Copies that have arrived are changed one after the other."
CORRECTION_RETURNED = "Sent back. Whoever wrote the new words has yours; nothing was changed."
CORRECTION_ASKED = "A second co-ordinator has been asked to agree to the new words."


@dataclass(frozen=True)
class Line:
    """One region or employer: how many were asked, and how many have acknowledged."""

    place: str
    asked: int
    done: int


@dataclass(frozen=True)
class Figures:
    """The acknowledgements that the reader may see."""

    asked: int = 0
    done: int = 0
    regions: Sequence[Line] = ()
    employers: Sequence[Line] = ()


@dataclass(frozen=True)
class Size:
    """How many people, how many messages, and what that takes."""

    people: int
    direct: int
    per_minute: int
    changes_per_minute: int
    alone_up_to: int
    # How many others could agree to it today.
    others: int

    @property
    def needs_agreement(self) -> bool:
        return self.direct > self.alone_up_to


@dataclass(frozen=True)
class Seen:
    """One announcement as one co-ordinator may see it today."""

    copy: Copy
    size: Size
    starts_at: datetime
    now: datetime
    is_mine: bool
    may_look_after: bool
    gone: int = 0
    unreached: int = 0
    # Copies that still say what they said before.
    to_change: int = 0
    figures: Figures | None = None
    surveys: Mapping[str, str] = field(default_factory=dict)
    corrected: Copy | None = None
    may_agree: bool = False
    # One line about what has just been done.
    done: str = ""

    @property
    def announcement(self) -> Announcement:
        return self.copy.announcement


def page(seen: Seen) -> Block:
    """The preview, as long as nothing has gone; afterwards how far it has come."""
    return blocks.modal(PAGE, "Announcement", content(seen))


def content(seen: Seen) -> list[Block]:
    shown = seen.corrected or seen.copy
    buttons = _buttons(seen)
    return [
        *([blocks.section(f"*{seen.done}*")] if seen.done else []),
        blocks.section("\n".join(_status(seen))),
        *([blocks.actions(*buttons, block_id="acts")] if buttons else []),
        blocks.divider(),
        blocks.quiet(_exactly(seen)),
        *letters.copy(shown),
        *_acknowledged(seen),
    ]


def reminded(count: int) -> str:
    """How many get a reminder."""
    return f"{counted(count, 'reminder')} will go, in each person's own working hours."


def duration(messages: int, per_minute: int) -> str:
    """How long so many messages take, in words."""
    minutes = -(-messages // per_minute)
    if messages <= per_minute:
        return "less than a minute"
    if minutes < 90:  # noqa: PLR2004 - beyond that people think in hours
        return f"about {minutes} minutes"
    return f"about {round(minutes / 60)} hours"


def _exactly(seen: Seen) -> str:
    if seen.corrected is not None:
        return "The new words that wait for agreement:"
    if seen.announcement.state in STARTED:
        return "What people read:"
    return "*Preview.* This is exactly how it will look:"


def _status(seen: Seen) -> list[str]:
    said = seen.announcement
    lines = [f"*{STATES[said.state]}.* {_state_words(seen)}".strip()]
    audience = blocks.escape(audience_words(said, seen.surveys))
    lines.append(f"*To:* {audience}. {_reach(seen)}")
    if said.state not in STARTED and said.state is not AnnouncementState.CANCELLED:
        lines += [_when(seen), _agreement(seen)]
    if seen.to_change:
        takes = duration(seen.to_change, seen.size.changes_per_minute)
        copies = counted(seen.to_change, "copy", "copies")
        lines.append(f"{copies} still to be changed; that takes {takes}.")
    if seen.unreached:
        lines.append(f"{counted(seen.unreached, 'person', 'people')} could not be reached.")
    return [line for line in lines if line]


def _state_words(seen: Seen) -> str:
    said = seen.announcement
    on_the_way = f"{card.gone_of(said, seen.gone, seen.size.direct)} have gone"
    told = {
        AnnouncementState.DRAFT: "Nobody has got it.",
        AnnouncementState.SCHEDULED: f"It starts on {times.moment(seen.starts_at)}.",
        AnnouncementState.SENDING: f"{on_the_way}.",
        AnnouncementState.PAUSED: f"{on_the_way}; the others wait until somebody continues.",
        AnnouncementState.STOPPED: f"{on_the_way}; no more will go.",
        AnnouncementState.CANCELLED: "Nothing was sent.",
    }
    return told.get(said.state, "")


def _reach(seen: Seen) -> str:
    size, said = seen.size, seen.announcement
    people = counted(size.people, "person", "people")
    ways = [counted(size.direct, "direct message")] if size.direct else []
    ways += ["one message in the community channel"] if said.is_in_channel else []
    told = f"{people}: {' and '.join(ways)}." if ways else f"{people}."
    if said.state in STARTED or not size.direct:
        return told
    takes = duration(size.direct, size.per_minute)
    return f"{told} Delivery takes {takes}, in each person's own working hours."


def _when(seen: Seen) -> str:
    said = seen.announcement
    wanted = max(seen.now, said.send_at or seen.now)
    if said.state is AnnouncementState.SCHEDULED:
        return ""
    if seen.starts_at == wanted:
        return f"*When:* {times.moment(wanted)}." if said.send_at else "*When:* now."
    chosen = times.moment(said.send_at) if said.send_at else "Now"
    return (
        f"*{chosen} is outside working hours.* "
        f"If you send it, it starts on {times.moment(seen.starts_at)}."
    )


def _agreement(seen: Seen) -> str:
    size = seen.size
    if seen.announcement.state is AnnouncementState.SCHEDULED or not size.needs_agreement:
        return ""
    if not size.others:
        return (
            f"*More than {size.alone_up_to} direct messages need a second co-ordinator, and there "
            "is no other one.* Choose fewer people, or ask the operator to add a co-ordinator to "
            "the roster."
        )
    others = f"{size.others:,} others" if size.others > 1 else "one other"
    return (
        f"More than {size.alone_up_to} direct messages need a second co-ordinator; "
        f"{others} could approve it."
    )


def _buttons(seen: Seen) -> list[Block]:
    said = seen.announcement
    if not seen.may_look_after:
        return []
    if said.state is AnnouncementState.DRAFT:
        return _draft_buttons(seen) if seen.is_mine or said.author_id is None else []
    if said.state in STARTED:
        return _started_buttons(seen)
    if said.state is AnnouncementState.CANCELLED:
        return []
    must_agree = said.state is AnnouncementState.AWAITING and not seen.is_mine
    result = card.approving(said) if must_agree else []
    if seen.is_mine:
        result.append(blocks.button("Change", EDIT, str(said.id)))
    sure = blocks.confirm(
        "Cancel it?", "It will never be sent. You can write it again.", "Cancel it", "Keep it"
    )
    cancel = blocks.button("Cancel this announcement", CANCEL, str(said.id), confirm=sure)
    return [*result, cancel]


def _draft_buttons(seen: Seen) -> list[Block]:
    said = seen.announcement
    value = str(said.id)
    sure = blocks.confirm("Delete it?", "The draft is gone for good.", "Delete it", "Keep it")
    label = "Ask for approval" if seen.size.needs_agreement else "Send"
    send = blocks.button(label, SEND, value, style="primary", **_outside_hours(seen))
    return [
        *([send] if seen.is_mine else []),
        blocks.button("Send me a test", TEST, value),
        blocks.button("Change", EDIT, value),
        *(
            [blocks.button("Delete this draft", DELETE, value, confirm=sure)]
            if seen.is_mine
            else []
        ),
    ]


def _outside_hours(seen: Seen) -> dict[str, Block]:
    """Ask before something starts at another moment than was chosen."""
    if seen.starts_at == max(seen.now, seen.announcement.send_at or seen.now):
        return {}
    when = f"This is outside working hours. It would start on {times.moment(seen.starts_at)}."
    return {"confirm": blocks.confirm("Outside working hours", when, "Start then", "Not yet")}


def _started_buttons(seen: Seen) -> list[Block]:
    said = seen.announcement
    value = str(said.id)
    result = card.running(said)
    if seen.corrected is not None and seen.may_agree:
        result += card.deciding(said)
    result.append(blocks.button("Correct it", CORRECT, value))
    if said.state is AnnouncementState.SENT and said.asks and said.reminded_at is None:
        result.append(blocks.button("Remind those who have not", REMIND, value))
    if said.names_are_shown:
        result.append(blocks.button("See who has not", MISSING, value))
    if seen.unreached:
        result.append(blocks.button("See who could not be reached", UNREACHED, value))
    return result


def _acknowledged(seen: Seen) -> list[Block]:
    figures = seen.figures
    if figures is None:
        return []
    share = f"{figures.done:,} of {counted(figures.asked, 'person', 'people')}"
    shown = [blocks.divider(), blocks.section(f"*Acknowledged:* {share}.")]
    for heading, lines in (("By region", figures.regions), ("By employer", figures.employers)):
        if lines:
            told = [f"{one.place}: {one.done:,} of {one.asked:,}" for one in lines[:MOST_LINES]]
            hidden = len(lines) - len(told)
            told += [f"… and {hidden} more"] if hidden else []
            shown.append(blocks.section(f"*{heading}*\n{blocks.escape(chr(10).join(told))}"))
    if not seen.announcement.names_are_shown:
        shown.append(
            blocks.quiet("Places with few people are counted together. Names are not shown.")
        )
    if seen.announcement.reminded_at is not None:
        day = times.local_day(seen.announcement.reminded_at)
        shown.append(blocks.quiet(f"Those who had not were reminded on {day}."))
    return shown
