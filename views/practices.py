"""Good practice as its author meets it: the form in steps, drafts, states, and news."""

from models.practice import Practice, PracticeState
from views.letters import Letter


def news(practice: Practice) -> Letter | None:
    """What the author hears when the example is in a new state; None while it is a draft."""
    if practice.state is PracticeState.DRAFT:
        return None
    return Letter(f"Your example is now: {practice.state.value}.")
