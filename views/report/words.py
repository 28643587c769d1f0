"""The words of the annual report around its figures: a file that a co-ordinator may change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import ClassVar

from models import shipped

NAME = "words.toml"
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and what stands there instead of what is not there yet."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    heading: str = ""
    text: str = ""
    nothing: str = ""


@dataclass(frozen=True)
class Words:
    """All of them, with placeholders."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    title: str = ""
    subtitle: str = ""
    author: str = ""
    sections: dict[str, Section] = field(default_factory=dict)

    def filled(self, facts: Mapping[str, str]) -> "Words":
        """Put the facts in the places that stand for them; BadFile for one that nobody knows."""
        return replace(
            self,
            title=_filled(self.title, facts),
            subtitle=_filled(self.subtitle, facts),
            sections={name: _section(one, facts) for name, one in self.sections.items()},
        )


def default_text() -> str:
    """The file as it is shipped."""
    return files("views").joinpath("templates", "report", NAME).read_text("utf-8")


def load(name: str = "", changed: str = "") -> Words:
    """The shipped words, and over them what a changed file of this name says."""
    words = shipped.parse(NAME, default_text(), Words)
    over = shipped.parse(name, changed, Words)
    for section in over.sections:
        if section not in words.sections:
            known = ", ".join(words.sections)
            raise shipped.BadFile(f'{name}: there is no section "{section}"; there are {known}.')
    return Words(
        title=over.title or words.title,
        subtitle=over.subtitle or words.subtitle,
        author=over.author or words.author,
        sections={
            section: _over(one, over.sections.get(section, Section()))
            for section, one in words.sections.items()
        },
    )


def _over(one: Section, changed: Section) -> Section:
    return Section(
        heading=changed.heading or one.heading,
        text=changed.text or one.text,
        nothing=changed.nothing or one.nothing,
    )


def _section(one: Section, facts: Mapping[str, str]) -> Section:
    texts = (_filled(text, facts) for text in (one.heading, one.text, one.nothing))
    return Section(*texts)


def _filled(text: str, facts: Mapping[str, str]) -> str:
    for name in PLACEHOLDER.findall(text):
        if name not in facts:
            known = ", ".join(f"{{{fact}}}" for fact in facts)
            raise shipped.BadFile(f"{NAME}: nothing stands for {{{name}}}; there are {known}.")
    return PLACEHOLDER.sub(lambda found: facts[found[1]], text).strip()
