"""Many comparisons at once: of a hundred items that stayed the same, five would seem to change."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

FALSE_DISCOVERIES = 0.05


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
