"""Which questions a wave asks: the anchors, two items in turn, and one open question."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, combinations, product
from random import Random

from models.questionnaire import Item, Questionnaire

IN_TURN = 2
# An item rests for so many waves, also when a new round begins right after it was asked.
RESTS = 2

Pair = tuple[Item, ...]


def choose(
    questionnaire: Questionnaire, history: Sequence[Sequence[str]], random: Random
) -> tuple[str, ...]:
    """Give the ids for the next wave, in the order of asking; earlier waves come oldest first."""
    rotating = _in_turn(questionnaire.rotating, history, random)
    asked = {item.id for item in (*questionnaire.anchors, *rotating)}
    return (
        *(item.id for item in questionnaire.anchors),
        *(item.id for item in questionnaire.rotating if item.id in asked),
        *_open_question(questionnaire, history),
    )


def _in_turn(
    items: tuple[Item, ...], history: Sequence[Sequence[str]], random: Random
) -> Iterable[Item]:
    if len(items) <= IN_TURN:
        return items
    waiting = _waiting(items, history)
    resting = set(chain.from_iterable(history[-RESTS:]))
    held = Counter(item.criterion for item in waiting)
    ranked = [(_rank(pair, held, resting), pair) for pair in _pairs(items, waiting)]
    best = min(rank for rank, _ in ranked)
    return random.choice([pair for rank, pair in ranked if rank == best])


def _waiting(items: tuple[Item, ...], history: Sequence[Sequence[str]]) -> list[Item]:
    """Give the items not yet asked in this round; a round ends when all have been asked."""
    known = {item.id for item in items}
    asked: set[str] = set()
    for wave in history:
        now = known.intersection(wave)
        # What the wave asks again, while it ends a round, already belongs to the next one.
        asked = asked & now if asked | now == known else asked | now
    return [item for item in items if item.id not in asked]


def _pairs(items: tuple[Item, ...], waiting: list[Item]) -> Iterable[Pair]:
    if len(waiting) >= IN_TURN:
        return combinations(waiting, IN_TURN)
    # The last of an uneven round shares its wave with the first of the next round.
    return product(waiting, [item for item in items if item not in waiting])


def _rank(pair: Pair, held: Counter[str], resting: set[str]) -> tuple[int, bool, bool]:
    """Tell how far a pair is from what we want; the best pairs share the lowest rank."""
    criteria = [item.criterion for item in pair]
    most = max(count - criteria.count(criterion) for criterion, count in held.items())
    return (
        sum(item.id in resting for item in pair),
        criteria[0] == criteria[1],
        # Once a criterion holds more than half of what is left, it must meet itself later.
        2 * most > held.total() - IN_TURN + 1,
    )


def _open_question(questionnaire: Questionnaire, history: Sequence[Sequence[str]]) -> list[str]:
    ids = [question.id for question in questionnaire.open_questions]
    asked = [ids.index(one) for one in chain.from_iterable(history) if one in ids]
    return [ids[(asked[-1] + 1) % len(ids)]] if asked else ids[:1]
