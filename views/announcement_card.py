"""The card of an announcement in the co-ordinators' channel, and what can be decided on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.announcement import Announcement, AnnouncementState
from views import blocks, times
from views.announcement_letters import OPEN, Copy, copy, counted, in_scope, words
from views.blocks import Block
from views.letters import Letter

APPROVE, SEND_BACK = "announcement.approve", "announcement.return"
PAUSE, CONTINUE, STOP = "announcement.pause", "announcement.continue", "announcement.stop"
CORRECTION_APPROVE, CORRECTION_RETURN = "announcement.agree", "announcement.disagree"

CHANNEL_ONLY = "One message in the community channel"

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
class Card:
    """What co-ordinators see of an announcement in their channel."""

    copy: Copy
    people: int
    starts_at: datetime
    gone: int = 0
    # The announcement with the new words that somebody would like it to have.
    corrected: Copy | None = None
    corrector: str = ""


def card(shown: Card) -> Letter:
    """The one card of an announcement in the co-ordinators' channel, always true."""
    said = shown.copy.announcement
    heading = f"*{STATES[said.state]}* · {_announces(shown.copy)}"
    lines = [heading, _facts(shown), *_correction_line(shown)]
    visible = shown.corrected or shown.copy
    buttons = _buttons(shown)
    foot = [blocks.divider(), blocks.actions(*buttons)] if buttons else []
    text = "\n".join(lines)
    return Letter(
        f"{text.replace('*', '')}\n{words(visible)}",
        (blocks.section(text), blocks.divider(), *copy(visible), *foot),
    )


def gone_of(announcement: Announcement, gone: int, direct: int) -> str:
    """Such as "3 of 12 direct messages"; a copy in the channel is one message more."""
    if announcement.is_in_channel:
        return f"{gone:,} of {counted(direct + 1, 'message')}"
    return f"{gone:,} of {counted(direct, 'direct message')}"


def approving(said: Announcement) -> list[Block]:
    """What a second co-ordinator may do before it goes; with no other words than these."""
    edition = f"{said.id}:{said.edition}"
    return [
        blocks.button("Approve", APPROVE, edition, style="primary"),
        blocks.button("Send back", SEND_BACK, edition),
    ]


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


def _announces(shown: Copy) -> str:
    place = blocks.escape(in_scope(shown.announcement))
    return f"an announcement by {blocks.escape(shown.author)} for {place}"


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


def _buttons(shown: Card) -> list[Block]:
    said = shown.copy.announcement
    if said.state is AnnouncementState.AWAITING:
        return approving(said)
    if said.state in {AnnouncementState.DRAFT, AnnouncementState.CANCELLED}:
        return []
    decisions = deciding(said) if shown.corrected is not None else []
    return [*running(said), *decisions, blocks.button("Open it", OPEN, str(said.id))]


def _sure() -> Block:
    return blocks.confirm(
        "Stop it?",
        "What has gone stays where it is. What has not gone yet will never go.",
        "Stop it",
        "Leave it",
    )
