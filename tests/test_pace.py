"""The pace is even: no burst, no beat lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pacer

MINUTE = 60.0


@given(st.lists(st.floats(0, 3), min_size=50, max_size=400), st.integers(60, 1200))
def test_no_minute_holds_more_than_it_may_whatever_the_delays(
    delays: list[float], per_minute: int
) -> None:
    pacer, now, sent = Pacer(per_minute), 0.0, []
    for delay in delays:
        moment = max(now, pacer.book(now))
        sent.append(moment)
        now = moment + delay / 10

    assert all(_in_minute_from(start, sent) <= per_minute for start in sent)


@pytest.mark.parametrize("per_minute", [60, 240, 1200])
def test_a_long_queue_takes_hardly_longer_than_its_share(per_minute: int) -> None:
    pacer = Pacer(per_minute)

    last = [pacer.book(0.0) for _ in range(per_minute * 3)][-1]

    assert last <= 3 * MINUTE * 1.05


def test_a_little_lateness_is_made_up_for() -> None:
    pacer = Pacer(60)
    first = pacer.book(10.0)

    second = pacer.book(first + 1.2)

    assert second == pytest.approx(first + 1.02)


def test_a_long_rest_saves_nothing_up() -> None:
    pacer = Pacer(60)

    assert pacer.room(1000.0, 1.0) == 2


def test_nothing_goes_while_the_road_is_closed() -> None:
    pacer = Pacer(240)
    pacer.close(30.0)

    assert pacer.is_closed(29.9)
    assert pacer.room(10.0, 2.0) == 0
    assert pacer.book(10.0) == 30.0
    assert not pacer.is_closed(30.0)


def _in_minute_from(start: float, sent: list[float]) -> int:
    return sum(start <= moment < start + MINUTE for moment in sent)
