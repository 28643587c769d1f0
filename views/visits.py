"""The way from Slack to the pages: a button, and a window with a link that works once."""

from models.policy import Visiting
from views import blocks
from views.blocks import Block

OPEN = "results.open"
# Slack tells us of a press on a link, too.
FOLLOWED = "results.followed"


def button() -> Block:
    """Asks for a link; on Home, under results, and wherever results are told of."""
    return blocks.button("Open the results page", OPEN)


def way_in(link: str, lasting: Visiting) -> Block:
    """A window with the link behind a button: Slack looks ahead at links that stand in a text."""
    text = (
        "This link opens the results in your browser. It works once, within "
        f"{lasting.link_minutes} minutes, and shows what you may see: please do not pass it on. "
        f"You stay signed in for {lasting.visit_hours} hours, or until you sign out there."
    )
    go = blocks.button("Open in the browser", FOLLOWED, url=link, style="primary")
    return blocks.modal("results", "Open the results", [blocks.section(text), blocks.actions(go)])
