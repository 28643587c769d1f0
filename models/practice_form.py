"""The fields of a good practice example: what is asked, in which step, and how long it may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from models import headings
from models.refusals import BadInput

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
    Field("title", "Title", "In a few words. Enter shows similar examples.", 120, 1, is_long=False),
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


# What is chosen, by the step in which it is asked.
CRITERIA, HEADINGS, DECLARED = "criteria", "headings", "declarations"
LISTS = {CRITERIA: 1, HEADINGS: 2, DECLARED: 3}
# The lists that an example may touch, by the word before the colon: their id, how people call them.
SETS = {
    "kss": ("kss-2018", "KSS"),
    "pcf": ("pcf-2018", "PCF"),
    "es": ("employer-standards-2020", "Employer Standards"),
}


def of_step(step: int) -> list[Field]:
    """The texts that one step asks for."""
    return [field for field in FIELDS if field.step == step]


def readable(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What of a form is kept: our fields, within their limits; BadInput where one is too long."""
    content: dict[str, Any] = {}
    for name, value in typed.items():
        if name in BY_NAME:
            content[name] = _within(BY_NAME[name], str(value or "").strip())
        elif name in LISTS:
            chosen = {str(one) for one in value or ()}
            content[name] = [one for one in offered(name) if one in chosen]
    return content


def offered(name: str) -> list[str]:
    """What can be chosen in a list."""
    if name == CRITERIA:
        return [one.code for one in headings.load()["criteria-2026"].headings]
    if name == HEADINGS:
        known = headings.load()
        return [
            f"{kind}:{one.code}" for kind, (of, _) in SETS.items() for one in known[of].headings
        ]
    return list(DECLARATIONS)


def check_step(content: Mapping[str, Any], step: int) -> None:
    """Refuse a step with something missing or wrong, with words for under its field."""
    for field in of_step(step):
        if field.is_required and not text_of(dict(content), field.name):
            raise BadInput(field.name, f"Please write something about “{field.label}”.")
    if step == LISTS[CRITERIA] and not content.get(CRITERIA):
        raise BadInput(CRITERIA, "Please choose one or more criteria.")
    if step == LISTS[DECLARED]:
        _check_link(text_of(dict(content), "link"))
        if set(content.get(DECLARED) or ()) != set(DECLARATIONS):
            raise BadInput(DECLARED, "Please tick both. If you cannot, do not send it yet.")


def first_open_step(content: Mapping[str, Any]) -> int:
    """The first step that lacks something; one more than there are when nothing does."""
    for step in range(1, STEPS + 1):
        try:
            check_step(content, step)
        except BadInput:
            return step
    return STEPS + 1


def _within(field: Field, text: str) -> str:
    if len(text) > field.limit:
        over = len(text) - field.limit
        why = f"“{field.label}” has room for {field.limit} characters: {over} too many."
        raise BadInput(field.name, why)
    return text


def _check_link(link: str) -> None:
    if not link:
        return
    wrong = BadInput("link", "Please give a whole address that starts with https://, or nothing.")
    try:
        parts = urlsplit(link)
    except ValueError:
        raise wrong from None
    is_whole = parts.scheme.lower() == "https" and bool(parts.hostname)
    if not is_whole or not link.isprintable() or " " in link:
        raise wrong
