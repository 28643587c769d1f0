"""What a wave asks: never more than seven, everyone the same, and nothing twice in a round."""

from itertools import chain
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import questionnaire
from models.questionnaire import Item, OpenQuestion, Questionnaire
from models.rotation import choose

PULSE = questionnaire.load("pulse")
CRITERION = {item.id: item.criterion for item in PULSE.items}
SEEDS = st.integers(0, 2**32)


def made(criteria: list[str], anchors: int = 4, open_questions: int = 2) -> Questionnaire:
    def item(item_id: str, criterion: str, anchor: bool) -> Item:
        return Item(item_id, anchor, criterion, (1,), (1,), (1,), f"Statement {item_id}.")

    return Questionnaire(
        id="made",
        version=1,
        title="Made",
        minutes=1,
        scale=("a", "b", "c", "d", "e"),
        does_not_apply="n",
        items=(
            *(item(f"A{n}", "C1", anchor=True) for n in range(anchors)),
            *(item(f"{n:02}", one, anchor=False) for n, one in enumerate(criteria)),
        ),
        open_questions=tuple(OpenQuestion(f"O{n}", f"Why {n}?") for n in range(open_questions)),
    )


def waves(asked: Questionnaire, count: int, seed: int) -> list[tuple[str, ...]]:
    random, history = Random(seed), list[tuple[str, ...]]()
    for _ in range(count):
        history.append(choose(asked, history, random))
    return history


SHAPES = st.builds(
    made,
    st.lists(st.sampled_from(["C1", "C2", "C3", "C4"]), max_size=15),
    st.integers(1, 4),
    st.integers(0, 3),
)


@given(SEEDS)
def test_a_pulse_asks_four_anchors_two_items_and_one_open_question(seed: int) -> None:
    for wave in waves(PULSE, 5, seed):
        assert wave[:4] == ("A1", "A2", "A3", "A4")
        assert all(one.isdigit() for one in wave[4:6])
        assert wave[6:] in {("O1",), ("O2",)}


@settings(max_examples=25)
@given(SEEDS)
def test_the_two_items_come_from_two_criteria_through_every_round(seed: int) -> None:
    for wave in waves(PULSE, 27, seed):
        assert CRITERION[wave[4]] != CRITERION[wave[5]]


@settings(max_examples=25)
@given(SEEDS)
def test_thirteen_waves_ask_all_items_of_the_pulse_once(seed: int) -> None:
    asked = [one for wave in waves(PULSE, 26, seed) for one in wave[4:6]]

    assert sorted(asked[:26]) == sorted(asked[26:]) == [f"{n:02}" for n in range(1, 27)]


@settings(max_examples=25)
@given(SEEDS)
def test_no_item_comes_back_within_three_waves(seed: int) -> None:
    history = waves(PULSE, 30, seed)

    for first, second, third in zip(history, history[1:], history[2:], strict=False):
        assert len({*first[4:6], *second[4:6], *third[4:6]}) == 6


@given(SEEDS)
def test_open_questions_alternate(seed: int) -> None:
    assert [wave[-1] for wave in waves(PULSE, 4, seed)] == ["O1", "O2", "O1", "O2"]


@given(SHAPES, SEEDS)
def test_no_item_of_any_set_is_repeated_until_all_have_been_asked(
    asked: Questionnaire, seed: int
) -> None:
    rotating = [item.id for item in asked.rotating]
    if len(rotating) < 3:
        return
    history = waves(asked, 20, seed)
    counts = dict.fromkeys(rotating, 0)

    for wave in history:
        for one in set(wave) & counts.keys():
            counts[one] += 1
        assert max(counts.values()) - min(counts.values()) <= 1 + (len(rotating) % 2)


@given(SHAPES, SEEDS)
def test_a_wave_asks_seven_questions_at_most_in_the_order_of_the_set(
    asked: Questionnaire, seed: int
) -> None:
    order = [question.id for question in asked.questions]

    for wave in waves(asked, 12, seed):
        assert len(wave) <= 7
        assert list(wave) == sorted(set(wave), key=order.index)


@given(SEEDS, st.integers(0, 15))
def test_the_same_history_and_randomness_ask_the_same(seed: int, count: int) -> None:
    history = waves(PULSE, count, seed)

    assert choose(PULSE, history, Random(seed)) == choose(PULSE, history, Random(seed))


def test_items_that_a_new_version_no_longer_has_are_forgotten() -> None:
    wave = choose(PULSE, [("A1", "old", "older", "gone?")], Random(1))

    assert len(wave) == 7


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_set_with_few_items_asks_them_all(count: int) -> None:
    asked = made(["C1", "C1"][:count])

    assert len(list(chain.from_iterable(waves(asked, 1, seed=1)))) == 5 + count
