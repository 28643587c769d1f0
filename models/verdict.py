"""The rule by which readers decide over an example: votes in, a verdict out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.policy import Reviewing
from models.practice import Way
from models.review import Proposal, Seat

# The seven acceptance tests; nought is no, one is partly, two is yes.
TESTS = ("relevant", "clear", "copyable", "honest", "nqsw_view", "inclusive", "safe")
SAFE = "safe"
MOST = 2

# The words that belong to no field.
GENERAL = "general"


class Outcome(StrEnum):
    """What follows from the votes that there are."""

    WAIT = "wait"
    STOP = "stop"
    SPLIT = "split"
    SHARE = "share"
    CHANGES = "changes"
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class Vote:
    """What one reader says of the newest version."""

    seat: Seat
    proposal: Proposal
    scores: Mapping[str, int] = field(default_factory=dict)
    ways: Sequence[str] = ()
    changes: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Verdict:
    """What follows, how it is shared, and the words for the author."""

    outcome: Outcome
    ways: tuple[str, ...] = ()
    changes: Mapping[str, list[str]] = field(default_factory=dict)
    reason: str = ""


def decide(votes: Sequence[Vote], numbers: Reviewing) -> Verdict:
    """Give what follows from the votes on one version, in whatever order they came.

    1. "Safe" at nought by anyone stops it at once, whatever else was said.
    2. Before the quorum of champions and NQSWs has spoken, nothing follows.
    3. What more than half propose is done, unless champions oppose each other (one would share
       it, one would not): an NQSW alone should not have to tip that scale.
    4. Otherwise they disagree, and one more champion reads it. With that vote, what more than half
       of all propose is done; and if there is still no such majority, changes are asked for, with
       everybody's words, because the author can answer words.

    Sharing always means the library, and every other way that anyone who would share it proposed.
    Changes carry the words of all who wrote some; "not now" the reasons of those who said so.
    """
    if stopping := [vote for vote in votes if vote.scores.get(SAFE) == 0]:
        return Verdict(Outcome.STOP, reason=_reasons(stopping))
    champions = [vote for vote in votes if vote.seat is Seat.CHAMPION]
    if len(champions) < numbers.champions or len(votes) - len(champions) < numbers.nqsws:
        return Verdict(Outcome.WAIT)
    has_further = len(champions) >= numbers.champions + numbers.further_champions
    proposal = _majority(votes)
    if has_further:
        return _verdict(proposal or Proposal.CHANGES, votes)
    if proposal is None or _oppose_each_other(champions):
        return Verdict(Outcome.SPLIT)
    return _verdict(proposal, votes)


def _majority(votes: Sequence[Vote]) -> Proposal | None:
    counted = Counter(vote.proposal for vote in votes)
    proposal, count = counted.most_common(1)[0]
    return proposal if count * 2 > len(votes) else None


def _oppose_each_other(champions: Sequence[Vote]) -> bool:
    return {Proposal.SHARE, Proposal.NOT_NOW} <= {vote.proposal for vote in champions}


def _verdict(proposal: Proposal, votes: Sequence[Vote]) -> Verdict:
    agreeing = [vote for vote in votes if vote.proposal is proposal]
    match proposal:
        case Proposal.SHARE:
            chosen = {Way.LIBRARY.value, *(way for vote in agreeing for way in vote.ways)}
            return Verdict(Outcome.SHARE, tuple(way for way in Way if way in chosen))
        case Proposal.NOT_NOW:
            return Verdict(Outcome.NOT_NOW, reason=_reasons(agreeing))
        case Proposal.CHANGES:
            return Verdict(Outcome.CHANGES, changes=_words(votes))


def _words(votes: Sequence[Vote]) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for vote in votes:
        for name, text in vote.changes.items():
            words.setdefault(name, []).append(text)
        if vote.reason:
            words.setdefault(GENERAL, []).append(vote.reason)
    return words


def _reasons(votes: Sequence[Vote]) -> str:
    return "\n".join(vote.reason for vote in votes if vote.reason)
