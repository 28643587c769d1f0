"""The sealed ballot: one locked box of constant size per person and wave, and no time beside it."""

import json
from dataclasses import asdict, dataclass
from typing import ClassVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Field

from models.tables import Table

NONCE_BYTES = 12
KEY_BYTES = 32

# 1,200 characters of four bytes each, every item and the marks around them fit;
# one length for all, because sizes identify people.
PADDED_BYTES = 6144
TEXT_LIMIT = 1200


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


def lock(key: bytes, wave_id: UUID, person_id: UUID, answers: Answers, nonce: bytes) -> bytes:
    """Encrypt with AES-256-GCM, padded to one length and bound to wave and person.

    Raises ValueError when the answers do not fit.
    """
    plain = json.dumps(asdict(answers), ensure_ascii=False, separators=(",", ":")).encode()
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
