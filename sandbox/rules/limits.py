"""Dates, times, lengths and numbers that must exist and agree with one another."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from sandbox.rules.place import Place


def calendar_date(value: Any, place: Place) -> None:
    try:
        written = date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        written = None
    if value != written:
        place.complain("must be a date in the format YYYY-MM-DD")


def clock_time(value: Any, place: Place) -> None:
    try:
        written = time.fromisoformat(value).strftime("%H:%M")
    except (TypeError, ValueError):
        written = None
    if value != written:
        place.complain("must be a time in the format HH:mm")


def lengths_agree(element: Any, place: Place) -> None:
    most = element.get("max_length", 3000)
    if element.get("min_length", 0) > most:
        place.complain("min_length cannot be greater than max_length")
    if len(element.get("initial_value", "")) > most:
        (place / "initial_value").complain(f"must be less than {most + 1} characters")


def numbers_agree(element: Any, place: Place) -> None:
    names = ("min_value", "initial_value", "max_value")
    given = {name: Decimal(element[name]) for name in names if name in element}
    ordered = list(given.values())
    if ordered != sorted(ordered):
        place.complain("min_value, initial_value and max_value are out of order")
    if not element["is_decimal_allowed"]:
        for name in given:
            if "." in element[name]:
                (place / name).complain("must be an integer")
