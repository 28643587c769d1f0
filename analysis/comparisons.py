"""Many comparisons at once: of a hundred items that stayed the same, five would seem to change."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from analysis.change import Change, Verdict

Key = TypeVar("Key", bound=Hashable)

FALSE_DISCOVERIES = 0.05


@dataclass(frozen=True)
class Joint:
    """One change among many: its adjusted probability, and what may be said of it.

    `alone` is what would be said if nothing else had been compared.
    """

    change: Change
    adjusted_p: float
    verdict: Verdict

    @property
    def alone(self) -> Verdict:
        return self.change.verdict


def adjusted(chances: Mapping[Key, float]) -> dict[Key, float]:
    """Give each probability as the joint correction of Benjamini and Hochberg (1995) has it.

    Those up to 0.05 may be called changes: at most one in twenty of all that are called so is
    expected to be chance. Adjusted values are never below the given ones and keep their order.
    A probability outside 0 to 1 is a ValueError.
    """
    if any(not 0 <= p <= 1 for p in chances.values()):
        raise ValueError("A probability is between 0 and 1.")
    lowest, result = 1.0, {}
    ordered = sorted(chances.items(), key=lambda pair: pair[1], reverse=True)
    for place, (key, p) in enumerate(ordered):
        lowest = min(lowest, p * (len(ordered) / (len(ordered) - place)))
        result[key] = lowest
    return {key: result[key] for key in chances}


def jointly(changes: Mapping[Key, Change]) -> dict[Key, Joint]:
    """Say of many changes together which rose and fell: never more than each alone would say."""
    chances = adjusted({key: one.p for key, one in changes.items()})
    return {key: Joint(one, chances[key], _said(one, chances[key])) for key, one in changes.items()}


def _said(change: Change, adjusted_p: float) -> Verdict:
    return change.verdict if adjusted_p <= FALSE_DISCOVERIES else Verdict.NO_CLEAR_CHANGE
