"""What a person is given to fill in: the questions of a wave, with their own answers so far."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.ballot import Answers
from models.questionnaire import Item, OpenQuestion, Questionnaire


@dataclass(frozen=True)
class Form:
    """One person's form of one wave; the edition tells a newer answer from an older form."""

    wave_id: UUID
    title: str
    closes_at: datetime
    questionnaire: Questionnaire
    questions: tuple[Item | OpenQuestion, ...]
    edition: int = 0
    answers: Answers | None = None
