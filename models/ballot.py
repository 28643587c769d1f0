"""The sealed ballot: one locked box of constant size per person and wave, and no time beside it."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Field

from models.refusals import NotAsked
from models.tables import Table

NONCE_BYTES = 12
KEY_BYTES = 32

# 1,200 characters of four bytes each, every item and the marks around them fit;
# one length for all, because sizes identify people.
PADDED_BYTES = 6144
TEXT_LIMIT = 1200

# Control characters, but for the ends of lines and tabs.
NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# No answer and a wish to give none are the same; "does not apply yet" is another.
NOT_YET, SKIP = "not_yet", "skip"
OFFERED = frozenset({"1", "2", "3", "4", "5", NOT_YET, SKIP})


class Ballot(Table, table=True):
    """What one person answered, readable only with the key of the wave."""

    __tablename__: ClassVar[str] = "ballot"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    wave_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    box: bytes


@dataclass(frozen=True)
class Answers:
    """What is in a box: item id to "1".."5", "not_yet" or "skip"; texts; the form it came from."""

    choices: dict[str, str]
    texts: dict[str, str]
    may_quote: bool = False
    form: str = ""


def clean(text: str) -> str:
    """Somebody's words without what is no text: control characters and halves of characters."""
    whole = text.encode(errors="ignore").decode()
    return NO_TEXT.sub("", whole).strip()


def fitted(answers: Answers, statements: Collection[str], questions: Collection[str]) -> Answers:
    """Exactly what the wave asks: a choice for each statement, clean words for each question.

    Raises NotAsked for an answer to something else, or one that was not offered.
    """
    foreign = {*answers.choices} - {*statements} or {*answers.texts} - {*questions}
    if foreign or not {*answers.choices.values()} <= OFFERED:
        raise NotAsked
    texts = {item: clean(text) for item, text in answers.texts.items()}
    if any(len(text) > TEXT_LIMIT for text in texts.values()):
        raise NotAsked
    return replace(
        answers,
        choices={item: answers.choices.get(item, SKIP) for item in statements},
        texts={item: text for item, text in texts.items() if text},
    )


def lock(key: bytes, wave_id: UUID, person_id: UUID, answers: Answers, nonce: bytes) -> bytes:
    """Encrypt with AES-256-GCM, padded to one length and bound to wave and person.

    Raises ValueError when the answers do not fit.
    """
    plain = json.dumps(vars(answers), ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) > PADDED_BYTES:
        raise ValueError("The answers do not fit the box.")
    return nonce + AESGCM(key).encrypt(nonce, plain.ljust(PADDED_BYTES), _bond(wave_id, person_id))


def unlock(key: bytes, wave_id: UUID, person_id: UUID, box: bytes) -> Answers:
    """Decrypt a box; cryptography.exceptions.InvalidTag when key, wave or person is another."""
    nonce, sealed = box[:NONCE_BYTES], box[NONCE_BYTES:]
    plain = AESGCM(key).decrypt(nonce, sealed, _bond(wave_id, person_id))
    return Answers(**json.loads(plain))


def _bond(wave_id: UUID, person_id: UUID) -> bytes:
    return wave_id.bytes + b"|" + person_id.bytes
