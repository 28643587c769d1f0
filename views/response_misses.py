"""Where two releases in a row have no answer: what is said before the next wave."""

from collections.abc import Sequence
from datetime import datetime

from views import blocks, times
from views.letters import Letter
from views.responses import MOST_LISTED, TITLE


def warning(places: Sequence[str], opens_at: datetime, *, is_blocked: bool) -> Letter:
    """The message before a wave, where two releases have no answer."""
    names = blocks.escape(", ".join(places[:MOST_LISTED]))
    more = f" and {len(places) - MOST_LISTED} more" if len(places) > MOST_LISTED else ""
    then = (
        "Until there is an answer, nobody there is asked."
        if is_blocked
        else "People who are asked again and hear nothing may stop answering."
    )
    text = (
        f"The next survey opens on {times.moment(opens_at)}. The last two releases have no "
        f"“You said, we did” for {names}{more}. {then}"
    )
    return Letter(
        text=f"{text} My Home tab has the form.",
        blocks=(blocks.header(TITLE), blocks.section(text), blocks.quiet("My Home has the form.")),
    )


def missing_in_words(places: int, *, is_blocked: bool) -> str:
    """For whoever opens a wave by hand; empty when nothing is missing."""
    if not places:
        return ""
    then = (
        "Nobody there is asked until there is one."
        if is_blocked
        else "Please ask for it first; my Home says where."
    )
    have = "1 place has" if places == 1 else f"{places} places have"
    return f"{have} no “You said, we did” for the last two releases. {then}"
