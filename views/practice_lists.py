"""An author's own examples: on Home, and as a list with state, place in the queue and next date."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from models.practice import Practice, PracticeState
from views import blocks, inputs, practice_page, times
from views.blocks import Block
from views.practice_fields import BESIDE

SHARE, CONTINUE, MINE = "practice.share", "practice.continue", "practice.mine"
READ, DELETE = "practice.read", "practice.delete"
WITHDRAW, WITHDRAWAL, REASON = "practice.withdraw", "practice.withdrawal", "reason"
REASON_NEEDED = "Please say why in a few words; the author reads it."

SHOWN, ON_HOME = 30, 3
HELP = (
    "*/practice* shares something that worked, or continues your draft.\n"
    "*/practice mine* lists your drafts and examples, and where they are.\n"
    "*/practice search WORDS* looks for examples of others.\n"
    "*/practice queue* shows reviewers what waits; */practice volunteer* lets NQSWs review."
)
WORDS = {
    PracticeState.DRAFT: "Draft. Only you can see it.",
    PracticeState.CHECKING: "Not sent yet: something in it may show who somebody is.",
    PracticeState.IN_REVIEW: "With the reviewers.",
    PracticeState.STOPPED: "Stopped: something that may show who somebody is must go first.",
    PracticeState.CHANGES_ASKED: "Reviewers ask for changes. Nothing happens until you send it.",
    PracticeState.NOT_NOW: "Reviewers have decided: not now.",
    PracticeState.PUBLISHED: "Shared with the sector.",
    PracticeState.EXPIRED: "No longer in the library: its review date has passed.",
    PracticeState.WITHDRAWN: "Withdrawn. Nobody finds it any more.",
}
REVIEWERS = "reviewers"
REPLACED = "Its new version has taken its place in the library."
RENEWED = " It is a new version; what is published stays as it is."
UNFINISHED = {
    PracticeState.DRAFT,
    PracticeState.CHECKING,
    PracticeState.STOPPED,
    PracticeState.CHANGES_ASKED,
}


def to_do(found: Sequence[Practice]) -> list[Block]:
    """What waits for its author, a line each."""
    shown = [_waiting(one) for one in found[:ON_HOME]]
    if len(found) > ON_HOME:
        rest = blocks.button("My examples", MINE)
        shown.append(blocks.section(f"{len(found) - ON_HOME} more wait for you.", rest))
    return shown


def for_home() -> list[Block]:
    """Where sharing begins."""
    return [
        blocks.header("Good practice"),
        blocks.section("Something worked? Others would like to know, and to copy it."),
        blocks.actions(
            blocks.button("Share good practice", SHARE), blocks.button("My examples", MINE)
        ),
    ]


def mine(found: Sequence[Practice], places: Mapping[UUID, int]) -> Block:
    """All that somebody has written, the newest first."""
    shown = [block for one in found[:SHOWN] for block in _entry(one, places.get(one.id))]
    if not found:
        shown = [blocks.section("You have not shared anything yet.")]
    if len(found) > SHOWN:
        shown.append(blocks.quiet(f"The newest {SHOWN} of {len(found)} are shown."))
    shown.append(blocks.actions(blocks.button("Share good practice", SHARE)))
    return blocks.modal("practice.list", "My examples", shown)


def offer(drafts: Sequence[Practice]) -> Block:
    """Drafts to continue, before a new one is begun."""
    shown = [block for one in drafts[:SHOWN] for block in _entry(one, None)]
    head = blocks.section("*You have something unfinished.* Continue it, or begin a new one.")
    new = blocks.actions(blocks.button("Begin a new one", SHARE))
    return blocks.modal("practice.offer", "Share good practice", [head, *shown, new])


def full(practice: Practice, content: list[Block]) -> Block:
    """The author's own example in full; the content is all that stands beneath its title."""
    head = [
        blocks.header(practice_page.title(practice.content)),
        blocks.quiet(_where(practice)),
    ]
    return blocks.modal("practice.full", "Your example", [*head, *content])


def withdrawal(practice: Practice, *, is_author: bool) -> Block:
    """The question before something is taken back."""
    element = inputs.text(500, is_long=True)
    return blocks.modal(
        WITHDRAWAL,
        "Withdraw",
        [
            blocks.words(f"Withdraw “{practice_page.title(practice.content)}”?"),
            blocks.section(
                f"Nobody finds it from then on, and this cannot be undone.{renewed(practice)}"
            ),
            blocks.field(REASON, "Reason", element, hint=BESIDE, is_optional=is_author),
        ],
        submit="Withdraw",
        private_metadata=str(practice.id),
    )


def withdrawn(practice: Practice) -> Block:
    return blocks.modal(
        "practice.withdrawn",
        "Withdrawn",
        [
            blocks.section(
                "It is withdrawn. Nobody finds it any more, and nobody reviews it."
                f"{renewed(practice)}"
            )
        ],
    )


def renewed(one: Practice) -> str:
    """That this is to take the place of a published example; nothing once it was published."""
    return RENEWED if one.follows and one.review_on is None else ""


def continue_button(practice: Practice) -> Block:
    """The way back into the form, by the name that fits."""
    is_asked = practice.state in {PracticeState.CHANGES_ASKED, PracticeState.STOPPED}
    label = "Change my example" if is_asked else "Continue your draft"
    return blocks.button(label, CONTINUE, str(practice.id))


def _waiting(one: Practice) -> Block:
    title = practice_page.title(one.content)
    text = f"{title}\n{_where(one)} Last saved on {times.moment(one.changed_at)}."
    return {**blocks.words(text), "accessory": continue_button(one)}


def _entry(one: Practice, place: int | None) -> list[Block]:
    text = f"{practice_page.title(one.content)}\n{_where(one)}{_next(one, place)}"
    buttons = [continue_button(one)] if one.state in UNFINISHED else []
    if one.state not in UNFINISHED or one.was_sent:
        buttons.append(blocks.button("Read it all", READ, str(one.id)))
    if not one.was_sent and one.state in UNFINISHED:
        asked = blocks.confirm(
            "Delete this draft?", "Its text and files are gone for good.", "Delete", "Keep it"
        )
        buttons.append(blocks.button("Delete this draft", DELETE, str(one.id), confirm=asked))
    elif one.state is not PracticeState.WITHDRAWN:
        buttons.append(blocks.button("Withdraw", WITHDRAW, str(one.id)))
    return [blocks.words(text), blocks.actions(*buttons)]


def _where(one: Practice) -> str:
    if one.state is PracticeState.WITHDRAWN and one.changed_by == REVIEWERS:
        return REPLACED
    return f"{WORDS[one.state]}{renewed(one)}"


def _next(one: Practice, place: int | None) -> str:
    if one.state is PracticeState.IN_REVIEW and one.due_at:
        rank = f" Place {place} in the queue." if place else ""
        return f"{rank} You hear by {times.local_day(one.due_at)}."
    if one.state is PracticeState.PUBLISHED and one.review_on:
        return f" Its review date is {times.day(one.review_on)}."
    return f" Last changed on {times.local_day(one.changed_at)}."
