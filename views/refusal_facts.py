"""Refusals that tell a fact of their own: since when, by whom, or which lines."""

from collections.abc import Callable

from models.refusals import (
    AnnouncementMoved,
    BadInput,
    NoSeat,
    PracticeMoved,
    Refusal,
    RosterRefused,
    WaveClosed,
)
from views import blocks, times

# More than a screenful helps nobody; the rest shows when the first ones are put right.
FAULTS_SHOWN = 10


def _wave_closed(refusal: Refusal) -> str:
    assert isinstance(refusal, WaveClosed)  # noqa: S101 - the table below says so
    ending = "It takes no more answers, and nothing was changed."
    if refusal.closed_at is None:
        return f"This survey has closed. {ending}"
    at = refusal.closed_at.astimezone(times.LONDON)
    return f"This survey has closed. It closed on {at:%A} {at.day} {at:%B} at {at:%H:%M}. {ending}"


def _bad_input(refusal: Refusal) -> str:
    assert isinstance(refusal, BadInput)  # noqa: S101 - the table below says so
    # What was typed may be quoted in it.
    return blocks.escape(refusal.why)


def _roster_refused(refusal: Refusal) -> str:
    assert isinstance(refusal, RosterRefused)  # noqa: S101 - the table below says so
    shown = [
        f"Line {line}: {blocks.escape(reason)}" for line, reason in refusal.faults[:FAULTS_SHOWN]
    ]
    hidden = len(refusal.faults) - len(shown)
    more = [f"… and {hidden} more."] if hidden else []
    start = "Nothing was changed, because these lines cannot be read:"
    return "\n".join([start, *shown, *more])


_ANNOUNCED = {
    "draft": "It is with its author, who may be changing it.",
    "awaiting_approval": "It waits for a second co-ordinator, with newer words than you saw.",
    "scheduled": "A co-ordinator has sent or approved it, so it starts by itself.",
    "sending": "It is being sent. You can pause, stop or correct it.",
    "paused": "A co-ordinator has paused it.",
    "sent": "It has been sent.",
    "stopped": "A co-ordinator has stopped it.",
    "cancelled": "A co-ordinator has cancelled it.",
}


def _announcement_moved(refusal: Refusal) -> str:
    assert isinstance(refusal, AnnouncementMoved)  # noqa: S101 - the table below says so
    told = _ANNOUNCED.get(refusal.state, "It has changed.")
    since = ""
    if refusal.at is not None:
        at = refusal.at.astimezone(times.LONDON)
        since = f" That was on {at:%A} {at.day} {at:%B} at {at:%H:%M}."
    return f"{told}{since} Nothing was changed now. Type `/announce list` to open it as it is."


_NO_SEAT = {
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


def _no_seat(refusal: Refusal) -> str:
    assert isinstance(refusal, NoSeat)  # noqa: S101 - the table below says so
    return _NO_SEAT[refusal.why]


_PRACTICE_MOVED = {
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

_PRACTICE_BY = {
    "author": "its author",
    "co-ordinator": "a co-ordinator",
    "coordinator": "a co-ordinator",
    "reviewers": "the reviewers",
    "screen": "the app",
    "timetable": "the app",
}


def _practice_moved(refusal: Refusal) -> str:
    assert isinstance(refusal, PracticeMoved)  # noqa: S101 - the table below says so
    told = _PRACTICE_MOVED.get(refusal.state, "has changed")
    when = ""
    if refusal.at is not None:
        at = refusal.at.astimezone(times.LONDON)
        when = f", on {at.day} {at:%B}"
    by = f", by {_PRACTICE_BY[refusal.by]}" if refusal.by in _PRACTICE_BY else ""
    return f"This example {told}{when}{by}. Nothing was changed now."


TOLD: dict[type[Refusal], Callable[[Refusal], str]] = {
    NoSeat: _no_seat,
    PracticeMoved: _practice_moved,
    AnnouncementMoved: _announcement_moved,
    WaveClosed: _wave_closed,
    BadInput: _bad_input,
    RosterRefused: _roster_refused,
}
