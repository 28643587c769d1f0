"""The promise, in the words that users see, and what to say beside it."""

from views import blocks
from views.blocks import Block

ACTION = "promise.read"

SHORT = (
    "Your answers are locked until the pulse closes. Then your name is removed and the key is "
    "destroyed: after that nobody, including us, can find out which answers were yours. "
    "Your employer never sees whether you answered."
)

SAFEGUARDING = (
    "This box is not monitored. If a child or adult is at risk, use your organisation's "
    "safeguarding procedure now, or call 999."
)

NAME_NOBODY = (
    "Leave out names and anything that could identify a child, a family, a carer or a colleague."
)


def whole(floor: int, text_floor: int) -> tuple[str, ...]:
    """The whole promise, a paragraph each, with the floors in force."""
    return (
        (
            "While the pulse is open your answers are stored locked. You can change or delete "
            "them. When it closes, we remove your name, mix all answers, and destroy the key. "
            "After that nobody, including us, can find out which answers were yours."
        ),
        (
            f"Your employer never sees whether you answered. Groups of fewer than {floor} people "
            "never get their own figure: they are combined with others. Comments are shown only "
            f"from groups of {text_floor} or more, after names are removed. Your writing style or "
            "your story may still give you away, so leave out names and case details."
        ),
        ("This box is not monitored. If a child or adult is at risk, use your safeguarding route."),
        (
            "After closing we cannot show or delete your answers, because we cannot find them. "
            "Slack carries them to us; we never repeat them in a message."
        ),
    )


def modal(floor: int, text_floor: int) -> Block:
    """The whole promise to read."""
    paragraphs = [blocks.section(text) for text in whole(floor, text_floor)]
    return blocks.modal("promise", "Our promise", paragraphs)


def button() -> Block:
    return blocks.button("Read the whole promise", ACTION)
