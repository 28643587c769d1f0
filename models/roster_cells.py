"""The cells of one line of a roster file, each read as what its column holds."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

SLACK_ID = re.compile(r"[UW][A-Z0-9_]{1,39}")
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_EMAIL = 320
LONGEST_NAME = 200
# A year outside is a slip of the finger.
FIRST_YEAR, LAST_YEAR = 1950, 2100

# What a spreadsheet takes for a formula, wide signs too; an export puts an apostrophe before it.
_BEGINNING = r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
FORMULA = re.compile(f"'*{_BEGINNING}")
NEUTRALISED = re.compile(f"'+{_BEGINNING}")

YES_NO = {"yes": True, "no": False, "": None}


def neutralised(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def restored(text: str) -> str:
    """Take back what `neutralised` did."""
    return text[1:] if NEUTRALISED.match(text) else text


class Cells:
    """The cells of one line by column; what cannot be read is noted as (what, column, value)."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = {name: _tidy(value) for name, value in values.items() if name}
        self.faults: list[tuple[str, str, str]] = []
        for name, value in self.values.items():
            if not value.isprintable():
                self.fault("unprintable", name, "")

    def fault(self, wrong: str, column: str = "", value: str | None = None) -> None:
        """Note what is wrong."""
        self.faults.append((wrong, column, self.values.get(column, "") if value is None else value))

    def says(self, column: str) -> bool:
        """Whether there is anything in this column."""
        return bool(self.values.get(column))

    def text(self, column: str, longest: int) -> str:
        value = self.values.get(column, "")
        if len(value) > longest:
            self.fault("too_long", column, str(longest))
        return value

    def name(self, column: str, missing: str) -> str:
        """A name that must be there; a semicolon would end it in a list of roles."""
        value = self.text(column, LONGEST_NAME)
        if not value:
            self.fault(missing, column)
        if ";" in value:
            self.fault("semicolon", column)
        return value

    def slack_id(self) -> str | None:
        value = self.values.get("slack_id", "")
        if value and not SLACK_ID.fullmatch(value):
            self.fault("slack_id", "slack_id")
        return value or None

    def email(self) -> str | None:
        value = self.text("email", LONGEST_EMAIL).lower()
        if value and not EMAIL.fullmatch(value):
            self.fault("email", "email")
        return value or None

    def day(self, column: str) -> date | None:
        value = self.values.get(column, "")
        if not value:
            return None
        try:
            day = date.fromisoformat(value if DAY.fullmatch(value) else "")
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fault("date", column)
            return None
        return day

    def yes_or_no(self, column: str) -> bool | None:
        value = self.values.get(column, "").lower()
        if value not in YES_NO:
            self.fault("yes_no", column)
        return YES_NO.get(value)


def _tidy(value: str) -> str:
    """One spelling for what looks the same; a hard space is a space."""
    text = unicodedata.normalize("NFC", value.replace("\N{NO-BREAK SPACE}", " "))
    return restored(text.strip())
