"""Where in a payload the eye rests, and the list of complaints it adds to."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True, slots=True)
class Place:
    """A JSON pointer on one surface; every place of one reading shares its complaints."""

    surface: Surface
    pointer: str = ""
    complaints: list[str] = field(default_factory=list)

    def __truediv__(self, step: str | int) -> "Place":
        return replace(self, pointer=f"{self.pointer}/{step}")

    def complain(self, words: str) -> None:
        self.complaints.append(f"[ERROR] {words} [json-pointer:{self.pointer}]")


Check = Callable[[Any, Place], None]
