"""Lines of the table of rights: what is done, about what, and who may."""

from collections.abc import Awaitable, Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from handlers.routes import Kind
from tests.rights import things
from tests.rights.desk import Answer, Desk
from tests.rights.people import Who

Try = Callable[[Desk, Who, Any], Awaitable[Answer]]
People = AbstractSet[Who]


@dataclass(frozen=True)
class Line:
    """One action, about what, and who may do it; for everybody else it is refused."""

    kind: Kind
    name: str
    who: People
    about: things.Thing
    tries: Try
    note: str = field(default="")

    def __str__(self) -> str:
        return f"{self.kind} {self.name}{self.note and f' ({self.note})'}"


def command(line: str, who: People) -> Line:
    """A command that is typed."""

    async def tries(desk: Desk, one: Who, _id: Any) -> Answer:
        return await desk.types(one, line)

    name, _, note = line.partition(" ")
    return Line(Kind.COMMAND, name, who, things.nothing, tries, note)


def shortcut(name: str, who: People, text: str | None = None) -> Line:
    """A shortcut, on a message of one's own if there is a text."""

    async def tries(desk: Desk, one: Who, _id: Any) -> Answer:
        return await desk.uses_shortcut(one, name, text)

    return Line(Kind.SHORTCUT, name, who, things.nothing, tries)


def button(
    name: str, who: People, about: things.Thing = things.nothing, value: str = "{id}"
) -> Line:
    """A button in a message."""

    async def tries(desk: Desk, one: Who, thing: Any) -> Answer:
        return await desk.presses(one, name, value.format(id=thing))

    return Line(Kind.ACTION, name, who, about, tries, _called(about))


def within(
    name: str,
    who: People,
    about: things.Thing = things.nothing,
    window: Callable[[UUID], Mapping[str, Any]] = lambda _id: {"callback_id": "window"},
    value: str = "{id}",
    **action: Any,
) -> Line:
    """A button or a choice within a window or on Home."""

    async def tries(desk: Desk, one: Who, thing: Any) -> Answer:
        told = value.format(id=thing)
        return await desk.presses(one, name, told, action=action, **window(thing))

    return Line(Kind.ACTION, name, who, about, tries, _called(about))


def sent(
    name: str,
    who: People,
    about: things.Thing,
    kept: Callable[[UUID], str],
    values: Mapping[str, Any],
    note: str = "",
) -> Line:
    """A form."""

    async def tries(desk: Desk, one: Who, thing: Any) -> Answer:
        return await desk.sends(one, name, kept(thing), values)

    return Line(Kind.VIEW, name, who, about, tries, note or _called(about))


def _called(about: things.Thing) -> str:
    told = getattr(about, "keywords", {})
    return ", ".join(["with readers" if key == "seats" else str(told[key]) for key in told])
