"""What co-ordinators are told when a wave is sealed, and when it cannot be."""

from datetime import datetime

from views import blocks, times
from views.letters import Letter


def sealed(title: str, opened_at: datetime) -> Letter:
    """Say that a wave is sealed, and what comes next."""
    name = blocks.escape(title)
    text = (
        f"{name}, opened {times.moment(opened_at)}, is sealed: names are gone, the answers are "
        "mixed, and the key is destroyed. An analyst or a co-ordinator for England can now prepare "
        "its figures on the app's Home, and a second person releases them."
    )
    return Letter(text=text, blocks=(blocks.section(text),))


def too_few(title: str, opened_at: datetime) -> Letter:
    """Say that a wave is sealed, and that there is nothing to release of it."""
    name = blocks.escape(title)
    text = (
        f"{name}, opened {times.moment(opened_at)}, is sealed: names are gone and the key is "
        "destroyed. Too few people were asked or answered for any figure to be shown, so there is "
        "nothing to release of it."
    )
    return Letter(text=text, blocks=(blocks.section(text),))


def lost(title: str, opened_at: datetime) -> Letter:
    """Say that the answers of a wave can never be read, and whom that concerns."""
    name = blocks.escape(title)
    text = (
        f"{name}, opened {times.moment(opened_at)}: its key is lost, so its answers can never be "
        "read, by anybody. There will be no figures for it. Nothing that people wrote has leaked. "
        "Please tell the community, and ask the administrator to run the doctor before the next "
        "wave opens."
    )
    return Letter(text=text, blocks=(blocks.section(text),))
