"""The way from Slack to the pages: a button, and a window with a link that works once."""

from views import blocks
from views.blocks import Block

OPEN = "results.open"
# Slack tells us of a press on a link, too.
FOLLOWED = "results.followed"

WAY_IN = (
    "This link opens the results in your browser. It works once, within ten minutes, and shows "
    "what you may see: please do not pass it on. You stay signed in for eight hours, or until you "
    "sign out there."
)


def button() -> Block:
    """Asks for a link; on Home, under results, and wherever results are told of."""
    return blocks.button("Open the results page", OPEN)


def way_in(link: str) -> Block:
    """A window with the link behind a button: Slack looks ahead at links that stand in a text."""
    go = blocks.button("Open in the browser", FOLLOWED, url=link, style="primary")
    return blocks.modal("results", "Open the results", [blocks.section(WAY_IN), blocks.actions(go)])
