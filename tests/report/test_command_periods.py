"""A quarter or a year that somebody types: its form is explained, in whatever case it is."""

from collections.abc import Callable

import pytest
from typer.testing import Result

from tests.report import years

Types = Callable[..., Result]


@pytest.mark.parametrize("text", ["rubbish", "2026-28", "2026-27-Q5", "9999-00"])
@pytest.mark.parametrize(
    "words",
    [("report", "--year"), ("figures", "export", "--period"), ("figures", "prepare", "--period")],
)
def test_what_is_no_period_has_its_form_explained(
    words: tuple[str, ...], text: str, types_here: Types
) -> None:
    ended = types_here(*words, text)

    form = "A year is written like 2026-27, and its first quarter like 2026-27-Q1.\n"
    assert (ended.exit_code, ended.stdout, ended.stderr) == (1, "", form)


def test_a_quarter_may_be_typed_in_small_letters(types_here: Types) -> None:
    small = types_here("figures", "export", "--period", f"{years.YEAR}-q1")
    large = types_here("figures", "export", "--period", f"{years.YEAR}-Q1")

    assert (small.exit_code, large.exit_code) == (0, 0)
    assert small.stdout_bytes == large.stdout_bytes != b""


def test_a_report_is_of_a_year_and_not_of_a_quarter(types_here: Types) -> None:
    ended = types_here("report", "--year", f"{years.YEAR}-Q1")

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("A year is written like 2026-27")


def test_figures_that_are_out_are_not_prepared_again_and_a_command_lists_them(
    types_here: Types,
) -> None:
    ended = types_here("figures", "prepare", "--period", years.YEAR)

    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.endswith("this lists them: python -m bot figures list\n")
