"""The words of the report may be changed by a co-ordinator, and a slip is told in one sentence."""

import re

import pytest

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


def test_the_printed_words_can_be_changed_and_given_back(shell: Shell) -> None:
    printed = shell.types("report", "words").stdout
    kept = shell.folder / "mine.toml"
    kept.write_text(printed.replace('heading = "Summary"', 'heading = "In short"'), "utf-8")

    ended = shell.types("report", "--year", years.YEAR, "-o", "mine", "--words", str(kept))

    assert printed == words.default_text()
    assert ended.returncode == 0
    assert "1. In short</h2>" in (shell.folder / "mine" / f"{NAME}.html").read_text("utf-8")


def test_a_slip_ends_the_command_before_anything_is_written(shell: Shell) -> None:
    kept = shell.folder / "slip.toml"
    kept.write_text('title = "{jear}"', "utf-8")

    ended = shell.types("report", "--year", years.YEAR, "-o", "slip", "--words", str(kept))

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert not (shell.folder / "slip").exists()


def known() -> list[str]:
    return re.findall(r"\{([a-z]+)\}", words.default_text())
