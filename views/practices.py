"""Good practice as its author meets it: news of every step, in plain words."""

from models.practice import Practice, PracticeState
from views import blocks, practice_lists, times
from views.letters import Letter
from views.practice_page import title, whole

__all__ = ["news", "title", "whole"]

LONGEST_REASON = 1_500


def news(practice: Practice) -> Letter | None:
    """What the author hears when the example is in a new state; None while it is a draft."""
    if practice.state is PracticeState.DRAFT:
        return None
    due = times.local_day(practice.due_at) if practice.due_at else "soon"
    review = f" We ask you on {times.day(practice.review_on)}" if practice.review_on else ""
    told = {
        PracticeState.CHECKING: (
            "It is not sent yet: the app found something that may show who somebody is. "
            "Please change it, or say why it identifies nobody; then send it."
        ),
        PracticeState.IN_REVIEW: (
            "We have received it. Two champions and one NQSW from other employers read it, "
            f"and you hear from us by {due}."
        ),
        PracticeState.STOPPED: (
            "A reviewer stopped it, because somebody could be recognised. Please take that out "
            "and send it again; the same reviewers read it once more."
        ),
        PracticeState.CHANGES_ASKED: (
            "The reviewers ask for changes. Their words stand beside each field of the form. "
            "When you send it again, the same reviewers read it."
        ),
        PracticeState.NOT_NOW: "The reviewers decided not to share it now. Thank you for it.",
        PracticeState.PUBLISHED: (
            "The reviewers decided to share it with the sector. Thank you. You hear when somebody "
            f"uses it.{review and review + ' whether it still holds.'}"
        ),
        PracticeState.EXPIRED: (
            "Its review date has passed, so nobody finds it any more. You can still read it."
        ),
        PracticeState.WITHDRAWN: "It is withdrawn. Nobody finds it any more.",
    }[practice.state]
    return _letter(practice, told)


def withdrawn() -> Letter:
    """What stands where somebody else than its author was told of an example."""
    text = "An example stood here. It was withdrawn, so there is nothing left to do."
    return Letter(text, (blocks.section(text),))


def _letter(practice: Practice, told: str) -> Letter:
    name, reason = title(practice.content), practice.reason.strip()[:LONGEST_REASON]
    text = f"Your example “{blocks.escape(name)}”: {told}"
    shown = [blocks.words(f"Your example “{name}”"), blocks.section(told)]
    if reason:
        text = f"{text} The reason: {blocks.escape(reason)}"
        shown.append(blocks.words(f"The reason: {reason}"))
    if practice.state in practice_lists.UNFINISHED:
        button = practice_lists.continue_button(practice)
    else:
        button = blocks.button("Read it all", practice_lists.READ, str(practice.id))
    return Letter(text, (*shown, blocks.actions(button)))
