"""The silent could have said anything: bounds and flags say how much that matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.nonresponse import Caution, Response, ResponseBand, worst_case


@pytest.mark.parametrize(
    ("answered", "caution", "band"),
    [
        (100, Caution.NONE, ResponseBand.FROM_80),
        (80, Caution.NONE, ResponseBand.FROM_80),
        (79, Caution.BOUNDS, ResponseBand.FROM_60),
        (60, Caution.BOUNDS, ResponseBand.FROM_60),
        (59, Caution.FLAG, ResponseBand.FROM_40),
        (39, Caution.FLAG, ResponseBand.UNDER_40),
        (0, Caution.FLAG, ResponseBand.UNDER_40),
    ],
)
def test_a_lower_response_brings_more_caution(
    answered: int, caution: Caution, band: ResponseBand
) -> None:
    assert Response(answered, 100).caution is caution
    assert Response(answered, 100).band is band


RESPONSES = st.integers(1, 3000).flatmap(
    lambda asked: st.integers(0, asked).flatmap(
        lambda answered: st.tuples(st.integers(0, answered), st.just(Response(answered, asked)))
    )
)


@given(RESPONSES)
def test_the_bounds_are_as_wide_as_the_share_of_the_silent(case: tuple[int, Response]) -> None:
    favourable, response = case
    bounds = worst_case(favourable, response)

    assert bounds.width == pytest.approx(1 - response.answered / response.asked)
    if response.answered:
        assert bounds.least - 1e-12 <= favourable / response.answered <= bounds.most + 1e-12


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="asked"):
        Response(6, 5)
    with pytest.raises(ValueError, match="favourable"):
        worst_case(4, Response(3, 5))
