"""Good practice as its author meets it: news of every step, in plain words."""

from models.practice import Practice, PracticeState
from views.letters import Letter
from views.practice_page import title, whole

__all__ = ["news", "title", "whole"]


def news(practice: Practice) -> Letter | None:
    """What the author hears when the example is in a new state; None while it is a draft."""
    if practice.state is PracticeState.DRAFT:
        return None
    return Letter(f"Your example is now: {practice.state.value}.")
