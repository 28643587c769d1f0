"""The code book, and the themes that it suggests."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import SettingsWrong, load
from models import code_book
from models.code_book import CodeBook, Theme
from models.shipped import BadFile
from services import themes

OWN = """
version = 7
owner = "Us"
[[themes]]
id = "tea"
name = "Tea"
description = "Whether there is any."
words = ["tea", "kettle"]
"""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("My supervision was cancelled twice and there was no time to reflect.", "supervision"),
        ("My caseload is too much, I work overtime and feel the pressure.", "workload"),
        ("The laptop and the recording system were broken for weeks.", "systems"),
        ("I was treated unfairly, and a racist remark was ignored.", "fairness"),
    ],
)
def test_the_theme_whose_words_are_used_is_suggested_first(text: str, first: str) -> None:
    found = themes.liken(code_book.read(), text)

    assert found[0].theme == first
    assert all(word in text.lower() for word in found[0].words)


def test_words_of_no_theme_suggest_nothing() -> None:
    assert themes.liken(code_book.read(), "Zebra quince.") == []
    assert themes.liken(code_book.read(), "") == []


def test_the_same_words_suggest_the_same() -> None:
    text = "The team was kind, and my manager listened."

    assert themes.liken(code_book.read(), text) == themes.liken(code_book.read(), text)


async def test_suggestions_come_while_others_are_served() -> None:
    found, _ = await asyncio.gather(themes.suggest(code_book.read(), ""), asyncio.sleep(0))

    assert found == []


def test_the_library_is_not_imported_at_a_start() -> None:
    told = "import bot.app, handlers.words, sys; print('sklearn' in sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", told], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "False"


def test_another_code_book_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, "utf-8")
    monkeypatch.setenv("THEMES_FILE", str(own))

    policy = load(None).policy

    assert [one.id for one in code_book.read(policy.code_book).themes] == ["tea"]


@pytest.mark.parametrize(
    "text",
    ["version = ", OWN + OWN.partition("[[")[0], OWN.replace('id = "tea"', 'id = "my tea"'), ""],
)
def test_a_code_book_that_cannot_be_used_is_refused_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")
    monkeypatch.setenv("THEMES_FILE", str(own))

    with pytest.raises(SettingsWrong, match="THEMES_FILE cannot be used"):
        load(None)


def test_a_missing_code_book_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THEMES_FILE", "/nowhere/themes.toml")

    with pytest.raises(SettingsWrong, match="THEMES_FILE"):
        load(None)


def test_a_theme_is_there_once_and_has_a_name() -> None:
    tea = Theme("tea", "Tea", "", ())
    with pytest.raises(ValueError, match="twice"):
        CodeBook(1, "Us", (tea, tea))
    with pytest.raises(ValueError, match="name"):
        Theme("tea", "", "", ())


def test_the_shipped_one_fits_what_is_stored_and_shown() -> None:
    book = code_book.read()

    assert len({one.name for one in book.themes}) == len(book.themes)
    assert book.known(["other", "workload", "nothing"]) == ["workload", "other"]
    assert issubclass(BadFile, ValueError)
