"""A figure is written as its number of people allows, whoever wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.findings import Reason
from analysis.disclosure.formats import Kind, Written, is_allowed, misprints
from analysis.protection import Band, Rounded, protect
from analysis.summary import Tally

FLOOR = 8


def written(kind: Kind, text: str, people: int) -> Written:
    return Written("units", "Leeds", "A1", kind, text, people)


@pytest.mark.parametrize(
    ("kind", "text", "people"),
    [
        (Kind.FAVOURABLE, "Under 40%", 7),
        (Kind.FAVOURABLE, "50%", 19),
        (Kind.FAVOURABLE, "45%", 49),
        (Kind.FAVOURABLE, "0%", 3000),
        (Kind.FAVOURABLE, "100%", 3000),
        (Kind.FAVOURABLE, "62%", 999),
        (Kind.MEAN, "3.4", 49),
        (Kind.MEAN, "3.5", 999),
        (Kind.MEAN, "4.6", 3000),
        (Kind.PEOPLE, "13", 13),
        (Kind.RATE, "50%", 9),
        (Kind.RATE, "100%", 3000),
        (Kind.RATE, "0%", 3000),
    ],
)
def test_what_says_too_much_is_found(kind: Kind, text: str, people: int) -> None:
    found = misprints([written(kind, text, people)], FLOOR)

    assert [one.reason for one in found] == [Reason.FORMAT]
    assert (found[0].table, found[0].unit) == ("units", "Leeds")


@pytest.mark.parametrize("text", ["", "Too few people", "Hidden"])
def test_words_without_a_number_are_always_allowed(text: str) -> None:
    assert is_allowed(written(Kind.FAVOURABLE, text, 1), FLOOR)


@given(st.tuples(*[st.integers(0, 400)] * 5).filter(lambda counts: sum(counts) >= FLOOR))
def test_whatever_protect_gives_is_allowed(counts: tuple[int, int, int, int, int]) -> None:
    tally = Tally(counts)
    figure = protect(tally, FLOOR)
    assert figure.favourable is not None

    assert is_allowed(written(Kind.FAVOURABLE, share(figure.favourable), tally.people), FLOOR)
    if figure.mean is not None:
        assert is_allowed(written(Kind.MEAN, ended(figure.mean, ""), tally.people), FLOOR)


def share(favourable: Band | Rounded) -> str:
    if isinstance(favourable, Rounded):
        return ended(favourable, "%")
    if favourable.at_least is None:
        return "Under 40%"
    if favourable.at_most is None:
        return f"{favourable.at_least}% or more"
    return f"{favourable.at_least}% to {favourable.at_most}%"


def ended(rounded: Rounded, sign: str) -> str:
    number = f"{rounded.value:g}{sign}" if sign else f"{rounded.value:.1f}"
    return number + {"or_less": " or less", "or_more": " or more"}.get(rounded.end, "")
