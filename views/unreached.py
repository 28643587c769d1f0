"""Who could not be reached, and why, for those who can do something about it."""

from collections.abc import Sequence

from views import blocks
from views.blocks import Block

MOST_LINES = 90

# Slack's word for why a message did not arrive, and ours.
REASONS = {
    "user_not_found": "Slack knows no such account.",
    "channel_not_found": "Slack knows no such account.",
    "is_inactive": "The account is deactivated.",
    "cannot_dm_bot": "The account is a bot.",
    "messages_tab_disabled": "This app's messages are switched off. Tell the administrator.",
    "restricted_action": "The workspace does not let this app write to them.",
}


def line(name: str, reason: str) -> str:
    """One person and the reason."""
    return f"{name}: {REASONS.get(reason) or reason.replace('_', ' ')}"


def modal(lines: Sequence[str]) -> Block:
    """All of them, to read."""
    shown = [blocks.words(one) for one in lines[:MOST_LINES]]
    return blocks.modal(
        "unreached", "Not reached", shown or [blocks.section("Everybody was reached.")]
    )
