"""The files shipped beside the code: read into frozen dataclasses, or refused in one sentence."""

import tomllib
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

Kind = TypeVar("Kind")

# Set on each dataclass that is read from a file, so that a misspelt key is an error.
NOTHING_ELSE = MappingProxyType({"extra": "forbid"})


class BadFile(ValueError):  # noqa: N818  # it states a fact, as refusals do
    """A shipped file that says something we cannot use."""


def read(path: str, kind: type[Kind]) -> Kind:
    """Read a TOML file of this package as one value of that kind."""
    return parse(path, files("models").joinpath(path).read_text("utf-8"), kind)


def parse(path: str, text: str, kind: type[Kind]) -> Kind:
    """Read the text of a TOML file as one value of that kind."""
    # Reading happens after start-up, so the validators are built only when they are wanted.
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  # as said above

    try:
        return TypeAdapter(kind).validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path}: {error}.") from error
    except ValidationError as error:
        raise BadFile(f"{path}: {_first(error.errors(include_url=False))}.") from error


def _first(faults: list[Any]) -> str:
    place = ".".join(str(part) for part in faults[0]["loc"])
    message = faults[0]["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
