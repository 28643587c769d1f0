"""What the doctor finds: what was looked at, how it is, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's."""

    check: str
    state: State
    said: str


def ok(check: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(check, State.OK, said)


def warn(check: str, said: str) -> Finding:
    """It works, and somebody should look."""
    return Finding(check, State.WARN, said)


def fail(check: str, said: str) -> Finding:
    """It does not work, or soon will not."""
    return Finding(check, State.FAIL, said)
