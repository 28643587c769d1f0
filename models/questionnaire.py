"""A question set as it was published: read from its file, checked, and never changed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import ClassVar

from models import shipped
from models.questionnaires import CATALOGUE

SCALE_POINTS = 5
ANCHORS = 4
CRITERIA = ("C1", "C2", "C3", "C4")
# Slack shows no more of a label, and a question that is cut off is another question.
LONGEST_TEXT = 150


@dataclass(frozen=True)
class Item:
    """A statement answered on the scale, and the headings it speaks to."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    id: str
    anchor: bool
    criterion: str
    kss: tuple[int, ...]
    pcf: tuple[int, ...]
    employer_standards: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class OpenQuestion:
    """A question answered in the person's own words."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    id: str
    text: str


@dataclass(frozen=True)
class Questionnaire:
    """One published version of a question set; the digest is that of its whole content."""

    __pydantic_config__: ClassVar = shipped.NOTHING_ELSE

    id: str
    version: int
    title: str
    minutes: int
    scale: tuple[str, ...]
    does_not_apply: str
    items: tuple[Item, ...]
    open_questions: tuple[OpenQuestion, ...]
    digest: str = field(init=False, default="", repr=False)

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise ValueError(fault)
        content = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        object.__setattr__(self, "digest", hashlib.sha256(content.encode()).hexdigest())

    @property
    def anchors(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.anchor)

    @property
    def rotating(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.anchor)

    @property
    def questions(self) -> tuple[Item | OpenQuestion, ...]:
        return (*self.items, *self.open_questions)

    def question(self, question_id: str) -> Item | OpenQuestion:
        """Give the item or open question of this id; KeyError if this version has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


# What was read never changes while we run, and a form may be wanted at any moment.
@cache
def load(name: str) -> Questionnaire:
    """Read a question set of the catalogue."""
    if name not in CATALOGUE:
        raise shipped.BadFile(f'There is no question set "{name}"; we have {", ".join(CATALOGUE)}.')
    questionnaire = shipped.read(f"questionnaires/{name}.toml", Questionnaire)
    if questionnaire.id != name:
        raise shipped.BadFile(f'The file {name}.toml has the id "{questionnaire.id}".')
    return questionnaire


def _faults(questionnaire: Questionnaire) -> Iterator[str]:
    if questionnaire.version < 1 or questionnaire.minutes < 1:
        yield "the version and the minutes start at 1"
    if len(set(questionnaire.scale)) != SCALE_POINTS:
        yield f"the scale has {SCALE_POINTS} different labels"
    if len(questionnaire.anchors) > ANCHORS:
        yield f"there are more than {ANCHORS} anchors"
    for item in questionnaire.items:
        if item.criterion not in CRITERIA:
            yield f'"{item.id}" has a criterion that is none of {", ".join(CRITERIA)}'
    yield from _faults_of_questions(questionnaire.questions)


def _faults_of_questions(questions: tuple[Item | OpenQuestion, ...]) -> Iterator[str]:
    if not questions:
        yield "there is no question"
    for question_id, count in Counter(question.id for question in questions).items():
        if count > 1:
            yield f'the id "{question_id}" is used {count} times'
    for question in questions:
        if not question.id or not 1 <= len(question.text) <= LONGEST_TEXT:
            yield f'"{question.id}" needs an id and a text of up to {LONGEST_TEXT} characters'
