"""The fields of a good practice example: what is asked, in which step, and how long it may be."""

from dataclasses import dataclass
from typing import Any

# What somebody says before an example is sent.
DECLARATIONS = {
    "no_person": "No child, family, carer or colleague can be recognised from this",
    "may_share": "I may share this, and my manager knows about it",
}


@dataclass(frozen=True)
class Field:
    """One text of an example; limits are characters."""

    name: str
    label: str
    hint: str
    limit: int
    step: int
    is_required: bool = True
    is_long: bool = True


FIELDS = (
    Field("title", "Title", "What is it, in a few words?", 120, 1, is_long=False),
    Field("problem", "Problem", "What was difficult, and for whom?", 1500, 1),
    Field("what_we_did", "What we did", "Step by step, in plain words.", 2500, 1),
    Field(
        "who_time_cost",
        "Who was involved, time and cost",
        "Roles, not names. How much time did it take, and what did it cost?",
        1000,
        2,
    ),
    Field(
        "what_changed",
        "What changed and how we know",
        "Say what you saw or counted. “It is too early to tell” is an answer, too.",
        1500,
        2,
    ),
    Field(
        "nqsws_said",
        "What NQSWs said about it",
        "In your words, without anything that shows who said it.",
        1000,
        2,
        is_required=False,
    ),
    Field(
        "differently",
        "What we would do differently",
        "What would you tell somebody who starts tomorrow?",
        1000,
        2,
        is_required=False,
    ),
    Field("how_to_copy", "How to copy it", "What does another employer need first?", 1500, 3),
    Field(
        "equality",
        "Equality effects",
        "Who gains most, and who might be left out?",
        1000,
        3,
        is_required=False,
    ),
    Field(
        "contact",
        "Contact",
        "Best a role mailbox, such as asye@your-employer.gov.uk.",
        200,
        3,
        is_long=False,
    ),
    Field(
        "link",
        "Link",
        "A page where people can read more.",
        500,
        3,
        is_required=False,
        is_long=False,
    ),
)
BY_NAME = {one.name: one for one in FIELDS}
STEPS = 3

# The fields that are shown to others and looked through for identifiers; a contact and a link are
# meant to lead to somebody.
SCREENED = tuple(one.name for one in FIELDS if one.name not in {"contact", "link"})


def text_of(content: dict[str, Any], name: str) -> str:
    """What stands in a field; empty where nothing was written."""
    return str(content.get(name) or "")
