"""What leaves of an announcement: the copies people read, tests, reminders, and the card."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models import rich_text
from models.announcement import Announcement, AnnouncementState
from models.person import Reach
from views import blocks, times
from views.blocks import Block
from views.letters import Letter

ACKNOWLEDGE = "announcement.acknowledge"
APPROVE, SEND_BACK = "announcement.approve", "announcement.return"
PAUSE, CONTINUE, STOP = "announcement.pause", "announcement.continue", "announcement.stop"
CORRECTION_APPROVE, CORRECTION_RETURN = "announcement.agree", "announcement.disagree"
OPEN = "announcement.open"

# Slack refuses to change a message to a longer text; the card says more than a copy.
LONGEST_TEXT = 3400

NAMES_SHOWN = "Co-ordinators can see who has acknowledged this."
NUMBERS_SHOWN = "Co-ordinators see how many have acknowledged this, not who."
TEST = "This is a test. Nobody else has got it."
REMINDER = "A reminder: you have not acknowledged this yet."

CHANNEL_ONLY = "One message in the community channel"

CANCELLED = "another co-ordinator has cancelled it. Nothing was sent."
DROPPED = (
    "it did not start, because nobody who may announce so far stands behind it any more. "
    "Nothing was sent."
)
AGREED = "another co-ordinator has approved the correction. Copies are changed now."

STATES = {
    AnnouncementState.DRAFT: "Draft",
    AnnouncementState.AWAITING: "Waiting for a second co-ordinator",
    AnnouncementState.SCHEDULED: "Scheduled",
    AnnouncementState.SENDING: "Being sent",
    AnnouncementState.PAUSED: "Paused",
    AnnouncementState.SENT: "Sent",
    AnnouncementState.STOPPED: "Stopped",
    AnnouncementState.CANCELLED: "Cancelled",
}


@dataclass(frozen=True)
class Copy:
    """One copy as somebody reads it: from whom, and whether they have acknowledged it."""

    announcement: Announcement
    author: str
    acknowledged_at: datetime | None = None


@dataclass(frozen=True)
class Card:
    """What co-ordinators see of an announcement in their channel."""

    copy: Copy
    people: int
    starts_at: datetime
    gone: int = 0
    # The announcement with the new words that somebody would like it to have.
    corrected: Copy | None = None
    corrector: str = ""


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


def card(shown: Card) -> Letter:
    """The one card of an announcement in the co-ordinators' channel, always true."""
    said = shown.copy.announcement
    heading = f"*{STATES[said.state]}* · {_announces(shown.copy)}"
    lines = [heading, _facts(shown), *_correction_line(shown)]
    visible = shown.corrected or shown.copy
    buttons = _card_buttons(shown)
    foot = [blocks.divider(), blocks.actions(*buttons)] if buttons else []
    text = "\n".join(lines)
    return Letter(
        f"{text.replace('*', '')}\n{words(visible)}",
        (blocks.section(text), blocks.divider(), *copy(visible), *foot),
    )


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


def gone_of(announcement: Announcement, gone: int, direct: int) -> str:
    """Such as "3 of 12 direct messages"; a copy in the channel is one message more."""
    if announcement.is_in_channel:
        return f"{gone:,} of {counted(direct + 1, 'message')}"
    return f"{gone:,} of {counted(direct, 'direct message')}"


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


def _announces(shown: Copy) -> str:
    return f"an announcement by {blocks.escape(shown.author)} for {_place(shown.announcement)}"


def _place(announcement: Announcement) -> str:
    return blocks.escape(in_scope(announcement))


def _facts(shown: Card) -> str:
    said = shown.copy.announcement
    messages, starts = _messages(shown), times.moment(shown.starts_at)
    on_the_way = gone_of(said, shown.gone, shown.people)
    told = {
        AnnouncementState.AWAITING: (
            f"It needs {messages}, so a second co-ordinator must agree before it goes. "
            f"{_would_start(said, starts)}"
        ),
        AnnouncementState.SCHEDULED: f"{messages}. It starts on {starts}.",
        AnnouncementState.DRAFT: "It is with its author again; there is nothing to decide now.",
        AnnouncementState.CANCELLED: "Nothing was sent.",
        AnnouncementState.STOPPED: f"{on_the_way} had gone; no more will go.",
        AnnouncementState.PAUSED: f"{on_the_way} have gone; the others wait.",
    }
    usual = f"{messages}, each in the person's own working hours." if shown.people else messages
    return told.get(said.state, usual)


def _would_start(said: Announcement, starts: str) -> str:
    # Who has chosen no moment waits for the agreement, whenever that comes.
    if said.send_at is None:
        return "It would start then, in working hours."
    return f"It would start on {starts}."


def _messages(shown: Card) -> str:
    direct = counted(shown.people, "direct message")
    if not shown.copy.announcement.is_in_channel:
        return direct
    return f"{direct}, and one in the community channel" if shown.people else CHANNEL_ONLY


def _correction_line(shown: Card) -> Sequence[str]:
    if shown.corrected is None:
        return []
    who = blocks.escape(shown.corrector)
    return [f"*{who} would like to correct it.* A second co-ordinator must agree. New words:"]


def _card_buttons(shown: Card) -> list[Block]:
    said = shown.copy.announcement
    edition = f"{said.id}:{said.edition}"
    if said.state is AnnouncementState.AWAITING:
        return [
            blocks.button("Approve", APPROVE, edition, style="primary"),
            blocks.button("Send back", SEND_BACK, edition),
        ]
    if said.state in {AnnouncementState.DRAFT, AnnouncementState.CANCELLED}:
        return []
    decisions = deciding(said) if shown.corrected is not None else []
    return [*running(said), *decisions, blocks.button("Open it", OPEN, str(said.id))]


def deciding(said: Announcement) -> list[Block]:
    """What a second co-ordinator may do about new words; no others than these."""
    edition = f"{said.id}:{said.edition}"
    return [
        blocks.button("Approve the correction", CORRECTION_APPROVE, edition, style="primary"),
        blocks.button("Send back", CORRECTION_RETURN, edition),
    ]


def running(said: Announcement) -> list[Block]:
    """What can be done while copies are on their way."""
    stop = blocks.button("Stop", STOP, str(said.id), style="danger", confirm=_sure())
    match said.state:
        case AnnouncementState.SENDING:
            return [blocks.button("Pause", PAUSE, str(said.id)), stop]
        case AnnouncementState.PAUSED:
            return [blocks.button("Continue", CONTINUE, str(said.id)), stop]
    return []


def _sure() -> Block:
    return blocks.confirm(
        "Stop it?",
        "What has gone stays where it is. What has not gone yet will never go.",
        "Stop it",
        "Leave it",
    )
