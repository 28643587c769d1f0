"""Good practice as its author meets it: news of every step, in plain words."""

from collections.abc import Mapping

from models.policy import Reviewing
from models.practice import Practice, PracticeState, Way
from models.review import Seat
from views import blocks, practice_lists, times
from views.letters import Letter
from views.practice_page import title
from views.review_card import WAYS

LONGEST_REASON = 1_500
_NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}
_DECIDED = {
    PracticeState.STOPPED: (
        "On {at}, {who} stopped it, because somebody could be recognised. Please take that out "
        "and send it again; the same reviewers read it once more."
    ),
    PracticeState.CHANGES_ASKED: (
        "The reviewers ask for changes: {who} decided so on {at}. Their words stand beside each "
        "field of the form. When you send it again, the same reviewers read it."
    ),
    PracticeState.NOT_NOW: "On {at}, {who} decided not to share it now. Thank you for it.",
    PracticeState.WITHDRAWN: "On {at}, its new version took its place in the library.",
    PracticeState.PUBLISHED: (
        "On {at}, {who} decided to share it with the sector{ways}. Thank you. "
        "You hear when somebody uses it."
    ),
}


def news(practice: Practice, deciders: Mapping[Seat, int], numbers: Reviewing) -> Letter | None:
    """What the author hears when the example is in a new state; None while it is a draft.

    The deciders are those whose views brought it there, by the role in which they gave them; the
    numbers say who reads what was sent.
    """
    by_reviewers = practice.changed_by == practice_lists.REVIEWERS
    told = _decided(practice, deciders) if by_reviewers else _moved(practice, numbers)
    return _letter(practice, told) if told else None


def readers(numbers: Reviewing) -> str:
    """Who reads an example, such as "two champions and one NQSW from other employers"."""
    read = [_many(numbers.champions, "champion"), _many(numbers.nqsws, "NQSW")]
    return f"{' and '.join(filter(None, read))} from other employers"


def who_decided(deciders: Mapping[Seat, int]) -> str:
    """Such as "two champions and an NQSW"; never a name."""
    one = {Seat.CHAMPION: ("champion", "a champion"), Seat.NQSW: ("NQSW", "an NQSW")}
    said = [
        single if deciders.get(seat) == 1 else _many(deciders.get(seat, 0), name)
        for seat, (name, single) in one.items()
    ]
    return " and ".join(filter(None, said)) or "the reviewers"


def _many(count: int, name: str) -> str:
    """Such as "two champions"; empty when there are none."""
    if not count:
        return ""
    return f"{_NUMBERS.get(count, 'several')} {name}{'' if count == 1 else 's'}"


def _decided(practice: Practice, deciders: Mapping[Seat, int]) -> str:
    """What reviewers decided, in what roles, when, and how it is shared."""
    told = _DECIDED.get(practice.state, "").format(
        at=times.moment(practice.changed_at), who=who_decided(deciders), ways=_ways(practice)
    )
    if practice.state is PracticeState.PUBLISHED and practice.review_on:
        told += f" We ask you on {times.day(practice.review_on)} whether it still holds."
    return told


def _ways(practice: Practice) -> str:
    chosen = [WAYS[Way(way)].lower() for way in practice.ways]
    return f" ({', '.join(chosen)})" if chosen else ""


def _moved(practice: Practice, numbers: Reviewing) -> str | None:
    """What is said of a step that no reviewer decided: what it is, by which role, and when."""
    at, by = times.moment(practice.changed_at), practice.changed_by
    who = "You" if by == "author" else f"A {by}"
    due = times.local_day(practice.due_at) if practice.due_at else "soon"
    on = practice.review_on
    review = f" Its next review date is {times.day(on)}." if on else ""
    return {
        PracticeState.CHECKING: (
            "It is not sent yet: the app found something that may show who somebody is. "
            "Please change it, or say why it identifies nobody; then send it."
        ),
        PracticeState.IN_REVIEW: (
            f"We have received it on {at}. It is read by {readers(numbers)}, and you hear from "
            f"us by {due}."
        ),
        PracticeState.PUBLISHED: (
            f"{who} said on {at} that it still holds, so it is in the library again.{review}"
        ),
        PracticeState.EXPIRED: (
            f"Its review date has passed, so since {at} nobody finds it any more. "
            "You can still read it."
        ),
        PracticeState.WITHDRAWN: (
            f"{who} withdrew it on {at}. Nobody finds it any more."
            f"{practice_lists.renewed(practice)}"
        ),
    }.get(practice.state)


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
