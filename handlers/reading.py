"""What a button or a form brings back to us: it may be old, so it is read with care."""

import json
from typing import Any, NamedTuple
from uuid import UUID

from models.refusals import PracticeUnknown, WaveUnknown


class Kept(NamedTuple):
    """What the form of a pulse keeps about itself."""

    wave_id: UUID
    edition: int
    origin: str


def wave_id(text: object) -> UUID:
    """The wave a button is about; WaveUnknown if it names none."""
    try:
        return UUID(str(text))
    except ValueError as wrong:
        raise WaveUnknown from wrong


def practice_id(text: object) -> UUID:
    """The example a button is about; PracticeUnknown if it names none."""
    try:
        return UUID(str(text))
    except ValueError as wrong:
        raise PracticeUnknown from wrong


def kept(view: dict[str, Any]) -> Kept:
    """What a form was opened with; WaveUnknown if that cannot be read any more."""
    try:
        found = json.loads(view["private_metadata"])
        return Kept(wave_id(found["wave"]), int(found["edition"]), str(found.get("from", "")))
    except (ValueError, TypeError, KeyError) as wrong:
        raise WaveUnknown from wrong
