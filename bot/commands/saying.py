"""How commands speak: results on standard output, all else on standard error, faults in a line."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy.exc import SQLAlchemyError

import views.refusals
import views.shell
from bot.house import MustMigrate
from bot.settings import SettingsWrong
from models.migrations.released import RoleMissing
from models.refusals import BadInput, Refusal


def say(text: str) -> None:
    """A result, or a line of it."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """How it goes, for whoever waits."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def say_json(result: Any) -> None:
    """A result for a program."""
    say(json.dumps(result, ensure_ascii=False, indent=2))


def say_table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """A result in columns."""
    widths = [max(len(cell) for cell in column) for column in zip(head, *lines, strict=True)]
    for line in (head, *lines):
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        say("  ".join(cells).rstrip())


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn what we decline, and what the machine refuses, into a sentence and an exit of 1."""
    try:
        yield
    except BadInput as refusal:
        give_up(refusal.why)
    except Refusal as refusal:
        give_up(views.shell.declined(refusal) or views.refusals.sentence(refusal))
    except RoleMissing as missing:
        give_up(views.shell.role_missing(missing.statement))
    except (SettingsWrong, MustMigrate) as wrong:
        give_up(str(wrong))
    except SQLAlchemyError as fault:
        cause = getattr(fault, "orig", None) or fault
        give_up(views.shell.database_fault(str(cause) or type(cause).__name__))
    except OSError as fault:
        give_up(views.shell.machine_fault(fault.filename, fault.strerror or str(fault)))


def give_up(sentence: str) -> NoReturn:
    """End with one sentence on standard error."""
    tell(" ".join(sentence.split()))
    raise SystemExit(1)
