"""The words of the report may be changed by a co-ordinator, and a slip is told in one sentence."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from models.shipped import BadFile
from tests.report import years
from tests.report.conftest import NAME, Shell
from views.report import words


def test_what_is_not_changed_stays() -> None:
    changed = words.load("mine.toml", '[sections.summary]\nheading = "In short"\n')

    shipped = words.load()
    assert changed.sections["summary"].heading == "In short"
    assert changed.sections["summary"].text == shipped.sections["summary"].text
    assert changed.title == shipped.title


def test_what_stands_in_braces_is_put_in() -> None:
    changed = words.load("mine.toml", 'title = "The year {year}"')

    assert changed.filled(dict.fromkeys(known(), "x") | {"year": "2026-27"}).title == (
        "The year 2026-27"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[sections.sumary]\n", 'there is no section "sumary"; there are summary, numbers'),
        ('[sections.summary]\nheadline = "x"\n', "mine.toml: sections.summary.headline"),
        ("title =", "mine.toml: "),
    ],
)
def test_a_slip_in_the_file_is_named(text: str, told: str) -> None:
    with pytest.raises(BadFile, match=re.escape(told)):
        words.load("mine.toml", text)


def test_a_placeholder_that_nobody_knows_is_named_with_those_that_are_known() -> None:
    changed = words.load("mine.toml", 'title = "The {jear}"')

    with pytest.raises(BadFile, match=re.escape("nothing stands for {jear}; there are {year}")):
        changed.filled({"year": "2026-27"})


def test_the_words_are_printed_to_be_changed(types_here: Callable[..., Result]) -> None:
    assert types_here("report", "words").stdout == words.default_text()


def test_changed_words_are_those_of_the_report(shell: Shell) -> None:
    assert "1. In short</h2>" in shell.files("less")[f"{NAME}.html"].decode()


def test_a_slip_ends_the_command_before_anything_is_written(
    shell: Shell, tmp_path: Path, types_here: Callable[..., Result]
) -> None:
    kept = tmp_path / "slip.toml"
    kept.write_text('title = "{jear}"', "utf-8")

    ended = types_here("report", "--year", years.YEAR, "-o", "slip", "--words", str(kept))

    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert not (shell.folder / "slip").exists()


def known() -> list[str]:
    return re.findall(r"\{([a-z]+)\}", words.default_text())
