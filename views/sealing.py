"""What co-ordinators are told when a wave cannot be sealed."""

from datetime import datetime

from views import blocks, times
from views.letters import Letter


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
