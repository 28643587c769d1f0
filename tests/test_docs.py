"""What the documents name is there."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
ROOMS = "bot|handlers|scheduler|services|views|analysis|models|sandbox|tests|docs|requirements"
PLACE = re.compile(rf"`((?:{ROOMS})/[A-Za-z0-9_/.]*)`")
MADE = re.compile(r"`make ([a-z]+)")

# The examples of the recipes are not there until somebody follows them.
EXAMPLES = re.compile("greeting|NAME|SUBJECT|welcome")


def text(document: Path) -> str:
    return document.read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_place_that_is_named_exists(document: Path) -> None:
    named = {place for place in PLACE.findall(text(document)) if not EXAMPLES.search(place)}

    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_target_that_is_named_can_be_made(document: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", text(ROOT / "Makefile")))

    assert set(MADE.findall(text(document))) <= targets


def test_every_setting_is_explained_to_operators() -> None:
    operations = text(ROOT / "docs" / "operations.md")

    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in operations] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_line_holds_one_sentence(document: Path) -> None:
    # A list of questions may ask two at once.
    without_code = re.sub(r"```.*?```", "", text(document), flags=re.DOTALL)
    prose = [line for line in without_code.splitlines() if not line.lstrip().startswith("|")]

    assert [line for line in prose if re.search(r"[a-z)`][.!] [A-Z]", line)] == []
