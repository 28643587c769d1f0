"""The rule of the readers, case by case."""

from itertools import permutations

import pytest

from models.policy import Reviewing
from models.review import Proposal, Seat
from models.verdict import GENERAL, Outcome, Vote, decide

SHARE, CHANGES, NOT_NOW = Proposal.SHARE, Proposal.CHANGES, Proposal.NOT_NOW
NUMBERS = Reviewing()


def votes(champions: tuple[Proposal, ...], *nqsws: Proposal) -> list[Vote]:
    cast = [Vote(Seat.CHAMPION, one) for one in champions]
    return [*cast, *(Vote(Seat.NQSW, one) for one in nqsws)]


CASES = [
    ((), (), Outcome.WAIT),
    ((SHARE, SHARE), (), Outcome.WAIT),
    ((SHARE,), (SHARE,), Outcome.WAIT),
    ((SHARE, SHARE), (SHARE,), Outcome.SHARE),
    ((SHARE, SHARE), (NOT_NOW,), Outcome.SHARE),
    ((SHARE, CHANGES), (SHARE,), Outcome.SHARE),
    ((SHARE, CHANGES), (CHANGES,), Outcome.CHANGES),
    ((NOT_NOW, NOT_NOW), (SHARE,), Outcome.NOT_NOW),
    ((NOT_NOW, CHANGES), (NOT_NOW,), Outcome.NOT_NOW),
    ((SHARE, NOT_NOW), (SHARE,), Outcome.SPLIT),
    ((SHARE, NOT_NOW), (NOT_NOW,), Outcome.SPLIT),
    ((SHARE, CHANGES), (NOT_NOW,), Outcome.SPLIT),
    ((SHARE, NOT_NOW, SHARE), (SHARE,), Outcome.SHARE),
    ((SHARE, NOT_NOW, NOT_NOW), (NOT_NOW,), Outcome.NOT_NOW),
    ((SHARE, NOT_NOW, NOT_NOW), (SHARE,), Outcome.CHANGES),
    ((SHARE, CHANGES, CHANGES), (NOT_NOW,), Outcome.CHANGES),
    ((SHARE, CHANGES, SHARE), (NOT_NOW,), Outcome.CHANGES),
]


@pytest.mark.parametrize(("champions", "nqsws", "outcome"), CASES)
def test_the_votes_decide_by_the_rule_in_whatever_order(
    champions: tuple[Proposal, ...], nqsws: tuple[Proposal, ...], outcome: Outcome
) -> None:
    cast = votes(champions, *nqsws)

    assert {decide(order, NUMBERS).outcome for order in permutations(cast)} == {outcome}


def test_unsafe_by_anyone_stops_it_before_anybody_else_has_spoken() -> None:
    unsafe = Vote(Seat.NQSW, SHARE, {"safe": 0}, reason="The school is named.")

    verdict = decide([unsafe], NUMBERS)

    assert (verdict.outcome, verdict.reason) == (Outcome.STOP, "The school is named.")


def test_sharing_means_the_library_and_every_way_that_somebody_proposed() -> None:
    cast = [
        Vote(Seat.CHAMPION, SHARE, ways=["mentor"]),
        Vote(Seat.CHAMPION, SHARE, ways=["newsletter"]),
        Vote(Seat.NQSW, CHANGES, ways=["event"]),
    ]

    assert decide(cast, NUMBERS).ways == ("library", "newsletter", "mentor")


def test_the_author_gets_the_words_of_all_field_by_field() -> None:
    cast = [
        Vote(Seat.CHAMPION, CHANGES, changes={"problem": "For whom?"}),
        Vote(Seat.CHAMPION, SHARE, reason="Nearly there."),
        Vote(Seat.NQSW, CHANGES, changes={"problem": "Shorter, please."}),
    ]

    words = decide(cast, NUMBERS).changes

    assert words == {"problem": ["For whom?", "Shorter, please."], GENERAL: ["Nearly there."]}
