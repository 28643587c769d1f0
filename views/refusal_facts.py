"""Refusals that tell a fact of their own: since when, by whom, or which lines."""

from datetime import datetime

from models.refusals import (
    AnnouncementMoved,
    BadInput,
    NoSeat,
    OnlyWords,
    PracticeMoved,
    Refusal,
    RosterRefused,
    WaveClosed,
)
from views import blocks, times

# More than a screenful helps nobody; the rest shows when the first ones are put right.
FAULTS_SHOWN = 10

ANNOUNCED = {
    "draft": "It is with its author, who may be changing it.",
    "awaiting_approval": "It waits for a second co-ordinator, with newer words than you saw.",
    "scheduled": "A co-ordinator has sent or approved it, so it starts by itself.",
    "sending": "It is being sent. You can pause, stop or correct it.",
    "paused": "A co-ordinator has paused it.",
    "sent": "It has been sent.",
    "stopped": "A co-ordinator has stopped it.",
    "cancelled": "A co-ordinator has cancelled it.",
}

NO_SEAT = {
    "author": "You wrote this example, so others have to read it.",
    "employer": "This example comes from your employer, so people from elsewhere have to read it.",
    "conflict": (
        "You said that you know them, so others read this one. "
        "If that was a mistake, please ask a co-ordinator."
    ),
    "full": (
        "Thank you. Somebody else was a moment quicker, and every seat is taken. "
        "You can still read the example and join the thread."
    ),
    "not_asked": (
        "This example has its readers. Type `/practice volunteer`, and you will be asked in turn."
    ),
    "none": "You have no seat with this example, so there is nothing to decide or to send.",
    "unread": "There is a newer version than the one you read. Please press “Read” first.",
}

PRACTICE_MOVED = {
    "draft": "is a draft again",
    "identifier_check": "went back to the check for identifiers",
    "with_reviewers": "was already sent to its readers",
    "stopped": "was already stopped, until an identifier is removed",
    "changes_asked": "was already sent back to its author with changes to make",
    "not_now": "was already decided: not now",
    "published": "was already decided: it is shared",
    "expired": "has left the library, because its review date has passed",
    "withdrawn": "was already withdrawn",
}

PRACTICE_BY = {
    "author": "its author",
    "co-ordinator": "a co-ordinator",
    "coordinator": "a co-ordinator",
    "reviewers": "the reviewers",
    "screen": "the app",
    "timetable": "the app",
}


def told(refusal: Refusal) -> str | None:  # noqa: PLR0911 - one for each kind
    """The sentence of a refusal that tells a fact; None for all others."""
    match refusal:
        case WaveClosed():
            return _wave_closed(refusal)
        case BadInput():
            # What was typed may be quoted in it.
            return blocks.escape(refusal.why)
        case RosterRefused():
            return _roster_refused(refusal)
        case AnnouncementMoved():
            return _announcement_moved(refusal)
        case NoSeat():
            return NO_SEAT[refusal.why]
        case PracticeMoved():
            return _practice_moved(refusal)
        case OnlyWords():
            return _only_words(refusal)
    return None


def _wave_closed(refusal: WaveClosed) -> str:
    ending = "It takes no more answers, and nothing was changed."
    if refusal.closed_at is None:
        return f"This survey has closed. {ending}"
    return f"This survey has closed. It closed on {_at(refusal.closed_at)}. {ending}"


def _roster_refused(refusal: RosterRefused) -> str:
    shown = [
        f"Line {line}: {blocks.escape(reason)}" for line, reason in refusal.faults[:FAULTS_SHOWN]
    ]
    hidden = len(refusal.faults) - len(shown)
    more = [f"… and {hidden} more."] if hidden else []
    start = "Nothing was changed, because these lines cannot be read:"
    return "\n".join([start, *shown, *more])


def _announcement_moved(refusal: AnnouncementMoved) -> str:
    told = ANNOUNCED.get(refusal.state, "It has changed.")
    since = ""
    if refusal.at is not None:
        since = f" That was on {_at(refusal.at)}."
    return f"{told}{since} Nothing was changed now. Type `/announce list` to open it as it is."


def _practice_moved(refusal: PracticeMoved) -> str:
    told = PRACTICE_MOVED.get(refusal.state, "has changed")
    when = ""
    if refusal.at is not None:
        at = refusal.at.astimezone(times.LONDON)
        when = f", on {at.day} {at:%B}"
    by = f", by {PRACTICE_BY[refusal.by]}" if refusal.by in PRACTICE_BY else ""
    return f"This example {told}{when}{by}. Nothing was changed now."


def _only_words(refusal: OnlyWords) -> str:
    start = f"Release {refusal.number} is of words, which go with the figures of their wave"
    if refusal.figures is None:
        return f"{start}; those are not released yet."
    return f"{start}: take release {refusal.figures}, and they are in its file."


def _at(moment: datetime) -> str:
    local = moment.astimezone(times.LONDON)
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"
