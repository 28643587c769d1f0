"""What comes back with a form or a button is read with care, whatever it is."""

import json

import pytest

from handlers import reading


@pytest.mark.parametrize("kept", ["[" * 3000, '{"a":' * 600, "", "null", "5", "{not json", "[1]"])
def test_what_a_window_kept_is_nothing_if_it_cannot_be_read(kept: str) -> None:
    assert reading.kept({"private_metadata": kept}) == {}


@pytest.mark.parametrize("named", ["-1", "true", "null", "1e3", "NaN", "[]", "9" * 20, "1.5"])
def test_no_edition_is_one_that_was_not_given_out(named: str) -> None:
    assert reading.edition(json.loads(f'{{"edition": {named}}}')) == -1


def test_an_edition_that_was_given_out_is_read() -> None:
    assert [reading.edition({"edition": one}) for one in (0, 7)] == [0, 7]
